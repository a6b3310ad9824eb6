"""When two values count as the same answer."""

from __future__ import annotations

from typing import Any

import pytest

from quizcv.kinds import kind_of
from quizcv.kinds.base import Answer
from quizcv.kinds.boolean import Boolean
from quizcv.kinds.choices import Choice, Multi, Order
from quizcv.kinds.compare import ZERO, states_all, within
from quizcv.kinds.formula import Formula
from quizcv.kinds.numbers import Integer, Number
from quizcv.kinds.recall import Recall
from quizcv.kinds.shape import Shape

OPTIONS = {"relu": "ReLU", "tanh": "tanh", "none": "none"}
CHOICE = Choice(options=OPTIONS, value="relu")
MULTI = Multi(options=OPTIONS, value=["relu", "tanh"])
ORDER = Order(options=OPTIONS, value=["relu", "tanh", "none"])


@pytest.mark.parametrize(
    ("answer", "value", "good"),
    [
        (Integer(value=5), 5, True),
        (Integer(value=5), 5.0, False),
        (Integer(value=1), True, False),
        (Number(value=5.0), 5, True),
        (Number(value=5.0), True, False),
        (Number(value=5.0), "5", False),
        (Boolean(value=True), True, True),
        (Boolean(value=True), 1, False),
        (Shape(value=[1, 2]), [1, 2], True),
        (Shape(value=[1, 2]), [1.0, 2], False),
        (Shape(value=[1, 2]), 12, False),
        (CHOICE, "relu", True),
        (CHOICE, "elu", False),
        (CHOICE, ["relu"], False),
        (MULTI, ["tanh"], True),
        (MULTI, ["gelu"], False),
        (ORDER, "relu", False),
        (Formula(formula="a"), 1.5, True),
        (Recall(text="t", points=["p"]), "anything", True),
    ],
)
def test_an_answer_has_the_type_of_its_kind(answer: Answer, value: Any, good: bool) -> None:
    assert (kind_of(answer).type_error(answer, value) is None) is good


@pytest.mark.parametrize(
    ("answer", "left", "right", "agree"),
    [
        (Integer(value=5), 5, 5, True),
        (Integer(value=5), 5, 6, False),
        (Number(value=1.0), 1.0, 1.0 + 1e-8, True),
        (Number(value=1.0), 1.0, 1.0 + 1e-5, False),
        (Number(value=1.0, drift=1e-4, rtol=1e-2), 1.0, 1.0 + 1e-5, True),
        (Number(value=0.0), 0.0, 1e-17, True),
        (Number(value=0.5), -ZERO / 2, 0, True),
        (Number(value=0.5), 0.0, 0.501 * ZERO, False),
        (Number(value=-4.0), 0.0, 4 * ZERO, True),
        (Number(value=1e-14), 0.0, 1e-25, False),  # where answers are small, so is what cancels
        (Number(value=0.0), 0.0, ZERO, True),
        (Number(value=0.5), 1e-17, 2e-17, False),  # neither is 0
        (Number(value=0.5, atol=0.1), 0.0, 0.0101, False),
        (Number(value=0.0, atol=1e-9), 0.0, 1e-17, True),
        (Number(value=1e-20), 1e-20, 2e-20, False),
        (MULTI, ["relu", "tanh"], ["tanh", "relu"], True),
        (ORDER, ["relu", "tanh"], ["tanh", "relu"], False),
        (Formula(formula="a"), 3, 3.0, True),
        (Number(value=1.0), "1", 1.0, False),
    ],
)
def test_two_routes_agree(answer: Answer, left: Any, right: Any, agree: bool) -> None:
    assert kind_of(answer).same(answer, left, right) is agree


def test_a_mistake_within_the_learners_tolerance_is_no_mistake() -> None:
    answer = Number(value=100.0)
    kind, whole = kind_of(answer), Integer(value=100)
    assert kind.indistinct(answer, 100.4, 100.0)
    assert not kind.indistinct(answer, 101.0, 100.0)
    assert not kind.indistinct(answer, 0.0, 1e-17)
    assert not kind_of(whole).indistinct(whole, 101, 100)


@pytest.mark.parametrize(
    ("text", "computed", "good"),
    [
        ("8.41", 8.4088, True),
        ("8.41", 8.416, False),
        ("8.4", 8.4088, True),
        ("8.4", 8.449, False),  # two digits are held to three
        ("0.2785", 0.27846, True),
        ("4.54e-5", 4.5398e-5, True),
        ("4.54e-5", 4.6e-5, False),
        ("1e-20", 1.001e-20, True),
        ("1e-20", 1.2e-20, False),
        ("8", 8.4, False),
        ("8", 8, True),
        ("0.0", 1e-17, True),
        ("0.0", 1e-9, False),
        ("-1.386", -1.38629, True),
    ],
)
def test_a_stated_decimal_is_compared_to_its_digits(text: str, computed: Any, good: bool) -> None:
    stated = float(text) if any(mark in text for mark in ".e") else int(text)
    assert states_all(stated, computed, 1e-6, "x", {"x": text}.__getitem__) is good


@pytest.mark.parametrize(
    ("stated", "computed", "good"),
    [([1, 2], [1, 2], True), ([1, 2], [1], False), (True, 1, False), ("a", "a", True)],
)
def test_other_statements_are_exact(stated: Any, computed: Any, good: bool) -> None:
    assert states_all(stated, computed, 1e-6, "x", lambda path: "") is good


def test_each_number_of_a_stated_list_has_its_own_digits() -> None:
    written = {"x.0": "8.41", "x.1": "8.4"}.__getitem__
    assert states_all([8.41, 8.4], [8.4088, 8.4088], 1e-6, "x", written)
    assert not states_all([8.41, 8.4], [8.4088, 8.449], 1e-6, "x", written)


@pytest.mark.parametrize(
    ("left", "right", "rtol", "near"),
    [
        (10**400, 1.5, 0.5, False),
        (1.5, -(10**400), 0.5, False),
        (10**400, 10**400 + 1, 1e-6, True),
        (10**400, 2 * 10**400, 1e-6, False),
    ],
)
def test_whole_numbers_beyond_every_float_are_compared(
    left: float, right: float, rtol: float, near: bool
) -> None:
    assert within(left, right, rtol) is near
