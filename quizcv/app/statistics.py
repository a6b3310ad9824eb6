"""What the log says about the learner, as of now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgspec import to_builtins

from quizcv.app.results import Result
from quizcv.learner.stats import Stats, statistics

if TYPE_CHECKING:
    from quizcv.app.shelf import Shelf


@dataclass(frozen=True, kw_only=True)
class Statistics(Result):
    """Retention, weak topics, mistakes, streak, calibration, what is due."""

    stats: Stats

    @property
    def data(self) -> dict[str, Any]:
        """Every number."""
        found: dict[str, Any] = to_builtins(self.stats)
        return found


def statistics_of(shelf: Shelf) -> Statistics:
    """Return the statistics as of now."""
    store = shelf.store
    found = statistics(
        list(shelf.library), store.reviews(), store.states(), store.flags(), shelf.clock.now()
    )
    return Statistics(stats=found, messages=shelf.messages)
