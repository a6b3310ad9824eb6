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


@pytest.mark.parametrize(
    ("answers", "skips", "seconds"), [(19, 0, 45), (20, 0, 90), (20, 60, 90), (19, 60, 45)]
)
def test_the_pace_is_that_of_twenty_answers(
    candidate, answers: int, skips: int, seconds: int
) -> None:
    """A new card takes as long as three reviews; what was skipped took no time."""
    candidate.asked("quiz", "-n", 1)
    now = timedelta(0)
    candidate.again(*[now] * skips, elapsed_ms=1)
    candidate.again(*[now] * answers, verdict="correct", elapsed_ms=90_000)
    today = candidate.sit("plan", "--json").json["days"][0]
    assert today["reviews"] == 0
    assert today["minutes"] == -(-3 * seconds * today["new"] // 60)


def test_a_day_that_has_had_its_share_gets_no_more_new_cards(candidate) -> None:
    first = candidate.sit("plan", "--json").json["days"][0]["new"]
    assert first > 0
    candidate.sit("study", "--new", first, input="-1\n\n/q\n" * first)
    begun = candidate.sit("stats", "--json").json["seen"]
    assert begun > 0
    assert candidate.sit("plan", "--json").json["days"][0]["new"] == first - begun
