"""Plays an interview in a terminal: the clock ticks while an answer is being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizcv.formats.interview_words import times_line
from quizcv.session.events import Do
from quizcv.session.interview import views
from quizcv.ui.editing import LineEditor
from quizcv.ui.interview_screen import mock_screen
from quizcv.ui.keyboard import Keyboard
from quizcv.ui.lines import event_of, event_of_key, single_key
from quizcv.ui.terminal import PROMPT

if TYPE_CHECKING:
    from rich.console import Console

    from quizcv.session.events import Event
    from quizcv.session.interview.interview import Interview
    from quizcv.session.interview.views import AnyMockView

TICK = 0.2
"""Seconds between two looks at the clock; the screen changes once a second."""
HURRY = 10.0
"""Seconds left from which the clock is shown in red."""


class TerminalMockFront:
    """A front end for people at a terminal."""

    def __init__(self, console: Console, keyboard: Keyboard | None = None) -> None:
        self._console = console
        self._keyboard = keyboard or Keyboard()
        self._editor = LineEditor()
        self._drawn: tuple[object, ...] = ()
        self._notice = ""

    def play(self, interview: Interview) -> views.Over:
        """Play to the end.

        Raises:
            EOFError: the terminal is gone.
        """
        view = interview.start()
        try:
            with self._keyboard.raw():
                while not isinstance(view, views.Over):
                    self._show(view)
                    view = self._after(interview, view)
        except (KeyboardInterrupt, EOFError):
            self._console.print()  # what comes next begins a line of its own
            raise
        self._console.clear()
        return view

    def _show(self, view: AnyMockView) -> None:
        """Show a view alone on the screen, above the clock and the line that is typed."""
        self._console.clear()
        self._console.print(mock_screen(view))
        self._console.print()
        self._drawn = ()

    def _after(self, interview: Interview, view: AnyMockView) -> AnyMockView:
        """Return the view that a key or the clock brings on."""
        self._editor, self._notice = LineEditor(), ""
        typing = not single_key(view)
        width = self._console.width
        while True:
            if self._console.width != width:  # the window has another size: begin afresh
                width = self._console.width
                self._show(view)
            self._draw(interview, view)
            pressed = self._keyboard.key(TICK)
            ticked = interview.tick(self._editor.text)
            if ticked is not None:
                return ticked
            if pressed is None:
                continue
            if not typing and pressed in "/:":
                typing = True  # a command by its name
            event = self._typed(view, pressed) if typing else _pressed(view, pressed)
            if event is not None:
                return interview.send(event)

    def _typed(self, view: AnyMockView, pressed: str) -> Event | None:
        outcome = self._editor.feed(pressed)
        if outcome == "ended":
            return Do("quit")
        if outcome == "editing":
            return None
        event = event_of(view, self._editor.text)
        if not isinstance(event, str):
            return event
        self._notice = event
        self._editor = LineEditor()
        return None

    def _draw(self, interview: Interview, view: AnyMockView) -> None:
        """Draw the clock and the typed line again if either has changed."""
        times = interview.times
        ticking = not isinstance(view, views.Briefing | views.Paused | views.Rubric)
        clock = times_line(times) if ticking else ""
        clock = self._notice or clock
        shown, column = self._editor.window(max(10, self._console.width - len(PROMPT) - 1))
        drawn = (clock, shown, column)
        if drawn == self._drawn:
            return
        up = "\x1b[1A" if self._drawn else ""
        back = f"\x1b[{len(shown) - column}D" if len(shown) > column else ""
        line = self._colored(clock[: self._console.width - 1], times)
        self._console.file.write(f"{up}\r\x1b[K{line}\n\r\x1b[K{PROMPT}{shown}{back}")
        self._console.file.flush()
        self._drawn = drawn

    def _colored(self, clock: str, times: views.Times) -> str:
        left = times.interview if times.question is None else times.question
        if self._console.color_system is None:
            return clock
        return f"\x1b[{'1;31' if left <= HURRY else '1'}m{clock}\x1b[0m"


def _pressed(view: AnyMockView, pressed: str) -> Event | None:
    return Do("quit") if pressed == "\x04" else event_of_key(view, pressed)
