"""How well a card is remembered: ratings and the state they lead to."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum
from typing import Literal, TypeAlias

from msgspec import Struct

Phase: TypeAlias = Literal["learning", "review", "relearning"]


class Rating(IntEnum):
    """How an answer went, in the words and numbers of FSRS."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4

    @property
    def word(self) -> str:
        """The rating as the learner reads it."""
        return self.name.lower()


class Memory(Struct, frozen=True, kw_only=True):
    """The FSRS state of one card after its last review."""

    phase: Phase
    step: int | None
    """Place among the short (re)learning steps; None once the card has graduated."""
    stability: float
    """Days until the probability of recall falls to 90 %."""
    difficulty: float
    """1 (easy) to 10."""
    due: datetime
    last_review: datetime


class CardState(Struct, frozen=True, kw_only=True):
    """What the review log says about one card: derived, never the truth itself."""

    card: str
    fingerprint: str
    """Of the answer that was learnt; a card with another one now is new again."""
    memory: Memory
    reviews: int
    lapses: int
    """How often a card that had graduated was forgotten."""
