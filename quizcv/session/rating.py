"""The rating that follows from how an answer went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizcv.schedule import Rating

if TYPE_CHECKING:
    from quizcv.cards.model import Card

SECONDS = {"warmup": 25.0, "core": 60.0, "deep": 120.0}
"""What an interviewer would wait, without the time to read the question."""
READING = 18.0
"""Characters a second that are read with care."""
SWIFT, SLOW = 0.4, 2.0
"""Shares of the expected time below which an answer was easy and above which it was hard."""


def expected_seconds(card: Card, text: str) -> float:
    """Return how long a candidate who knows the matter takes for this card."""
    return SECONDS[card.level] + len(text) / READING


def rating_for(*, right: bool, seconds: float, hints: int, expected: float) -> Rating:
    """Return again for a wrong answer; hard after a hint or slowly; easy only if swift."""
    if not right:
        return Rating.AGAIN
    if hints or seconds > SLOW * expected:
        return Rating.HARD
    return Rating.EASY if seconds < SWIFT * expected else Rating.GOOD
