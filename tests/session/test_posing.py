"""Questions with their numbers: one number changed, a rubric, a derivation to judge."""

from __future__ import annotations

from msgspec.structs import replace

from quizcv.cards.model import Mistake, Range
from quizcv.session.interview.changes import single_changes
from quizcv.session.interview.derivation import SOUND, derivation
from quizcv.session.interview.posing import Draw, Planned, numbers_key
from quizcv.session.interview.preset import Part, Step
from quizcv.session.interview.steps import STEPS, pose
from quizcv.session.ports import Trouble

TWO = [
    Mistake(name="off by one", kind="arithmetic", formula="a+b-1", feedback="Not {{a}}."),
    Mistake(name="said so", kind="concept", says="It is nothing.", feedback="It is."),
]


def planned(entry, ask, seed=1):
    step = Step(ask=ask, seconds=60)
    part = Part(title="Chains", count=1, steps=[step])
    return Planned(entry=entry, step=step, part=part, chain=1, depth=1, seed=seed)


def posed_as(entry, ask, dealer, seed=1, number=1, **draw):
    return pose(Draw(planned=planned(entry, ask, seed), dealer=dealer, **draw), number)


def graded(item, typed, dealer):
    return STEPS[item.posed.ask].grade(item, typed, dealer)


def test_a_change_alters_one_number_and_the_answer(world):
    entry = world.entry("sum")
    before = world.dealer.deal(entry, 5)
    posed = posed_as(entry, "change", world.dealer, before=before)
    changed = [n for n in before.params if posed.variant.params[n] != before.params[n]]
    assert len(changed) == 1
    assert posed.variant.answer != before.answer
    [name] = changed
    told = f"({name}: {before.params[name]} → {posed.variant.params[name]})"
    assert posed.posed.asked.text.startswith(f"And if a number changes {told}?")
    assert posed.posed.practice


def test_a_change_that_makes_no_sense_is_passed_over(world):
    entry = world.entry("sum", vary={"a": [2000, 3000, 7], "b": [5000]})
    before = world.dealer.deal(entry, 5)
    before = before.__class__(
        card="sum", seed=5, params={"a": 2000, "b": 9}, answer=2009, mistakes=(1,)
    )
    posed = posed_as(entry, "change", world.dealer, before=before)
    assert posed.variant.params == {"a": 7, "b": 9}


def test_a_change_that_leaves_the_answer_alone_is_passed_over(world):
    entry = world.entry("sum", vary={"a": [10, 20], "b": [3, 4]})
    before = world.dealer.deal(entry, 5)
    recompute = world.dealer.recompute

    def only_a(entry, params):
        found = recompute(entry, params)
        return replace(found, answer=params["a"])

    world.dealer.recompute = only_a
    before = replace(before, answer=before.params["a"])
    for seed in range(8):
        posed = posed_as(entry, "change", world.dealer, seed, before=before)
        assert posed.variant.params["a"] != before.params["a"]


def test_a_change_that_is_proved_is_not_computed(world):
    entry = world.entry("sum")
    before = world.dealer.deal(entry, 5)
    a, b = before.params["a"], before.params["b"]
    one, both, same = {"a": a + 1, "b": b}, {"a": a + 1, "b": b + 1}, before.params
    known = [replace(before, seed=n, params=p, answer=sum(p.values())) for n, p in
             enumerate((same, both, one), start=7)]  # fmt: skip
    world.dealer.proved["sum"] = tuple(known)
    world.dealer.recompute = None
    posed = posed_as(entry, "change", world.dealer, before=before)
    assert (posed.variant, posed.posed.draw) == (known[2], 9)


def test_numbers_that_were_seen_are_drawn_again(world):
    entry = world.entry("sum")
    first = posed_as(entry, "compute", world.dealer)
    seen = {numbers_key("sum", first.variant.params)}
    second = posed_as(entry, "compute", world.dealer, seen=seen)
    assert second.variant.params != first.variant.params


