"""What an interview tells the review log: successes, and misses that study takes up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizcv.schedule import Rating, Review
from quizcv.session.rating import rating_for

if TYPE_CHECKING:
    from datetime import datetime

    from quizcv.schedule.review import ReviewVerdict
    from quizcv.session.interview.record import Exchange

_WELL = 0.8
"""Part of a rubric from which a spoken answer was good rather than hard."""


def review_of(exchange: Exchange, session: str, at: datetime) -> Review:
    """Return the line of the log for an exchange that is done with.

    Whatever was missed, skipped or not answered in time comes back at once in study. A success on
    a question that varies a card already asked leaves the schedule alone, and so does a spoken
    answer that nobody rated.
    """
    return Review(
        card=exchange.card,
        fingerprint=exchange.fingerprint,
        params=exchange.params,
        seed=exchange.draw,
        typed=exchange.typed,
        verdict=_verdict(exchange),
        rating=_rating(exchange),
        elapsed_ms=round(exchange.seconds * 1000),
        session=session,
        kind="mock",
        at=at,
        hints=exchange.hints,
        confidence=exchange.confidence,
        mistake=exchange.mistake,
        mistake_kind=exchange.mistake_kind if exchange.mistake else None,
        share=exchange.share,
        topics=exchange.topics,
        area=exchange.area,
    )


def _verdict(exchange: Exchange) -> ReviewVerdict:
    if exchange.outcome in ("skipped", "time-up") or exchange.success is None:
        return "skipped"
    return "correct" if exchange.success else "wrong"


def _rating(exchange: Exchange) -> Rating | None:
    success = exchange.success
    if success is None or (success and exchange.practice):
        return None
    if success and exchange.share is not None:
        return Rating.GOOD if exchange.share >= _WELL and not exchange.hints else Rating.HARD
    return rating_for(
        right=success,
        seconds=exchange.seconds,
        hints=exchange.hints,
        expected=exchange.expected_seconds,
    )
