"""The numbers in the rules of sessions, each at its boundary; they are written out here again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from quizcv.cards.identity import fingerprint
from quizcv.cards.model import Mistake, Range
from quizcv.kinds.numbers import Integer
from quizcv.learner import stats
from quizcv.learner.history import area_to_probe, seen_lately
from quizcv.learner.plan import make_plan
from quizcv.schedule import CardState, Memory, Rating, Review, Scheduler
from quizcv.session.drill.aside import read_changes
from quizcv.session.drill.quiz import QuizSource, draw_quiz
from quizcv.session.drill.sources import Pick
from quizcv.session.drill.study import Caps, build_queue, is_due
from quizcv.session.interview.changes import single_changes
from quizcv.session.interview.derivation import SOUND, derivation
from quizcv.session.interview.keeping import review_for
from quizcv.session.interview.posing import Draw, Planned, numbers_key
from quizcv.session.interview.preset import Part, Preset, Step
from quizcv.session.interview.ramp import Ramp
from quizcv.session.interview.record import Record
from quizcv.session.interview.report import report
from quizcv.session.interview.steps import pose
from quizcv.session.interview.stored import read_record
from quizcv.session.rating import expected_seconds, rating_for

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
A, H, G, E = Rating


def memory(due=NOW, phase="review"):
    step = None if phase == "review" else 0
    return Memory(phase=phase, step=step, stability=5.0, difficulty=5.0, due=due, last_review=NOW)


def state_of(entry, **fields):
    told = fingerprint(entry.card)
    return CardState(
        card=entry.card.id, fingerprint=told, memory=memory(**fields), reviews=1, lapses=0
    )


def review(ago=timedelta(0), *, right=True, **fields):
    basic = {
        "card": "sum",
        "fingerprint": "f",
        "params": {},
        "seed": 1,
        "typed": "",
        "verdict": "correct" if right else "wrong",
        "rating": G if right else A,
        "elapsed_ms": 8000,
        "session": "s",
        "kind": "study",
        "at": NOW - ago,
        "topics": ("adding",),
        "area": "sums",
    }
    return Review(**{**basic, **fields})


# Study ----------------------------------------------------------------------------------------


def test_a_session_takes_on_ten_new_cards_and_sixty_that_are_due(world):
    new = [world.entry(f"new-{n}") for n in range(11)]
    due = [world.entry(f"due-{n}") for n in range(61)]
    states = {entry.card.id: state_of(entry) for entry in due}
    queue = build_queue([*new, *due], states, NOW, Caps(), zone=UTC)
    assert (len(queue.new), len(queue.due)) == (10, 60)


@pytest.mark.parametrize(
    ("phase", "due", "asked"),
    [
        ("learning", timedelta(minutes=20), False),
        ("learning", timedelta(minutes=20, microseconds=-1), True),
        ("relearning", timedelta(minutes=20), False),
        # 4 am of the next day is 16 hours away.
        ("review", timedelta(hours=16), False),
        ("review", timedelta(hours=16, microseconds=-1), True),
    ],
)
def test_learning_steps_are_asked_twenty_minutes_early(world, phase, due, asked):
    assert is_due(state_of(world.entry("sum"), due=NOW + due, phase=phase), NOW, UTC) is asked


@pytest.mark.parametrize(
    ("seconds", "hints", "rating"),
    [
        (39.9, 0, E),
        (40.0, 0, G),
        (200.0, 0, G),
        (200.1, 0, H),
        (39.9, 1, H),
        (100.0, 1, H),
    ],
)
def test_swift_is_four_tenths_of_the_expected_time_and_slow_is_twice(seconds, hints, rating):
    assert rating_for(right=True, seconds=seconds, hints=hints, expected=100) is rating
    assert rating_for(right=False, seconds=seconds, hints=hints, expected=100) is A


@pytest.mark.parametrize(("level", "seconds"), [("warmup", 25), ("core", 60), ("deep", 120)])
def test_how_long_a_card_may_take(world, level, seconds):
    """Its level's time, and the reading: 18 characters a second."""
    card = world.entry("sum", level=level).card
    assert expected_seconds(card, "") == seconds
    assert expected_seconds(card, "x" * 180) == pytest.approx(seconds + 10)


@pytest.mark.parametrize(
    ("said", "stated"), [("guess", 25), ("unsure", 50), ("fairly", 75), ("certain", 95)]
)
def test_what_the_words_of_confidence_mean(world, said, stated):
    world.quiz(world.entry("sum"), confidence=True)
    world.say(world.right())
    world.do(said)
    assert world.progress.log[0].confidence == stated


