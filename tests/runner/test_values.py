"""What a snippet may hand back, and how it leaves the child."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizcv.runner.inside.values import BadValue, Converter, TooLarge, to_json


def convert(value, budget=10_000):
    return Converter(budget).convert(value)


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (True, True),
        (np.bool_(False), False),
        (7, 7),
        (np.int64(7), 7),
        (2**70 + 1, 2**70 + 1),
        (0.5, 0.5),
        (np.float64(0.5), 0.5),
        (np.float32(0.1), float(np.float32(0.1))),
        (np.longdouble(0.25), 0.25),
        ("text", "text"),
        (np.str_("text"), "text"),
        ((1, 2.5, "a"), [1, 2.5, "a"]),
        (range(3), [0, 1, 2]),
        ({3, 1, 2}, [1, 2, 3]),
        (frozenset({"b", "a"}), ["a", "b"]),
        (np.arange(4).reshape(2, 2), [[0, 1], [2, 3]]),
        (np.array(3.0), 3.0),
        ([np.float64(1.0), [np.int8(2)]], [1.0, [2]]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_becomes_a_plain_value_of_the_same_kind(value, plain):
    found = convert(value)
    assert found == plain
    assert type(found) is type(plain)


def test_torch_values_become_plain():
    torch = pytest.importorskip("torch")
    assert convert(torch.tensor(2.5, requires_grad=True)) == 2.5
    assert convert(torch.ones(1, 2, dtype=torch.bfloat16)) == [[1.0, 1.0]]
    assert convert(torch.zeros(2, 3).shape) == [2, 3]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (math.nan, "NaN"),
        (-math.inf, "infinite"),
        (np.array([1.0, np.nan]), "NaN"),
        (None, "NoneType"),
        ({"a": 1}, "dict"),
        (1j, "complex"),
        (np.array([1j]), "complex"),
        (b"bytes", "bytes"),
        ({1, "a"}, "order"),
        (np.array([object()]), "object"),
        (print, "builtin_function"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_what_is_outside_the_closed_set_is_named(value, why):
    with pytest.raises(BadValue, match=why):
        convert(value)


@pytest.mark.parametrize(
    "value",
    [10**4300, "x" * 200, [0] * 60, range(10**12), np.zeros(60), [[1] * 9] * 9],
    ids=["digits", "text", "list", "range", "array", "nested"],
)
def test_more_than_the_budget_is_refused(value):
    with pytest.raises(TooLarge):
        convert(value, budget=100)


def test_the_largest_int_survives_the_whole_way():
    number = 10**4300 - 1
    assert json.loads(to_json(convert(number, budget=10**6))) == number


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(plain)
def test_json_is_what_the_standard_library_reads_back(value):
    if "inf" not in repr(value):
        assert json.loads(to_json(value)) == value
