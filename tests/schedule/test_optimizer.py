"""Fitting the parameters to a log through the package's own optimizer."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from quizcv.schedule import Rating, Review, Scheduler
from quizcv.schedule.scheduler import fitted

START = datetime(2026, 1, 1, 12, tzinfo=UTC)


def forgetful_log(cards: int, times: int) -> list[Review]:
    """Return the log of somebody who forgets half of everything; first answers do not count."""
    draw = random.Random(7)
    log = []
    for number in range(cards):
        when = START + timedelta(hours=number)
        for _ in range(times):
            rating = Rating.GOOD if draw.random() < 0.5 else Rating.AGAIN
            log.append(
                Review(
                    card=f"card-{number}",
                    fingerprint="f",
                    params={},
                    seed=1,
                    typed="",
                    verdict="correct",
                    rating=rating,
                    elapsed_ms=1,
                    session="s",
                    kind="study",
                    at=when,
                )
            )
            when += timedelta(days=draw.randint(1, 9))
    return log


def stability(scheduler: Scheduler) -> float:
    """Return how many days a card holds after three reviews that went well."""
    memory, when = None, START
    for _ in range(3):
        memory = scheduler.after(memory, Rating.GOOD, when)
        when = memory.due
    return memory.stability


def test_a_forgetful_learner_gets_shorter_intervals():
    for needed in ("torch", "pandas", "tqdm"):
        pytest.importorskip(needed)
    parameters = fitted(forgetful_log(10, 53))
    assert len(parameters) == 21
    assert stability(Scheduler(parameters=parameters)) < stability(Scheduler())
