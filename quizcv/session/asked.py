"""A question with its numbers filled in: the one place that makes it from a card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

from quizcv.cards.model import Level
from quizcv.cards.template import fill
from quizcv.grading import shuffled
from quizcv.kinds import KINDS, kind_of
from quizcv.kinds.options import Option

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from quizcv.cards.library import Entry
    from quizcv.cards.model import Card
    from quizcv.cards.variant import Variant

Input: TypeAlias = Literal["none", "key", "line", "text"]
"""What a view waits for: nothing, one key, a line, or text of many lines."""


class Replies(Struct, frozen=True):
    """What may be an answer although it is also the key or the name of a command."""

    kind: str = ""
    """Of the answer; none where no card is asked."""
    options: tuple[Option, ...] = ()

    def pressed(self, key: str) -> bool:
        """Tell whether one key press is a whole answer."""
        kind = KINDS.get(self.kind)
        return kind is not None and key in kind.presses(self.options)

    def may_be(self, word: str) -> bool:
        """Tell whether a word may be meant as an answer."""
        kind = KINDS.get(self.kind)
        return kind is not None and kind.may_mean(word, self.options)


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

    @property
    def input(self) -> Input:
        """How it is answered; a line where an interview wants the candidate's own words."""
        kind = KINDS.get(self.kind)
        if kind is None:
            return "line"
        return "key" if kind.traits.spoken else kind.input

    @property
    def replies(self) -> Replies:
        """What may be an answer."""
        return Replies(self.kind, self.options)


def asked_of(entry: Entry, variant: Variant) -> Asked:
    """Return a card's question with these numbers, without a place in any session yet."""
    card = entry.card
    return Asked(
        card=card.id,
        kind=card.answer.kind,
        area=entry.area,
        level=card.level,
        topics=tuple(card.topics),
        text=filled(card.question, variant),
        form=form_of(card),
        convention=card.convention and filled(card.convention, variant),
        options=options_of(card, variant),
        unit=card.answer.unit,
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
    return kind_of(card.answer).form(card.answer, card.params)
