"""The numbers in the rules of grading, each at its boundary; units by their published values."""

from __future__ import annotations

from fractions import Fraction

import pytest

from quizcv.cards.model import Mistake
from quizcv.grading.grade import mistake_name
from quizcv.kinds.base import Sample
from quizcv.kinds.choices import MULTI, Multi
from quizcv.kinds.compare import states, within
from quizcv.kinds.formula import Formula, read_formula
from quizcv.kinds.numbers import NUMBER, Integer, Number, digits_wanted
from quizcv.kinds.numerals import read_numeral
from quizcv.kinds.options import Option
from quizcv.kinds.ratios import named_ratio
from quizcv.kinds.recall import Recall
from quizcv.kinds.shape import read_shape, shape_feedback
from quizcv.kinds.shown import number
from quizcv.kinds.units import conversion
from quizcv.kinds.verdict import UnreadableText

# How much of the second unit one of the first is: the SI's prefixes, IEC 80000-13's binary ones,
# and the second, the minute and the hour of the SI brochure, table 8.
PUBLISHED = [
    ("byte", "B", 1),
    ("bit", "B", Fraction(1, 8)),
    ("kB", "B", 1_000),
    ("KB", "B", 1_000),
    ("MB", "B", 1_000_000),
    ("GB", "B", 1_000_000_000),
    ("TB", "B", 1_000_000_000_000),
    ("KiB", "B", 1_024),
    ("MiB", "B", 1_048_576),
    ("GiB", "B", 1_073_741_824),
    ("TiB", "B", 1_099_511_627_776),
    ("sec", "s", 1),
    ("second", "s", 1),
    ("ms", "s", Fraction(1, 1_000)),
    ("us", "s", Fraction(1, 1_000_000)),
    ("µs", "s", Fraction(1, 1_000_000)),  # the micro sign
    ("μs", "s", Fraction(1, 1_000_000)),  # the Greek letter
    ("ns", "s", Fraction(1, 1_000_000_000)),
    ("min", "s", 60),
    ("minute", "s", 60),
    ("h", "s", 3_600),
    ("hour", "s", 3_600),
    ("pixel", "px", 1),
    ("param", "parameter", 1),
    ("weight", "parameter", 1),
    *((f"{p}MAC", "MAC", n) for p, n in zip("kMGT", (10**3, 10**6, 10**9, 10**12), strict=True)),
    *((f"{p}FLOP", "FLOP", n) for p, n in zip("kMGT", (10**3, 10**6, 10**9, 10**12), strict=True)),
]


@pytest.mark.parametrize(("unit", "base", "amount"), PUBLISHED, ids=[row[0] for row in PUBLISHED])
def test_every_unit_has_its_published_value(unit, base, amount):
    assert conversion(unit, base) == amount
    assert conversion(base, unit) == 1 / Fraction(amount)


@pytest.mark.parametrize(
    ("suffix", "value"),
    [
        ("k", 1_000),
        ("K", 1_000),
        ("thousand", 1_000),
        ("M", 1_000_000),
        ("mn", 1_000_000),
        ("million", 1_000_000),
        ("G", 1_000_000_000),
        ("B", 1_000_000_000),
        ("bn", 1_000_000_000),
        ("billion", 1_000_000_000),
        ("T", 1_000_000_000_000),
        ("trillion", 1_000_000_000_000),
        ("P", 1_000_000_000_000_000),
        ("Ki", 1_024),
        ("Mi", 1_048_576),
        ("Gi", 1_073_741_824),
        ("Ti", 1_099_511_627_776),
    ],
)
def test_every_magnitude_has_its_published_value(suffix, value):
    assert read_numeral(f"3{suffix}").value == 3 * value


# Ratios that are named ------------------------------------------------------------------------

EXACT = Fraction(0)


