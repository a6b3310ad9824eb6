"""`quizcv stats`: what the log says about the learner."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from quizcv.cli import options

if TYPE_CHECKING:
    from quizcv.cli.sitting import Shelf
    from quizcv.learner.stats import Stats


def stats(bank: options.Banks = None, as_json: options.Json = False) -> None:
    """Show retention, weak topics, recurring mistakes, streak, calibration and what is due."""
    from msgspec import to_builtins

    from quizcv.cli.sitting import open_shelf
    from quizcv.ui import console, stats_view

    with open_shelf(bank) as shelf:
        found = statistics_of(shelf)
    if as_json:
        console.emit_json(to_builtins(found))
    else:
        console.emit(stats_view.stats_view(found))


def statistics_of(shelf: Shelf) -> Stats:
    """Return the statistics as of now."""
    from quizcv.learner.stats import statistics

    store = shelf.store
    return statistics(
        list(shelf.library), store.reviews(), store.states(), store.flags(), datetime.now(UTC)
    )
