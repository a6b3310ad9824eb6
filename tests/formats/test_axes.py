"""Marks on axes are round numbers."""

from __future__ import annotations

import pytest

from quizcv.formats.axes import axis_over


@pytest.mark.parametrize(
    ("values", "most", "labels"),
    [
        ([-0.9993, 4.0], 5, "-1 0 1 2 3 4"),
        ([0, 10], 5, "0 2 4 6 8 10"),
        ([0, 1], 4, "0.00 0.25 0.50 0.75 1.00"),
        ([-0.4, 0.4], 5, "-0.4 -0.2 0.0 0.2 0.4"),
        ([0, 1e-9], 2, "0 5e-10 1e-09"),
        ([0, 3e6], 3, "0 1000000 2000000 3000000"),
        ([0, 5e7], 2, "0 2.5e+07 5e+07"),
        ([-1e300, 1e300], 2, "-1e+300 0 1e+300"),
        ([999_000, 1_001_000], 2, "999000 1000000 1001000"),
        ([1e9, 1e9 + 2], 2, "1000000000 1000000001 1000000002"),
        ([7.3, 7.3], 4, "4 6 8 10"),
        ([0, 0], 4, "-1.0 -0.5 0.0 0.5 1.0"),
        ([], 4, "0.00 0.25 0.50 0.75 1.00"),
        ([5, 97], 5, "20 40 60 80 100"),
    ],
    ids=str,
)
def test_marks(values, most, labels):
    assert " ".join(axis_over(values, most).labels) == labels


def test_numbers_stand_where_they_belong():
    axis = axis_over([5, 97], 5)
    assert (axis.low, axis.high) == (5, 100)
    assert [axis.at(5), axis.at(52.5), axis.at(100)] == [0, 0.5, 1]
