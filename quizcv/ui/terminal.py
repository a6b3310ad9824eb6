"""Plays a session in a terminal: one question at a time, single keys where a key is enough."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quizcv.session import views
from quizcv.session.events import Do
from quizcv.ui.editing import LineEditor
from quizcv.ui.keyboard import Keyboard
from quizcv.ui.lines import event_of, event_of_key, single_key
from quizcv.ui.session_view import screen

if TYPE_CHECKING:
    from rich.console import Console

    from quizcv.session.events import Event
    from quizcv.session.views import AnyView
    from quizcv.ui.plain import Playable

PROMPT = "› "


class TerminalFront:
    """A front end for people at a terminal."""

    def __init__(self, console: Console, keyboard: Keyboard | None = None) -> None:
        self._console = console
        self._keyboard = keyboard or Keyboard()

    def play(self, session: Playable, now: Any) -> views.Finished:
        """Play to the end and return the closing view; `now` is a function."""
        view, problem = session.start(), ""
        while not isinstance(view, views.Finished):
            if isinstance(view, views.Editing):
                problem = open_editor(Path(view.file), view.line)
                view = session.send(Do("edited"))
                continue
            # Keys pressed too early wait their turn: the terminal stays in this mode throughout.
            with self._keyboard.raw():
                while not isinstance(view, views.Finished | views.Editing):
                    self._show(view, now(), problem)
                    problem = ""
                    view = session.send(self._event(view))
        self._show(view, now())
        return view

    def _show(self, view: AnyView, now: Any, problem: str = "") -> None:
        """Show a view alone on the screen."""
        self._console.clear()
        self._console.print(screen(view, now))
        if problem:
            self._console.print(problem, style="yellow")

    def _event(self, view: AnyView) -> Event:
        try:
            return self._key_event(view) if single_key(view) else self._line_event(view)
        except EOFError:
            return Do("quit")

    def _key_event(self, view: AnyView) -> Event:
        while True:
            pressed = self._keyboard.key()
            if pressed == "\x04":
                return Do("quit")
            if pressed is None:
                continue
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
            pressed = self._keyboard.key()
            outcome = "editing" if pressed is None else editor.feed(pressed)
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
