"""When two values count as the same answer, for every kind that has numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from quizcv.errors import FieldProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

SIGNIFICANT = 5e-3
"""Relative slack of a stated decimal: at least three significant digits are compared."""

ZERO = 1e-12
"""How far from an exact 0 another route may be, relative to what the card states: nothing is small
relative to 0, and float64 leaves about 1e-16 of what cancels. Between two numbers that are not 0
a difference stays relative, so that an answer of 1e-30 is held to its digits."""

VARIES = (
    "mistake-value-varies",
    "the right answer changes with the numbers; give the mistake as a formula",
)
"""What is wrong with a constant mistake where the right answer is drawn."""


def within(left: float, right: float, rtol: float, atol: float = 0.0) -> bool:
    """Return whether two numbers differ by at most atol + rtol times the larger one."""
    try:
        return abs(left - right) <= atol + rtol * max(abs(left), abs(right))
    except OverflowError:  # a whole number beyond every float, as a slip of t**t makes
        one, other = Fraction(left), Fraction(right)
        return abs(one - other) <= Fraction(atol) + Fraction(rtol) * max(abs(one), abs(other))


def is_number(value: Any) -> bool:
    """Return whether a worker's value is a number; truth values are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def close(left: Any, right: Any, rtol: float, atol: float = 0.0, scale: float = 0.0) -> bool:
    """Return whether two values are numbers that differ by at most that.

    `scale` is the size of what cancels where one of them is 0; by default nothing does.
    """
    if not (is_number(left) and is_number(right)):
        return False
    return within(left, right, rtol, atol if left and right else max(atol, ZERO * scale))


def scale_of(stated: Any) -> float:
    """Return the size of what cancels to 0 in a value, judged by what the card states for it."""
    return abs(stated) or 1.0 if is_number(stated) else 1.0


def states(stated: Any, computed: Any, drift: float, written: str) -> bool:
    """Return whether one stated value is the computed one, to the digits written."""
    if not (is_number(stated) and is_number(computed)):
        return bool(stated == computed) and isinstance(stated, bool) == isinstance(computed, bool)
    slack = _written_slack(written, stated)
    return close(stated, computed, drift, slack, scale_of(stated))


def states_all(
    stated: Any, computed: Any, drift: float, path: str, written: Callable[[str], str]
) -> bool:
    """Return whether a stated value, or every one of a list, is the computed one.

    Args:
        stated: what the bank says.
        computed: what a check assigned.
        drift: how far two numbers may differ, relative to the larger one.
        path: where the stated value stands in the card.
        written: returns how what stands at a path was written.
    """
    if not isinstance(stated, list):
        return states(stated, computed, drift, written(path))
    return (
        isinstance(computed, list)
        and len(stated) == len(computed)
        and all(
            states_all(one, other, drift, f"{path}.{i}", written)
            for i, (one, other) in enumerate(zip(stated, computed, strict=True))
        )
    )


def tolerance_faults(
    rtol: float, drift: float, written: Container[str], *, atol: float = 0.0, size: float = 1.0
) -> Iterator[FieldProblem]:
    """Yield that a learner may be off by hardly more than the two routes may differ by."""
    path = "answer.rtol" if "answer.rtol" in written else "answer.drift"
    if size == 0 and atol == 0:
        message = "nothing but 0 itself is within rtol of 0; give `atol`"
        yield FieldProblem("tolerance-too-tight", message, "answer.value")
    elif atol + rtol * size < 10 * drift * size * (1 - 1e-9):
        message = f"rtol {rtol:g} is less than ten times drift {drift:g}"
        yield FieldProblem("tolerance-too-tight", message, path)


def _written_slack(text: str, stated: float) -> float:
    """Half a unit in the last digit written, but never looser than three significant digits."""
    mantissa = text.strip().replace("_", "")
    if not any(mark in mantissa.lower() for mark in ".e"):
        return 0.0
    exponent = Decimal(mantissa).as_tuple().exponent
    if not isinstance(exponent, int):
        return 0.0
    # The hair above one half admits values that round to the written digits in binary.
    return min(0.5000001 * 10.0**exponent, SIGNIFICANT * abs(stated))
