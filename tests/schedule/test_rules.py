"""The numbers in the rules of scheduling, written out here again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from quizcv.schedule import DEFAULT_RETENTION, Rating, Review, Scheduler
from quizcv.schedule.day import day_start, study_day
from quizcv.schedule.scheduler import LOG_NEEDED, fitted

START = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("clock", "day"), [("03:59:59.999999", 1), ("04:00:00", 2), ("23:59:59", 2), ("00:00:00", 1)]
)
def test_a_day_turns_at_four_in_the_morning(clock, day):
    assert study_day(datetime.fromisoformat(f"2026-03-02T{clock}+00:00"), UTC).day == day
    assert day_start(START.date(), UTC) == datetime(2026, 3, 2, 4, tzinfo=UTC)


def test_nine_tenths_are_to_be_remembered():
    assert DEFAULT_RETENTION == Scheduler().retention == 0.9


@pytest.mark.parametrize(
    ("retention", "accepted"), [(0.7, True), (0.69, False), (0.97, True), (0.971, False)]
)
def test_retention_between_seventy_and_ninety_seven_per_cent(retention, accepted):
    if accepted:
        assert Scheduler(retention).retention == retention
        return
    with pytest.raises(ValueError, match="retention"):
        Scheduler(retention)


@pytest.mark.parametrize(("rating", "number"), list(zip(Rating, (1, 2, 3, 4), strict=True)))
def test_ratings_have_the_numbers_of_fsrs(rating, number):
    assert rating == number


def review(card, at):
    return Review(
        card=card,
        fingerprint="f",
        params={},
        seed=1,
        typed="1",
        verdict="correct",
        rating=Rating.GOOD,
        elapsed_ms=1000,
        session="s",
        kind="study",
        at=at,
    )


def spaced(cards, each, step=timedelta(days=1)):
    return [review(f"card-{c}", START + n * step) for c in range(cards) for n in range(each)]


@pytest.mark.parametrize(
    ("log", "counted"),
    [
        (spaced(1, 3), 2),
        (spaced(1, 3, timedelta(days=1, microseconds=-1)), 0),
        # Of one card, its first 64 answers.
        (spaced(1, 64), 63),
        (spaced(1, 65), 63),
        (spaced(8, 64), 504),
        (spaced(73, 8), 511),
    ],
)
def test_reviews_that_count_for_a_fit(log, counted):
    with pytest.raises(Exception, match=f"^{counted} of the 512 reviews"):
        fitted(log)


def test_five_hundred_and_twelve_reviews_are_fitted(monkeypatch):
    fsrs = pytest.importorskip("fsrs")

    class Optimizer:
        def __init__(self, log):
            self.log = log

        def compute_optimal_parameters(self):
            return [float(len(self.log))]

    monkeypatch.setattr(fsrs, "Optimizer", Optimizer, raising=False)
    assert LOG_NEEDED == 512
    assert fitted(spaced(64, 9)) == (576.0,)
