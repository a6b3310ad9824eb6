"""Grades whole and real numbers."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from quizcv.cards.model import Integer
from quizcv.kinds.numerals import Numeral, NumeralError, read_numeral
from quizcv.kinds.ratios import named_ratio
from quizcv.kinds.units import conversion, is_unit
from quizcv.kinds.verdict import Finding, invalid

if TYPE_CHECKING:
    from quizcv.cards.model import Number
    from quizcv.cards.variant import Value

HIGHEST_RATIO_TOLERANCE = Fraction(1, 50)
"""A loose card still wants a ratio that is plainly 2 or 10 before it is named."""


def grade_number(answer: Integer | Number, expected: Value, typed: str) -> Finding:
    """Return the finding for a typed number.

    A whole number is right when exact, or when it was written as a rounded magnitude (34.8k) that
    agrees to its last digit and has `answer.significant` digits. A real number is right when
    |x - ref| <= atol + rtol * |ref|. A unit that converts is converted, another one is wrong and
    named.
    """
    try:
        numeral = read_numeral(typed, answer.unit)
        numeral, wrong_unit = _in_unit(numeral, answer.unit)
    except NumeralError as unreadable:
        return invalid(str(unreadable))
    reference = Fraction(expected)
    right = matches(answer, numeral, reference)
    if wrong_unit:
        return _wrong_unit(answer, numeral, number_right=right)
    if right:
        return Finding(verdict="correct", given=_given(numeral), value=_value(numeral))
    return _wrong(answer, numeral, reference)


def matches(answer: Integer | Number, numeral: Numeral, reference: Fraction) -> bool:
    """Tell whether the typed number counts as `reference` under this answer's rule."""
    if isinstance(answer, Integer):
        return numeral.value == reference or (
            numeral.rounded
            and numeral.digits is not None
            and numeral.digits >= answer.significant
            and _rounds_to(numeral, reference)
        )
    if _as_float(numeral.value) == _as_float(reference):
        return True
    allowed = Fraction(answer.atol) + Fraction(answer.rtol) * abs(reference)
    return abs(numeral.value - reference) <= allowed


def _rounds_to(numeral: Numeral, reference: Fraction) -> bool:
    """Tell whether `reference`, rounded to the digits written, is what was written."""
    return abs(numeral.value - reference) <= numeral.quantum / 2


def _in_unit(numeral: Numeral, asked: str | None) -> tuple[Numeral, str]:
    """Return the number in the unit asked for, and the typed unit where it does not convert.

    Raises:
        NumeralError: what follows the number is neither a unit nor a magnitude.
    """
    if numeral.percent and asked is None:
        return _scaled(numeral, Fraction(1, 100)), ""
    unit = _typed_unit(numeral)
    if not unit:
        return numeral, ""
    if asked is None:
        if conversion(unit, "px") or conversion(unit, "param") or unit in _BARE_LABELS:
            return numeral, ""
        raise NumeralError(f"Type the number alone; {unit!r} is not clear here.")
    factor = conversion(unit, asked)
    if factor is not None:
        return (_scaled(numeral, factor) if factor != 1 else numeral), ""
    if unit == "%" or is_unit(unit):
        return numeral, unit
    raise NumeralError(f"{unit!r} is not a unit known here; the answer is asked in {asked}.")


_BARE_LABELS = frozenset({"MAC", "MACs", "FLOP", "FLOPs", "bytes", "B"})


_EXACT_WANTED = (
    "Close, but a whole number typed in full has to be exact; a rounded one is written like 34.8k."
)


def _scaled(numeral: Numeral, factor: Fraction) -> Numeral:
    return numeral._replace(
        value=numeral.value * factor, quantum=numeral.quantum * factor, rounded=True
    )


def _wrong_unit(answer: Integer | Number, numeral: Numeral, *, number_right: bool) -> Finding:
    start = "The number is right, but the" if number_right else "The"
    return Finding(
        verdict="wrong",
        feedback=f"{start} unit asked for is {answer.unit}, not {_typed_unit(numeral)}.",
        given=_given(numeral),
        value=_value(numeral),
        slip="unit",
        slip_kind="convention",
    )


def _wrong(answer: Integer | Number, numeral: Numeral, reference: Fraction) -> Finding:
    feedback, slip, kind = "", None, None
    ratio = named_ratio(numeral.value, reference, _ratio_tolerance(answer, numeral))
    if _too_coarse(answer, numeral, reference):
        feedback = f"That agrees as far as it goes: give more digits, {_wanted(answer)}."
    elif ratio is not None:
        feedback, slip, kind = ratio.feedback, ratio.name, ratio.kind
    elif isinstance(answer, Integer) and numeral.value.denominator != 1:
        feedback = "The answer is a whole number."
    elif isinstance(answer, Integer) and _near(numeral, reference):
        feedback = "Close: check the rounding." if numeral.rounded else _EXACT_WANTED
    return Finding(
        verdict="wrong",
        feedback=feedback,
        given=_given(numeral),
        value=_value(numeral),
        same_as=lambda other: _is_number(other) and matches(answer, numeral, Fraction(other)),
        slip=slip,
        slip_kind=kind,
    )


def _too_coarse(answer: Integer | Number, numeral: Numeral, reference: Fraction) -> bool:
    """Tell whether a wrong number is the right one, rounded too far."""
    if not numeral.quantum or not numeral.value or not _rounds_to(numeral, reference):
        return False
    return numeral.rounded or not isinstance(answer, Integer)


def _wanted(answer: Integer | Number) -> str:
    if isinstance(answer, Integer):
        return f"at least {answer.significant} significant ones"
    if not answer.rtol:
        return "the answer is compared closely"
    return f"at least {digits_wanted(answer.rtol)} significant ones"


def digits_wanted(rtol: float) -> int:
    """Return the significant digits that a relative tolerance above 0 asks for, at least two."""
    return max(2, math.ceil(-math.log10(rtol)))


def _ratio_tolerance(answer: Integer | Number, numeral: Numeral) -> Fraction:
    """Relative error a typed number may have: it was rounded, or the card allows it."""
    written = abs(numeral.quantum / 2 / numeral.value) if numeral.value else Fraction(0)
    if isinstance(answer, Integer):
        return min(written if numeral.rounded else Fraction(0), HIGHEST_RATIO_TOLERANCE)
    return min(max(Fraction(answer.rtol), written), HIGHEST_RATIO_TOLERANCE)


def _near(numeral: Numeral, reference: Fraction) -> bool:
    return abs(reference) >= 1000 and abs(numeral.value - reference) <= abs(reference) / 200


def _typed_unit(numeral: Numeral) -> str:
    return "%" if numeral.percent else numeral.unit


def _given(numeral: Numeral) -> str:
    return f"{numeral.text} {numeral.unit}" if numeral.unit else numeral.text


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)


def _as_float(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _value(numeral: Numeral) -> Value:
    if numeral.value.denominator == 1:
        return int(numeral.value)
    return _as_float(numeral.value)