@pytest.mark.parametrize(
    ("factor", "name"),
    [
        (2, "MACs or FLOPs"),
        (4, "float32 bytes"),
        (8, "bits or bytes"),
        *((10**n, "power of ten") for n in range(1, 16)),
        (Fraction(1024, 1000), "kB or KiB"),
        (Fraction(1024, 1000) ** 2, "MB or MiB"),
        (Fraction(1024, 1000) ** 3, "GB or GiB"),
        (Fraction(1024, 1000) ** 4, "TB or TiB"),
        (-1, "sign"),
        (3, None),
        (5, None),
        (16, None),
        (10**16, None),
        (Fraction(1024, 1000) ** 5, None),
    ],
)
def test_which_factors_have_a_name(factor, name):
    for given in (1000 * Fraction(factor), 1000 / Fraction(factor)):
        ratio = named_ratio(given, Fraction(1000), EXACT)
        assert (ratio and ratio.name) == name


@pytest.mark.parametrize(
    ("given", "expected", "name"),
    [
        (1000, 500, "MACs or FLOPs"),
        (500, 1000, "MACs or FLOPs"),
        (999, Fraction(999, 2), "factor of 2"),
        (998, 499, "factor of 2"),
        (499, 998, "factor of 2"),
        (996, 249, "factor of 4"),
        (992, 124, "factor of 8"),
        (10, 1, "power of ten"),
    ],
)
def test_small_numbers_twice_as_large_are_no_convention(given, expected, name):
    assert named_ratio(Fraction(given), Fraction(expected), EXACT).name == name


@pytest.mark.parametrize(
    ("factor", "tolerance", "named"),
    [
        ("2.04", "0.02", True),
        ("2.0401", "0.02", False),
        ("-1.02", "0.02", True),
        ("-1.0201", "0.02", False),
        # A quarter of the way to the next: what is rounded more tells nothing.
        ("1.024", "0.005999", True),
        ("1.024", "0.006", False),
    ],
)
def test_how_near_a_ratio_has_to_be(factor, tolerance, named):
    given = Fraction(factor) * 5000
    assert bool(named_ratio(given, Fraction(5000), Fraction(tolerance))) is named


@pytest.mark.parametrize(
    ("answer", "typed", "slip"),
    [
        # A loose card, and a coarsely rounded number, still want the ratio within 2 %.
        (Number(value=10000.0, rtol=0.1), "20400", "MACs or FLOPs"),
        (Number(value=10000.0, rtol=0.1), "20401", None),
        (Integer(value=5150), "1e4", None),
        (Integer(value=5090), "1.0e4", "MACs or FLOPs"),
    ],
)
def test_a_loose_card_names_ratios_within_two_percent(graded, answer, typed, slip):
    assert graded(answer, typed).slip == slip


# Whole and real numbers -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "typed", "says"),
    [
        (1000, "1005", "exact"),
        (1000, "1006", ""),
        (999, "1001", ""),
        (20000, "20100", "exact"),
        (40000, "40201", ""),
    ],
)
def test_near_is_half_a_percent_of_at_least_a_thousand(graded, value, typed, says):
    grade = graded(Integer(value=value), typed)
    assert grade.verdict == "wrong"
    assert says in grade.feedback
    assert bool(grade.feedback) is bool(says)


@pytest.mark.parametrize(
    ("typed", "right"),
    [("34.7k", True), ("34.8k", True), ("34.6k", False), ("34.9k", False), ("34.751k", False)],
)
def test_a_rounded_magnitude_is_right_to_half_its_last_digit(graded, typed, right):
    assert graded(Integer(value=34750), typed).right is right


def test_three_digits_are_wanted_unless_a_card_says_otherwise(graded):
    assert Integer(value=1).significant == 3
    assert [graded(Integer(value=34848), typed).right for typed in ("35k", "34.8k")] == [0, 1]


@pytest.mark.parametrize(
    ("typed", "right"), [("1005", True), ("995", True), ("1005.1", False), ("994.9", False)]
)
def test_a_real_number_is_right_within_half_a_percent(graded, typed, right):
    assert graded(Number(value=1000.0), typed).right is right


def test_tolerances_of_cards_that_state_none():
    assert (Number(value=1.0).rtol, Number(value=1.0).atol) == (0.005, 0.0)
    assert Number(value=1.0).drift == 1e-6
    assert (Formula(formula="a").rtol, Formula(formula="a").drift) == (1e-6, 1e-9)


