"""Sessions played with a list, a fake clock and a fake dealer: every branch of the engine."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from quizcv.cards.model import Figure
from quizcv.cards.variant import Variant
from quizcv.kinds.formula import Formula
from quizcv.kinds.numbers import Integer, Number
from quizcv.schedule import Rating
from quizcv.session import views
from quizcv.session.asked import form_of
from quizcv.session.blocks import Chart
from quizcv.session.drill.quiz import QuizSource
from quizcv.session.drill.sources import Pick, Waiting
from quizcv.session.events import Do, Say
from quizcv.session.keys import CONFIDENCE
from quizcv.session.ports import Trouble


def test_a_question_shows_its_numbers(world):
    view = world.study(world.entry("sum"))
    assert isinstance(view, views.Question)
    assert (view.input, view.closing) == ("line", False)
    params = world.drill._showing.variant.params
    assert view.asked.text == f"What is {params['a']} + {params['b']}?"
    assert (view.asked.number, view.asked.total, view.asked.fresh) == (1, None, True)
    assert view.asked.form == "a whole number, such as 34848 or 34.8k"


def test_a_right_answer_is_recorded_before_anything_else_is_shown(world):
    world.study(world.entry("sum"))
    world.clock.tick(30)
    right = world.right()
    view = world.say(right)
    assert isinstance(view, views.Graded)
    assert (view.result.verdict, view.rating) == ("correct", Rating.GOOD)
    [review] = world.progress.log
    assert (review.card, review.typed, review.verdict) == ("sum", right, "correct")
    assert (review.rating, review.elapsed_ms, review.hints) == (Rating.GOOD, 30_000, 0)
    assert review.params == world.drill._showing.variant.params
    assert (review.topics, review.area, review.kind) == (("topic-s",), "area", "study")
    assert [key.more for key in view.keys if key.more] == ["1 min", "6 min", "10 min", "8 d"]
    assert [key.command for key in view.keys if key.chosen] == ["good"]
    assert view.interval == timedelta(minutes=10)


def test_a_wrong_answer_names_its_mistake_with_the_numbers_filled_in(world):
    world.study(world.entry("sum"))
    view = world.say(int(world.right()) - 1)
    a = world.drill._showing.variant.params["a"]
    assert (view.result.verdict, view.result.feedback) == ("wrong", f"Not {a}.")
    assert view.result.expected == world.right()
    assert world.progress.log[0].mistake == "off by one"
    assert world.progress.log[0].mistake_kind == "arithmetic"
    assert world.progress.log[0].rating is Rating.AGAIN


def test_an_unreadable_answer_is_asked_again_and_not_recorded(world):
    world.study(world.entry("sum"))
    view = world.say("dunno")
    assert isinstance(view, views.Question)
    assert "number" in view.notice
    assert world.progress.log == []


@pytest.mark.parametrize(
    ("seconds", "hints", "rating"),
    [(10, 0, Rating.EASY), (50, 0, Rating.GOOD), (200, 0, Rating.HARD), (10, 1, Rating.HARD)],
)
def test_the_rating_follows_from_time_and_hints(world, seconds, hints, rating):
    world.study(world.entry("sum"))
    for _ in range(hints):
        world.do("hint")
    world.clock.tick(seconds)
    assert world.say(world.right()).rating is rating


def test_hints_come_one_at_a_time_with_their_numbers(world):
    world.study(world.entry("sum"))
    first = world.do("hint")
    a = world.drill._showing.variant.params["a"]
    assert (first.asked.hints, first.asked.hints_left) == ((f"Count on from {a}.",), 1)
    second = world.do("hint")
    assert (len(second.asked.hints), second.asked.hints_left) == (2, 0)
    assert "no more hints" in world.do("hint").notice
    world.say(world.right())
    assert world.progress.log[0].hints == 2


def test_the_rating_can_be_changed_and_the_log_keeps_both(world):
    world.study(world.entry("sum"))
    world.clock.tick(50)
    world.say(world.right())
    world.do("hard")
    assert [review.rating for review in world.progress.log] == [Rating.GOOD, Rating.HARD]
    assert [review.rating for review in world.progress.live()] == [Rating.HARD]


def test_the_same_rating_again_records_nothing_new(world):
    world.study(world.entry("sum"))
    world.clock.tick(50)
    world.say(world.right())
    world.do("good")
    assert len(world.progress.log) == 1


def test_recall_is_revealed_and_graded_by_the_learner(world):
    view = world.study(world.recall("why"))
    assert "reveal" in world.commands()
    world.clock.tick(20)
    view = world.do("reveal")
    assert isinstance(view, views.Points)
    assert (view.text, view.points) == ("It adds.", ("adds", "two numbers"))
    assert (view.keys[0].command, view.keys[0].more) == ("again", "1 min")
    assert world.progress.log == []
    world.clock.tick(99)  # reading the answer is not thinking
    view = world.do("easy")
    assert isinstance(view, views.Finished)
    [review] = world.progress.log
    assert (review.verdict, review.rating, review.elapsed_ms) == ("correct", Rating.EASY, 20_000)


def test_what_is_said_to_a_recall_card_is_kept(world):
    world.study(world.recall("why"))
    assert world.say("because it adds").typed_answer == "because it adds"
    world.do("again")
    assert (world.progress.log[0].typed, world.progress.log[0].verdict) == (
        "because it adds",
        "wrong",
    )


def test_a_forgotten_card_comes_again_with_other_numbers_in_the_same_session(world):
    world.study(world.entry("sum"), world.entry("tum"))
    world.say("1")
    first = world.progress.log[0]
    view = world.do("next")
    assert view.asked.card == "tum"
    world.clock.tick(90)
    world.say(world.right())
    view = world.do("easy")
    assert view.asked.card == "sum"
    assert not view.asked.fresh
    world.say(world.right())
    assert world.progress.log[-1].seed != first.seed


def test_a_card_in_its_learning_steps_is_asked_early_rather_than_ending(world):
    world.study(world.entry("sum"))
    world.clock.tick(50)
    world.say(world.right())
    assert world.do("next").asked.card == "sum"
    world.clock.tick(50)
    world.say(world.right())
    assert isinstance(world.do("next"), views.Finished)


def test_skip_is_logged_without_a_rating(world):
    world.study(world.entry("sum"), world.entry("tum"))
    view = world.do("skip")
    assert view.asked.card == "tum"
    [review] = world.progress.log
    assert (review.verdict, review.rating) == ("skipped", None)
    assert world.progress.state("sum") is None


def test_flag_on_and_off(world):
    world.study(world.entry("sum"))
    assert "Flagged" in world.do("flag").notice
    assert "sum" in world.progress.flagged
    assert "off" in world.do("flag").notice
    assert world.progress.flagged == {}


def test_undo_at_the_verdict_asks_the_same_numbers_again(world):
    world.study(world.entry("sum"))
    before = world.drill.view.asked.text
    world.clock.tick(30)
    world.say("1")
    view = world.do("undo")
    assert isinstance(view, views.Question)
    assert (view.asked.text, view.notice) == (before, "Taken back. Once more:")
    assert world.progress.live() == []
    world.clock.tick(50)
    world.say(world.right())
    assert [review.verdict for review in world.progress.live()] == ["correct"]
    assert world.progress.live()[0].elapsed_ms == 50_000


def test_undo_at_the_next_question_keeps_that_question_for_later(world):
    world.study(world.entry("sum"), world.entry("tum"))
    world.say(world.right())
    world.do("easy")
    coming = world.drill.view.asked.text
    view = world.do("undo")
    assert view.asked.card == "sum"
    world.say(world.right())
    assert world.do("easy").asked.text == coming
    assert world.drill.view.asked.number == 2


def test_an_undone_miss_does_not_come_again_by_itself(world):
    world.study(world.entry("sum"))
    world.say("1")
    world.do("undo")
    assert world.do("skip").left == 0


def test_there_is_nothing_to_undo_at_the_start(world):
    world.study(world.entry("sum"))
    assert "nothing to take back" in world.do("undo").notice


def test_why_shows_the_answer_as_its_kind_does(world):
    world.study(world.entry("sum", Integer(value=3, unit="MB")))
    world.say(world.right())
    assert world.do("why").values == {"answer": f"{world.right()} MB"}


def test_why_runs_the_snippet_and_goes_back(world):
    world.study(world.entry("sum"))
    graded = world.say(world.right())
    view = world.do("why")
    assert isinstance(view, views.Ran)
    assert (view.code, view.stdout) == ("answer = a + b", "printed\n")
    assert view.values == {"answer": world.right()}
    assert world.do("back") == graded
    assert world.do("next") != graded


def test_a_snippet_that_cannot_be_run_is_said(world):
    world.study(world.entry("sum"))
    world.say(world.right())
    world.dealer.broken["sum"] = Trouble("it timed out")
    view = world.do("why")
    assert isinstance(view, views.Graded)
    assert view.notice == "it timed out"
    assert isinstance(world.do("easy"), views.Finished)


def test_what_if_asks_for_a_change_then_a_prediction_and_logs_nothing(world):
    world.study(world.entry("sum"))
    graded = world.say(world.right())
    assert isinstance(world.do("whatif"), views.Change)
    view = world.say("a=100, b = 5")
    assert isinstance(view, views.Predict)
    assert view.asked.text == "What is 100 + 5?"
    assert "number" in world.say("what?").notice
    view = world.say("105")
    assert isinstance(view, views.Foretold)
    assert view.result.verdict == "correct"
    assert isinstance(world.do("whatif"), views.Change)
    world.say("b=7")
    view = world.say("106")
    assert (view.result.verdict, view.result.expected) == ("wrong", "107")
    assert world.do("why").params == {"a": 100, "b": 7}
    assert world.do("back") == graded
    assert len(world.progress.log) == 1


def test_what_if_can_just_show(world):
    world.study(world.entry("sum"))
    world.say(world.right())
    world.do("whatif")
    world.say("a=1")
    view = world.do("reveal")
    assert view.result.verdict == "invalid"
    assert view.result.feedback == ""


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("c=1", "There is no c here. Write a change, such as a="),
        ("a", "such as a="),
        ("", "Write a change"),
        ("a=x", "a is written like"),
        ("a=1.5", "a is written like"),
        ("a=[1]", "a is written like"),
        ("a=__import__('os')", "a is written like"),
        ("a=2000", "make no sense"),
    ],
)
def test_what_if_refuses_changes_that_make_no_sense(world, typed, says):
    world.study(world.entry("sum"))
    world.say(world.right())
    world.do("whatif")
    view = world.say(typed)
    assert isinstance(view, views.Change)
    assert says in view.notice


def test_keys_of_a_side_trip_are_its_own(world):
    world.study(world.entry("sum"))
    world.say(world.right())
    world.do("why")
    assert "not possible" in world.do("next").notice
    assert world.say("hello").notice == "Choose one of the keys."


def test_retry_draws_new_numbers_beside_the_schedule(world):
    world.study(world.entry("sum"))
    world.say("1")
    before = world.drill._showing.variant.params
    view = world.do("retry")
    assert view.asked.practice
    assert world.drill._showing.variant.params != before
    graded = world.say(world.right())
    assert (graded.rating, graded.interval) == (None, None)
    assert "good" not in world.commands()
    assert [review.rating for review in world.progress.log] == [Rating.AGAIN, None]
    assert world.drill.view.asked.number == 1


@pytest.mark.parametrize("name", [f"sum-{n}" for n in range(8)])
def test_retry_draws_until_the_numbers_differ(world, name):
    world.study(world.entry(name, vary={"a": [1, 2]}))
    world.say("1")
    before = world.drill._showing.variant.params
    assert world.do("retry").notice == "New numbers:"
    assert world.drill._showing.variant.params != before


def test_retry_says_so_when_there_are_no_other_numbers(world):
    world.study(world.entry("sum", vary={"a": [1]}))
    world.say("1")
    assert world.do("retry").notice == "The same numbers again:"


def test_a_question_tells_how_many_are_to_come(world):
    view = world.study(world.entry("one"), world.entry("two"), world.entry("three"))
    assert (view.asked.number, view.asked.left) == (1, 2)
    world.say("1")  # wrong: it comes again
    assert world.do("next").asked.left == 2


@pytest.mark.parametrize(
    ("played", "left"),
    [
        ([], 2),
        ([Do("hint")], 2),
        ([Say("1")], 2),  # wrong: it comes again
        ([Do("skip")], 1),
        ([Do("skip"), Do("undo")], 2),
        ([Do("edit")], 2),
        ([Say("1"), Do("retry")], 2),
    ],
)
def test_a_card_left_unanswered_is_still_to_come(world, played, left):
    world.study(world.entry("one"), world.entry("two"))
    for event in played:
        world.drill.send(event)
    assert world.do("quit").left == left


def test_a_card_left_while_rating_it_is_still_to_come(world):
    world.study(world.recall("one"), world.recall("two"))
    world.do("reveal")
    assert world.do("quit").left == 2


def test_two_retries_differ(world):
    world.study(world.entry("sum"))
    world.say("1")
    world.do("retry")
    world.say("1")
    world.do("retry")
    world.say("1")
    assert len({review.seed for review in world.progress.log}) == 3


@pytest.mark.parametrize(
    ("make", "offered"),
    [("entry", {"why", "whatif", "retry"}), ("choice", {"why"}), ("recall", {"why"})],
)
def test_only_what_a_card_can_do_is_offered(world, make, offered):
    world.study(getattr(world, make)("card"))
    world.say("a" if make != "entry" else "1")
    assert world.commands() & {"why", "whatif", "retry"} == offered


def test_edit_at_the_question_asks_the_card_as_it_is_now(world):
    world.study(world.entry("sum"))
    view = world.do("edit")
    assert (view.file, view.line, view.card) == ("sums.yaml", 7, "sum")
    world.dealer.rewritten["sum"] = world.entry("sum", question="Sum of {{a}} and {{b}}?")
    view = world.do("edited")
    assert view.asked.text.startswith("Sum of")
    assert view.asked.number == 1


def test_edit_at_the_verdict_leaves_the_verdict(world):
    world.study(world.entry("sum"))
    world.say("1")
    world.do("edit")
    view = world.do("edited")
    assert isinstance(view, views.Graded)
    assert "Saved" in view.notice


def test_an_edit_that_breaks_the_file_is_said(world):
    world.study(world.entry("sum"))
    world.do("edit")
    world.dealer.rewritten["sum"] = Trouble("sums.yaml:7: unknown key")
    view = world.do("edited")
    assert isinstance(view, views.Question)
    assert view.notice == "sums.yaml:7: unknown key"


def test_a_card_whose_check_fails_is_set_aside_and_not_graded(world):
    world.dealer.broken["sum"] = Trouble("its check raised", "quizcv verify sum")
    view = world.study(world.entry("sum"), world.entry("tum"))
    assert isinstance(view, views.SetAside)
    assert (view.card, view.message, view.remedy) == (
        "sum",
        "its check raised",
        "quizcv verify sum",
    )
    view = world.do("next")
    assert view.asked.card == "tum"
    world.say(world.right())
    end = world.do("easy")
    assert end.set_aside == (("sum", "its check raised"),)
    assert [review.card for review in world.progress.log] == ["tum"]


@pytest.mark.parametrize("play", ["study", "quiz"])
def test_an_untrusted_bank_is_said_once_and_left_out(world, play):
    for name in ("one", "two"):
        world.dealer.broken[name] = Trouble("not trusted", "quizcv bank trust x", "refused")
    untrusted = [world.entry(name, bank="other") for name in ("one", "two")]
    view = getattr(world, play)(*untrusted, world.entry("sum"))
    assert view.remedy == "quizcv bank trust x"
    assert world.do("next").asked.card == "sum"


@pytest.mark.parametrize("play", ["study", "quiz"])
def test_an_empty_queue_ends_at_once(world, play):
    view = getattr(world, play)()
    assert isinstance(view, views.Finished)
    assert (view.answered, view.left, view.next_due) == (0, 0, None)


def test_quitting_anywhere_leaves_a_summary(world):
    world.study(world.entry("sum"), world.entry("tum"))
    world.clock.tick(40)
    world.say(world.right())
    end = world.do("quit")
    assert isinstance(end, views.Finished)
    assert (end.right, end.wrong, end.left, end.seconds) == (1, 0, 2, 40)
    assert end.next_due == world.clock.now() + timedelta(minutes=10)
    assert world.progress.sessions[-1] == ("end", "s0", {"right": 1, "wrong": 0, "skipped": 0})
    assert world.do("quit") == end


@pytest.mark.parametrize("where", [["why"], ["whatif"], ["edit"], ["hint"]])
def test_quit_works_in_every_side_trip(world, where):
    world.study(world.entry("sum"))
    if where[0] != "hint":
        world.say("1")
    world.do(*where)
    assert isinstance(world.do("quit"), views.Finished)


def test_the_next_card_is_prepared_while_the_learner_thinks(world):
    world.study(world.entry("sum"), world.entry("tum"))
    assert not world.dealer.prepared  # never before the question is on the screen
    world.drill.work_ahead()
    [(card, seed)] = world.dealer.prepared
    world.say(world.right())
    world.do("easy")
    assert (card, seed) == ("tum", world.drill._showing.variant.seed)


def test_commands_and_lines_that_do_not_fit_change_nothing(world):
    world.study(world.entry("sum"))
    assert "not possible" in world.do("good").notice
    world.say(world.right())
    assert world.say("and another").notice == "Choose one of the keys."
    assert len(world.progress.log) == 1


def test_formulas_are_sampled_by_the_dealer(world):
    formula = world.entry("sum", Formula(formula="a + b"), mistakes=[])
    view = world.study(formula)
    assert view.asked.form == "a formula in a, b"
    view = world.say("a * b")
    assert view.result.verdict == "wrong"
    world.do("undo")
    assert world.say("a+b").result.verdict == "correct"


def test_a_unit_is_part_of_the_form(world):
    view = world.study(world.entry("sum", Integer(value=3, unit="MACs")))
    assert view.asked.form.endswith("in MACs")


# Quiz ---------------------------------------------------------------------------------------


def test_a_quiz_asks_each_question_once(world):
    view = world.quiz(world.entry("sum"), world.choice("tum"))
    assert (view.asked.number, view.asked.total) == (1, 2)
    world.say("1")
    view = world.do("next")
    assert view.asked.number == 2
    letter = next(o.letter for o in view.asked.options if o.key == "yes_relu")
    world.say(letter)
    end = world.do("next")
    assert (end.right, end.wrong) == (1, 1)
    assert [(score.name, score.right, score.asked) for score in end.topics] == [
        ("topic-s", 0, 1),
        ("topic-t", 1, 1),
    ]
    [miss] = end.misses
    assert (miss.asked.card, miss.given) == ("sum", "1")
    assert miss.explanation.endswith(f"make {miss.expected}.")


def test_confidence_is_asked_before_the_verdict(world):
    world.quiz(world.entry("sum"), confidence=True)
    assert isinstance(world.say("what?"), views.Question)
    view = world.say("1")
    assert isinstance(view, views.Sureness)
    assert world.progress.log == []
    assert not hasattr(view, "result")
    view = world.do("certain")
    assert isinstance(view, views.Graded)
    assert world.progress.log[0].confidence == CONFIDENCE["certain"] == 95
    assert world.do("next").calibration == ((95, 0, 1),)


def test_an_answer_whose_confidence_was_never_said_still_counts(world):
    world.quiz(world.entry("sum"), confidence=True)
    world.say(world.right())
    end = world.do("quit")
    assert (end.right, world.progress.log[0].confidence) == (1, None)


def test_practice_is_not_asked_for_confidence_nor_counted(world):
    world.quiz(world.entry("sum"), confidence=True)
    world.say("1")
    world.do("guess", "retry")
    assert isinstance(world.say(world.right()), views.Graded)
    end = world.do("next")
    assert (end.right, end.wrong) == (0, 1)


@pytest.mark.parametrize(
    ("answer", "form"),
    [
        (Number(value=0.5), "a number to 3 significant digits"),
        (Number(value=0.5, rtol=0.03), "a number to 2 significant digits"),
        (Number(value=0.5, rtol=1e-4, unit="s"), "a number to 4 significant digits, in s"),
        (Number(value=0.5, rtol=0.0, atol=0.1), "a number"),
    ],
)
def test_the_question_says_how_many_digits_are_wanted(world, answer, form):
    assert form_of(world.entry("one", answer=answer).card) == form


def test_an_interruption_ends_with_what_was_answered(world):
    world.study(world.entry("sum"), world.entry("tum"))
    world.say(world.right())
    end = world.drill.interrupt()
    assert (end.closing, end.right, end.left) == (True, 1, 1)
    assert world.progress.sessions[-1][0] == "end"


def test_an_interruption_of_the_first_computation_ends_too(world):
    def interrupted(entry, seed):
        raise KeyboardInterrupt

    world.dealer.deal = interrupted
    with pytest.raises(KeyboardInterrupt):
        world.study(world.entry("sum"))
    assert world.drill.interrupt().answered == 0


def test_a_drill_has_no_clock(world):
    world.study(world.entry("sum"))
    assert (world.drill.times(), world.drill.tick("1")) == (None, None)


def test_cards_put_back_come_first_in_their_order(world):
    picks = [Pick(world.entry(name), 1) for name in ("one", "two", "three")]
    waiting = Waiting(picks[2:])
    waiting.put_back(*picks[:2])
    assert waiting._waiting == picks


@pytest.mark.parametrize(("code", "total"), [("failed", 4), ("refused", 2)])
def test_a_card_that_is_set_aside_is_one_question_less_and_a_bank_all_of_its(world, code, total):
    banks = ["a", "b", "a", "a", "b"]
    picks = [Pick(world.entry(f"card-{n}", bank=bank), 1) for n, bank in enumerate(banks)]
    source = QuizSource(picks)
    source.take(world.clock.now())
    source.set_aside(picks[0], Trouble("no", code=code))
    assert (source.total, source.left()) == (total, total)


def test_a_bank_that_is_refused_later_leaves_those_already_asked_in_the_count(world):
    picks = [Pick(world.entry(f"card-{n}", bank=bank), 1) for n, bank in enumerate("babb")]
    source = QuizSource(picks)
    for _ in range(2):
        source.take(world.clock.now())
    source.set_aside(picks[1], Trouble("no", code="refused"))
    assert source.total == 3


def shown(entry, *params):
    """Return showings of a card with these numbers, the first of them its own."""
    return tuple(
        Variant(card=entry.card.id, seed=seed or None, params=each, answer=sum(each.values()))
        for seed, each in enumerate(params)
    )


def test_a_retry_takes_what_was_not_seen_as_long_as_there_is_any(world):
    entry = world.entry("sum", vary={"a": [1], "b": [2]})
    world.dealer.proved["sum"] = shown(entry, {"a": 1, "b": 2}, {"a": 5, "b": 2}, {"a": 6, "b": 2})
    world.study(entry)
    seen = [world.drill._showing.variant.params["a"]]
    for _ in range(3):
        world.say("1")
        world.do("retry")
        seen.append(world.drill._showing.variant.params["a"])
    assert (seen[0], sorted(seen[:3])) == (1, [1, 5, 6])
    assert seen[3] != seen[2]


def test_why_draws_the_figure_for_the_numbers_at_hand(world, monkeypatch):
    figure = Figure(title="Doubling", x="xs", series={"twice": "ys"})
    world.study(world.entry("sum", figure=figure))
    view = world.say("1")
    assert not any(isinstance(block, Chart) for block in view.blocks)
    arrays = {"xs": [0.0, 1.0], "ys": [0.0, 2.0]}
    execute = world.dealer.execute
    monkeypatch.setattr(
        world.dealer, "execute", lambda *given: replace(execute(*given), arrays=arrays)
    )
    [chart] = [block for block in world.do("why").blocks if isinstance(block, Chart)]
    assert chart.variant.arrays == arrays
