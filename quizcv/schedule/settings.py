"""What a learner sets, in one place: how the schedule and the plan are to be for them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from quizcv.schedule.scheduler import RETENTION_RANGE

MINUTES_RANGE = (5, 720)
"""Minutes a day that a plan can be made for."""


class Settings(Struct, frozen=True, kw_only=True):
    """Every setting; None is one that was never made, and what uses it has its own default."""

    retention: Annotated[float, Meta(ge=RETENTION_RANGE[0], le=RETENTION_RANGE[1])] | None = None
    """Share of cards to remember when they come back."""
    parameters: tuple[float, ...] | None = None
    """The 21 weights of FSRS-6, fitted to the learner's own log."""
    minutes: Annotated[int, Meta(ge=MINUTES_RANGE[0], le=MINUTES_RANGE[1])] | None = None
    """Minutes a day for the plan."""
    interview: date | None = None
    """The day to plan for."""