def test_a_retry_draws_eight_times_from_seeds_of_its_own(world):
    world.study(world.entry("sum", vary={"a": [1]}))
    world.say("1")
    seeds: list[int] = []
    deal = world.dealer.deal
    world.dealer.deal = lambda entry, seed: seeds.append(seed) or deal(entry, seed)
    first = world.progress.log[0].seed
    world.do("retry")
    assert seeds == [(first + 7919 * n) % 2**31 for n in range(1, 9)]


def test_the_time_of_a_session_is_told_in_seconds(world):
    world.study(world.entry("sum"))
    world.clock.tick(5)
    world.say("0")
    assert world.do("quit").seconds == 5


def test_seeds_have_thirty_one_bits(world):
    world._start(QuizSource([Pick(world.entry("sum"), 2**31 - 1)]), kind="study")
    world.say("1")
    assert world.do("retry").asked.practice
    world.say("1")
    assert world.progress.log[-1].seed == 7918
    picks = draw_quiz([world.entry(name) for name in ("sum", "tum")], 2, seed=1)
    # Pinned: the same quiz for the same seed, release after release.
    assert [(pick.entry.card.id, pick.seed) for pick in picks] == [
        ("sum", 88616425),
        ("tum", 767419459),
    ]


def test_two_thousand_letters_of_a_change_are_read(world):
    card = world.entry("sum").card
    changes = "b=7," + " " * 1993 + "a=89"
    assert read_changes(changes, {"a": 1, "b": 2}, card) == {"b": 7, "a": 8}


# The plan -------------------------------------------------------------------------------------


def plan_for(entries, days, **more):
    interview = date(2026, 3, 2) + timedelta(days=days)
    return make_plan(entries, {}, interview, NOW, Scheduler(), zone=UTC, **more)


def test_a_day_has_forty_five_minutes_and_a_review_takes_as_many_seconds(world):
    cards = [world.entry(f"card-{n}") for n in range(130)]
    assert plan_for(cards, 1, seconds=9).days[0].new == 45 * 60 / 9 / 3
    assert plan_for(cards, 1, minutes=270).days[0].new == 270 * 60 / 45 / 3
    assert plan_for(cards, 1).days[0].minutes == 45
    assert plan_for(cards, 1, seconds=20, minutes=130).days[0].minutes == 130


@pytest.mark.parametrize(
    ("days", "repeating"), [(2, 1), (5, 1), (6, 2), (10, 2), (11, 3), (34, 7), (35, 7), (41, 7)]
)
def test_the_last_fifth_but_at_most_a_week_only_repeats(world, days, repeating):
    cards = [world.entry(f"card-{n}") for n in range(50)]
    new = [day.new for day in plan_for(cards, days).days]
    assert new[-repeating:] == [0] * repeating
    assert new[-repeating - 1] > 0


# Statistics -----------------------------------------------------------------------------------

HOURS = timedelta(hours=1)


@pytest.mark.parametrize(
    ("apart", "asked"), [(20 * HOURS, 1), (20 * HOURS - timedelta(microseconds=1), 0)]
)
def test_memory_is_tested_by_answers_twenty_hours_apart(apart, asked):
    table = stats.retention([review(apart), review()])
    assert sum(score.asked for score in table) == asked


@pytest.mark.parametrize(
    ("right", "wrong", "weak"),
    [(0, 2, False), (0, 3, True), (2, 1, True), (4, 1, False), (79, 21, True), (80, 20, False)],
)
def test_weak_is_under_four_fifths_of_at_least_three(right, wrong, weak):
    log = [review(right=n < right) for n in range(right + wrong)]
    assert bool(stats.weakest(log)) is weak


def test_eight_topics_and_eight_errors_are_named():
    log = [
        review(right=False, topics=(f"t{n}",), mistake=f"m{n}") for n in range(9) for _ in range(3)
    ]
    assert len(stats.weakest(log)) == 8
    assert len(stats.recurring(log)) == 8


@pytest.mark.parametrize(
    ("first", "second", "order"),
    [
        # (right + 1) / (asked + 2): 0 of 3 counts as 0.2, 1 of 8 as 0.2 too, more answers first.
        ((0, 3), (1, 8), ["b", "a"]),
        ((0, 3), (2, 12), ["a", "b"]),
        ((0, 3), (1, 9), ["b", "a"]),
    ],
)
def test_two_imagined_answers_steady_the_order_of_weak_topics(first, second, order):
    log = []
    for name, (right, asked) in (("a", first), ("b", second)):
        log += [review(right=n < right, topics=(name,)) for n in range(asked)]
    assert [score.name for score in stats.weakest(log)] == order


