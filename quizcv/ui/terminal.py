"""Plays a session in a terminal: one question at a time, single keys where a key is enough."""

from __future__ import annotations

import os
import shlex
import subprocess
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quizcv.session import views
from quizcv.session.events import Do
from quizcv.ui.editing import LineEditor
from quizcv.ui.keyboard import Keyboard
from quizcv.ui.lines import event_of, event_of_key, single_key
from quizcv.ui.pages import Page
from quizcv.ui.session_view import body, foot, known_part, screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console, RenderableType

    from quizcv.session.events import Event
    from quizcv.session.views import AnyView
    from quizcv.ui.plain import Playable

PROMPT = "› "
GLANCE = 0.3
"""Seconds between two looks at the size of the window."""


class TerminalFront:
    """A front end for people at a terminal."""

    def __init__(self, console: Console, keyboard: Keyboard | None = None) -> None:
        self._console = console
        self._keyboard = keyboard or Keyboard()
        self._page = Page((), (), 0)
        self._size = console.size
        self._redraw: Callable[[], None] = console.clear

    def play(self, session: Playable, now: Any) -> views.Finished:
        """Play to the end and return the closing view; `now` is a function."""
        view, problem = session.start(), ""
        while not isinstance(view, views.Finished):
            if isinstance(view, views.Editing):
                problem = open_editor(Path(view.file), view.line)
                view = session.send(Do("edited"))
                continue
            # Keys pressed too early wait their turn: the terminal stays in this mode throughout.
            try:
                with self._keyboard.raw():
                    while not isinstance(view, views.Finished | views.Editing):
                        self._show(view, now(), problem)
                        problem = ""
                        view = session.send(self._event(view))
            except KeyboardInterrupt:
                self._console.print()  # what comes next begins a line of its own
                raise
        self._console.clear()
        self._console.print(screen(view, now()))
        return view

    def _show(self, view: AnyView, now: Any, problem: str = "") -> None:
        """Show a view alone on the screen."""
        self._turn_to(view, now, problem)
        self._redraw = lambda: self._turn_to(view, now, problem)

    def _turn_to(self, view: AnyView, now: Any, problem: str) -> None:
        """Lay a view out for the window as it is, and draw it."""
        self._size = self._console.size
        below = self._lines(foot(view)) + ([problem] if problem else [])
        text = self._lines(body(view, now))
        known = known_part(view)
        # What is long begins with the news; a hint stands last, below the question.
        hinted = isinstance(view, views.Question) and view.asked.hints
        top = len(text) if hinted else len(self._lines(known)) if known else 0
        self._page = Page(text, below, self._size.height, top)
        self._print_page()

    def _print_page(self) -> None:
        self._console.clear()
        self._console.file.write("\n".join(self._page.lines) + "\n")
        self._console.file.flush()

    def _lines(self, part: RenderableType) -> list[str]:
        with self._console.capture() as captured:
            self._console.print(part)
        return captured.get().splitlines()

    def _event(self, view: AnyView) -> Event:
        try:
            return self._key_event(view) if single_key(view) else self._line_event(view)
        except EOFError:
            return Do("quit")

    def _key(self, drawn: Callable[[], None]) -> str:
        """Return the next key that neither moves the page nor comes before a new window size.

        `drawn` draws again what stands below the page.
        """
        while True:
            pressed = self._keyboard.key(GLANCE)
            if self._console.size != self._size:
                self._redraw()
                drawn()
            if pressed is None:
                continue
            if not self._page.feed(pressed):
                return pressed
            self._print_page()
            drawn()

    def _key_event(self, view: AnyView) -> Event:
        while True:
            pressed = self._key(lambda: None)
            if pressed == "\x04":
                return Do("quit")
            event = event_of_key(view, pressed)
            if event is not None:
                return event
            if pressed in "/:":
                return self._line_event(view, pressed)

    def _line_event(self, view: AnyView, begun: str = "") -> Event:
        editor = LineEditor()
        for key in begun:
            editor.feed(key)
        while True:
            self._draw(editor)
            outcome = editor.feed(self._key(partial(self._draw, editor)))
            if outcome == "ended":
                self._console.print()
                return Do("quit")
            if outcome == "entered":
                self._console.print()
                event = event_of(view, editor.text)
                if not isinstance(event, str):
                    return event
                self._console.print(event, style="yellow")
                editor = LineEditor()

    def _draw(self, editor: LineEditor) -> None:
        shown, column = editor.window(max(10, self._console.width - len(PROMPT) - 1))
        back = len(shown) - column
        move = f"\x1b[{back}D" if back else ""
        self._console.file.write(f"\r\x1b[K{PROMPT}{shown}{move}")
        self._console.file.flush()


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
