"""The kinds of steps: what `ask:` may say in a preset. Each is one class, with all it means.

A step kind chooses a card, gives it numbers, puts it into words, and grades what comes. A new one
is a class here, its name in `Ask` and in `STEPS`, and a line in docs/mock-interviews.md.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Literal, Protocol, TypeAlias

from msgspec.structs import replace

from quizcv.cards.variant import Variant
from quizcv.grading import Grade
from quizcv.kinds import kind_of
from quizcv.kinds.choices import Choice
from quizcv.kinds.options import read_key
from quizcv.kinds.shown import plain
from quizcv.session.interview.changes import known_changes, single_changes
from quizcv.session.interview.derivation import derivation
from quizcv.session.interview.exchange import SPOKEN
from quizcv.session.interview.posing import dealt, graded, item_of, numbers_key
from quizcv.session.ports import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from quizcv.cards.library import Entry
    from quizcv.kinds.base import Traits
    from quizcv.kinds.options import Option
    from quizcv.session.interview.posing import Draw, Item
    from quizcv.session.ports import Dealer

Ask: TypeAlias = Literal["short", "compute", "change", "why", "next", "error"]
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z⌊])")
_POINTS = 4
_IN_WORDS = "your own words, aloud or typed; you judge them in the debrief"

Fits: TypeAlias = "Callable[[Entry], bool]"


class Chooser(Protocol):
    """What a step kind may ask the interviewer for."""

    @property
    def chain(self) -> Sequence[Entry]:
        """The cards of this chain so far, the present one last."""
        ...

    def fresh(self, fits: Fits) -> Entry | None:
        """Return a card of the level that is due, from what had the least so far."""
        ...

    def following(self, fits: Fits) -> Entry | None:
        """Return a card that an interviewer would move on to."""
        ...

    def related(self, fits: Fits) -> Entry | None:
        """Return the nearest card that belongs to the subject of the chain."""
        ...


class StepKind:
    """A question on a card as it is, and what the others change of it."""

    title: ClassVar[str]
    """How a report calls it."""
    begins: ClassVar[bool] = False
    """Whether a round can begin with it."""
    stays: ClassVar[bool] = False
    """Whether it belongs to the card at hand: no other can take its place, none is used up."""
    varies: ClassVar[bool] = False
    """Whether its numbers come from those the card had before."""

    def choose(self, chooser: Chooser) -> Entry | None:
        """Return the card to ask about; None if none fits."""
        raise NotImplementedError

    def numbers(self, draw: Draw) -> Variant | Trouble:
        """Return the card with numbers."""
        return dealt(draw)

    def put(self, item: Item) -> Item | Trouble:
        """Return the card's own question in this step's words."""
        return item

    def grade(self, item: Item, typed: str, dealer: Dealer) -> Grade:
        """Return the grade of a typed answer."""
        return graded(item, typed, dealer)


class Short(StepKind):
    """Any card that is graded at once."""

    title = "short question"
    begins = True

    def choose(self, chooser: Chooser) -> Entry | None:
        """Return one that is answered in a word."""
        return chooser.fresh(lambda entry: _traits(entry).short)


class Compute(StepKind):
    """A card with numbers, which a chain can begin with."""

    title = "compute"
    begins = True

    def choose(self, chooser: Chooser) -> Entry | None:
        """Return one with numbers to change and a wrong way to compute it."""
        return chooser.fresh(
            lambda e: _traits(e).computed and bool(e.card.vary) and _has_derivations(e)
        )


class Change(StepKind):
    """The same card with one number changed."""

    title = "a number changed"
    stays = True
    varies = True

    def choose(self, chooser: Chooser) -> Entry | None:
        """Return the card at hand."""
        return chooser.chain[-1]

    def numbers(self, draw: Draw) -> Variant | Trouble:
        """Change one number so that the answer changes too; else draw all of them anew."""
        before, entry = draw.before, draw.planned.entry
        if before is None:
            return dealt(draw)
        known = known_changes(draw.dealer.showings(entry), before, draw.planned.seed)
        for showing in known:
            if numbers_key(entry.card.id, showing.params) not in draw.seen:
                return showing
        for name, value in single_changes(entry.card, before.params, draw.planned.seed):
            params = {**before.params, name: value}
            if numbers_key(entry.card.id, params) in draw.seen:
                continue
            variant = draw.dealer.recompute(entry, params)
            if isinstance(variant, Variant) and variant.answer != before.answer:
                return variant
        return dealt(draw)

    def put(self, item: Item) -> Item | Trouble:
        """Say which number is another one now."""
        if item.before is None:
            return _practice(item, item.posed.asked.text)
        old, new = item.before.params, item.variant.params
        changed = [name for name in new if new[name] != old.get(name)]
        told = ", ".join(f"{name}: {plain(old.get(name))} → {plain(new[name])}" for name in changed)
        return _practice(item, f"And if a number changes ({told})?\n\n{item.posed.asked.text}")


class Why(StepKind):
    """A spoken answer, against a recall card's points or against an explanation."""

    title = "why, and what limits it"
    stays = True

    def choose(self, chooser: Chooser) -> Entry | None:
        """Return the nearest recall card; else the card at hand is to be explained."""
        return chooser.related(lambda entry: _traits(entry).spoken) or chooser.chain[-1]

    def put(self, item: Item) -> Item | Trouble:
        """Ask for words, and keep what a good answer says for the debrief."""
        answer, posed = item.planned.entry.card.answer, item.posed
        rubric = kind_of(answer).rubric(answer)
        if rubric is not None:
            points = tuple(item.filled(point) for point in rubric.points)
            question = posed.asked.text
        else:
            points = tuple(_SENTENCE.split(posed.explanation, maxsplit=_POINTS - 1))
            question = (
                f"You were asked this kind of question:\n\n{_quoted(posed.asked.text)}\n\n"
                "Why does the answer come out as it does, and what limits it?"
            )
        asked = replace(
            posed.asked,
            text=question,
            kind=SPOKEN,
            form=_IN_WORDS,
            options=(),
            unit=None,
        )
        practice = rubric is None
        return replace(item, posed=replace(posed, asked=asked, points=points, practice=practice))


