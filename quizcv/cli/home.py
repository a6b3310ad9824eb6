"""`quizcv` alone: what is due, what is weak, what to do next."""

from __future__ import annotations

from quizcv.app.home import home as where_it_stands
from quizcv.app.shelf import open_shelf
from quizcv.cli.group import finish
from quizcv.ui.home_view import home_view


def home() -> None:
    """Show where the learner stands and the commands that go on from there."""
    with open_shelf() as shelf:
        found = where_it_stands(shelf)
    finish(found, home_view)
