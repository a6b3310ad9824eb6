"""A session as plain lines: for pipes, dumb terminals and screen readers."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from quizcv.formats.durations import clock_time, short_span
from quizcv.kinds import KINDS
from quizcv.kinds.shown import plain
from quizcv.session import views
from quizcv.session.events import Do
from quizcv.ui.lines import enter_goes_back, event_of
from quizcv.ui.session_words import closing_lines, numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from quizcv.session.events import Event
    from quizcv.session.views import AnyView, Asked, Result, View


class Playable(Protocol):
    """A session, as every front end drives it."""

    view: AnyView

    def start(self) -> AnyView:
        """Return the first view."""
        ...

    def send(self, event: Event) -> AnyView:
        """Return the view after an event."""
        ...


def plain_lines(view: AnyView, now: datetime | None = None) -> list[str]:
    """Return a view as lines of text, the keys last."""
    lines = list(_body(view, now))
    if view.notice:
        lines.append(view.notice)
    if keys := key_line(view):
        lines.append(keys)
    return lines


class PlainFront:
    """Plays a session line in, line out."""

    def __init__(self, source: TextIO | None = None, sink: TextIO | None = None) -> None:
        self._in = source or sys.stdin
        self._out = sink or sys.stdout
        self._piped = not self._in.isatty()
        self._shown: AnyView | None = None

    def play(self, session: Playable, now: Any, *, straight_on: bool = False) -> views.Finished:
        """Play to the end and return the closing view.

        `now` is a function that returns the time. `straight_on` goes on by itself after a verdict
        when answers come from a pipe.
        """
        view = session.start()
        while True:
            self._show(view, now())
            if isinstance(view, views.Finished):
                return view
            if isinstance(view, views.Editing):
                view = session.send(Do("edited"))
            elif straight_on and self._piped and isinstance(view, views.Graded):
                view = session.send(Do("next"))
            else:
                view = session.send(self._event(view))

    def _show(self, view: AnyView, now: datetime) -> None:
        lines = plain_lines(view, now)
        if view.notice and _same_question(view, self._shown):
            lines = [view.notice]  # nobody has to hear the question again
        self._shown = view
        self._out.write("\n".join(lines) + "\n")
        self._out.flush()

    def _event(self, view: AnyView) -> Event:
        while True:
            self._out.write("> ")
            self._out.flush()
            line = self._in.readline()
            if not line:
                self._out.write("\n")
                return Do("quit")
            if self._piped:
                self._out.write(line if line.endswith("\n") else f"{line}\n")
            event = event_of(view, line.rstrip("\r\n"))
            if not isinstance(event, str):
                return event
            self._out.write(f"{event}\n")


def _same_question(view: AnyView, before: AnyView | None) -> bool:
    return (
        isinstance(view, views.Question)
        and isinstance(before, views.Question)
        and view.asked == before.asked
    )


def key_line(view: View) -> str:
    """Return the valid keys with what they do, in brackets; empty where there are none."""
    intervals = getattr(view, "intervals", {})
    spans = {rating.word: short_span(span) for rating, span in intervals.items()}
    words = []
    for key in view.keys:
        cap = "Enter" if key.key == "enter" else key.key
        cap = f"/{cap}" if view.typed and key.key not in ("enter", "?") else cap
        cap = f"Enter or {cap}" if key.command == "back" and enter_goes_back(view) else cap
        label = f"{key.label} ({spans[key.command]})" if key.command in spans else key.label
        words.append(f"{cap}: {label}")
    return f"[{'; '.join(words)}]" if words else ""


def _body(view: AnyView, now: datetime | None) -> Iterator[str]:
    match view:
        case views.Question():
            yield from asked_lines(view.asked)
            yield (
                f"Answer with {view.asked.form}."
                if not KINDS[view.asked.kind].traits.spoken
                else ("Say it aloud, then press Enter.")
            )
        case views.Sureness():
            yield f"Your answer: {view.given}. How sure are you?"
        case views.Points():
            yield f"\n{view.text}"
            yield from (f"- {point}" for point in view.points)
            yield view.explanation
            yield "How did it go?"
        case views.Graded():
            yield from result_lines(view.result)
            if view.rating is not None:
                yield f"Rated {view.rating.word}."
        case views.Code():
            yield from _code(view)
        case views.Change():
            yield f"What if? Change a number, as in {view.example}. Now:"
            yield numbers(view.params)
        case views.Predict():
            yield _changed(view.changed)
            yield view.asked.text
            yield "What will it be?"
        case views.Foretold():
            yield from result_lines(view.result)
        case views.SetAside():
            yield f"{view.card} is set aside: {view.message}"
            if view.remedy:
                yield view.remedy
            yield "Nothing was graded."
        case views.Editing():
            yield f"Edit {view.file}, line {view.line}, in another window."
        case _:
            yield from _finished(view, now)


def asked_lines(asked: Asked) -> Iterator[str]:
    """Yield a question after where it stands."""
    place = str(asked.number) if asked.total is None else f"{asked.number} of {asked.total}"
    place += f", {asked.left} to come" if asked.left and not asked.practice else ""
    note = " (practice)" if asked.practice else " (new)" if asked.fresh else ""
    yield f"\nQuestion {place}{note}: {asked.area}, {asked.level}, {asked.card}"
    yield from question_lines(asked)


def question_lines(asked: Asked) -> Iterator[str]:
    """Yield the text, the convention, the options and the hints of a question."""
    yield asked.text
    if asked.convention:
        yield f"Convention: {asked.convention}"
    yield from (f"  {option.letter}) {option.text}" for option in asked.options)
    for number, hint in enumerate(asked.hints, start=1):
        yield f"Hint {number}: {hint}"


def result_lines(graded: Result) -> Iterator[str]:
    """Yield a verdict with what there is to learn from it."""
    if graded.verdict == "correct":
        yield f"Right: {graded.expected}"
    elif graded.verdict == "wrong":
        yield f"Wrong: {graded.given}. Right: {graded.expected}"
    else:
        yield f"It is {graded.expected}"
    if graded.feedback:
        yield graded.feedback
    yield graded.explanation


def _code(view: views.Code) -> Iterator[str]:
    if view.params:
        yield f"{numbers(view.params)}\n"
    yield view.code.rstrip()
    if view.stdout.strip():
        yield f"prints: {view.stdout.rstrip()}"
    yield from (f"{name} = {value}" for name, value in view.values.items())


def _changed(changed: Mapping[str, Any]) -> str:
    return f"What if {', '.join(f'{name} = {plain(value)}' for name, value in changed.items())}?"


def _finished(view: views.Finished, now: datetime | None) -> Iterator[str]:
    score = f"{view.right} of {view.answered} right" if view.answered else "No answers"
    skipped = f", {view.skipped} skipped" if view.skipped else ""
    time = f", {clock_time(view.seconds)}" if view.answered else ""
    yield f"\n{score}{skipped}{time}."
    if view.kind == "quiz":
        yield from (f"{score.name}: {score.right} of {score.asked}" for score in view.topics)
        for stated, right, count in view.calibration:
            yield f"Stated {stated}%: {right} of {count} right"
        for miss in view.misses:
            yield f"\n{miss.asked.card}: {miss.asked.text}"
            yield f"You: {miss.given}. Right: {miss.expected}"
            yield from [miss.feedback] if miss.feedback else []
            yield miss.explanation
    yield from (f"{card} was set aside: {why}" for card, why in view.set_aside)
    yield from closing_lines(view, now)
