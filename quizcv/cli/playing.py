"""Playing a session to its end: the front that suits, and what Ctrl-C means."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING

import typer

from quizcv.app import clock as clocks
from quizcv.cli.group import INTERRUPTED
from quizcv.session.events import Do
from quizcv.session.views import Finished
from quizcv.ui import console
from quizcv.ui.interview_plain import PlainMockFront
from quizcv.ui.plain import PlainFront, plain_lines

if TYPE_CHECKING:
    from datetime import datetime

    from quizcv.session.interview.interview import Interview
    from quizcv.session.interview.views import Over
    from quizcv.ui.plain import Playable


def is_plain(asked: bool) -> bool:
    """Tell whether to go line by line: when asked to, in pipes, and on dumb terminals."""
    able = console.is_interactive() and os.environ.get("TERM") != "dumb" and find_spec("termios")
    return asked or not able


def play(session: Playable, *, plain: bool, straight_on: bool = False) -> Finished:
    """Play a session to its end. Ctrl-C ends it with its summary and exit code 130."""
    now = clocks.current().now
    try:
        return _front(session, plain=plain, straight_on=straight_on)
    except KeyboardInterrupt:
        end = session.send(Do("quit"))
        if isinstance(end, Finished):
            _show_end(end, plain=plain, now=now())
        raise typer.Exit(INTERRUPTED) from None


def play_interview(interview: Interview, *, plain: bool) -> Over | None:
    """Return the end, None if it was interrupted; everything answered is saved either way."""
    try:
        if plain:
            return PlainMockFront().play(interview)
        from quizcv.ui.interview_terminal import TerminalMockFront  # noqa: PLC0415 - 44 ms, for terminals

        return TerminalMockFront(console.out()).play(interview)
    except (KeyboardInterrupt, EOFError):
        interview.interrupt()
        return None


def _front(session: Playable, *, plain: bool, straight_on: bool) -> Finished:
    now = clocks.current().now
    if plain:
        return PlainFront().play(session, now, straight_on=straight_on)
    from quizcv.ui.terminal import TerminalFront  # noqa: PLC0415 - 44 ms, for terminals

    return TerminalFront(console.out()).play(session, now)


def _show_end(end: Finished, *, plain: bool, now: datetime) -> None:
    if plain:
        console.write("\n".join(["", *plain_lines(end, now)]) + "\n")
    else:
        from quizcv.ui.session_view import screen  # noqa: PLC0415 - 44 ms, for terminals

        console.emit(screen(end, now))
