"""Spans as people say them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quizcv.words import clock_time, short_span


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(0), "now"),
        (timedelta(seconds=-5), "now"),
        (timedelta(seconds=30), "<1 min"),
        (timedelta(minutes=10), "10 min"),
        (timedelta(hours=3), "3 h"),
        (timedelta(days=1), "1 d"),
        (timedelta(days=29), "29 d"),
        (timedelta(days=45), "1.5 mo"),
        (timedelta(days=60), "2 mo"),
        (timedelta(days=500), "1.4 y"),
        (timedelta(days=5000), "14 y"),
    ],
)
def test_short_span(span, said):
    assert short_span(span) == said


@pytest.mark.parametrize(("seconds", "said"), [(0, "0:00"), (59.6, "1:00"), (125, "2:05")])
def test_clock_time(seconds, said):
    assert clock_time(seconds) == said
