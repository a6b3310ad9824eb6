"""Schedules against vectors published with other implementations of FSRS-6.

Intervals, first states and the probability of recall are those of ts-fsrs (FSRS-6.test.ts), the
memory state those of fsrs-rs (inference.rs), all for the default parameters.
"""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest

from quizcv.errors import QuizcvError
from quizcv.schedule import Memory, Rating, Review, Scheduler
from quizcv.schedule.scheduler import fitted

START = datetime(2022, 12, 29, 12, 30, tzinfo=UTC)
A, H, G, E = Rating


def histories(ratings, scheduler=None):
    """Yield the memory after each rating, every card reviewed on its due date."""
    scheduler = scheduler or Scheduler()
    memory, when = None, START
    for rating in ratings:
        memory = scheduler.after(memory, rating, when)
        yield memory
        when = memory.due


def test_intervals_match_the_published_history():
    states = histories([G, G, G, G, G, G, A, A, G, G, G, G, G])
    days = [(state.due - state.last_review).days for state in states]
    assert days == [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]


@pytest.mark.parametrize(
    ("rating", "stability", "difficulty"),
    [(A, 0.212, 6.4133), (H, 1.2931, 5.11217071), (G, 2.3065, 2.11810397), (E, 8.2956, 1)],
)
def test_first_states_match_the_published_ones(rating, stability, difficulty):
    state = Scheduler().after(None, rating, START)
    assert state.stability == pytest.approx(stability, abs=1e-8)
    assert state.difficulty == pytest.approx(difficulty, abs=1e-8)


def test_the_memory_state_matches_fsrs_rs():
    memory, when = None, START
    scheduler = Scheduler()
    for rating, days in zip([A, G, G, G, G, G], [0, 0, 1, 3, 8, 21], strict=True):
        when += timedelta(days=days)
        memory = scheduler.after(memory, rating, when)
    assert memory.stability == pytest.approx(53.62691, abs=1e-4)
    assert memory.difficulty == pytest.approx(6.3574867, abs=1e-4)


def test_previews_are_what_the_ratings_then_do():
    scheduler = Scheduler()
    memory = scheduler.after(None, E, START)
    previews = scheduler.previews(memory, memory.due)
    assert list(previews) == [A, H, G, E]
    assert sorted(previews.values()) == list(previews.values())
    for rating, interval in previews.items():
        assert scheduler.after(memory, rating, memory.due).due == memory.due + interval


def test_nothing_is_random():
    random.seed(1)
    first = list(histories([G, G, G, E, A, G, G]))
    random.seed(2)
    assert list(histories([G, G, G, E, A, G, G])) == first


def test_higher_retention_comes_back_sooner():
    intervals = [
        list(histories([G, G, G], Scheduler(retention)))[-1].due for retention in (0.8, 0.9, 0.95)
    ]
    assert intervals == sorted(intervals, reverse=True)


@pytest.mark.parametrize("retention", [0.5, 0.99, -1, float("nan")])
def test_a_senseless_retention_is_refused(retention):
    with pytest.raises(ValueError, match="retention"):
        Scheduler(retention)


def test_any_time_zone_will_do():
    zone = timezone(timedelta(hours=9))
    there = Scheduler().after(None, G, START.astimezone(zone))
    assert there == Scheduler().after(None, G, START)
    assert isinstance(there, Memory)


def test_fsrs_is_imported_only_when_something_is_scheduled():
    code = (
        "import sys; from quizcv.schedule import Scheduler; Scheduler(); "
        "sys.exit('fsrs' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def review(card: str, rating: Rating | None, day: float) -> Review:
    return Review(
        card=card,
        fingerprint="f",
        params={},
        seed=1,
        typed="1",
        verdict="correct",
        rating=rating,
        elapsed_ms=1000,
        session="s",
        kind="study",
        at=START + timedelta(days=day),
    )


def test_a_short_log_is_not_fitted():
    few = [review("a", G, day) for day in range(10)]
    same_day = [review("b", G, minutes / 1440) for minutes in range(600)]
    unrated = [review("c", None, day) for day in range(600)]
    with pytest.raises(QuizcvError, match=r"^9 of the 512 reviews"):
        fitted([*few, *same_day, *unrated])