@pytest.mark.parametrize(
    ("ago", "counts"),
    [(timedelta(days=90), False), (timedelta(days=90, microseconds=-1), True)],
)
def test_weakness_looks_ninety_days_back(world, ago, counts):
    log = [review(ago, right=False)] * 3
    found = stats.statistics([world.entry("sum")], log, {}, [], NOW, UTC)
    assert bool(found.weakest) is counts
    probed = {area_to_probe(["sums", "nets"], log, seed, NOW) for seed in range(9)}
    assert (probed == {"sums"}) is counts


def test_the_forecast_is_a_fortnight_and_the_activity_thirty_days(world):
    entry = world.entry("sum")
    ahead = [state_of(entry, due=NOW + timedelta(days=n)) for n in (13, 14)]
    assert [day.cards for day in stats.forecast(ahead, NOW, UTC)] == [0] * 13 + [1]
    past = [review(timedelta(days=n)) for n in (29, 30)]
    activity = stats.activity(past, NOW, UTC)
    assert [day.cards for day in activity] == [1] + [0] * 29
    assert (activity[0].day, activity[-1].day) == (date(2026, 2, 1), date(2026, 3, 2))


# Interviews -----------------------------------------------------------------------------------


STEP = {"ask": "short", "seconds": 60}
PART = {"title": "Short", "count": 1, "steps": [STEP]}
INTERVIEW = {"preset": "p", "title": "P", "minutes": 30, "parts": [PART]}


def exchange(**fields):
    basic = {
        "number": 1,
        "part": "p",
        "ask": "short",
        "card": "sum",
        "bank": "b",
        "area": "sums",
        "topics": ("adding",),
        "level": "core",
        "kind": "integer",
        "fingerprint": "f",
        "question": "q",
        "form": "f",
        "params": {},
        "draw": 1,
        "budget": 60.0,
        "expected_seconds": 60.0,
        "outcome": "right",
        "seconds": 60.0,
    }
    body = {"preset": INTERVIEW, "seed": 1, "bank": "b", "exchanges": [{**basic, **fields}]}
    return read_record(body).exchanges[0]


def spoken(met, points, **fields):
    said = {"kind": "spoken", "outcome": "spoken", "met": tuple(range(1, met + 1))}
    return exchange(points=("point",) * points, **said, **fields)


@pytest.mark.parametrize(
    ("met", "success", "rating"),
    [(49, False, A), (50, True, H), (79, True, H), (80, True, G), (100, True, G)],
)
def test_a_spoken_answer_passes_with_half_and_is_good_with_four_fifths(met, success, rating):
    said = spoken(met, 100)
    assert said.success is success
    assert review_for(said, "s", NOW).rating is rating
    helped = review_for(spoken(met, 100, hints=1), "s", NOW).rating
    assert helped is (H if success else A)


PRESET = Preset(
    preset="p",
    title="P",
    minutes=30,
    parts=[Part(title="Short", count=12, steps=[Step(ask="short", seconds=60)])],
)


@pytest.mark.parametrize(("stated", "told"), [(2, False), (3, True)])
def test_calibration_is_told_from_three_stated_answers(stated, told):
    exchanges = [exchange(confidence=75) for _ in range(stated)]
    record = Record(preset=PRESET, seed=1, bank="b", exchanges=exchanges)
    assert ("calibration" in {d.name for d in report(record).dimensions}) is told


def test_an_answer_after_a_hint_is_worth_half_where_the_preset_says_nothing():
    record = Record(preset=PRESET, seed=1, bank="b", exchanges=[exchange(hints=1)])
    assert report(record).score == 0.5
    assert report(record).limit == 30 * 60
    assert review_for(record.exchanges[0], "s", NOW).elapsed_ms == 60_000


@pytest.mark.parametrize(
    ("start", "heard", "level"),
    [
        ("warmup", "r", "warmup"),
        ("warmup", "rr", "core"),
        ("warmup", "rrrr", "deep"),
        ("warmup", "rrrrrrrrw", "core"),
        ("warmup", "rrrrrrrrwr", "deep"),
        ("deep", "w", "core"),
        ("core", "w", "warmup"),
        ("core", "rw", "warmup"),
        ("core", "wr", "warmup"),
        ("core", "wrr", "core"),
        ("core", "hhhh", "core"),
    ],
)
def test_two_successes_up_and_one_miss_a_level_down(start, heard, level):
    """r: right, w: wrong, h: right with a hint."""
    ramp = Ramp(start)
    for how in heard:
        ramp.heard(how != "w", helped=how == "h")
    assert ramp.level == level


def planned(entry, ask, seed=1):
    step = Step(ask=ask, seconds=60)
    part = Part(title="Chains", count=1, steps=[step])
    return Planned(entry=entry, step=step, part=part, chain=1, depth=1, seed=seed)


def posed_as(entry, ask, dealer, seed=1, **draw):
    return pose(Draw(planned=planned(entry, ask, seed), dealer=dealer, **draw), 1)


