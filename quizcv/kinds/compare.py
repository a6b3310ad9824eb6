"""When two values count as the same answer."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from quizcv.cards.model import Boolean, Choice, Formula, Integer, Multi, Number, Order, Shape

if TYPE_CHECKING:
    from quizcv.cards.library import Entry
    from quizcv.cards.model import Answer, WithOptions

SIGNIFICANT = 5e-3
"""Relative slack of a stated decimal: at least three significant digits are compared."""


def within(left: float, right: float, rtol: float, atol: float = 0.0) -> bool:
    """Return whether two numbers differ by at most atol + rtol times the larger one."""
    return abs(left - right) <= atol + rtol * max(abs(left), abs(right))


def is_number(value: Any) -> bool:
    """Return whether a worker's value is a number; truth values are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def type_error(answer: Answer, value: Any) -> str | None:
    """Return what is wrong with the type of an executed answer, or None."""
    match answer:
        case Integer():
            good, want = isinstance(value, int) and not isinstance(value, bool), "an int"
        case Number() | Formula():
            good, want = is_number(value), "a number"
        case Boolean():
            good, want = isinstance(value, bool), "a bool"
        case Shape():
            good = isinstance(value, list) and all(type(size) is int for size in value)
            want = "a sequence of ints"
        case Choice():
            good, want = _is_key(value, answer), f"one of {', '.join(answer.options)}"
        case Multi() | Order():
            good = isinstance(value, list) and all(_is_key(key, answer) for key in value)
            want = f"a list of keys out of {', '.join(answer.options)}"
        case _:
            return None
    return None if good else f"answer is {value!r}, not {want}"


def _is_key(value: Any, answer: WithOptions) -> bool:
    return isinstance(value, str) and value in answer.options


def same(answer: Answer, left: Any, right: Any) -> bool:
    """Return whether two routes to an answer agree, to the card's drift."""
    if isinstance(answer, Number | Formula):
        if not (is_number(left) and is_number(right)):
            return False
        atol = answer.atol / 10 if isinstance(answer, Number) else 0.0
        return within(left, right, answer.drift, atol)
    if isinstance(answer, Multi):
        return bool(_as_set(left) == _as_set(right))
    agree: bool = left == right
    return agree


def indistinct(answer: Answer, left: Any, right: Any) -> bool:
    """Return whether a learner who types one of two values could have meant the other."""
    if isinstance(answer, Number) and is_number(left) and is_number(right):
        return within(left, right, answer.rtol, answer.atol)
    return same(answer, left, right)


def matches_statement(entry: Entry, path: str, stated: Any, computed: Any, drift: float) -> bool:
    """Return whether a value stated in the bank is the computed one, to the digits written."""
    if isinstance(stated, list):
        return (
            isinstance(computed, list)
            and len(stated) == len(computed)
            and all(
                matches_statement(entry, f"{path}.{i}", one, other, drift)
                for i, (one, other) in enumerate(zip(stated, computed, strict=True))
            )
        )
    if not (is_number(stated) and is_number(computed)):
        return bool(stated == computed) and isinstance(stated, bool) == isinstance(computed, bool)
    slack = _written_slack(entry.place(path).text, stated)
    return within(stated, computed, drift, slack)


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


def _as_set(value: Any) -> Any:
    return frozenset(value) if isinstance(value, list) else value
