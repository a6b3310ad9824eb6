"""Every kind of answer, in the spellings people use."""

from __future__ import annotations

import pytest

from quizcv.cards.model import Mistake
from quizcv.grading import shuffled
from quizcv.kinds.base import Sample
from quizcv.kinds.boolean import Boolean
from quizcv.kinds.choices import Choice, Multi, Order
from quizcv.kinds.formula import Formula
from quizcv.kinds.numbers import Integer, Number
from quizcv.kinds.recall import Recall
from quizcv.kinds.shape import Shape

WEIGHTS = Integer(value=34848)
OPTIONS = {"relu": "ReLU", "tanh": "tanh", "sig": "sigmoid"}  # seed 3: a sig, b tanh, c relu

INTEGERS = [
    ("34848", "correct", ""),
    ("34,848", "correct", ""),
    ("34 848", "correct", ""),
    ("348 48", "invalid", "one number"),
    ("34\u2009848", "correct", ""),
    ("34\u00a0848", "correct", ""),
    ("34_848", "correct", ""),
    ("34'848", "correct", ""),
    ("= 34848", "correct", ""),
    ("34848.0", "correct", ""),
    ("34848 params", "correct", ""),
    ("0x8820", "correct", ""),
    ("0b1000100000100000", "correct", ""),
    ("69696/2", "correct", ""),
    ("34.8k", "correct", ""),
    ("34.85 K", "correct", ""),
    ("3.48e4", "correct", ""),
    ("3.4848×10^4", "correct", ""),
    ("3.4848·10⁴", "correct", ""),
    ("35k", "wrong", "more digits"),
    ("3·10⁴", "wrong", "more digits"),
    ("34.9k", "wrong", "rounding"),
    ("34800", "wrong", "exact"),
    ("34848.5", "wrong", "whole number"),
    ("-34848", "wrong", "sign"),
    ("−34848", "wrong", "sign"),
    ("69696", "wrong", "MAC"),
    ("17424", "wrong", "Half"),
    ("139392", "wrong", "float32"),
    ("278784", "wrong", "bits"),
    ("348480", "wrong", "10 times too large"),
    ("34.848", "wrong", "1,000 times too small"),
    ("34.03125k", "wrong", "1.024"),
    ("12", "wrong", ""),
    ("", "invalid", "Nothing"),
    ("   ", "invalid", "Nothing"),
    ("lots", "invalid", "number"),
    ("3,48", "invalid", "comma"),
    ("34,8k", "invalid", "comma"),
    ("34848 dozen", "invalid", "dozen"),
    ("3*4", "invalid", "work it out"),
    ("1e999", "invalid", "exponent"),
    ("9**99999", "invalid", "power"),
    ("1/0", "invalid", "zero"),
    ("٣٤", "invalid", "digits 0 to 9"),
    ("1" * 300, "invalid", "too long"),
    ("__import__('os')", "invalid", "number"),
]


@pytest.mark.parametrize(("typed", "verdict", "says"), INTEGERS, ids=[r[0][:20] for r in INTEGERS])
def test_integers(graded, typed, verdict, says):
    grade = graded(WEIGHTS, typed)
    assert grade.verdict == verdict
    assert says in grade.feedback
    assert grade.expected == "34,848"


def test_a_card_may_want_more_digits_of_a_rounded_magnitude(graded):
    strict = Integer(value=34848, significant=4)
    assert graded(strict, "34.8k").verdict == "wrong"
    assert graded(strict, "34.85k").verdict == "correct"


NUMBERS = [
    ("1/7", "correct", ""),
    ("0.143", "correct", ""),
    (".1429", "correct", ""),
    ("1.43e-1", "correct", ""),
    ("14.3%", "correct", ""),
    ("≈ 0.143", "correct", ""),
    ("0.1", "wrong", "more digits"),
    ("0.14", "wrong", "more digits"),
    ("0.142", "wrong", ""),
    ("-1/7", "wrong", "sign"),
    ("1.43", "wrong", "10 times"),
    ("0.286", "wrong", "Twice the right number."),
    ("0,143", "invalid", "comma"),
    ("about a seventh", "invalid", "number"),
    ("nan", "invalid", "number"),
    ("inf", "invalid", "number"),
]


