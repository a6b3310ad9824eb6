"""Interviews played with a fake clock: times, hints, pauses, kills, and exact scores."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from quizcv.schedule import Rating
from quizcv.session import views
from quizcv.session.events import Do, Say
from quizcv.session.interview.interview import GRACE, Interview
from quizcv.session.interview.interviewer import Interviewer
from quizcv.session.interview.keeping import close
from quizcv.session.interview.kinship import Kinship
from quizcv.session.interview.preset import Part, Preset, Step
from quizcv.session.interview.record import Record
from quizcv.session.interview.report import report
from quizcv.session.ports import Trouble
from quizcv.testing import ListArchive

CHAIN = Part(
    title="Chains",
    count=1,
    steps=[
        Step(ask="compute", seconds=120),
        Step(ask="change", seconds=60),
        Step(ask="why", seconds=120),
        Step(ask="next", seconds=120),
        Step(ask="error", seconds=60),
    ],
)
WARM_UP = Part(title="Warm-up", count=1, level="warmup", steps=[Step(ask="short", seconds=60)])
PRESET = Preset(preset="small", title="Small", minutes=10, parts=[WARM_UP, CHAIN])


class Sitting:
    """One interview over the fake world, with short ways to play it."""

    def __init__(
        self, world, preset: Preset = PRESET, archive=None, record=None, entries=()
    ) -> None:
        self.world = world
        self.archive = archive or ListArchive()
        self.record = record or Record(preset=preset, seed=3, bank="sha256:0")
        entries = entries or [
            world.entry("warm", level="warmup", vary={}, mistakes=[]),
            world.entry("anchor", level="core", topics=["sums"], followups=["spoken", "beyond"]),
            world.recall("spoken", topics=["sums"]),
            world.entry("beyond", level="deep", topics=["sums"], mistakes=[]),
        ]
        interviewer = Interviewer(preset, entries, Kinship(), self.record.seed)
        self.interview = Interview(interviewer, world.desk, self.archive, self.record, "s1")
        self.view = self.interview.start()

    def do(self, *commands):
        for command in commands:
            self.view = self.interview.send(Do(command))
        return self.view

    def say(self, text):
        self.view = self.interview.send(Say(str(text)))
        return self.view

    def wait(self, seconds: float):
        """Let time pass in steps of a second, as a terminal does."""
        for _ in range(round(seconds)):
            self.world.clock.tick(1)
            ticked = self.interview.tick()
            if ticked is not None:
                self.view = ticked
        return self.view

    @property
    def exchange(self):
        return self.record.exchanges[-1]

    @property
    def right(self) -> str:
        return self.exchange.posed.expected.partition(")")[0]


@pytest.fixture
def sitting(world):
    return Sitting(world)


def play_scripted(sitting: Sitting) -> views.Over:
    """Six answers: right, off by one, right with a hint, spoken, none in time, error found."""
    sitting.do("next")
    sitting.wait(20)
    sitting.say(sitting.right)
    sitting.do("certain")
    sitting.wait(60)
    sitting.say(int(sitting.right) - 1)
    sitting.do("fairly")
    sitting.do("hint")
    sitting.wait(30)
    sitting.say(sitting.right)
    sitting.do("unsure")
    sitting.wait(40)
    sitting.say("it adds")
    sitting.wait(120)
    assert isinstance(sitting.view, views.TimeUp)
    sitting.do("next")
    sitting.wait(10)
    sitting.say(sitting.right)
    sitting.do("guess")
    assert isinstance(sitting.view, views.Rubric)
    return sitting.say("1")


def test_a_scripted_interview_has_exactly_these_scores(sitting):
    over = play_scripted(sitting)
    assert isinstance(over, views.Over)
    found = report(sitting.record)
    assert found.score == pytest.approx((1 + 0 + 0.5 + 0.5 + 0 + 1) / 6)
    assert (found.asked, found.planned, found.end) == (6, 6, "complete")
    assert (found.right, found.wrong, found.skipped, found.time_up, found.spoken) == (3, 1, 0, 1, 1)
    assert {d.name: pytest.approx(d.value) for d in found.dimensions} == {
        "calibration": (4 - 0.75 - 0.5 - 0.75 - 0.05) / 4,
        "explanation": 1 / 2,
        "correctness": 3 / 5,
        "independence": 4 / 5,
        "speed": 5 / 6,
    }
    assert found.weakest.name == "calibration"
    assert [(s.name, s.points, s.questions) for s in found.depths] == [
        ("1 compute", 0, 1),
        ("2 change", 0.5, 1),
        ("3 why", 0.5, 1),
        ("4 next", 0, 1),
        ("5 error", 1, 1),
    ]
    assert [(s.name, s.points, s.questions) for s in found.areas] == [("area", 3, 6)]
    assert [(c.stated, c.right, c.answers) for c in found.calibration] == [
        (25, 1, 1),
        (50, 1, 1),
        (75, 0, 1),
        (95, 1, 1),
    ]
    assert [(e.kind, e.name, e.number) for e in found.errors] == [("arithmetic", "off by one", 2)]
    assert found.seconds == pytest.approx(20 + 60 + 30 + 40 + 120 + 10)
    assert found.pace == pytest.approx(280 / 540)
    assert found.study == ("sums",)


def test_misses_enter_study_and_successes_on_variations_do_not(sitting):
    play_scripted(sitting)
    told = [(r.card, r.verdict, r.rating, r.kind) for r in sitting.archive.reviews]
    assert told == [
        ("warm", "correct", Rating.GOOD, "mock"),
        ("anchor", "wrong", Rating.AGAIN, "mock"),
        ("anchor", "correct", None, "mock"),
        ("beyond", "skipped", Rating.AGAIN, "mock"),
        ("anchor", "correct", None, "mock"),
        ("spoken", "correct", Rating.HARD, "mock"),
    ]
    assert [r.confidence for r in sitting.archive.reviews] == [95, 75, 50, None, 25, None]
    assert sitting.archive.reviews[1].mistake_kind == "arithmetic"
    assert sitting.archive.reviews[-1].share == 0.5


def test_the_chain_computes_changes_asks_why_goes_on_and_shows_an_error(sitting):
    play_scripted(sitting)
    posed = [exchange.posed for exchange in sitting.record.exchanges]
    asked = [(p.ask, p.asked.card, p.chain, p.depth) for p in posed]
    assert asked == [
        ("short", "warm", None, 1),
        ("compute", "anchor", 1, 1),
        ("change", "anchor", 1, 2),
        ("why", "spoken", 1, 3),
        ("next", "beyond", 1, 4),
        ("error", "anchor", 1, 5),
    ]
    compute, change = posed[1:3]
    assert sum(compute.params[name] != change.params[name] for name in compute.params) == 1
    assert change.expected != compute.expected
    numbers = [str(p.params) for p in posed if p.asked.card == "anchor"]
    assert len(set(numbers)) == 3


def test_nothing_is_revealed_before_the_debrief(sitting):
    sitting.do("next")
    wrong = str(int(sitting.right) + 5)
    after = sitting.say(wrong)
    assert isinstance(after, views.Sureness)
    assert after.given == wrong
    first = sitting.exchange
    shown = [after, sitting.do("certain")]
    assert isinstance(shown[1], views.Question)
    for view in shown:
        told = repr(view)
        assert "wrong" not in told
        assert first.posed.explanation not in told
        assert f"expected={first.posed.expected!r}" not in told


def test_an_unreadable_answer_is_asked_again_while_the_clock_runs(sitting):
    sitting.do("next")
    sitting.wait(10)
    view = sitting.say("dunno")
    assert isinstance(view, views.Question)
    assert "number" in view.notice
    assert sitting.interview.times().question == pytest.approx(50)
    assert sitting.record.answered == []


def test_every_question_shows_its_time_and_that_of_the_interview(sitting):
    sitting.do("next")
    sitting.wait(12)
    assert sitting.interview.times().question == pytest.approx(48)
    assert sitting.interview.times().interview == pytest.approx(588)


def test_time_up_is_recorded_and_the_next_question_comes_by_itself(sitting):
    sitting.do("next")
    view = sitting.wait(60)
    assert isinstance(view, views.TimeUp)
    assert (sitting.exchange.outcome, sitting.exchange.came.seconds) == ("time-up", 60)
    view = sitting.wait(GRACE)
    assert isinstance(view, views.Question)
    assert view.asked.number == 2


def test_an_answer_after_its_time_is_late_even_without_ticks(sitting):
    sitting.do("next")
    right = sitting.right
    sitting.world.clock.tick(61)
    view = sitting.say(right)
    assert isinstance(view, views.TimeUp)
    assert view.said == right
    first = sitting.record.exchanges[0]
    assert (first.outcome, first.came.late, first.came.typed) == ("time-up", True, right)
    assert report(sitting.record).score == 0


def test_a_spoken_answer_is_cut_off_by_the_clock_but_counts(sitting):
    sitting.do("next", "skip", "skip", "skip")
    assert sitting.exchange.posed.is_spoken
    sitting.world.clock.tick(120)
    sitting.interview.tick("it adds two")
    assert (sitting.exchange.outcome, sitting.exchange.came.late) == ("spoken", True)
    assert sitting.exchange.came.typed == "it adds two"


def test_time_up_for_everything_ends_the_interview(world):
    sitting = Sitting(world, msgspec.structs.replace(PRESET, minutes=2.5))
    sitting.do("next")
    sitting.say(sitting.right)
    sitting.do("certain")
    view = sitting.wait(150)
    assert isinstance(view, views.TimeUp | views.Over)
    view = sitting.wait(GRACE + 30) if isinstance(view, views.TimeUp) else view
    assert isinstance(view, views.Over)
    assert sitting.record.end == "time"
    assert sitting.record.elapsed == pytest.approx(150, abs=GRACE)


def test_a_question_cut_off_by_the_end_is_no_miss(world):
    sitting = Sitting(world, msgspec.structs.replace(PRESET, minutes=1.5))
    sitting.do("next")
    sitting.say(sitting.right)
    sitting.do("certain")
    view = sitting.wait(90)
    assert isinstance(view, views.Over)
    assert [e.outcome for e in sitting.record.exchanges] == ["right", "open"]
    found = report(sitting.record)
    assert (found.asked, found.score, found.end) == (1, 1, "time")


def test_no_question_is_begun_in_the_last_seconds(world):
    sitting = Sitting(world, msgspec.structs.replace(PRESET, minutes=65 / 60))
    sitting.do("next")
    sitting.wait(58)
    sitting.say(sitting.right)
    assert isinstance(sitting.do("certain"), views.Over)
    assert len(sitting.record.exchanges) == 1


def test_one_pause_stops_the_clock_hides_the_question_and_is_recorded(sitting):
    sitting.do("next")
    sitting.wait(10)
    view = sitting.do("pause")
    assert isinstance(view, views.Paused)
    sitting.wait(1000)
    view = sitting.do("next")
    assert isinstance(view, views.Question)
    assert sitting.interview.times().question == pytest.approx(50)
    assert sitting.record.pauses == (1000,)
    assert "pause" not in {key.command for key in view.keys}
    assert "One pause" in sitting.do("pause").notice


def test_changing_the_time_of_day_changes_nothing(world):
    """The wall clock jumps by a day while a question stands; the monotonic one does not."""
    sitting = Sitting(world)
    sitting.do("next")
    before = world.clock.monotonic()
    world.clock.monotonic = lambda: before + 5
    world.clock.when += timedelta(days=1)
    assert sitting.interview.tick() is None
    assert sitting.interview.times().question == pytest.approx(55)
    world.clock.when -= timedelta(days=3)
    assert sitting.interview.times().question == pytest.approx(55)


def test_computing_the_numbers_costs_no_time(world):
    dealt = world.dealer.deal

    def slow(entry, seed):
        world.clock.tick(30)
        return dealt(entry, seed)

    world.dealer.deal = slow
    sitting = Sitting(world)
    sitting.do("next")
    assert sitting.interview.times().question == pytest.approx(60)
    assert sitting.interview.times().interview == pytest.approx(600)


def test_a_skip_is_logged_and_a_card_that_fails_is_replaced(world):
    world.dealer.broken["anchor"] = Trouble("no")
    sitting = Sitting(world)
    sitting.do("next", "skip")
    assert [(r.card, r.verdict) for r in sitting.archive.reviews] == [("warm", "skipped")]
    # Nothing else can begin a chain: the rest of it is left out.
    assert isinstance(sitting.view, views.Over)
    assert sitting.record.end == "complete"


def test_leaving_is_asked_twice_and_leads_to_the_debrief(sitting):
    sitting.do("next", "skip", "skip", "skip")
    sitting.say("it adds")
    assert isinstance(sitting.do("quit"), views.Leaving)
    assert isinstance(sitting.do("back"), views.Question)
    assert isinstance(sitting.do("quit", "quit"), views.Rubric)
    assert sitting.record.end == "ended"
    assert isinstance(sitting.do("quit"), views.Over)
    assert report(sitting.record).unrated == 1


def test_every_answer_is_saved_before_the_next_question(sitting):
    sitting.do("next")
    sitting.say(sitting.right)
    assert sitting.archive.record.exchanges[-1].outcome == "right"
    sitting.do("certain")
    first, second = sitting.archive.record.exchanges
    assert (first.came.confidence, first.logged, second.outcome) == (95, True, "open")


def test_the_clock_is_saved_while_somebody_thinks(sitting):
    sitting.do("next")
    sitting.wait(25)
    assert sitting.archive.record.elapsed >= 20
    assert sitting.archive.record.exchanges[-1].came.seconds >= 20


@pytest.mark.parametrize("answers", range(6))
def test_a_killed_interview_goes_on_with_the_same_questions(world, answers):
    """Killed after so many answers, from what was saved last, in a process of its own."""
    whole = Sitting(world)
    whole.do("next")
    for _ in range(6):
        whole.do("skip")
    killed = Sitting(world)
    killed.do("next", *["skip"] * answers)
    killed.wait(30)
    saved = killed.archive.record
    resumed = Sitting(world, archive=killed.archive, record=saved)
    assert isinstance(resumed.view, views.Briefing)
    assert resumed.view.done == answers
    resumed.do("next")
    left = resumed.exchange.posed.budget - 30
    assert resumed.interview.times().question == pytest.approx(left, abs=10)
    resumed.do(*["skip"] * (6 - answers))
    for mine, other in zip(resumed.record.exchanges, whole.record.exchanges, strict=True):
        assert mine.asked.card == other.asked.card
        assert mine.asked.text == other.asked.text
        assert mine.posed.params == other.posed.params
    assert resumed.record.resumed == 1
    assert len(resumed.archive.reviews) == 6


def test_a_resumed_interview_is_as_hard_as_it_was(world):
    """Four right answers lead to deep cards, before a kill as after it."""
    preset = msgspec.structs.replace(
        PRESET, parts=[msgspec.structs.replace(WARM_UP, count=6, level=None)]
    )

    levels = ("warmup", "core", "deep")
    cards = [world.entry(f"card-{n}", level=levels[n % 3]) for n in range(18)]

    def sit(**more):
        sitting = Sitting(world, preset, entries=cards, **more)
        sitting.do("next")
        return sitting

    killed = sit()
    for _ in range(4):
        killed.say(killed.right)
        killed.do("certain")
    resumed = sit(archive=killed.archive, record=killed.archive.record)
    assert resumed.exchange.asked.level == "deep"
    assert resumed.exchange.asked.card == killed.exchange.asked.card


def test_a_kill_before_the_confidence_keeps_the_answer(world):
    killed = Sitting(world)
    killed.do("next")
    killed.say(killed.right)
    resumed = Sitting(world, archive=killed.archive, record=killed.archive.record)
    resumed.do("next")
    assert resumed.record.exchanges[0].outcome == "right"
    assert [(r.card, r.confidence) for r in resumed.archive.reviews] == [("warm", None)]
    assert resumed.exchange.asked.number == 2


def test_a_kill_in_the_debrief_goes_on_there(world):
    killed = Sitting(world)
    killed.do("next", "skip", "skip", "skip")
    killed.say("adds")
    killed.do("quit", "quit")
    resumed = Sitting(world, archive=killed.archive, record=killed.archive.record)
    assert isinstance(resumed.do("next"), views.Rubric)
    assert isinstance(resumed.say("all"), views.Over)
    assert report(resumed.record).dimensions[-1].name
    assert resumed.archive.state == "finished"


def test_an_interrupted_interview_can_be_closed_as_such(world):
    killed = Sitting(world)
    killed.do("next")
    killed.say(killed.right)
    record = killed.archive.record
    close(record, killed.archive, "s1", world.clock.now())
    assert killed.archive.state == "closed"
    assert killed.archive.record.end == "closed"
    assert [r.verdict for r in killed.archive.reviews] == ["correct"]


def test_not_now_leaves_no_trace(sitting):
    assert isinstance(sitting.do("quit"), views.Over)
    assert sitting.archive.saves == []
    assert sitting.world.progress.sessions == []


def test_the_clock_is_shown_while_it_runs_and_for_a_question_while_one_stands(sitting):
    assert sitting.interview.times() is None
    sitting.do("next", "pause")
    assert sitting.interview.times() is None
    sitting.do("next")
    assert sitting.interview.times().question == 60
    sitting.do("quit")
    assert sitting.interview.times().question == 60
    sitting.do("back")
    sitting.say(sitting.right)
    assert sitting.interview.times().question is None
    assert sitting.interview.times().interview == 600
    sitting.do("certain", "quit", "quit")
    assert sitting.interview.times() is None


def test_an_interruption_saves_the_time_of_the_question_that_stands(sitting):
    sitting.do("next", "hint")
    sitting.world.clock.tick(7)
    assert not sitting.interview.interrupt().closing
    [exchange] = sitting.archive.record.exchanges
    assert (exchange.outcome, exchange.came.seconds, exchange.came.hints) == ("open", 7, 1)


def test_an_interruption_while_the_next_numbers_are_computed_leaves_a_skip_as_it_was(sitting):
    sitting.do("next")
    sitting.wait(5)

    def interrupted(entry, seed):
        sitting.world.clock.tick(30)
        raise KeyboardInterrupt

    sitting.world.dealer.deal = interrupted
    with pytest.raises(KeyboardInterrupt):
        sitting.do("skip")
    sitting.interview.interrupt()
    [exchange] = sitting.archive.record.exchanges
    assert (exchange.outcome, exchange.came.seconds) == ("skipped", 5)


def test_an_interruption_before_the_first_question_and_after_the_end_saves_nothing(sitting):
    sitting.interview.interrupt()
    assert sitting.archive.saves == []
    sitting.do("next", "quit", "quit")
    assert sitting.archive.state == "finished"
    sitting.interview.interrupt()
    assert sitting.archive.state == "finished"


# The numbers in its rules, written out again -----------------------------------------------------


def ticked(sitting, seconds):
    """Let so much time pass at once, and return what it brings on."""
    sitting.world.clock.tick(seconds)
    return sitting.interview.tick()


def test_time_is_up_for_six_seconds(sitting):
    sitting.do("next")
    assert isinstance(ticked(sitting, 60), views.TimeUp)
    assert ticked(sitting, 5.9) is None
    assert isinstance(ticked(sitting, 0.1), views.Question)


def test_the_clock_is_saved_every_ten_seconds(sitting):
    sitting.do("next")
    before = len(sitting.archive.saves)
    saves = []
    for seconds in (9.9, 0.1, 9.9, 0.2):
        assert ticked(sitting, seconds) is None
        saves.append(len(sitting.archive.saves) - before)
    assert saves == [0, 1, 1, 2]


@pytest.mark.parametrize(
    ("budget", "left", "begun"),
    [(60, 10, True), (60, 9.9, False), (20, 5, True), (20, 4.9, False), (200, 10, True)],
)
def test_a_question_is_begun_with_ten_seconds_or_a_quarter_of_its_time(world, budget, left, begun):
    first = Part(title="First", count=1, steps=[Step(ask="short", seconds=60)])
    second = Part(title="Second", count=1, steps=[Step(ask="short", seconds=budget)])
    preset = Preset(preset="small", title="Small", minutes=1, parts=[first, second])
    sitting = Sitting(world, preset)
    sitting.do("next")
    ticked(sitting, 60 - left)
    sitting.say(sitting.right)
    sitting.do("certain")
    assert len(sitting.record.exchanges) == 1 + begun


def test_the_end_of_the_interview_does_not_wait_for_how_sure_somebody_was(world):
    sitting = Sitting(world, msgspec.structs.replace(PRESET, minutes=1.5))
    sitting.do("next")
    sitting.wait(30)
    assert isinstance(sitting.say(sitting.right), views.Sureness)
    assert isinstance(sitting.wait(59), views.Sureness)
    assert isinstance(sitting.wait(1), views.Over)
    assert [(r.verdict, r.confidence) for r in sitting.archive.reviews] == [("correct", None)]
    assert sitting.record.end == "time"


def test_numbers_asked_before_an_interruption_do_not_come_again(world):
    """Of the three sets of numbers there are, each of a chain's three questions has its own."""
    card = world.entry("anchor", vary={"a": [10, 20, 30]})
    steps = [Step(ask=ask, seconds=60) for ask in ("compute", "change", "error")]
    preset = Preset(preset="p", title="P", minutes=9, parts=[Part(title="C", count=1, steps=steps)])
    for seed in range(12):
        record = Record(preset=preset, seed=seed, bank="")
        sitting = Sitting(world, preset, record=record, entries=[card])
        sitting.do("next", "skip", "skip")
        whole = [exchange.posed.params["a"] for exchange in record.exchanges]
        assert sorted(whole) == [10, 20, 30]
        for answers in (1, 2):
            killed = Sitting(
                world, preset, record=Record(preset=preset, seed=seed, bank=""), entries=[card]
            )
            killed.do("next", *["skip"] * answers)
            saved = killed.archive.record
            resumed = Sitting(world, preset, archive=killed.archive, record=saved, entries=[card])
            resumed.do("next", *["skip"] * (2 - answers))
            assert [e.posed.params["a"] for e in resumed.record.exchanges] == whole
