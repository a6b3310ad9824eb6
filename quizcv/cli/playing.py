"""Playing a session to its end: line by line or on a screen, and what Ctrl-C comes to."""

from __future__ import annotations

import os
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

import typer

from quizcv.cli.group import INTERRUPTED
from quizcv.ui import fronts
from quizcv.ui.console import complain, is_interactive

if TYPE_CHECKING:
    from quizcv.session.interview.interview import Interview
    from quizcv.session.protocol import Session
    from quizcv.session.views import View


def is_plain(asked: bool) -> bool:
    """Tell whether to go line by line: when asked to, in pipes, and on dumb terminals.

    So it is where the system has no such terminals; then the learner is told what is missing.
    """
    if asked or not is_interactive() or os.environ.get("TERM") == "dumb":
        return True
    if find_spec("termios") is None:
        _say_once("the full screen needs a Unix terminal (termios); this goes line by line")
        return True
    return False


@cache
def _say_once(what: str) -> None:
    complain(what)


def play(session: Session, *, plain: bool, straight_on: bool = False) -> View:
    """Play a session to its end. Ctrl-C ends it with its summary and exit code 130."""
    try:
        return fronts.play(session, plain=plain, straight_on=straight_on)
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None


def play_interview(interview: Interview, *, plain: bool) -> bool:
    """Return whether it came to its end; everything answered is saved either way."""
    try:
        fronts.play(interview, plain=plain, straight_on=True)
    except KeyboardInterrupt:
        return False
    return True