@pytest.mark.parametrize(("typed", "verdict", "says"), NUMBERS, ids=[r[0] for r in NUMBERS])
def test_numbers(graded, typed, verdict, says):
    grade = graded(Number(value=1 / 7), typed)
    assert grade.verdict == verdict
    assert says in grade.feedback


def test_absolute_tolerance_is_for_answers_near_zero(graded):
    assert graded(Number(value=0.0, atol=0.01), "0.009").right
    assert not graded(Number(value=0.0, atol=0.01), "0.011").right
    assert not graded(Number(value=0.0), "0.009").right


UNITS = [
    ("MB", 25.5, "25.5", "correct", ""),
    ("MB", 25.5, "25.5 MB", "correct", ""),
    ("MB", 25.5, "25.5M", "correct", ""),
    ("MB", 25.5, "25500 kB", "correct", ""),
    ("MB", 25.5, "0.0255 GB", "correct", ""),
    ("MB", 25.5, "24.32 MiB", "correct", ""),
    ("MB", 25.5, "24.32", "wrong", "1.024^2"),
    ("MB", 25.5, "25.5 s", "wrong", "unit asked for is MB, not s"),
    ("MB", 25.5, "25.5 apples", "invalid", "apples"),
    ("GFLOPs", 4.09, "4.09G", "correct", ""),
    ("GFLOPs", 4.09, "4.09 GMACs", "wrong", "The number is right, but the unit"),
    ("parameters", 61100840, "61.1M parameters", "correct", ""),
    ("parameters", 61100840, "61.1 million", "correct", ""),
    ("%", 25, "25%", "correct", ""),
    ("%", 25, "25", "correct", ""),
    ("%", 25, "0.25", "wrong", "100 times too small"),
    ("ms", 12, "0.012 s", "correct", ""),
]


@pytest.mark.parametrize(
    ("unit", "value", "typed", "verdict", "says"), UNITS, ids=[f"{r[0]}-{r[2]}" for r in UNITS]
)
def test_units(graded, unit, value, typed, verdict, says):
    grade = graded(Number(value=value, unit=unit, rtol=2e-3), typed)
    assert grade.verdict == verdict
    assert says in grade.feedback


SHAPES = [
    ("(1, 64, 112, 100)", "correct", ""),
    ("1x64x112x100", "correct", ""),
    ("1 × 64 × 112 × 100", "correct", ""),
    ("[1,64,112,100]", "correct", ""),
    ("torch.Size([1, 64, 112, 100])", "correct", ""),
    ("1 64 112 100", "correct", ""),
    ("64x112x100", "wrong", "batch axis is missing"),
    ("1, 1, 64, 112, 100", "wrong", "no batch axis"),
    ("1,112,100,64", "wrong", "channels last"),
    ("1 32 112 100", "wrong", "Axis C"),
    ("1 64 111 99", "wrong", "axis W"),
    ("1 64 100 112", "wrong", "their order"),
    ("64", "wrong", "4 axes (NCHW)"),
    ("N,64,112,100", "invalid", "sizes"),
    ("1.5x2", "invalid", "sizes"),
    ("1x64x", "invalid", "sizes"),
    ("1,,64", "invalid", "sizes"),
    (",64", "invalid", "sizes"),
    ("1, 64, 112, 100,", "correct", ""),
]


@pytest.mark.parametrize(("typed", "verdict", "says"), SHAPES, ids=[r[0] for r in SHAPES])
def test_shapes(graded, typed, verdict, says):
    grade = graded(Shape(value=[1, 64, 112, 100], axes="NCHW"), typed)
    assert grade.verdict == verdict
    assert says in grade.feedback


def test_channels_first_is_recognised_where_last_is_expected(graded):
    grade = graded(Shape(value=[2, 7, 5, 3], axes="NHWC"), "2 3 7 5")
    assert "channels come last" in grade.feedback


def test_scalars_have_an_empty_shape(graded):
    assert graded(Shape(value=[]), "()").verdict == "correct"


@pytest.mark.parametrize("typed", ["yes", "Y", "true", "T", "Yes."])
def test_yes(graded, typed):
    assert graded(Boolean(value=True), typed).verdict == "correct"
    assert graded(Boolean(value=False), typed).verdict == "wrong"


