"""Playing a session to its end: line by line or on a screen, and what Ctrl-C comes to."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING

import typer

from quizcv.cli.group import INTERRUPTED
from quizcv.ui import fronts
from quizcv.ui.console import is_interactive

if TYPE_CHECKING:
    from quizcv.session.interview.interview import Interview
    from quizcv.session.protocol import Session
    from quizcv.session.views import View


def is_plain(asked: bool) -> bool:
    """Tell whether to go line by line: when asked to, in pipes, and on dumb terminals."""
    able = is_interactive() and os.environ.get("TERM") != "dumb" and find_spec("termios")
    return asked or not able


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
