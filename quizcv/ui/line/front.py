"""Plays any session as plain lines: for pipes, dumb terminals and screen readers.

A clock is printed with each question and holds all the same: what comes after its time is late.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

from quizcv.session.events import Do
from quizcv.session.reading import caps, event_of
from quizcv.ui.render_plain import key_line, plain_lines

if TYPE_CHECKING:
    from quizcv.session.blocks import Block, Times
    from quizcv.session.events import Event
    from quizcv.session.protocol import Session
    from quizcv.session.views import View


class LineFront:
    """A front end of lines."""

    def __init__(
        self,
        source: TextIO | None = None,
        sink: TextIO | None = None,
        *,
        straight_on: bool = False,
    ) -> None:
        """Read from `source` and write to `sink`, by default standard input and output.

        `straight_on` goes on by itself after a verdict when answers come from a pipe.
        """
        self._in = source or sys.stdin
        self._out = sink or sys.stdout
        self._piped = not self._in.isatty()
        self._passing = {"always"} | ({"piped"} if self._piped and straight_on else set())
        self._shown: tuple[Block, ...] = ()

    def play(self, session: Session) -> View:
        """Play to the end and return the closing view; where the input ends, the session does."""
        view = session.start()
        while True:
            self._show(view, session.times())
            if view.closing:
                return view
            session.work_ahead()
            view = session.send(self._event(view))

    def show_end(self, view: View) -> None:
        """Show a closing view that an interruption brought on, below what stands in the line."""
        self._say(["", *view_lines(view)])

    def _show(self, view: View, times: Times | None) -> None:
        clock = list(plain_lines([times])) if times and times.question is not None else []
        # Nobody has to hear again what still stands.
        if view.notice and view.blocks == self._shown:
            self._say([view.notice, *clock])
        else:
            self._say(view_lines(view, clock))
        self._shown = view.blocks

    def _event(self, view: View) -> Event:
        if view.opens is not None:
            return Do("edited")
        if view.goes_on in self._passing:
            return Do("next")
        while True:
            self._write("> ")
            line = self._in.readline()
            if not line:
                self._write("\n")
                return Do("quit")
            if self._piped:
                self._write(line if line.endswith("\n") else f"{line}\n")
            event = event_of(view, line.rstrip("\r\n"))
            if not isinstance(event, str):
                return event
            self._say([event])

    def _say(self, lines: list[str]) -> None:
        if lines:
            self._write("\n".join(lines) + "\n")

    def _write(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()


def view_lines(view: View, clock: list[str] | None = None) -> list[str]:
    """Return the news of a view as lines, the clock and the keys last."""
    keys = key_line(caps(view))
    notice = [view.notice] if view.notice else []
    return [*plain_lines(view.news), *(clock or []), *notice, *([keys] if keys else [])]
