"""Plays any session in a terminal: one view at a time, single keys where a key is enough.

What is long scrolls; its keys, the clock and the line that is typed stay in sight. The clock ticks
while an answer is being typed.
"""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from quizcv.session.events import Do
from quizcv.session.reading import MARKS, caps, event_of, event_of_key
from quizcv.ui.render_rich import key_line, screen
from quizcv.ui.screen.editor import LineEditor
from quizcv.ui.screen.keyboard import Keyboard
from quizcv.ui.screen.pages import Page

if TYPE_CHECKING:
    from rich.console import Console, ConsoleDimensions, RenderableType

    from quizcv.session.blocks import Times
    from quizcv.session.events import Event
    from quizcv.session.protocol import Session
    from quizcv.session.views import View

PROMPT = "› "
TICK = 0.2
"""Seconds between two looks at the clock and at the window; the clock changes once a second."""
HURRY = 10.0
"""Seconds left from which the clock is shown in red."""
_CLOCK_ROWS = 2
"""Rows of the clock, the empty one above it included."""


class ScreenFront:
    """A front end for people at a terminal."""

    def __init__(self, console: Console, keyboard: Keyboard | None = None) -> None:
        self._console = console
        self._keyboard = keyboard or Keyboard()
        self._editor = LineEditor()
        self._page = Page((), (), 0)
        self._size: ConsoleDimensions = console.size
        self._notice = ""
        self._below: tuple[str, ...] | None = None
        """What stands below the page; None when nothing was drawn there yet."""

    def play(self, session: Session) -> View:
        """Play to the end and return the closing view.

        Raises:
            EOFError: the terminal is gone.
        """
        view = session.start()
        try:
            while not view.closing:
                if view.opens is not None:
                    self._notice = open_editor(Path(view.opens.file), view.opens.line)
                    view = session.send(Do("edited"))
                else:
                    view = self._play_here(session, view)
        except (KeyboardInterrupt, EOFError):
            self._console.print()  # what comes next begins a line of its own
            raise
        self._console.clear()
        self.show_end(view)
        return view

    def show_end(self, view: View) -> None:
        """Show a closing view where the cursor is."""
        if view.blocks:
            self._console.print(screen(view.blocks))

    def _play_here(self, session: Session, view: View) -> View:
        """Play until the terminal is needed for something else.

        Keys pressed too early wait their turn: the terminal stays in its mode throughout.
        """
        with self._keyboard.raw():
            while not view.closing and view.opens is None:
                self._lay_out(view, session.times())
                view = self._after(session, view)
                self._notice = ""
        return view

    # One view ---------------------------------------------------------------------------------

    def _after(self, session: Session, view: View) -> View:
        """Return the view that a key or the clock brings on."""
        self._editor = LineEditor()
        typing, told = view.input != "key", False
        while True:
            if self._console.size != self._size:
                self._lay_out(view, session.times())
            self._draw_below(session.times(), typing=typing)
            if not told:
                session.work_ahead()
                told = True
            pressed = self._keyboard.key(TICK)
            ticked = session.tick(self._editor.text)
            if ticked is not None:
                return ticked
            if pressed is None:
                continue
            if self._page.feed(pressed):
                self._print_page()
                continue
            typing = typing or pressed in MARKS  # a command by its name
            event = self._typed(view, pressed) if typing else _pressed(view, pressed)
            if isinstance(event, str):
                self._notice, self._editor = event, LineEditor()
                typing = view.input != "key"
                self._lay_out(view, session.times(), self._page.top)
            elif event is not None:
                return session.send(event)

    def _typed(self, view: View, pressed: str) -> Event | str | None:
        outcome = self._editor.feed(pressed)
        if outcome == "editing":
            return None
        return Do("quit") if outcome == "ended" else event_of(view, self._editor.text)

    # Drawing ----------------------------------------------------------------------------------

    def _lay_out(self, view: View, times: Times | None, top: int | None = None) -> None:
        """Show a view alone on the screen, laid out for the window as it is."""
        self._size = self._console.size
        body, below = self._lines(screen(view.blocks)), self._lines(foot(view, self._notice))
        if top is None:
            seen = len(self._lines(screen(view.seen))) + 1 if view.seen else 0
            top = len(body) if view.ends_with_news else seen
        rows = self._size.height - (_CLOCK_ROWS if times else 0)
        self._page = Page(body, below, rows, top)
        self._print_page()

    def _lines(self, part: RenderableType) -> list[str]:
        with self._console.capture() as captured:
            self._console.print(part)
        return captured.get().splitlines()

    def _print_page(self) -> None:
        self._console.clear()
        self._write("\n".join(self._page.lines) + "\n")
        self._below = None

    def _draw_below(self, times: Times | None, *, typing: bool) -> None:
        """Draw the clock and the line that is typed, where either has changed."""
        shown, column = self._editor.window(max(10, self._console.width - len(PROMPT) - 1))
        back = f"\x1b[{len(shown) - column}D" if len(shown) > column else ""
        line = f"{PROMPT}{shown}{back}" if typing else ""
        below = (self._clock(times), line) if times else (line,)
        if below == self._below:
            return
        if self._below is None:
            start = "\n" * (len(below) - 1)
        else:
            start = f"\x1b[{len(below) - 1}A" if len(below) > 1 else ""
        self._write(start + "\n".join(f"\r\x1b[K{row}" for row in below))
        self._below = below

    def _clock(self, times: Times) -> str:
        told = times.told[: self._console.width - 1]
        if self._console.color_system is None:
            return told
        red = times.left <= HURRY and not self._console.no_color
        return f"\x1b[{'1;31' if red else '1'}m{told}\x1b[0m"

    def _write(self, text: str) -> None:
        self._console.file.write(text)
        self._console.file.flush()


def foot(view: View, notice: str = "") -> Group:
    """Return what has to stay in sight: what has just happened, and the keys."""
    parts: list[RenderableType] = []
    notices = [Text(told, style="yellow") for told in (view.notice, notice) if told]
    if notices:
        parts += [Text(), *notices]
    if view.keys:
        parts += [Text(), key_line(caps(view))]
    return Group(*parts)


def _pressed(view: View, pressed: str) -> Event | None:
    return Do("quit") if pressed == "\x04" else event_of_key(view, pressed)


def open_editor(file: Path, line: int) -> str:
    """Open the learner's editor and wait; return what went wrong, or nothing."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    words = shlex.split(command)
    name = Path(words[0]).name
    at_line = [f"+{line}"] if name in ("vi", "vim", "nvim", "nano", "emacs", "micro") else []
    try:
        subprocess.run([*words, *at_line, str(file)], check=False)  # noqa: S603 - the learner's own
    except OSError as error:
        return f"{command} cannot be run: {error.strerror}. Set EDITOR to your editor."
    return ""
