"""One card as it is shown: its numbers, its clock, the hints given, and its grading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from quizcv.grading import grade
from quizcv.kinds import kind_of
from quizcv.session.asked import asked_of, filled, spelled_out
from quizcv.session.views import Result

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizcv.cards.library import Entry
    from quizcv.cards.variant import Variant
    from quizcv.grading import Grade
    from quizcv.kinds.base import Rubric
    from quizcv.session.asked import Asked
    from quizcv.session.ports import Clock, Dealer


class Standing(Struct, frozen=True, kw_only=True):
    """A card's place in its session."""

    number: int = 1
    total: int | None = None
    left: int | None = None
    practice: bool = False
    fresh: bool = False


class Showing:
    """A card on the screen."""

    def __init__(
        self,
        entry: Entry,
        variant: Variant,
        clock: Clock,
        standing: Standing,
        references: Mapping[str, str] | None = None,
    ) -> None:
        self.entry = entry
        self.variant = variant
        self.card = entry.card
        self.hints = 0
        self.practice = standing.practice
        self._clock = clock
        self._since = clock.monotonic()
        self._until: float | None = None
        self._references = references or {}
        self._asked = replace(
            asked_of(entry, variant),
            number=standing.number,
            total=standing.total,
            left=standing.left,
            practice=standing.practice,
            fresh=standing.fresh,
        )

    @property
    def seconds(self) -> float:
        """Time since the card appeared, until it was revealed."""
        until = self._clock.monotonic() if self._until is None else self._until
        return until - self._since

    def stop(self) -> None:
        """Stop the clock: what comes now is reading, not thinking."""
        self._until = self._clock.monotonic()

    def restart(self) -> None:
        """Start the clock again, for a card that is asked once more."""
        self._since, self._until = self._clock.monotonic(), None

    @property
    def asked(self) -> Asked:
        """The question as it stands now."""
        given = tuple(self.filled(hint) for hint in self.card.hints[: self.hints])
        return replace(self._asked, hints=given, hints_left=len(self.card.hints) - self.hints)

    def filled(self, text: str) -> str:
        """Return a text of the card with its numbers in it."""
        return filled(text, self.variant)

    def hint(self) -> None:
        """Give one more hint, where there is one left."""
        self.hints = min(self.hints + 1, len(self.card.hints))

    def grade(self, typed: str, dealer: Dealer) -> Grade:
        """Return the grade of a typed answer."""
        return grade(
            self.card,
            self.variant,
            typed,
            sample=lambda expression: dealer.sample(self.entry, self.variant, expression),
        )

    def result(self, graded: Grade) -> Result:
        """Return a grade with everything there is to learn from it."""
        return Result(
            verdict=graded.verdict,
            feedback=self.filled(graded.feedback),
            given=self.filled(graded.given),
            expected=self.filled(graded.expected),
            explanation=self.filled(self.card.explanation),
            sources=self.sources,
            figure=self.card.figure,
            variant=self.variant,
        )

    @property
    def sources(self) -> tuple[str, ...]:
        """The card's sources, spelled out where the bank does."""
        return spelled_out(self.card.sources, self._references)

    @property
    def rubric(self) -> Rubric | None:
        """What a spoken answer is held against, where the learner grades this card."""
        return kind_of(self.card.answer).rubric(self.card.answer)
