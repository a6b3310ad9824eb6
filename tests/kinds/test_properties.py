"""What must hold whatever the numbers are."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizcv.cards.model import Mistake
from quizcv.kinds import KINDS, kind_of, shown_value
from quizcv.kinds.base import Sample
from quizcv.kinds.boolean import Boolean
from quizcv.kinds.choices import Choice, Multi, Order
from quizcv.kinds.formula import Formula
from quizcv.kinds.numbers import Integer, Number
from quizcv.kinds.numerals import read_numeral
from quizcv.kinds.recall import Recall
from quizcv.kinds.shape import Shape
from quizcv.kinds.verdict import UnreadableText

KEYS = st.lists(st.from_regex(r"[a-z]{2,6}", fullmatch=True), min_size=2, max_size=7, unique=True)
FLOATS = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300)
ORDINARY = FLOATS.filter(lambda x: x == 0 or abs(x) > 1e-290)


@given(st.integers(-(10**18), 10**18), st.sampled_from([str, "{:,}".format, "{:_}".format, hex]))
def test_a_whole_number_is_right_in_every_spelling(graded, value, spell):
    assert graded(Integer(value=value), spell(value)).right


@given(st.integers(1000, 10**15), st.integers(3, 8))
def test_a_magnitude_rounded_to_enough_digits_is_right(graded, value, digits):
    typed = f"{value:.{digits - 1}e}"
    assert graded(Integer(value=value), typed).right


@given(st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12))
def test_another_whole_number_is_wrong(graded, value, other):
    assume(value != other)
    assert graded(Integer(value=value), str(other)).verdict == "wrong"


@given(ORDINARY, st.sampled_from([0.0, 1e-9, 1e-6, 5e-3]), st.sampled_from([None, "MB", "%", "s"]))
def test_a_number_is_right_as_it_is_shown_and_as_python_prints_it(graded, value, rtol, unit):
    answer = Number(value=value, rtol=rtol, unit=unit)
    shown = graded(answer, "0").expected
    assert graded(answer, shown).right
    assert graded(answer, repr(value)).right


@given(ORDINARY, FLOATS)
def test_a_number_beyond_the_tolerance_is_wrong(graded, value, other):
    assume(abs(value - other) > 0.006 * abs(value))
    assert graded(Number(value=value), repr(other)).verdict == "wrong"


@given(st.lists(st.integers(0, 4096), max_size=6), st.sampled_from(["({})", "[{}]", "{}"]))
def test_a_shape_is_right_in_every_spelling(graded, sizes, wrapping):
    assume(sizes or wrapping != "{}")
    for separator in (", ", ",", "x", " × ", " "):
        typed = wrapping.format(separator.join(map(str, sizes)))
        assert graded(Shape(value=sizes), typed).right
    assert graded(Shape(value=sizes), str(tuple(sizes))).right


@given(KEYS, st.integers(), st.data())
def test_options_are_right_by_key_by_letter_and_as_shown(graded, keys, seed, data):
    options = {key: key.upper() for key in keys}
    some = data.draw(st.lists(st.sampled_from(keys), min_size=1, unique=True))
    order = data.draw(st.permutations(keys))
    for answer, named in (
        (Choice(options=options, value=keys[0]), [keys[0]]),
        (Multi(options=options, value=some), some),
        (Order(options=options, value=order), order),
    ):
        assert graded(answer, ", ".join(named), seed=seed).right
        assert graded(answer, graded(answer, "?", seed=seed).expected, seed=seed).right


@pytest.mark.parametrize("value", [True, False])
def test_a_truth_value_is_right_as_it_is_shown(graded, value):
    answer = Boolean(value=value)
    assert graded(answer, graded(answer, "?").expected).right


@given(st.integers(1, 10**9), st.lists(st.integers(1, 10**9), min_size=1, max_size=4, unique=True))
def test_each_mistake_grades_wrong_with_its_own_feedback(graded, value, slips):
    assume(value not in slips)
    mistakes = [Mistake(feedback=f"slip {slip}", formula="f") for slip in slips]
    for index, slip in enumerate(slips):
        grade = graded(Integer(value=value), str(slip), mistakes=mistakes, values=slips)
        assert (grade.verdict, grade.mistake, grade.feedback) == ("wrong", index, f"slip {slip}")


def same_sampler(expression):
    """Stand in for a worker that finds a formula to be the card's own."""
    return [Sample({"n": n}, float(n), float(n)) for n in (3, 4)]


EVERY_KIND = [
    Integer(value=61_100_840, unit="parameters"),
    Integer(value=25, unit="%"),
    Number(value=0.142857, unit="%"),
    Formula(formula="2*n + 1"),
    Integer(value=3),
    Number(value=0.5),
    Number(value=0.5, unit="ms"),
    Shape(value=[1, 2]),
    Boolean(value=True),
    Choice(options={"one": "1", "two": "2"}, value="one"),
    Multi(options={"one": "1", "two": "2"}, value=["one"]),
    Order(options={"one": "1", "two": "2"}, value=["one", "two"]),
    Recall(text="t", points=["p"]),
]


@pytest.mark.parametrize("answer", EVERY_KIND, ids=repr)
@pytest.mark.parametrize("seed", [1, 2, None])
def test_what_is_shown_as_right_is_right_when_typed_back(graded, answer, seed):
    kind = kind_of(answer)
    typed = "all" if kind.traits.spoken else graded(answer, "?", seed=seed).expected
    assert graded(answer, typed, seed=seed, sample=same_sampler, params={"n": 3}).right
    if (stated := kind.stated(answer)) is not None:
        assert graded(answer, shown_value(answer, stated), seed=seed).right


def test_every_kind_has_an_example_here():
    assert {answer.kind for answer in EVERY_KIND} == set(KINDS)


@given(st.sampled_from(EVERY_KIND), st.text(max_size=30))
@settings(max_examples=400)
def test_any_text_gets_a_verdict_and_nothing_raises(graded, answer, typed):
    grade = graded(answer, typed)
    assert grade.verdict in {"correct", "wrong", "invalid"}
    assert grade.verdict != "invalid" or (grade.feedback and grade.given == "")


@given(st.sampled_from(EVERY_KIND), st.from_regex(r"[g-km-rw-z]{4,12}", fullmatch=True))
def test_words_that_mean_nothing_are_never_wrong(graded, answer, typed):
    assert graded(answer, typed).verdict == "invalid"


@given(st.text(alphabet="0123456789.,eE+-/x*^ kMG%_", max_size=15))
@settings(max_examples=400)
def test_a_numeral_is_exact_or_refused(text):
    try:
        numeral = read_numeral(text)
    except UnreadableText:
        return
    assert isinstance(numeral.value, Fraction)
    assert numeral.quantum >= 0
