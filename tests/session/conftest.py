"""A world for sessions, of the fakes that quizcv ships, with short ways to play in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

import pytest

from quizcv.cards.library import Entry, Place
from quizcv.cards.model import Card, Mistake
from quizcv.kinds.choices import Choice
from quizcv.kinds.numbers import Integer
from quizcv.kinds.recall import Recall
from quizcv.session.drill.drill import Drill
from quizcv.session.drill.ledger import Options
from quizcv.session.drill.quiz import QuizSource
from quizcv.session.drill.sources import Pick
from quizcv.session.drill.study import Caps, StudySource, build_queue
from quizcv.session.events import Do, Say
from quizcv.testing import FakeClock, InstantDealer, ListProgress, desk


def below_1000(params: Mapping[str, Any]) -> bool:
    return all(value <= 1000 for value in params.values())


def entry_of(name: str, answer: Any = None, *, bank: str = "sums", **fields: Any) -> Entry:
    basic: dict[str, Any] = {
        "topics": [f"topic-{name[0]}"],
        "level": "core",
        "question": "What is {{a}} + {{b}}?",
        "check": "answer = a + b",
        "explanation": "{{a}} and {{b}} make {{answer}}.",
        "params": {"a": 1, "b": 2},
        "vary": {"a": list(range(10, 60)), "b": [3, 4, 5]},
        "hints": ["Count on from {{a}}.", "Use your fingers."],
        "mistakes": [
            Mistake(name="off by one", kind="arithmetic", formula="a+b-1", feedback="Not {{a}}.")
        ],
    }
    card = Card(id=name, answer=answer or Integer(value=3), **{**basic, **fields})
    return Entry(card, bank, "area", "sums.yaml", {"": Place(7, 5)})


CHOICE = {"yes_relu": "ReLU", "no_tanh": "tanh"}


def choice_of(name: str, **fields: Any) -> Entry:
    plain: dict[str, Any] = {"params": {}, "vary": {}, "mistakes": [], "explanation": "Because."}
    return entry_of(name, Choice(options=CHOICE, value="yes_relu"), **{**plain, **fields})


def recall_of(name: str, **fields: Any) -> Entry:
    plain: dict[str, Any] = {"params": {}, "vary": {}, "mistakes": [], "explanation": "Because."}
    spoken = Recall(text="It adds.", points=["adds", "two numbers"])
    return entry_of(name, spoken, **{**plain, "question": "Why?", **fields})


class World:
    """Everything a session needs, with short ways to play it."""

    entry = staticmethod(entry_of)
    choice = staticmethod(choice_of)
    recall = staticmethod(recall_of)

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.progress = ListProgress()
        self.dealer = InstantDealer(possible=below_1000)
        self.desk = desk(clock=self.clock, progress=self.progress, dealer=self.dealer)
        self.drill: Drill

    def study(self, *entries: Entry, caps: Caps | None = None, **options: Any):
        queue = build_queue(
            entries, self.progress.states(), self.clock.now(), caps or Caps(), zone=UTC
        )
        source = StudySource(queue, seed=5)
        return self._start(source, kind="study", **options)

    def quiz(self, *entries: Entry, **options: Any):
        picks = [Pick(entry, seed) for seed, entry in enumerate(entries)]
        return self._start(QuizSource(picks), kind="quiz", **options)

    def _start(self, source: Any, **options: Any):
        session = f"s{len(self.progress.sessions)}"
        self.drill = Drill(source, self.desk, Options(session=session, **options))
        return self.drill.start()

    def say(self, text: Any):
        return self.drill.send(Say(str(text)))

    def do(self, *commands: Any):
        for command in commands:
            view = self.drill.send(Do(command))
        return view

    def right(self) -> str:
        """Return the right answer to the question on the screen."""
        return str(sum(self.drill._showing.variant.params.values()))

    def commands(self) -> set[str]:
        return {key.command for key in self.drill.view.keys}


@pytest.fixture
def world() -> World:
    return World()
