"""An interview as plain lines: the clock is printed with each question and holds all the same."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

from quizcv.formats import interview_words as words
from quizcv.session.events import Do
from quizcv.session.interview import views
from quizcv.ui.lines import event_of
from quizcv.ui.plain import key_line, question_lines
from quizcv.words import clock_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizcv.session.events import Event
    from quizcv.session.interview.interview import Interview
    from quizcv.session.interview.views import AnyMockView


class PlainMockFront:
    """Plays an interview line in, line out. What comes after its time counts as late."""

    def __init__(self, source: TextIO | None = None, sink: TextIO | None = None) -> None:
        self._in = source or sys.stdin
        self._out = sink or sys.stdout
        self._piped = not self._in.isatty()

    def play(self, interview: Interview) -> views.Over:
        """Play to the end; where the input ends, the interview does."""
        view = interview.start()
        while not isinstance(view, views.Over):
            self._say("\n".join(mock_lines(view)) + "\n")
            if isinstance(view, views.TimeUp) or (self._piped and isinstance(view, views.Briefing)):
                view = interview.send(Do("next"))
            else:
                view = self._answered(interview, view)
        return view

    def _answered(self, interview: Interview, view: AnyMockView) -> AnyMockView:
        """Read until something happens; a mere notice is printed without the question."""
        while True:
            after = interview.send(self._event(view))
            if not (after.notice and isinstance(after, type(view))):
                return after
            self._say(f"{after.notice}\n")
            if isinstance(after, views.Timed):
                self._say(f"Time: {words.times_line(interview.times)}.\n")
            view = after

    def _event(self, view: AnyMockView) -> Event:
        while True:
            self._say("> ")
            line = self._in.readline()
            if not line:
                self._say("\n")
                return Do("quit")
            if self._piped:
                self._say(line if line.endswith("\n") else f"{line}\n")
            event = event_of(view, line.rstrip("\r\n"))
            if not isinstance(event, str):
                return event
            self._say(f"{event}\n")

    def _say(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()


def mock_lines(view: AnyMockView) -> list[str]:
    """Return a view as lines of text, the keys last."""
    lines = list(_body(view))
    if view.notice:
        lines.append(view.notice)
    if keys := key_line(view):
        lines.append(keys)
    return lines


def _body(view: AnyMockView) -> Iterator[str]:
    match view:
        case views.Briefing():
            yield view.title
            yield from words.briefing_lines(view)
        case views.Timed():
            yield f"\n{words.place(view)}"
            yield from question_lines(view.asked)
            yield f"Answer with {view.asked.form}."
            yield f"Time: {words.times_line(view.times)}."
        case views.Sureness():
            yield f"Your answer: {view.given}. How sure are you?"
        case views.TimeUp():
            late = " Your answer came too late." if view.said.strip() else ""
            over = f"{clock_time(view.seconds)} of {clock_time(view.budget)}"
            yield f"Time is up ({over}).{late}"
        case views.Paused():
            yield f"Paused; {clock_time(view.seconds_left)} left."
        case views.Leaving():
            yield f"{view.done} of {view.questions} answered. The clock goes on."
        case views.Rubric():
            yield f"\n{words.rubric_head(view)}"
            yield view.question
            yield f"You said: {view.said}" if view.said else "You answered aloud."
            yield from [view.text] if view.text else []
            yield from (f"  {number}) {point}" for number, point in enumerate(view.points, 1))
            yield "Type their numbers, such as 1 3, or all, or none."
        case views.Over():
            return
