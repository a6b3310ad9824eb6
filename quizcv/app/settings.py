"""Changing how the schedule is for a learner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from quizcv.errors import UsageError
from quizcv.schedule.scheduler import RETENTION_RANGE, fitted

if TYPE_CHECKING:
    from quizcv.store.progress import ProgressStore


def set_retention(store: ProgressStore, retention: float) -> None:
    """Let this share of cards be remembered when they come back, from now on.

    Raises:
        UsageError: out of range.
    """
    low, high = RETENTION_RANGE
    if not low <= retention <= high:
        raise UsageError(f"--retention {retention} is out of range", f"between {low} and {high}")
    store.change(replace(store.settings(), retention=retention))


def fit_to_log(store: ProgressStore) -> None:
    """Let the schedule follow the learner's own log; every card has its new date then.

    Raises:
        QuizcvError: the log is too short, or what fitting needs is not installed.
    """
    store.change(replace(store.settings(), parameters=fitted(store.reviews())))
