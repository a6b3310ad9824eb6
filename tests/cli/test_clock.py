"""Commands go by the clock they are given: what is due, planned and counted at a chosen time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from quizcv.app.clock import SystemClock, current, going_by

START = datetime(2031, 5, 6, 12, tzinfo=UTC)


class At:
    """A clock that stands still."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return 0.0


@pytest.fixture
def at(quizcv, bank, monkeypatch) -> Callable[..., Any]:
    """Run a command on the one card so many days later: `at(3, "stats")`."""
    monkeypatch.setattr("quizcv.bank.bundled.bundled_paths", list)

    def run(days: float, *arguments: object, **more: Any) -> Any:
        with going_by(At(START + timedelta(days=days))):
            return quizcv(*arguments, "--bank", bank, **more)

    return run


def test_the_machines_clock_is_the_usual_one() -> None:
    with going_by(At(START)):
        assert current().now() == START
    assert isinstance(current(), SystemClock)
    assert abs(current().now() - datetime.now(UTC)) < timedelta(minutes=1)
    assert current().monotonic() <= current().monotonic()


def test_reviews_and_statistics_are_of_that_day(at) -> None:
    at(0, "quiz", input="1\n")
    found = at(1, "stats", "--json").json
    assert found["activity"][-2] == {"day": "2031-05-06", "cards": 1}
    assert (found["streak"], found["due"]) == (1, 1)
    assert at(40, "stats", "--json").json["streak"] == 0


def test_study_asks_what_is_due_then(at) -> None:
    asked = at(0, "study", input="").out
    a, b = (int(word.strip("?")) for word in asked.split("What is ")[1].split()[:3:2])
    at(0, "study", input=f"{a + b}\n{a + b}\n4\n")
    assert "Nothing is due" in at(0.1, "study", "--due", input="").out
    assert "Question 1" in at(100, "study", "--due", input="").out


def test_an_interview_is_ahead_as_the_clock_says(at) -> None:
    made = at(0, "plan", "--date", "2031-05-10", "--json").json
    assert made["days"][0]["day"] == "2031-05-06"
    assert len(at(3, "plan", "--json").json["days"]) == 1
    refused = at(4, "plan", "--date", "2031-05-10")
    assert (refused.code, "not ahead" in refused.err) == (2, True)


def test_copies_are_named_by_the_clock(at, tmp_path) -> None:
    at(0, "quiz", input="1\n")
    copies = [file.name for file in (tmp_path / "home" / "backups").iterdir()]
    assert copies == ["progress-20310506T120000Z.sqlite"]
