"""Statistics from a log written by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from quizcv.cards.identity import fingerprint
from quizcv.learner import stats
from quizcv.schedule import CardState, Memory, Rating, Review

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def review(days_ago=0.0, right=True, **fields):
    basic = {
        "card": "sum",
        "fingerprint": "f",
        "params": {},
        "seed": 1,
        "typed": "",
        "verdict": "correct" if right else "wrong",
        "rating": Rating.GOOD if right else Rating.AGAIN,
        "elapsed_ms": 8000,
        "session": "s",
        "kind": "study",
        "at": NOW - timedelta(days=days_ago),
        "topics": ("adding",),
        "area": "sums",
    }
    return Review(**{**basic, **fields})


def state(card, days, told="f"):
    memory = Memory(
        phase="review",
        step=None,
        stability=5.0,
        difficulty=5.0,
        due=NOW + timedelta(days=days),
        last_review=NOW - timedelta(days=5),
    )
    return CardState(card=card, fingerprint=told, memory=memory, reviews=1, lapses=0)


@pytest.mark.parametrize(
    ("ago", "length"),
    [
        ([], 0),
        ([0], 1),
        ([1], 1),
        ([2], 0),
        ([0, 1, 2, 4], 3),
        ([1, 2, 3], 3),
        ([0, 0.1, 0.2], 1),
        # 4 am: 16 and 17 hours before noon belong to yesterday, 8.5 hours before it too.
        ([0, 8.5 / 24], 2),
        ([0, 7.5 / 24], 1),
    ],
)
def test_streak(ago, length):
    assert stats.streak([review(days) for days in ago], NOW, UTC) == length


def test_streak_goes_by_the_local_day():
    evenings = [review(at=datetime(2026, 3, day, 23, 30, tzinfo=UTC)) for day in (1, 2)]
    late = datetime(2026, 3, 3, 1, tzinfo=UTC)
    assert stats.streak(evenings, late, ZoneInfo("Asia/Tokyo")) == 2


def test_forecast_counts_overdue_as_today():
    days = stats.forecast([state("a", -3), state("b", 0), state("c", 2), state("d", 99)], NOW, UTC)
    assert [day.cards for day in days[:4]] == [2, 0, 1, 0]
    assert days[0].day == date(2026, 3, 2)
    assert len(days) == 14


def test_activity_counts_answers_a_day():
    days = stats.activity([review(0), review(0.1), review(3), review(99)], NOW, UTC)
    assert [day.cards for day in days[-4:]] == [1, 0, 0, 2]
    assert len(days) == 30


def test_retention_counts_cards_that_came_back_on_a_later_day():
    log = [
        review(9),
        review(8.99, right=False),  # the same evening: no test of memory
        review(5),
        review(1, right=False),
        review(1, card="other", area="nets"),
        review(0.5, rating=None),
    ]
    assert [(s.name, s.right, s.asked) for s in stats.retention(log)] == [("sums", 1, 2)]


def test_weakest_topics_need_a_few_answers():
    log = [review(right=right, topics=("poor",)) for right in (True, False, False)]
    log += [review(right=False, topics=("poorest",)) for _ in range(6)]
    log += [review(right=False, topics=("once",))]
    log += [review(topics=("fine",)) for _ in range(9)]
    assert [score.name for score in stats.weakest(log)] == ["poorest", "poor"]


def test_recurring_mistakes_are_counted_by_name():
    log = [
        review(2, right=False, mistake="off by one", mistake_kind="arithmetic"),
        review(1, right=False, mistake="off by one", mistake_kind="arithmetic", card="other"),
        review(right=False, mistake="only once"),
        review(right=False),
    ]
    [error] = stats.recurring(log)
    assert (error.name, error.kind, error.count) == ("off by one", "arithmetic", 2)
    assert error.cards == ("sum", "other")
    assert error.last == NOW - timedelta(days=1)


def test_everything_together(world):
    entries = [world.entry("sum"), world.entry("tum"), world.entry("new")]
    told = fingerprint(entries[0].card)
    states = {"sum": state("sum", 0, told), "tum": state("tum", 3, told), "gone": state("gone", 0)}
    log = [
        review(1, elapsed_ms=4000, confidence=95),
        review(right=False, elapsed_ms=10_000, confidence=95),
        review(verdict="skipped", rating=None),
    ]
    found = stats.statistics(entries, log, states, ["tum"], NOW, UTC)
    assert (found.cards, found.seen, found.answers, found.due) == (3, 2, 2, 1)
    assert (found.streak, found.seconds) == (2, 7.0)
    assert found.calibration == ((95, 1, 2),)
    assert found.flagged == ("tum",)


def test_nothing_yet(world):
    found = stats.statistics([world.entry("sum")], [], {}, [], NOW, UTC)
    assert (found.seen, found.due, found.streak, found.seconds) == (0, 0, 0, None)
