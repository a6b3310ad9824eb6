"""Values as learners read them."""

from __future__ import annotations

import pytest

from quizcv.kinds import shown_value
from quizcv.kinds.numbers import Integer, Number
from quizcv.kinds.shape import Shape
from quizcv.kinds.shown import exact, plain


@pytest.mark.parametrize(
    ("value", "spec", "shown"),
    [
        (55, "", "55"),
        (61_100_840, "", "61100840"),
        (61_100_840, ",", "61,100,840"),
        (61_100_840, "_", "61_100_840"),
        (0.1 + 0.2, "", "0.3"),
        (8.4088, "", "8.4088"),
        (1 / 3, "", "0.333333"),
        (3.0, "", "3"),
        (8.4088, ".2f", "8.41"),
        (1234567.8, ",.1f", "1,234,567.8"),
        (0.000123, ".1e", "1.2e-04"),
        (1234.5, ".3g", "1.23e+03"),
        (0.5, ".1%", "50.0%"),
        (-0.5, "+.2f", "-0.50"),
        (7, "+,", "+7"),
        (255, "x", "ff"),
        (5, "b", "101"),
        (5.0, "d", "5"),
        (5.5, "d", "5.5"),
        (2**70, ",", f"{2**70:,}"),
        (True, "", "yes"),
        (False, ",", "no"),
        ("relu", ".2f", "relu"),
        ([1, 64, 112, 112], "", "(1, 64, 112, 112)"),
        ((3,), "", "(3,)"),
        ([0.25, 0.5], ".1%", "(25.0%, 50.0%)"),
        ([[1, 2], [3, 4]], "", "((1, 2), (3, 4))"),
        ([], "", "()"),
        (10**400, ".2f", str(10**400)),
    ],
)
def test_values_as_learners_read_them(value, spec, shown):
    assert plain(value, spec) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.1 + 0.2, "0.30000000000000004"), (3, "3"), ("relu", "'relu'"), ([1.5, 2], "(1.5, 2)")],
)
def test_evidence_has_every_digit(value, shown):
    assert exact(value) == shown


@pytest.mark.parametrize(
    ("answer", "value", "shown"),
    [
        (Integer(value=5, unit="MB"), 5.25, "5.25 MB"),
        (Integer(value=5), [1, 2], "(1, 2)"),
        (Number(value=0.5), "half", "half"),
        (Shape(value=[1, 2]), 12, "12"),
    ],
)
def test_a_value_of_another_type_is_shown_as_it_is(answer, value, shown):
    assert shown_value(answer, value) == shown