def test_where_every_draw_was_seen_the_numbers_come_again(world):
    entry = world.entry("sum", vary={"a": [1]})
    first = posed_as(entry, "compute", world.dealer)
    seen = {numbers_key("sum", first.variant.params)}
    again = posed_as(entry, "compute", world.dealer, seen=seen)
    assert again.variant.params == first.variant.params


def test_changes_take_turns_between_the_names(world):
    card = world.entry("sum", vary={"a": Range(first=1, last=500), "b": [3, 4]}).card
    changes = single_changes(card, {"a": 1, "b": 3}, seed=2)
    assert {name for name, _ in changes[:2]} == {"a", "b"}
    assert ("b", 3) not in changes
    assert changes == single_changes(card, {"a": 1, "b": 3}, seed=2)


def test_a_spoken_question_has_the_recall_cards_points_as_its_rubric(world):
    posed = posed_as(world.recall("why"), "why", world.dealer)
    exchange = posed.posed
    assert (exchange.asked.kind, exchange.points) == ("spoken", ("adds", "two numbers"))
    assert (exchange.expected, exchange.practice) == ("It adds.", False)


def test_without_a_recall_card_the_explanation_is_the_rubric(world):
    entry = world.entry("sum", explanation="{{a}} is big. It needs {{b}} more. That is all.")
    posed = posed_as(entry, "why", world.dealer)
    a, b = posed.variant.params["a"], posed.variant.params["b"]
    assert posed.posed.points == (f"{a} is big.", f"It needs {b} more.", "That is all.")
    assert f"> What is {a} + {b}?" in posed.posed.asked.text
    assert posed.posed.practice


def test_a_wrong_derivation_shows_the_wrong_value_and_asks_which_mistake_it_is(world):
    entry = world.entry("sum", mistakes=TWO, let={"twice": "2*a"})
    for seed in range(20):
        posed = posed_as(entry, "error", world.dealer, seed)
        if posed.derivation.key != SOUND:
            break
    variant, exchange = posed.variant, posed.posed
    assert f"a+b-1 = {variant.answer - 1}" in exchange.asked.text
    assert [text for _, _, text in exchange.asked.options] == ["off by one", "Nothing: it is right"]
    assert posed.derivation.kind == "arithmetic"
    assert exchange.remark == f"Not {variant.params['a']}."
    right = graded(posed, "a", world.dealer)
    assert (right.verdict, right.slip) == ("correct", None)
    missed = graded(posed, "b", world.dealer)
    assert (missed.verdict, missed.slip_kind) == ("wrong", "arithmetic")
    assert missed.slip == "Missed: off by one"
    assert missed.expected == "a) off by one"
    assert graded(posed, "z", world.dealer).verdict == "invalid"


def test_now_and_then_the_derivation_is_right(world):
    from quizcv.kinds.numbers import Integer

    entry = world.entry("sum", Integer(value=3, formula="a + b"), mistakes=TWO)
    variant = world.dealer.deal(entry, 5)
    found = [derivation(entry, variant, seed) for seed in range(100)]
    sound = [one for one in found if one.key == SOUND]
    assert 8 <= len(sound) <= 35
    assert f"a + b = {variant.answer}" in sound[0].text
    assert (sound[0].kind, sound[0].feedback) == (None, "")


def test_the_values_a_derivation_needs_are_shown_in_their_order(world):
    slip = Mistake(name="n", kind="concept", formula="area + a", feedback="f")
    let = {"unused": "7", "side": "a + 1", "area": "side * side"}
    entry = world.entry("sum", mistakes=[slip], let=let)
    variant = world.dealer.deal(entry, 5)
    variant = variant.__class__(
        card="sum",
        seed=5,
        params={"a": 2, "b": 3},
        answer=5,
        mistakes=(11,),
        let={"unused": 7, "side": 3, "area": 9},
    )
    [text] = {derivation(entry, variant, 1).text}
    assert text == "```text\nside = a + 1 = 3\narea = side * side = 9\narea + a = 11\n```"


def test_a_mistake_that_does_not_apply_cannot_be_shown(world):
    entry = world.entry("sum", mistakes=TWO[1:])
    assert isinstance(posed_as(entry, "error", world.dealer), Trouble)