def test_numbers_that_were_seen_are_drawn_anew_eight_times(world):
    entry = world.entry("sum", vary={"a": [1]})
    first = posed_as(entry, "compute", world.dealer)
    seeds: list[int] = []
    deal = world.dealer.deal
    world.dealer.deal = lambda entry, seed: seeds.append(seed) or deal(entry, seed)
    seen = {numbers_key("sum", first.variant.params)}
    posed_as(entry, "compute", world.dealer, 2**31 - 3, seen=seen)
    assert seeds == [2**31 - 3, 2**31 - 2, 2**31 - 1, 0, 1, 2, 3, 4]


def test_six_changes_are_tried_and_five_hundred_steps_of_a_range_seen(world):
    card = world.entry("sum", vary={"a": Range(1, 1000)}).card
    assert len(single_changes(card, {"a": 1}, 1)) == 6
    seen = {n for seed in range(600) for _, n in single_changes(card, {"a": 1}, seed)}
    assert max(seen) == 500


def test_an_explanation_has_four_points_at_most(world):
    text = "One. Two. Three. Four. Five."
    posed = posed_as(world.entry("sum", explanation=text), "why", world.dealer)
    assert posed.posed.points == ("One.", "Two.", "Three.", "Four. Five.")


def test_one_derivation_in_five_is_sound(world):
    entry = world.entry("sum", Integer(value=3, formula="a + b"))
    variant = world.dealer.deal(entry, None)
    sound = sum(derivation(entry, variant, seed).key == SOUND for seed in range(1000))
    assert sound == 211  # of a fifth, by these seeds


def test_a_derivation_has_ten_options_at_most(world):
    slips = [Mistake(name=f"slip {n}", formula="a", feedback="No.") for n in range(12)]
    entry = world.entry("sum", mistakes=slips)
    assert len(derivation(entry, world.dealer.deal(entry, 1), 1).options) == 10


def test_the_last_five_interviews_do_not_come_again():
    records = [
        Record(preset=PRESET, seed=1, bank="b", exchanges=[exchange(card=f"card-{n}")])
        for n in range(6)
    ]
    assert seen_lately(records).cards == {f"card-{n}" for n in range(1, 6)}


def test_an_area_of_ten_cards_is_fit_for_an_interview():
    def drawn(cards):
        areas = ["small"] * cards + ["large"] * 10
        return {area_to_probe(areas, [], seed, None) for seed in range(20)}

    assert drawn(9) == {"large"}
    assert drawn(10) == {"small", "large"}


@pytest.mark.parametrize(("answers", "asked_about"), [(2, False), (3, True)])
def test_an_area_is_weak_from_three_answers_on(answers, asked_about):
    log = [review(right=False, area="weak")] * answers
    probed = {area_to_probe(["weak", "other"], log, seed, NOW) for seed in range(9)}
    assert (probed == {"weak"}) is asked_about


def test_two_imagined_answers_steady_the_choice_of_an_area():
    """0 of 3 is (0 + 1) / (3 + 2); 1 of 9 is 2 / 11, which is less; 2 of 12 is 3 / 14."""
    few = [review(right=False, area="few")] * 3
    for right, asked, area in ((1, 9, "many"), (2, 12, "few")):
        many = [review(right=n < right, area="many") for n in range(asked)]
        assert area_to_probe(["few", "many"], [*few, *many], 1, NOW) == area


@pytest.mark.parametrize(
    ("fits", "does_not"),
    [
        ({"minutes": 0.05}, {"minutes": 0.049}),
        ({"minutes": 480}, {"minutes": 481}),
        ({"hint_cap": 0}, {"hint_cap": -0.01}),
        ({"hint_cap": 1}, {"hint_cap": 1.01}),
        ({"parts": [PART]}, {"parts": []}),
        ({"parts": [PART | {"count": 1}]}, {"parts": [PART | {"count": 0}]}),
        ({"parts": [PART | {"count": 100}]}, {"parts": [PART | {"count": 101}]}),
        ({"parts": [PART | {"steps": [STEP]}]}, {"parts": [PART | {"steps": []}]}),
        (
            {"parts": [PART | {"steps": [STEP | {"seconds": 1}]}]},
            {"parts": [PART | {"steps": [STEP | {"seconds": 0.9}]}]},
        ),
        (
            {"parts": [PART | {"steps": [STEP | {"seconds": 7200}]}]},
            {"parts": [PART | {"steps": [STEP | {"seconds": 7201}]}]},
        ),
    ],
)
def test_the_limits_of_a_preset(fits, does_not):
    msgspec.convert(INTERVIEW | fits, Preset)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(INTERVIEW | does_not, Preset)
