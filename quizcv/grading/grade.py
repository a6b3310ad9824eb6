"""Grades one typed answer against one variant of a card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from quizcv.kinds import kind_of, options
from quizcv.kinds.base import Asked
from quizcv.kinds.verdict import Judgement, SlipKind, Unreadable, Verdict, invalid

if TYPE_CHECKING:
    from quizcv.cards.model import Card, Mistake
    from quizcv.cards.variant import Variant
    from quizcv.kinds.base import Sampler
    from quizcv.kinds.options import Option


class Grade(Struct, frozen=True, kw_only=True):
    """What became of one typed answer."""

    verdict: Verdict
    feedback: str
    """What to tell the learner; a mistake's own words still have their {{names}}."""
    expected: str
    """The right answer as it is shown."""
    given: str
    """The typed answer as it was read; empty when it could not be."""
    value: Any = None
    """The typed answer as a value of the card's kind, where it has one."""
    mistake: int | None = None
    """Index of the card's mistake that was made."""
    slip: str | None = None
    """The error's name for the statistics: a mistake's name, or a telling ratio's."""
    slip_kind: SlipKind | None = None
    share: float | None = None
    """Recall cards: the part of the points that were made, 0 to 1."""

    @property
    def right(self) -> bool:
        """Whether the answer is correct."""
        return self.verdict == "correct"


def grade(card: Card, variant: Variant, typed: str, *, sample: Sampler | None = None) -> Grade:
    """Return the grade of `typed`: correct, wrong, or invalid when it cannot be read.

    Letters of options mean the order in which `variant.seed` shuffles them. A formula card needs
    `sample`; every other kind is decided here from the variant's values alone. Recall answers are
    graded by the learner: `typed` then names the points made (`1 3`, `all`, `none`).
    """
    kind = kind_of(card.answer)
    asked = Asked(variant.answer, shuffled(card, variant.seed), card.params, sample)
    found = _judged(card, typed, asked)
    index = _mistake(card, variant, found)
    mistake = None if index is None else card.mistakes[index]
    return Grade(
        verdict=found.verdict,
        feedback=mistake.feedback if mistake else found.feedback,
        expected=kind.right(card.answer, variant.answer, asked.options),
        given=found.given,
        value=found.value,
        mistake=index,
        slip=mistake_name(mistake) if mistake else found.slip,
        slip_kind=mistake.kind if mistake else found.slip_kind,
        share=found.share,
    )


def mistake_name(mistake: Mistake) -> str:
    """Return the mistake's own name, or the start of its feedback."""
    if mistake.name:
        return mistake.name
    words = mistake.feedback.split(". ")[0].rstrip(".")
    return words if len(words) <= 60 else f"{words[:59].rsplit(' ', 1)[0]}…"


def shuffled(card: Card, seed: int | None) -> list[Option]:
    """Return the card's options in the order this seed shows them; empty for a card without."""
    return options.shuffled(kind_of(card.answer).options(card.answer), card.id, seed)


def _judged(card: Card, typed: str, asked: Asked) -> Judgement:
    if not typed.strip():
        return invalid("Nothing was typed.")
    kind = kind_of(card.answer)
    reading = kind.read(card.answer, typed, asked)
    if isinstance(reading, Unreadable):
        return invalid(reading.message)
    return kind.judge(card.answer, reading, asked)


def _mistake(card: Card, variant: Variant, found: Judgement) -> int | None:
    """Return the index of the mistake that gives what was typed, if it was wrong."""
    if found.verdict != "wrong" or found.same_as is None:
        return None
    for index, mistake in enumerate(card.mistakes):
        value = variant.mistakes[index] if index < len(variant.mistakes) else None
        if value is None and mistake.when is None:
            value = mistake.value
        if value is not None and found.same_as(value):
            return index
    return None