@pytest.mark.parametrize("typed", ["no", "N", "false", "f"])
def test_no(graded, typed):
    assert graded(Boolean(value=False), typed).verdict == "correct"


@pytest.mark.parametrize("typed", ["maybe", "10", "yesno"])
def test_neither_yes_nor_no_is_invalid(graded, typed):
    assert graded(Boolean(value=False), typed).verdict == "invalid"


@pytest.mark.parametrize("typed", ["c", "C", "c)", "(c)", "relu", "ReLU", "c) ReLU"])
def test_choices_are_named_by_letter_key_or_text(graded, typed):
    assert graded(Choice(options=OPTIONS, value="relu"), typed).verdict == "correct"


@pytest.mark.parametrize(("typed", "verdict"), [("a", "wrong"), ("d", "invalid"), ("?", "invalid")])
def test_other_choices(graded, typed, verdict):
    assert graded(Choice(options=OPTIONS, value="relu"), typed).verdict == verdict


def test_options_are_shuffled_by_the_seed_alone(make_card):
    card = make_card(Choice(options={name: name for name in "abcdefgh"}, value="a"))
    orders = {tuple(option.key for option in shuffled(card, seed)) for seed in range(20)}
    assert shuffled(card, 5) == shuffled(card, 5)
    assert len(orders) > 15
    assert [option.letter for option in shuffled(card, 5)] == list("abcdefgh")


@pytest.mark.parametrize(
    ("typed", "verdict", "says"),
    [
        ("ac", "correct", ""),
        ("c, a", "correct", ""),
        ("sig relu", "correct", ""),
        ("a and c", "correct", ""),
        ("c) ReLU, a) sigmoid", "correct", ""),
        ("ab", "wrong", "c also applies. b does not apply."),
        ("none", "wrong", "a and c also apply."),
        ("xy", "invalid", "letters"),
    ],
)
def test_multi_is_all_or_nothing(graded, typed, verdict, says):
    grade = graded(Multi(options=OPTIONS, value=["relu", "sig"]), typed)
    assert (grade.verdict, grade.feedback if verdict != "invalid" else says) == (verdict, says)


def test_several_options_are_told_as_they_stand_on_the_screen(graded):
    grade = graded(Multi(options=OPTIONS, value=["sig", "tanh", "relu"]), "none")
    assert grade.feedback == "a, b and c also apply."
    assert [part[:2] for part in grade.expected.split(", ")] == ["a)", "b)", "c)"]


@pytest.mark.parametrize(
    ("typed", "verdict", "says"),
    [
        ("cab", "correct", ""),
        ("c > a > b", "correct", ""),
        ("relu, sig, tanh", "correct", ""),
        ("abc", "wrong", "a → b stand in the right order."),
        ("bca", "wrong", "c → a stand in the right order."),
        ("acb", "wrong", "No two neighbors stand right."),
        ("ab", "invalid", ""),
        ("aab", "invalid", ""),
    ],
)
def test_order_names_its_longest_right_run(graded, typed, verdict, says):
    grade = graded(Order(options=OPTIONS, value=["relu", "sig", "tanh"]), typed)
    assert grade.verdict == verdict
    assert says in grade.feedback


def sampler(given, expected=(11.0, 22.0)):
    """Stand in for the worker: the typed formula's values, paired with the card's own."""
    numbers = zip(given, expected, strict=True)
    samples = [
        Sample({"n": i}, g, e, "" if g is not None else "x") for i, (g, e) in enumerate(numbers)
    ]
    return lambda expression: samples


@pytest.mark.parametrize(
    ("typed", "given", "verdict", "says"),
    [
        ("2n + 9", (11.0, 22.0), "correct", ""),
        ("n**3", (11.0, 21.0), "wrong", "With n = 1 it gives 21; the answer there is 22."),
        ("1/(n-1)", (11.0, None), "wrong", "With n = 1 it gives x"),
        ("1/n", (None, 22.0), "invalid", "no value"),
        ("m + 1", (11.0, 22.0), "invalid", "'m' is not one of this question's names (n)"),
        ("n.real", (11.0, 22.0), "invalid", "Only arithmetic"),
        ("eval(n)", (11.0, 22.0), "invalid", "'eval' is not a function"),
        ("n +", (11.0, 22.0), "invalid", "does not read"),
        ("(" * 200 + "n" + ")" * 200, (11.0, 22.0), "invalid", "formula"),
    ],
)
def test_formulas(graded, typed, given, verdict, says):
    grade = graded(Formula(formula="2*n"), typed, sample=sampler(given), params={"n": 3})
    assert grade.verdict == verdict
    assert says in grade.feedback


