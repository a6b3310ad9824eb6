"""A question with its numbers filled in: the one place that makes it from a card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

from quizcv.cards.model import Boolean, Choice, Formula, Integer, Level, Number, Recall
from quizcv.cards.template import fill
from quizcv.grading import Option, shuffled
from quizcv.kinds.numbers import digits_wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from quizcv.cards.library import Entry
    from quizcv.cards.model import Card
    from quizcv.cards.variant import Variant

Input: TypeAlias = Literal["none", "key", "line", "text"]
"""What a view waits for: nothing, one key, a line, or text of many lines."""
FORMS = {
    "integer": "a whole number, such as 34848 or 34.8k",
    "number": "a number",
    "shape": "a shape, such as (1, 64, 112, 112)",
    "boolean": "yes or no",
    "choice": "a letter",
    "multi": "all letters that apply, such as ac",
    "order": "every letter, first to last",
    "recall": "say it aloud, then reveal",
}


class Replies(Struct, frozen=True):
    """What may be an answer although it is also the key or the name of a command."""

    letters: str = ""
    """Each of them is an answer by itself; so is a word made of nothing else."""
    words: tuple[str, ...] = ()
    anything: bool = False

    def may_be(self, word: str) -> bool:
        """Tell whether a word may be meant as an answer."""
        if not word or word == "?":
            return False
        return self.anything or word in self.words or set(word) <= set(self.letters)


class Asked(Struct, frozen=True, kw_only=True):
    """A question as it stands on the screen."""

    card: str
    kind: str
    area: str
    level: Level
    topics: tuple[str, ...]
    text: str
    form: str
    """What to type, in a few words."""
    input: Input = "line"
    replies: Replies = Replies()
    convention: str | None = None
    options: tuple[Option, ...] = ()
    unit: str | None = None
    hints: tuple[str, ...] = ()
    """Those already given."""
    hints_left: int = 0
    number: int = 1
    """Its place in the session, from 1."""
    total: int | None = None
    left: int | None = None
    """Cards to come after it, where a total cannot be known because cards come again."""
    practice: bool = False
    """A further try: it does not count for the schedule."""
    fresh: bool = False
    """Never asked before."""


def asked_of(entry: Entry, variant: Variant) -> Asked:
    """Return a card's question with these numbers, without a place in any session yet."""
    card = entry.card
    options = options_of(card, variant)
    return Asked(
        card=card.id,
        kind=card.kind,
        area=entry.area,
        level=card.level,
        topics=tuple(card.topics),
        text=filled(card.question, variant),
        form=form_of(card),
        input="key" if isinstance(card.answer, Choice | Boolean | Recall) else "line",
        replies=_replies(card, options),
        convention=card.convention and filled(card.convention, variant),
        options=options,
        unit=card.answer.unit if isinstance(card.answer, Integer | Number) else None,
        hints_left=len(card.hints),
    )


def options_of(card: Card, variant: Variant) -> tuple[Option, ...]:
    """Return the options in the order shown, their numbers filled in."""
    shown = shuffled(card, variant.seed)
    return tuple(option._replace(text=filled(option.text, variant)) for option in shown)


def filled(text: str, variant: Variant) -> str:
    """Return a text of a card with its numbers in it."""
    return fill(text, variant.names).strip()


def spelled_out(sources: Iterable[str], references: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of sources as the bank spells them out, where it does."""
    return tuple(references.get(name, name) for name in sources)


def form_of(card: Card) -> str:
    """Return what to type for a card, in a few words."""
    answer = card.answer
    if isinstance(answer, Formula):
        names = ", ".join(card.params) or "numbers"
        return f"a formula in {names}"
    form = FORMS[card.kind]
    if isinstance(answer, Number) and answer.rtol:
        form += f" to {digits_wanted(answer.rtol)} significant digits"
    if isinstance(answer, Integer | Number) and answer.unit:
        return f"{form}, in {answer.unit}"
    return form


def lettered(options: Iterable[Option]) -> Replies:
    """Return the replies of a question with options: their letters and their keys."""
    listed = list(options)
    return Replies("".join(o.letter for o in listed), tuple(o.key for o in listed))


def _replies(card: Card, options: tuple[Option, ...]) -> Replies:
    if isinstance(card.answer, Boolean):
        return Replies("yYnN", ("f", "F", "t", "T"))
    return Replies(anything=True) if isinstance(card.answer, Formula) else lettered(options)
