"""Plans up to an interview."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from quizcv.cards.identity import fingerprint
from quizcv.learner.plan import make_plan, mock_days
from quizcv.schedule import CardState, Rating, Scheduler

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def plan_for(entries, days, states=(), **more):
    known = {state.card: state for state in states}
    interview = date(2026, 11, 20) + timedelta(days=days)
    return make_plan(entries, known, interview, NOW, Scheduler(), zone=UTC, **more)


def known(entry, days_ago):
    memory = Scheduler().after(None, Rating.EASY, NOW - timedelta(days=days_ago))
    told = fingerprint(entry.card)
    return CardState(card=entry.card.id, fingerprint=told, memory=memory, reviews=1, lapses=0)


@pytest.fixture
def deck(world):
    return [
        world.entry(f"{letter}-{level}-{n}", topics=[f"topic-{letter}"], level=level)
        for letter in "abcde"
        for level in ("deep", "warmup", "core")
        for n in range(4)
    ]


def test_new_cards_are_spread_and_the_last_days_only_repeat(deck):
    plan = plan_for(deck, 14)
    new = [day.new for day in plan.days]
    assert sum(new) == 60
    assert not plan.behind
    assert new[-3:] == [0, 0, 0]
    assert max(new) - min(new[:-3]) <= 1
    assert plan.days[0].day == date(2026, 11, 20)
    assert plan.days[-1].day == date(2026, 12, 3)


def test_what_is_learnt_comes_back(deck):
    plan = plan_for(deck, 14)
    # A card learnt on day 0 and answered well returns after 2 days and again 11 days later.
    assert plan.days[2].reviews == plan.days[0].new
    assert plan.days[13].reviews == plan.days[11].new + plan.days[0].new
    assert all(day.minutes <= 45 for day in plan.days)


def test_a_new_card_takes_as_long_as_three_reviews(deck):
    plan = plan_for(deck, 14, seconds=60)
    assert plan.days[0].minutes == 3 * plan.days[0].new
    assert plan.days[2].minutes == 3 * plan.days[2].new + plan.days[2].reviews


def test_topics_come_in_the_order_asked_for_and_easiest_first(deck):
    plan = plan_for(deck, 30, order=["topic-c", "topic-a"])
    assert plan.days[0].topics == ("topic-c",)
    assert [card[:6] for card in plan.learn[:12]] == ["c-warm"] * 4 + ["c-core"] * 4 + [
        "c-deep"
    ] * 4


def test_short_of_time_depth_is_dropped_before_breadth(deck):
    plan = plan_for(deck, 4, minutes=40)
    assert plan.behind
    assert all("-deep-" in card for dropped in plan.dropped for card in dropped.cards)
    assert {card[0] for card in plan.learn} == set("abcde")
    learnt, dropped = len(plan.learn), sum(len(d.cards) for d in plan.dropped)
    assert learnt + dropped == 60
    assert sum(day.new for day in plan.days) == learnt


def test_cards_already_begun_take_their_time_first(world, deck):
    begun = [world.entry(f"x-{n}") for n in range(50)]
    states = [known(entry, 9) for entry in begun]
    plan = plan_for([*deck, *begun], 10, states)
    assert plan.days[0].reviews == 50
    assert plan.days[0].new < plan.days[1].new


def test_a_slow_learner_takes_on_less(deck):
    fast, slow = plan_for(deck, 10, seconds=20), plan_for(deck, 10, seconds=300)
    assert len(slow.learn) < len(fast.learn)


def test_what_today_has_already_had_counts_for_today(deck):
    whole = plan_for(deck, 14)
    today = whole.days[0].new
    rest = plan_for(deck[today:], 14, begun=today)
    assert rest.days[0].new == 0
    assert [day.new for day in rest.days[1:]] == [day.new for day in whole.days[1:]]
    assert plan_for(deck[2:], 14, begun=2).days[0].new == today - 2


@pytest.mark.parametrize("days", [-3, 0])
def test_a_date_that_is_not_ahead_leaves_no_days(deck, days):
    plan = plan_for(deck, days)
    assert (plan.days, plan.first_mock) == ((), None)


def test_tomorrow_is_for_one_day_of_work(deck):
    plan = plan_for(deck, 1)
    assert len(plan.days) == 1
    assert plan.days[0].new > 0


@pytest.mark.parametrize(
    ("days", "mocks"),
    [
        (0, set()),
        (2, set()),
        (3, {1}),
        (7, {1, 4}),
        (14, {4, 7, 10}),
        (30, {20, 23, 26}),
    ],
)
def test_when_to_sit_a_mock(days, mocks):
    assert mock_days(days) == mocks


def test_the_first_mock_is_named(deck):
    assert plan_for(deck, 14).first_mock == date(2026, 11, 24)