@pytest.mark.parametrize(
    ("typed", "expression"),
    [
        ("2n² + 1", "2*n**2 + 1"),
        ("y = ⌊n/2⌋ + 1", "floor(n/2) + 1"),
        ("3(n − 1)", "3*(n - 1)"),
        ("1e3*n", "1e3*n"),
        ("n^2·π", "n**2*pi"),
    ],
)
def test_formulas_are_read_as_people_write_them(graded, typed, expression):
    seen = []
    graded(Formula(formula="n"), typed, sample=seen.append, params={"n": 3})
    assert seen == [expression]


def test_a_formula_nobody_can_compute_is_not_graded(graded):
    grade = graded(Formula(formula="n"), "n", params={"n": 3})
    assert grade.verdict == "invalid"


RUBRIC = Recall(text="Because.", points=["one", "two", "three", "four"])


@pytest.mark.parametrize(
    ("typed", "verdict", "share"),
    [
        ("all", "correct", 1.0),
        ("1 3", "correct", 0.5),
        ("2-4", "correct", 0.75),
        ("2", "wrong", 0.25),
        ("none", "wrong", 0.0),
        ("5", "invalid", None),
        ("some", "invalid", None),
    ],
)
def test_recall_counts_the_points_the_learner_made(graded, typed, verdict, share):
    grade = graded(RUBRIC, typed)
    assert (grade.verdict, grade.share) == (verdict, share)


STEPS = Mistake(name="counts the steps", kind="arithmetic", feedback="Steps.", formula="x")
SWAPPED = Mistake(feedback="You forgot the bias. Add it.", formula="y", when="b > 0")


@pytest.mark.parametrize(
    ("typed", "index", "slip"),
    [
        ("54", 0, "counts the steps"),
        ("110", 1, "You forgot the bias"),
        ("53", None, None),
        ("55", None, None),
    ],
)
def test_mistakes_come_before_ratios_and_a_plain_wrong(graded, typed, index, slip):
    grade = graded(Integer(value=55), typed, mistakes=[STEPS, SWAPPED], values=[54, 110])
    assert (grade.mistake, grade.slip) == (index, slip)
    assert grade.feedback == {0: "Steps.", 1: SWAPPED.feedback, None: grade.feedback}[index]


def test_a_mistake_that_does_not_apply_to_these_numbers_is_not_matched(graded):
    constant = Mistake(feedback="No.", value=110, when="b > 0")
    for mistake in (SWAPPED, constant):
        grade = graded(Integer(value=55), "110", mistakes=[mistake], values=[None])
        assert grade.mistake is None


@pytest.mark.parametrize(
    ("answer", "typed", "value"),
    [
        (Choice(options=OPTIONS, value="relu"), "tanh", "tanh"),
        (Multi(options=OPTIONS, value=["relu"]), "b, c", ["relu", "tanh"]),
        (Order(options=OPTIONS, value=["relu", "sig", "tanh"]), "abc", ["sig", "tanh", "relu"]),
        (Boolean(value=True), "no", False),
        (Shape(value=[1, 2]), "2x1", [2, 1]),
        (Number(value=0.5), "0.251", 0.25),
        (Integer(value=10**6), "2.50M", 2_499_999),
    ],
    ids=lambda a: getattr(a, "kind", None),
)
def test_mistakes_of_every_kind_match_by_value(graded, answer, typed, value):
    slip = Mistake(feedback="That one.", value=value)
    assert graded(answer, typed, mistakes=[slip]).mistake == 0


def test_ratios_carry_a_name_for_the_statistics(graded):
    grade = graded(Integer(value=34848), "69696")
    assert (grade.slip, grade.slip_kind) == ("MACs or FLOPs", "convention")
