"""`quizcv study`: what each option does to what is asked and when it comes back."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest

MISS = "-1\n"


@pytest.fixture(scope="module")
def busy(learners, card):
    """A learner with three cards due, one of them flagged, and two new ones."""
    new = learners()
    topics = ("stride", "stride", "stride", "zero-padding", "zero-padding")
    cards = [card("varied", f"sum-{n}", topic, n=n) for n, topic in enumerate(topics, start=2)]
    new.bank("convolution", *cards)
    new.sit("quiz", "stride", input=MISS * 3)
    new.sit("study", "--seed", 1, input="/f\n")
    return new


def flagged(busy) -> list[str]:
    return [row["card"] for row in busy.log()["flags"]]


DUE, NEW = {"sum-2", "sum-3", "sum-4"}, {"sum-5", "sum-6"}


def test_due_cards_and_new_ones(busy) -> None:
    assert set(busy.asked("study")) == DUE | NEW


def test_only_what_is_due(busy) -> None:
    assert set(busy.asked("study", "--due")) == DUE


def test_nothing_is_due_for_who_has_not_begun(reader) -> None:
    assert reader.asked("study", "--due") == []


@pytest.mark.parametrize("most", [0, 1, 2])
def test_so_many_reviews_at_most(busy, most: int) -> None:
    asked = set(busy.asked("study", "--reviews", most))
    assert len(asked & DUE) == most
    assert asked >= NEW


@pytest.mark.parametrize("most", [0, 1])
def test_so_many_new_cards(busy, most: int) -> None:
    asked = set(busy.asked("study", "--new", most))
    assert len(asked & NEW) == most
    assert asked >= DUE


def test_only_what_is_flagged(busy) -> None:
    assert len(flagged(busy)) == 1
    assert busy.asked("study", "--flagged") == flagged(busy)


def test_a_seed_repeats_the_numbers(busy) -> None:
    def numbers(seed: int) -> list[dict]:
        return [review["params"] for review in busy.reviews("study", "--due", "--seed", seed)]

    assert numbers(4) == numbers(4) != numbers(5)


@pytest.fixture
def beginner(learners, card):
    """Make somebody with one card, whose answer is 3."""

    def make():
        learner = learners()
        learner.bank("convolution", card("fixed", "three", "stride"))
        return learner

    return make


def easy_interval(learner) -> timedelta:
    """Return when the card comes back that was found easy, in a session of its own."""
    learner.sit("study", input="3\n4\n")
    [state] = (state for state in learner.log()["states"] if state["card"] == "three")
    due, last = (datetime.fromisoformat(state[key]) for key in ("due", "last_review"))
    return due - last


def test_retention_holds_from_now_on(beginner) -> None:
    intervals = []
    for options in (["--retention", 0.95], [], ["--retention", 0.8]):
        learner = beginner()
        learner.sit("study", *options, input="")
        intervals.append(easy_interval(learner))
    assert intervals[0] < intervals[1] < intervals[2]


def test_the_schedule_follows_the_log(beginner) -> None:
    """Somebody who forgets every other time; the fit needs 512 answers."""
    for needed in ("torch", "pandas", "tqdm"):
        pytest.importorskip(needed)
    learner = beginner()
    learner.sit("quiz", input="/s\n")
    days = [timedelta(days=5 * n) for n in range(60)]
    for n in range(9):
        learner.again(*days[::2], card=f"old-{n}", verdict="correct", rating=3)
        learner.again(*days[1::2], card=f"old-{n}", verdict="wrong", rating=1)
    learner("progress", "rebuild")
    before = learner.log()["states"]
    assert "Question" not in learner.sit("study", "--optimize").out
    after = learner.log()["states"]
    assert len(before) == len(after) == 9
    assert all(b["stability"] != a["stability"] for b, a in zip(before, after, strict=True))


@pytest.mark.parametrize(("days", "asked"), [(1, ["warmup"] * 4), (30, ["deep"])])
def test_a_plan_says_which_cards_and_how_many(learner, card, days: int, asked: list[str]) -> None:
    """Short of time, warm-ups go before topics; with time, a day takes its share of the topics."""
    learner.bank(
        "convolution",
        *(card("varied", f"deep-{n}", "convolution-vs-cross-correlation", "deep") for n in "ab"),
        *(card("varied", f"warmup-{n}", "stride") for n in "cdef"),
    )
    assert learner.asked("study", "--new", 2) == ["deep-a", "deep-b"]
    day = date.today() + timedelta(days=days)  # noqa: DTZ011 - ahead, whatever the zone
    plan = learner.sit("plan", "--date", day, "--minutes", 10, "--json").json
    cards = learner.asked("study")
    assert cards == plan["learn"][: len(cards)]
    assert [name.partition("-")[0] for name in cards] == asked


def test_plain_lines_name_the_keys(reader) -> None:
    assert re.search(r"^\[.*s: skip.*q: quit\]$", reader.sit("study").out, re.MULTILINE)
