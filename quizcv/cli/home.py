"""`quizcv` alone: what is due, what is weak, what to do next."""

from __future__ import annotations


def home() -> None:
    """Show where the learner stands and the commands that go on from there."""
    from quizcv.app.planning import current_plan
    from quizcv.cli.sitting import open_shelf
    from quizcv.cli.stats import statistics_of
    from quizcv.ui import console, home_view

    with open_shelf() as shelf:
        found = statistics_of(shelf)
        plan = current_plan(shelf)
    console.emit(home_view.home_view(found, plan))
