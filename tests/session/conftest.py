"""A world for sessions: a clock that stands still, a dealer that adds, progress in a list."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from quizcv.cards.library import Entry, Place
from quizcv.cards.model import Card, Mistake
from quizcv.cards.variant import Variant
from quizcv.kinds.base import Sample
from quizcv.kinds.choices import Choice
from quizcv.kinds.formula import Formula
from quizcv.kinds.numbers import Integer
from quizcv.kinds.recall import Recall
from quizcv.schedule import Scheduler, replayed
from quizcv.session.drill.drill import Drill
from quizcv.session.drill.ledger import Options
from quizcv.session.drill.quiz import QuizSource
from quizcv.session.drill.sources import Pick
from quizcv.session.drill.study import Caps, StudySource, build_queue
from quizcv.session.events import Do, Say
from quizcv.session.ports import Desk, Execution, Trouble

if TYPE_CHECKING:
    from quizcv.schedule import Review

START = datetime(2026, 3, 2, 12, tzinfo=UTC)


class FakeClock:
    def __init__(self) -> None:
        self.when = START

    def now(self) -> datetime:
        return self.when

    def monotonic(self) -> float:
        return (self.when - START).total_seconds()

    def tick(self, seconds: float) -> None:
        self.when += timedelta(seconds=seconds)


class ListProgress:
    """The progress port over a list."""

    def __init__(self) -> None:
        self.scheduler = Scheduler()
        self.log: list[Review] = []
        self.undone: set[int] = set()
        self.flagged: dict[str, str] = {}
        self.sessions: list[tuple[Any, ...]] = []

    def begin(self, session, kind, at, seed, settings) -> None:
        self.sessions.append(("begin", session, kind, seed))

    def end(self, session, at, summary) -> None:
        self.sessions.append(("end", session, dict(summary)))

    def record(self, review: Review) -> Review:
        written = replace(review, id=len(self.log) + 1)
        self.log.append(written)
        return written

    def amend(self, old: Review, new: Review) -> Review:
        self.undo(old, new.at)
        return self.record(new)

    def undo(self, review: Review, at: datetime) -> None:
        self.undone.add(review.id)

    def live(self) -> list[Review]:
        return [review for review in self.log if review.id not in self.undone]

    def state(self, card: str):
        return replayed([r for r in self.live() if r.card == card], self.scheduler)

    def states(self):
        cards = {review.card for review in self.live()}
        return {card: state for card in cards if (state := self.state(card))}

    def flag(self, card: str, at: datetime, note: str = "") -> None:
        self.flagged[card] = note

    def unflag(self, card: str) -> None:
        del self.flagged[card]

    def flags(self):
        return self.flagged


class AddingDealer:
    """Draws numbers from the seed; the right answer is always the sum of the params."""

    def __init__(self) -> None:
        self.broken: dict[str, Trouble] = {}
        self.prepared: list[tuple[str, int | None]] = []
        self.rewritten: dict[str, Entry | Trouble] = {}

    def deal(self, entry: Entry, seed: int | None) -> Variant | Trouble:
        if entry.card.id in self.broken:
            return self.broken[entry.card.id]
        chance = random.Random(f"{entry.card.id}:{seed}")
        drawn = {name: chance.choice(values) for name, values in entry.card.vary.items()}
        return self._variant(entry, {**entry.card.params, **drawn}, seed)

    def _variant(self, entry: Entry, params: dict[str, Any], seed: int | None) -> Variant:
        answer = entry.card.answer
        value = sum(params.values()) if isinstance(answer, Integer | Formula) else None
        if isinstance(answer, Choice):
            value = answer.value
        slips = tuple(value - 1 if m.formula else None for m in entry.card.mistakes)
        return Variant(card=entry.card.id, seed=seed, params=params, answer=value, mistakes=slips)

    def prepare(self, entry: Entry, seed: int | None) -> None:
        self.prepared.append((entry.card.id, seed))

    def recompute(self, entry: Entry, params) -> Variant | Trouble:
        if any(value > 1000 for value in params.values()):
            return Trouble("these numbers make no sense")
        return self._variant(entry, dict(params), None)

    def execute(self, entry: Entry, variant: Variant) -> Execution | Trouble:
        if entry.card.id in self.broken:
            return self.broken[entry.card.id]
        values = {"answer": variant.answer}
        return Execution(entry.card.check, variant.params, values, "printed\n", 0.01)

    def sample(self, entry: Entry, variant: Variant, expression: str):
        value = sum(variant.params.values())
        right = expression.replace(" ", "") == "a+b"
        return [Sample(variant.params, float(value if right else 0), float(value))]

    def reread(self, entry: Entry) -> Entry | Trouble:
        return self.rewritten.get(entry.card.id, entry)


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
        self.dealer = AddingDealer()
        self.desk = Desk(self.clock, self.progress, self.dealer)
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
