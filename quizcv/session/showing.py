"""One card as it is shown: its numbers, its clock, the hints given, and its grading."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from quizcv.cards.template import fill
from quizcv.grading import grade, shuffled
from quizcv.kinds import kind_of
from quizcv.session.views import Asked, Result

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizcv.cards.library import Entry
    from quizcv.cards.model import Card
    from quizcv.cards.variant import Variant
    from quizcv.grading import Grade
    from quizcv.kinds.options import Option
    from quizcv.session.ports import Clock, Dealer


class Showing:
    """A card on the screen."""

    def __init__(
        self,
        entry: Entry,
        variant: Variant,
        clock: Clock,
        *,
        number: int = 1,
        total: int | None = None,
        left: int | None = None,
        practice: bool = False,
        fresh: bool = False,
        references: Mapping[str, str] | None = None,
    ) -> None:
        self.entry = entry
        self.variant = variant
        self.card = entry.card
        self.hints = 0
        self.practice = practice
        self._clock = clock
        self._since = clock.monotonic()
        self._until: float | None = None
        self._references = references or {}
        self._place = (number, total, left, fresh)

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

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """The options in the order shown, their numbers filled in."""
        shown = shuffled(self.card, self.variant.seed)
        return tuple(option._replace(text=self.filled(option.text)) for option in shown)

    @property
    def asked(self) -> Asked:
        """The question as it stands now."""
        card, (number, total, left, fresh) = self.card, self._place
        return Asked(
            card=card.id,
            kind=card.kind,
            area=self.entry.area,
            level=card.level,
            topics=tuple(card.topics),
            text=self.filled(card.question),
            form=form_of(card),
            convention=card.convention and self.filled(card.convention),
            options=self.options,
            unit=card.answer.unit,
            hints=tuple(self.filled(hint) for hint in card.hints[: self.hints]),
            hints_left=len(card.hints) - self.hints,
            number=number,
            total=total,
            left=left,
            practice=self.practice,
            fresh=fresh,
        )

    def filled(self, text: str) -> str:
        """Return a text of the card with its numbers in it."""
        return fill(text, self.variant.names).strip()

    def hint(self) -> bool:
        """Give one more hint; False when there is none left."""
        if self.hints == len(self.card.hints):
            return False
        self.hints += 1
        return True

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
        return tuple(self._references.get(name, name) for name in self.card.sources)

    @property
    def is_recall(self) -> bool:
        """Whether the learner grades this card."""
        return kind_of(self.card.answer).traits.spoken


def form_of(card: Card) -> str:
    """Return what to type for a card, in a few words."""
    return kind_of(card.answer).form(card.answer, card.params)