@pytest.mark.parametrize(
    ("rtol", "digits"), [(0.5, 2), (0.05, 2), (0.01, 2), (0.0099, 3), (0.005, 3), (1e-6, 6)]
)
def test_digits_that_a_tolerance_asks_for(rtol, digits):
    assert digits_wanted(rtol) == digits


def test_percent_is_a_hundredth(graded):
    assert graded(Number(value=0.25), "25 %").right


# Shapes ---------------------------------------------------------------------------------------


def test_a_shape_has_at_most_sixteen_axes():
    assert read_shape("1 " * 16) == [1] * 16
    assert read_shape("1 " * 17) is None


LAST, FIRST, ORDER = "channels last; here", "channels first; here", "their order is not"


@pytest.mark.parametrize(
    ("given", "expected", "axes", "says"),
    [
        ([5, 3], [3, 5], None, ORDER),
        ([5, 7, 3], [3, 5, 7], None, LAST),
        ([2, 5, 7, 3], [2, 3, 5, 7], None, LAST),
        ([2, 5, 7, 9, 3], [2, 3, 5, 7, 9], None, LAST),
        ([2, 5, 7, 9, 11, 3], [2, 3, 5, 7, 9, 11], None, ORDER),
        ([3, 5], [5, 3], "LC", ORDER),
        ([3, 5, 7], [5, 7, 3], "HWC", FIRST),
        ([2, 3, 5, 7], [2, 5, 7, 3], "NHWC", FIRST),
        ([2, 3, 5, 7, 9], [2, 5, 7, 9, 3], "NDHWC", FIRST),
        ([2, 3, 5, 7, 9, 11], [2, 5, 7, 9, 11, 3], "NTDHWC", ORDER),
    ],
)
def test_images_and_volumes_alone_have_their_channels_first_or_last(given, expected, axes, says):
    """Of three axes (an image), four (a batch of images) and five (a batch of volumes)."""
    assert says in shape_feedback(given, expected, axes)


# How long, how deep, how large ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("fits", "does_not"),
    [
        ("0" * 199 + "1", "0" * 200 + "1"),
        ("1e400", "1e401"),
        ("1e-400", "1e-401"),
        ("2^1024", "2^1025"),
        ("2^-1024", "2^-1025"),
        ("1000000^2", "1000001^2"),
    ],
)
def test_numbers_that_are_read_and_the_next_that_are_not(fits, does_not):
    read_numeral(fits)
    with pytest.raises(UnreadableText):
        read_numeral(does_not)


def test_a_power_is_worked_out_where_it_is_short():
    """2^99 has 30 digits, 2^100 has 31."""
    assert read_numeral("2^99").text == str(2**99)
    assert read_numeral("2^100").text == "2^100"


def nested(depth):
    """Return a formula of so many levels, the innermost a name."""
    return "-" * (depth - 1) + "n"


@pytest.mark.parametrize(
    ("fits", "does_not"),
    [("n" + " " * 299, "n" + " " * 300), (nested(40), nested(41))],
    ids=["length", "depth"],
)
def test_formulas_that_are_read_and_the_next_that_are_not(fits, does_not):
    read_formula(fits, {"n"})
    with pytest.raises(UnreadableText):
        read_formula(does_not, {"n"})


def test_a_mistake_without_a_name_is_called_by_sixty_letters_of_its_feedback():
    assert mistake_name(Mistake(feedback="a" * 60, says="x")) == "a" * 60
    assert mistake_name(Mistake(feedback="a" * 61, says="x")) == "a" * 59 + "…"
    assert mistake_name(Mistake(feedback="a" * 30 + " " + "b" * 30, says="x")) == "a" * 30 + "…"


# Rubrics, formulas, and numbers as they are shown ---------------------------------------------


@pytest.mark.parametrize(("met", "verdict"), [("1", "wrong"), ("1 2", "correct")])
def test_a_recall_answer_passes_with_half_of_its_points(graded, met, verdict):
    assert graded(Recall(text="Because.", points=list("abcd")), met).verdict == verdict
    hundred = Recall(text="Because.", points=["point"] * 100)
    assert [graded(hundred, f"1-{n}").verdict for n in (49, 50)] == ["wrong", "correct"]


