"""One answer as a line of the review log, whoever asked for it: study, quiz or interview."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from quizcv.kinds.verdict import SlipKind
from quizcv.schedule import Kind, Rating, Review, ReviewVerdict

if TYPE_CHECKING:
    from datetime import datetime


class Subject(Struct, frozen=True, kw_only=True):
    """What was asked."""

    card: str
    fingerprint: str
    params: dict[str, Any]
    seed: int | None
    topics: tuple[str, ...]
    area: str


class Went(Struct, frozen=True, kw_only=True):
    """How it went."""

    verdict: ReviewVerdict
    rating: Rating | None
    """None leaves the schedule alone."""
    seconds: float
    typed: str = ""
    hints: int = 0
    confidence: int | None = None
    mistake: str | None = None
    mistake_kind: SlipKind | None = None
    share: float | None = None


def review_of(subject: Subject, went: Went, *, session: str, kind: Kind, at: datetime) -> Review:
    """Return the line of the log."""
    return Review(
        card=subject.card,
        fingerprint=subject.fingerprint,
        params=subject.params,
        seed=subject.seed,
        typed=went.typed,
        verdict=went.verdict,
        rating=went.rating,
        elapsed_ms=round(went.seconds * 1000),
        session=session,
        kind=kind,
        at=at,
        hints=went.hints,
        confidence=went.confidence,
        mistake=went.mistake,
        mistake_kind=went.mistake_kind,
        share=went.share,
        topics=subject.topics,
        area=subject.area,
    )
