"""A quiz: n questions, mixed by a seed, asked once each."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from quizcv.session.drill.sources import Pick, Waiting, quick_first

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from quizcv.cards.library import Entry
    from quizcv.schedule import CardState, Review
    from quizcv.session.ports import Trouble


def draw_quiz(entries: Iterable[Entry], count: int, seed: int) -> list[Pick]:
    """Return `count` questions, the same for the same seed and cards on any machine.

    Topics take turns, so that ten questions on two topics are five on each. Spoken answers,
    which nobody but the learner can grade, are left out.
    """
    chance = random.Random(f"quiz:{seed}")  # noqa: S311 - a shuffle, not a secret
    by_topic: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: entry.head.id):
        if not entry.head.traits.spoken:
            by_topic.setdefault(entry.head.topics[0], []).append(entry)
    for cards in by_topic.values():
        chance.shuffle(cards)
    topics = sorted(by_topic)
    chance.shuffle(topics)
    chosen: list[Entry] = []
    while topics and len(chosen) < count:
        for topic in topics:
            chosen.append(by_topic[topic].pop())
        topics = [topic for topic in topics if by_topic[topic]]
    del chosen[count:]
    chance.shuffle(chosen)
    return [Pick(entry, chance.getrandbits(31)) for entry in chosen]


def misses(reviews: Sequence[Review]) -> list[str]:
    """Return the cards of a session that were answered wrong or skipped, once each."""
    missed = [review.card for review in reviews if review.verdict != "correct"]
    return list(dict.fromkeys(missed))


class QuizSource(Waiting):
    """Questions in a fixed order; each card that cannot be asked is simply missing."""

    def __init__(
        self, picks: Sequence[Pick], *, first: Callable[[Entry], bool] | None = None
    ) -> None:
        """Ask `picks` in their order, but for the first card that `first` finds quick to deal.

        That one opens the quiz, so that nobody waits for a heavy import before the first question.
        """
        super().__init__(quick_first(picks, first))
        self._total = len(self._waiting)

    @property
    def total(self) -> int:
        """How many questions there are."""
        return self._total

    def take(self, now: datetime) -> Pick | None:  # noqa: ARG002 - a quiz does not wait
        """Return the next question."""
        return self._waiting.pop(0) if self._waiting else None

    def peek(self, now: datetime) -> Pick | None:  # noqa: ARG002
        """Return what `take` would return now."""
        return self._waiting[0] if self._waiting else None

    def answered(self, pick: Pick, review: Review, state: CardState | None) -> None:
        """Take note of nothing: a question is asked once."""

    def retract(self, pick: Pick) -> None:
        """Take note of nothing."""

    def set_aside(self, pick: Pick, trouble: Trouble) -> None:
        """Leave a question out, or all of a bank: there are so many fewer."""
        before = len(self._waiting)
        super().set_aside(pick, trouble)
        self._total -= 1 + before - len(self._waiting)

    def left(self) -> int:
        """How many questions are still to come."""
        return len(self._waiting)