@pytest.mark.parametrize(
    ("given", "expected", "right"),
    [
        (1_000_001.0, 1_000_000.0, True),
        (1_000_001.1, 1_000_000.0, False),
        (0.0, 0.0, True),
        (1e-306, 0.0, True),
        (1.02e-306, 0.0, False),
    ],
)
def test_a_formula_agrees_within_its_tolerance(graded, given, expected, right):
    samples = [Sample({"n": 1}, given, expected)]
    grade = graded(Formula(formula="n"), "n", sample=lambda _: samples, params={"n": 1})
    assert grade.right is right


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (3.14159265, "3.142"),
        (1 / 3, "0.3333"),
        (1.000499, "1"),  # off by just less than a tenth of half a percent
        (0.0001, "0.0001"),
        (0.00009999, "9.999e-05"),
        (123456.0, "123500"),
        (1e15, "1e+15"),
        (9.99e14, "999000000000000"),
    ],
)
def test_how_a_number_is_shown(value, shown):
    assert number(value) == shown


@pytest.mark.parametrize(
    ("rtol", "atol", "shown"),
    [
        # 1.235 is off by 3.2e-4: a tenth of what is allowed, or more.
        (2.60e-3, 0.0, "1.235"),
        (2.58e-3, 0.0, "1.2347"),
        (0.0, 3.21e-3, "1.235"),
        (0.0, 3.19e-3, "1.2347"),
    ],
)
def test_a_shown_number_is_within_a_tenth_of_the_tolerance(rtol, atol, shown):
    assert number(1.23468, rtol, atol) == shown


def test_seventeen_digits_tell_any_two_floats_apart():
    assert number(0.1 + 0.2, 0.0) == "0.30000000000000004"


# Two routes to an answer -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right", "rtol", "atol", "agree"),
    [
        (100.0, 101.0, 0.00991, 0.0, True),
        (100.0, 101.0, 0.0099, 0.0, False),
        (101.0, 100.0, 0.00991, 0.0, True),
        (100.0, 101.0, 0.0, 1.0, True),
        (100.0, 101.0, 0.0, 0.999, False),
        (0.0, 1e-300, 0.0, 0.0, False),
    ],
)
def test_within_is_relative_to_the_larger_one(
    left: float, right: float, rtol: float, atol: float, agree: bool
) -> None:
    assert within(left, right, rtol, atol) is agree


@pytest.mark.parametrize(
    ("text", "computed", "good"),
    [
        # Half a unit in the last digit written, and the hair that binary fractions need.
        ("8.41", 8.415, True),
        ("8.41", 8.4151, False),
        ("8.41", 8.4049, False),
        ("84.1", 84.15, True),
        ("84.1", 84.151, False),
        ("1.5e3", 1507.5, True),  # not 50: never looser than three digits, 0.5 %
        ("1.5e3", 1507.6, False),
        ("2.0", 2.01, True),
        ("2.0", 2.0101, False),
    ],
)
def test_a_stated_decimal_is_held_to_half_its_last_digit(
    text: str, computed: float, good: bool
) -> None:
    assert states(float(text), computed, 0.0, text) is good


@pytest.mark.parametrize(("value", "alike"), [(1005.0, True), (1005.1, False)])
def test_a_mistake_is_judged_by_the_learners_tolerance(value: float, alike: bool) -> None:
    for answer in (Number(value=1000.0), Number(value=1000.0, rtol=0.0, atol=5.0)):
        assert NUMBER.indistinct(answer, value, 1000.0) is alike


@pytest.mark.parametrize(
    ("screen", "shown"),
    [("abc", "a) one, c) three"), ("cba", "a) three, c) one"), ("cab", "a) three, b) one")],
)
def test_options_that_apply_are_shown_as_they_stand_on_the_screen(screen, shown):
    texts = {"a": "one", "b": "two", "c": "three"}
    options = [Option(letter, key, texts[key]) for letter, key in zip("abc", screen, strict=True)]
    answer = Multi(options=texts, value=["a", "c"])
    assert MULTI.show(answer, ["a", "c"], options) == shown
