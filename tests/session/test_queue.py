"""Which cards a session asks, and in which order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from quizcv.cards.identity import fingerprint
from quizcv.schedule import CardState, Memory, Review
from quizcv.session.drill.quiz import QuizSource, draw_quiz, misses
from quizcv.session.drill.study import (
    Caps,
    StudySource,
    build_queue,
    introduced_today,
    is_due,
    mixed,
)

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def state(entry, due, phase="review", told=None):
    memory = Memory(
        phase=phase,
        step=None if phase == "review" else 0,
        stability=5.0,
        difficulty=5.0,
        due=due,
        last_review=NOW - timedelta(days=5),
    )
    return CardState(
        card=entry.card.id,
        fingerprint=told or fingerprint(entry.card),
        memory=memory,
        reviews=3,
        lapses=0,
    )


def ids(entries):
    return [entry.card.id for entry in entries]


def queue_of(entries, states, caps=None, **more):
    known = {one.card: one for one in states}
    return build_queue(entries, known, NOW, caps or Caps(), zone=UTC, **more)


def test_due_cards_come_longest_overdue_first(world):
    one, two, three = (world.entry(name) for name in ("one", "two", "three"))
    states = [
        state(one, NOW - timedelta(days=1)),
        state(two, NOW - timedelta(days=3)),
        state(three, NOW + timedelta(days=1)),
    ]
    queue = queue_of([one, two, three], states)
    assert (ids(queue.due), queue.new) == (["two", "one"], ())


@pytest.mark.parametrize(
    ("phase", "hours", "due"),
    [
        ("review", 15.9, True),  # before 4 am tomorrow
        ("review", 16.1, False),
        ("learning", 0.3, True),
        ("learning", 0.5, False),
        ("relearning", -1, True),
    ],
)
def test_a_graduated_card_is_due_all_day_a_learning_one_by_the_minute(world, phase, hours, due):
    card = state(world.entry("sum"), NOW + timedelta(hours=hours), phase)
    assert is_due(card, NOW, UTC) == due


def test_the_learners_own_day_decides(world):
    card = state(world.entry("sum"), datetime(2026, 3, 2, 18, 30, tzinfo=UTC))
    assert is_due(card, NOW, ZoneInfo("Asia/Tokyo")) is True
    assert is_due(card, NOW - timedelta(days=1), ZoneInfo("Asia/Tokyo")) is False


def test_a_card_with_another_answer_is_new_again(world):
    card = world.entry("sum")
    queue = queue_of([card], [state(card, NOW + timedelta(days=99), told="fp:old")])
    assert ids(queue.new) == ["sum"]


def test_new_cards_come_in_syllabus_order_and_easiest_first(world):
    entries = [
        world.entry("deep", topics=["first"], level="deep"),
        world.entry("later", topics=["second"], level="warmup"),
        world.entry("warm", topics=["first"], level="warmup"),
        world.entry("odd", topics=["unlisted"], level="warmup"),
    ]
    queue = queue_of(entries, [], order=["first", "second"])
    assert ids(queue.new) == ["warm", "deep", "later", "odd"]


def test_caps_leave_out_the_last(world):
    entries = [world.entry(f"card-{number}") for number in range(10)]
    states = [state(entry, NOW - timedelta(days=1)) for entry in entries[:6]]
    queue = queue_of(entries, states, Caps(new=1, reviews=4))
    assert (len(queue.due), len(queue.new)) == (4, 1)


def test_new_cards_are_spread_among_those_due(world):
    entries = [world.entry(f"card-{number}") for number in range(8)]
    states = [state(entry, NOW - timedelta(days=1)) for entry in entries[:6]]
    asked = [fresh for _, fresh in mixed(queue_of(entries, states))]
    assert asked == [False, False, False, True, False, False, False, True]


@pytest.mark.parametrize(("due", "new"), [(0, 3), (3, 0), (0, 0), (1, 4), (7, 3)])
def test_mixing_loses_nothing(world, due, new):
    entries = [world.entry(f"card-{number}") for number in range(due + new)]
    states = [state(entry, NOW - timedelta(days=1)) for entry in entries[:due]]
    asked = list(mixed(queue_of(entries, states)))
    assert sorted(ids(entry for entry, _ in asked)) == sorted(ids(entries))
    assert sum(fresh for _, fresh in asked) == new


def test_cards_introduced_today_are_counted(world):
    review = Review(
        card="sum",
        fingerprint="f",
        params={},
        seed=1,
        typed="",
        verdict="correct",
        rating=3,
        elapsed_ms=1,
        session="s",
        kind="study",
        at=NOW,
    )
    three_ever = {"sum": state(world.entry("sum"), NOW)}
    assert introduced_today([review] * 3, three_ever) == 1
    assert introduced_today([review] * 2, three_ever) == 0


def test_a_quick_card_may_open_the_session(world):
    entries = [world.entry(name) for name in ("one", "two", "three")]
    queue = queue_of(entries, [])
    source = StudySource(queue, 1, first=lambda entry: entry.card.id == "two")
    assert source.take(NOW).entry.card.id == "two"
    assert [source.take(NOW).entry.card.id for _ in range(2)] == ["one", "three"]


def test_the_same_seed_draws_the_same_numbers(world):
    queue = queue_of([world.entry("one"), world.entry("two")], [])
    draws = [[StudySource(queue, seed).take(NOW).seed for seed in (1, 2)] for _ in range(2)]
    assert draws[0] == draws[1]
    assert draws[0][0] != draws[0][1]


# Quiz ---------------------------------------------------------------------------------------


def drawn(picks):
    return [(pick.entry.card.id, pick.seed) for pick in picks]


def test_a_seed_repeats_a_quiz_whatever_the_order_of_the_banks(world):
    entries = [world.entry(f"{letter}-{n}") for letter in "abc" for n in range(5)]
    quiz = draw_quiz(entries, 6, seed=9)
    assert drawn(draw_quiz(entries[::-1], 6, seed=9)) == drawn(quiz)
    assert drawn(draw_quiz(entries, 6, seed=10)) != drawn(quiz)


def test_topics_take_turns(world):
    entries = [world.entry(f"a-{n}") for n in range(20)] + [world.entry(f"b-{n}") for n in range(4)]
    topics = [pick.entry.card.topics[0] for pick in draw_quiz(entries, 6, seed=1)]
    assert sorted(topics) == ["topic-a"] * 3 + ["topic-b"] * 3


def test_a_quiz_never_repeats_a_card_and_leaves_recall_out(world):
    entries = [world.entry(f"a-{n}") for n in range(4)] + [world.recall("why")]
    quiz = draw_quiz(entries, 10, seed=1)
    assert sorted(card for card, _ in drawn(quiz)) == ["a-0", "a-1", "a-2", "a-3"]


def test_misses_are_wrong_or_skipped_once_each(world):
    world.quiz(world.entry("one"), world.entry("two"), world.entry("three"))
    world.say("1")
    world.do("next", "skip")
    world.say(world.right())
    assert misses(world.progress.log) == ["one", "two"]


def test_a_quiz_source_counts_down(world):
    source = QuizSource(draw_quiz([world.entry("one"), world.entry("two")], 2, 1))
    assert (source.total, source.left()) == (2, 2)
    assert source.peek(NOW) is source.take(NOW)
    assert source.left() == 1
