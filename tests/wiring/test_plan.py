"""`quizcv plan`: the day and the minutes are kept, the cards are those of the added banks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest


def in_days(count: int) -> str:
    return (date.today() + timedelta(days=count)).isoformat()  # noqa: DTZ011


@pytest.fixture
def candidate(learner, card):
    """Somebody with twelve cards and an interview in twenty days."""
    cards = (card("varied", f"sum-{n}", "stride", n=n) for n in range(2, 14))
    learner.bank("convolution", *cards)
    learner.sit("plan", "--date", in_days(20))
    return learner


def test_the_day_is_kept_until_it_is_changed(candidate) -> None:
    assert candidate.sit("plan", "--json").json["interview"] == in_days(20)
    assert candidate.sit("plan", "--date", in_days(30), "--json").json["interview"] == in_days(30)
    assert candidate.sit("plan", "--json").json["interview"] == in_days(30)


def test_the_minutes_are_kept(candidate) -> None:
    def left_out() -> int:
        plan = candidate.sit("plan", "--json").json
        assert plan["behind"] == bool(plan["dropped"])
        return sum(len(each["cards"]) for each in plan["dropped"])

    candidate.sit("plan", "--date", in_days(2))
    assert left_out() == 0
    candidate.sit("plan", "--minutes", 5)
    assert left_out() > 0


def test_forget(candidate) -> None:
    assert candidate("plan", "--forget").code == 0
    assert candidate("plan", "--bank", candidate.banks).code == 2
    assert "interview" not in {row["name"] for row in candidate.log()["settings"]}


def test_the_cards_of_the_banks(candidate) -> None:
    assert len(candidate.sit("plan", "--json").json["learn"]) == 12
    assert candidate("plan", "--json").json["learn"] == []


def test_in_words_and_in_json(candidate) -> None:
    assert candidate.sit("plan", "--json").json["schema"] == 1
    said = candidate.sit("plan").out
    assert "{" not in said
    assert "stride" in said
