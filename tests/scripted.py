"""A session for front ends: given views in turn, whatever happens, and notes of what was sent."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any

from quizcv.kinds.options import Option
from quizcv.session import keys, views
from quizcv.session.asked import Asked
from quizcv.session.blocks import Times

END = views.Finished(kind="study", session="s", seed=1, right=1, wrong=0, skipped=0, seconds=5.0)
OVER = views.Over()
OPTIONS = (Option("a", "one", "One"), Option("b", "two", "Two"))


def asked(kind: str = "integer", **fields: Any) -> Asked:
    options = OPTIONS if kind == "choice" else ()
    basic = {
        "card": "secret-card-id",
        "kind": kind,
        "area": "convolution",
        "level": "core",
        "topics": (),
        "text": "How wide is it?",
        "form": "a whole number",
        "options": options,
        "number": 3,
        "total": 12,
    }
    return Asked(**{**basic, **fields})


def question(kind: str = "integer", notice: str = "", **fields: Any) -> views.Question:
    one = asked(kind, **fields)
    shown = keys.question(one, recall=kind == "recall", undo=False)
    return views.Question(asked=one, keys=shown, notice=notice)


def timed(kind: str = "integer", notice: str = "", **fields: Any) -> views.Question:
    return views.Question(
        asked=asked(kind, hints_left=1, **fields),
        round=views.Round(part="Short questions"),
        notice=notice,
        keys=keys.interview_question(spoken=kind == "spoken", hints=1, may_pause=True),
    )


def verdict(explanation: str = "E", verdict: str = "correct", **fields: Any) -> views.Graded:
    result = views.Result(
        verdict=verdict, feedback="", given="5", expected="5", explanation=explanation
    )
    shown = (*keys.SET_ASIDE, *keys.FORETOLD[1:2])
    return views.Graded(asked=asked(), result=result, keys=shown, **fields)


BRIEFING = views.Briefing(
    title="Phone screen",
    minutes=30,
    parts=(("Short questions", 12, 150),),
    questions=12,
    areas=("convolution",),
    hint_cap=0.5,
    keys=keys.BRIEFING,
)
SURE = views.Sureness(
    asked=asked(),
    round=views.Round(part="Short questions"),
    given="7",
    keys=keys.INTERVIEW_SURENESS,
)
TIME_UP = views.TimeUp(number=3, budget=150, seconds=160, said="7", keys=keys.TIME_UP)
LEAVING = views.Leaving(done=2, questions=12, keys=keys.LEAVING)
RUBRIC = views.Rubric(
    place=1,
    total=2,
    question="Why?",
    said="it adds",
    text="It adds.",
    points=("adds", "two numbers"),
    keys=keys.RUBRIC,
)


class Scripted:
    """Shows the given views in turn; where it has a clock, a second goes with every tick."""

    def __init__(
        self,
        *shown: views.View,
        end: views.View = END,
        left: float | None = None,
        ticked: tuple[views.View | None, ...] = (),
    ) -> None:
        self.shown = [*shown, end]
        self.view = self.shown[0]
        self.left = left
        self.ticked = list(ticked)
        self.events: list[object] = []
        self.typed: list[str] = []
        self.interrupted = 0

    def start(self) -> views.View:
        return self._next()

    def send(self, event: object) -> views.View:
        self.events.append(event)
        return self._next()

    def work_ahead(self) -> None:
        pass

    def tick(self, typed: str = "") -> views.View | None:
        self.typed.append(typed)
        self.left = None if self.left is None else self.left - 1
        return self.ticked.pop(0) if self.ticked else None

    def times(self) -> Times | None:
        return None if self.left is None else Times(question=self.left, interview=1500.0)

    def interrupt(self) -> views.View:
        self.interrupted += 1
        return self.view

    def _next(self) -> views.View:
        self.view = self.shown.pop(0)
        return self.view


class Keys:
    """A keyboard whose keys were pressed beforehand; None is time that passes without one.

    `look` is called before each key. After the last key the terminal is gone.
    """

    def __init__(self, *pressed: str | None, look: Any = None) -> None:
        self.pressed = list(pressed)
        self.modes: list[str] = []
        self._look = look

    @contextmanager
    def raw(self):
        self.modes.append("raw")
        yield self
        self.modes.append("line")

    def key(self, timeout: float | None = None) -> str | None:
        assert timeout is not None
        if self._look:
            self._look()
        if not self.pressed:
            raise EOFError
        return self.pressed.pop(0)
