"""`quizcv stats`: what the log says about the learner."""

from __future__ import annotations

from quizcv.app.shelf import open_shelf
from quizcv.app.statistics import statistics_of
from quizcv.cli import options
from quizcv.cli.group import finish
from quizcv.ui.stats_view import stats_view


def stats(bank: options.Banks = None, as_json: options.Json = False) -> None:
    """Show retention, weak topics, recurring mistakes, streak, calibration and what is due."""
    with open_shelf(bank) as shelf:
        found = statistics_of(shelf)
    finish(found, stats_view, as_json=as_json)
