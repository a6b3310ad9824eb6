"""One line of the review log, the only truth about what a learner did."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from quizcv.kinds.verdict import SlipKind
from quizcv.schedule.memory import Rating

Kind: TypeAlias = Literal["study", "quiz", "mock"]
ReviewVerdict: TypeAlias = Literal["correct", "wrong", "skipped"]


class Review(Struct, frozen=True, kw_only=True):
    """An answer as it was given. Unreadable answers are not logged: they count for nothing."""

    card: str
    fingerprint: str
    """Of the card's answer at that time; when it changes, the card comes back as new."""
    params: dict[str, Any]
    seed: int | None
    typed: str
    verdict: ReviewVerdict
    rating: Rating | None
    """None leaves the schedule alone: skipped, or a further try with new numbers."""
    elapsed_ms: int
    session: str
    kind: Kind
    at: datetime
    """UTC."""
    hints: int = 0
    confidence: int | None = None
    """Per cent, stated before the verdict was known."""
    mistake: str | None = None
    """The error's name, where it has one."""
    mistake_kind: SlipKind | None = None
    share: float | None = None
    """Recall cards: part of the points that were made."""
    topics: tuple[str, ...] = ()
    """The card's topics and area at that time, so that statistics survive a renamed card."""
    area: str = ""
    id: int | None = None
    """Place in the log; None until it is written."""