class Next(StepKind):
    """A card that follows."""

    title = "what follows"

    def choose(self, chooser: Chooser) -> Entry | None:
        """Return a computed card that is near."""
        return chooser.following(lambda entry: _traits(entry).computed)


class FindError(StepKind):
    """What is wrong in a derivation, if anything."""

    title = "find the error"
    stays = True

    def choose(self, chooser: Chooser) -> Entry | None:
        """Return the last card of the chain that knows a wrong way to its answer."""
        return next((entry for entry in reversed(chooser.chain) if _has_derivations(entry)), None)

    def put(self, item: Item) -> Item | Trouble:
        """Show a derivation, and ask which of the card's mistakes is in it."""
        found = derivation(item.planned.entry, item.variant, item.planned.seed)
        if found is None:
            return Trouble("none of its mistakes applies to these numbers")
        question = (
            f"A candidate was asked:\n\n{_quoted(item.posed.asked.text)}\n\n"
            f"and computed, with {found.numbers}:\n\n{found.text}"
            "\n\nWhat is wrong with it, if anything?"
        )
        judged = Choice(options={o.key: o.text for o in found.options}, value=found.key)
        asked = replace(
            item.posed.asked,
            text=question,
            kind=judged.kind,
            form=kind_of(judged).form(judged, ()),
            options=found.options,
            unit=None,
        )
        posed = replace(
            item.posed,
            asked=asked,
            practice=True,
            expected=_option_text(found.key, found.options),
            remark=found.feedback,
        )
        return replace(item, posed=posed, derivation=found, hints=())

    def grade(self, item: Item, typed: str, dealer: Dealer) -> Grade:  # noqa: ARG002
        """Return whether the option named is the right one."""
        found = item.derivation
        if found is None:
            raise AssertionError("there is no derivation to judge")
        named = read_key(typed, found.options) if typed.strip() else None
        if named is None:
            letters = ", ".join(option.letter for option in found.options)
            told = f"Type one letter: {letters}."
            return Grade(verdict="invalid", feedback=told, expected="", given="")
        right = named == found.key
        return Grade(
            verdict="correct" if right else "wrong",
            feedback="" if right else found.feedback,
            expected=item.posed.expected,
            given=_option_text(named, found.options),
            slip=None if right else f"Missed: {_option_text(found.key, found.options)[3:]}",
            slip_kind=None if right else found.kind,
        )


STEPS: dict[str, StepKind] = {
    "short": Short(),
    "compute": Compute(),
    "change": Change(),
    "why": Why(),
    "next": Next(),
    "error": FindError(),
}


def pose(draw: Draw, number: int, references: Mapping[str, str] | None = None) -> Item | Trouble:
    """Return a planned question with its numbers, as `number` of the interview.

    `references` are what the bank's short names of sources stand for.
    """
    kind = STEPS[draw.planned.step.ask]
    variant = kind.numbers(draw)
    if isinstance(variant, Trouble):
        return variant
    return kind.put(item_of(draw, number, variant, references or {}))


def _traits(entry: Entry) -> Traits:
    return kind_of(entry.card.answer).traits


def _has_derivations(entry: Entry) -> bool:
    """Whether the card knows a wrong way to compute its answer."""
    return any(mistake.formula for mistake in entry.card.mistakes)


def _practice(item: Item, text: str) -> Item:
    """Return a question on a card that was asked already: a success says nothing new about it."""
    asked = replace(item.posed.asked, text=text)
    return replace(item, posed=replace(item.posed, asked=asked, practice=True))


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def _option_text(key: str, options: tuple[Option, ...]) -> str:
    return next(f"{o.letter}) {o.text}" for o in options if o.key == key)
