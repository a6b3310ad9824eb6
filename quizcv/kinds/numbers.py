"""Whole and real numbers: exact or within a tolerance, in the unit asked for."""

from __future__ import annotations

import math
from abc import abstractmethod
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, ClassVar, NamedTuple, TypeVar

from msgspec import Meta

from quizcv.kinds import base, compare
from quizcv.kinds.base import Answer, AnswerKind, Authored, Expression, Text, Tolerance, Traits
from quizcv.kinds.numerals import Numeral, read_numeral
from quizcv.kinds.ratios import named_ratio
from quizcv.kinds.shown import number, with_unit
from quizcv.kinds.units import conversion, is_unit
from quizcv.kinds.verdict import Judgement, Unreadable, UnreadableText

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterator, Mapping, Sequence

    from quizcv.errors import FieldProblem
    from quizcv.kinds.base import Asked, Value
    from quizcv.kinds.options import Option

HIGHEST_RATIO_TOLERANCE = Fraction(1, 50)
"""A loose card still wants a ratio that is plainly 2 or 10 before it is named."""

_EXACT_WANTED = (
    "Close, but a whole number typed in full has to be exact; a rounded one is written like 34.8k."
)
_BARE_LABELS = frozenset({"MAC", "MACs", "FLOP", "FLOPs", "bytes", "B"})


class Integer(Authored, Answer, frozen=True, tag_field="kind", tag="integer"):
    """A whole number, exact unless typed as a rounded magnitude such as 34.8k."""

    kind: ClassVar[str] = "integer"
    value: int
    formula: Expression | None = None
    unit: Text | None = None
    significant: Annotated[int, Meta(ge=1, le=15)] = 3
    """Digits a rounded magnitude must have to be accepted."""


class Number(Authored, Answer, frozen=True, tag_field="kind", tag="number"):
    """A real number; right when |x - ref| <= atol + rtol * |ref|."""

    kind: ClassVar[str] = "number"
    value: float
    formula: Expression | None = None
    unit: Text | None = None
    rtol: Tolerance = 5e-3
    atol: Annotated[float, Meta(ge=0)] = 0.0
    drift: Tolerance = 1e-6
    """How far formula and check may differ, relative to the answer."""


class Measured(NamedTuple):
    """A typed number in the unit asked for."""

    numeral: Numeral
    wrong_unit: bool
    """Its unit is known and is not the one asked for."""


N = TypeVar("N", Integer, Number)


class _Numeric(AnswerKind[N, Measured]):
    """What the two have in common; they differ in what counts as the right number."""

    traits = Traits(short=True, computed=True)

    @abstractmethod
    def counts(self, answer: N, numeral: Numeral, reference: Fraction) -> bool:
        """Tell whether the typed number counts as `reference` under this answer's rule."""

    @abstractmethod
    def coarse(self, numeral: Numeral) -> bool:
        """Tell whether a number so written may be another one, rounded."""

    @abstractmethod
    def digits(self, answer: N) -> str:
        """Return how many digits are wanted, to end a sentence."""

    @abstractmethod
    def ratio_tolerance(self, answer: N, numeral: Numeral) -> Fraction:
        """Return the relative error a typed number may have: it was rounded, or may be off."""

    @abstractmethod
    def remark(self, numeral: Numeral, reference: Fraction) -> str:
        """Return what else there is to say about a wrong number."""

    def lint_mistake(self, answer: N, value: Value, *, varies: bool) -> Iterator[tuple[str, str]]:
        """A constant is no mistake beside an answer that changes; it is a number as the answer."""
        if varies:
            yield compare.VARIES
        if self.type_error(answer, value):
            yield "wrong-type", f"{value!r} is not {self.noun}"

    noun: ClassVar[str]

    def read(self, answer: N, typed: str, asked: Asked) -> Measured | Unreadable:
        """Return the number; a unit that converts is converted."""
        try:
            return _in_unit(read_numeral(typed, answer.unit), answer.unit)
        except UnreadableText as unreadable:
            return Unreadable(str(unreadable))

    def judge(self, answer: N, reading: Measured, asked: Asked) -> Judgement:
        """Hold the number against the right one; a unit that does not convert is wrong and named.

        A whole number is right when exact, or when it was written as a rounded magnitude (34.8k)
        that agrees to its last digit and has `answer.significant` digits. A real number is right
        when |x - ref| <= atol + rtol * |ref|.
        """
        numeral, reference = reading.numeral, Fraction(asked.expected)
        right = self.counts(answer, numeral, reference)
        if reading.wrong_unit:
            return _wrong_unit(answer.unit, numeral, number_right=right)
        if right:
            return Judgement(verdict="correct", given=_given(numeral), value=_value(numeral))
        return self._wrong(answer, numeral, reference)

    def _wrong(self, answer: N, numeral: Numeral, reference: Fraction) -> Judgement:
        feedback, slip, kind = "", None, None
        ratio = named_ratio(numeral.value, reference, self.ratio_tolerance(answer, numeral))
        if self.coarse(numeral) and _rounds_to(numeral, reference):
            feedback = f"That agrees as far as it goes: give more digits, {self.digits(answer)}."
        elif ratio is not None:
            feedback, slip, kind = ratio.feedback, ratio.name, ratio.kind
        else:
            feedback = self.remark(numeral, reference)
        return Judgement(
            verdict="wrong",
            feedback=feedback,
            given=_given(numeral),
            value=_value(numeral),
            same_as=lambda other: (
                _is_finite(other) and self.counts(answer, numeral, Fraction(other))
            ),
            slip=slip,
            slip_kind=kind,
        )


class IntegerKind(_Numeric[Integer]):
    """Whole numbers."""

    struct = Integer
    noun = "a whole number"
    descriptions: ClassVar[Mapping[str, str]] = {
        "kind": "A whole number, exact unless typed as a rounded magnitude such as 34.8k.",
        "value": base.STATED,
        "formula": base.FORMULA,
        "unit": base.UNIT,
        "significant": "Digits that a rounded magnitude must have.",
    }

    def type_error(self, answer: Integer, value: Value) -> str | None:
        """Ask for an int."""
        return None if type(value) is int else f"answer is {value!r}, not an int"

    def confirms(self, answer: Integer, computed: Value, written: str) -> bool:
        """Ask for the very number, unless a decimal was written."""
        return compare.states(answer.value, computed, 0.0, written)

    def form(self, answer: Integer, names: Collection[str]) -> str:
        """Name both ways to write it."""
        return _in("a whole number, such as 34848 or 34.8k", answer.unit)

    def show(self, answer: Integer, value: Value, options: Sequence[Option] = ()) -> str:
        """Group thousands."""
        return with_unit(f"{int(value):,}", answer.unit)

    def counts(self, answer: Integer, numeral: Numeral, reference: Fraction) -> bool:
        """Ask for the exact number, or one rounded to enough digits."""
        return numeral.value == reference or (
            numeral.rounded
            and numeral.digits is not None
            and numeral.digits >= answer.significant
            and _rounds_to(numeral, reference)
        )

    def coarse(self, numeral: Numeral) -> bool:
        """Only a magnitude is rounded: a number in full is meant."""
        return bool(numeral.quantum and numeral.value) and numeral.rounded

    def digits(self, answer: Integer) -> str:
        """Return the digits of a magnitude."""
        return f"at least {answer.significant} significant ones"

    def ratio_tolerance(self, answer: Integer, numeral: Numeral) -> Fraction:
        """Allow what was rounded away."""
        written = _written(numeral) if numeral.rounded else Fraction(0)
        return min(written, HIGHEST_RATIO_TOLERANCE)

    def remark(self, numeral: Numeral, reference: Fraction) -> str:
        """Tell fractions, and numbers that are nearly right."""
        if numeral.value.denominator != 1:
            return "The answer is a whole number."
        if _near(numeral, reference):
            return "Close: check the rounding." if numeral.rounded else _EXACT_WANTED
        return ""


class NumberKind(_Numeric[Number]):
    """Real numbers."""

    struct = Number
    noun = "a number"
    descriptions: ClassVar[Mapping[str, str]] = {
        "kind": "A real number, right within a tolerance.",
        "value": "The answer for the default numbers, with at least three significant digits.",
        "formula": base.FORMULA,
        "unit": base.UNIT,
        "rtol": base.RTOL,
        "atol": "How far off a typed answer may be in absolute terms.",
        "drift": base.DRIFT,
    }

    def truth(self, answer: Number, claims: Mapping[str, Value]) -> Value:
        """Return three digits: more of them are the same answer, better stated."""
        return f"{answer.value:.3g}"

    def lint(self, answer: Number, written: Container[str]) -> Iterator[FieldProblem]:
        """What a learner may be off by is well above what the two routes may differ by."""
        return compare.tolerance_faults(
            answer.rtol, answer.drift, written, atol=answer.atol, size=abs(answer.value)
        )

    def type_error(self, answer: Number, value: Value) -> str | None:
        """Ask for a number."""
        return None if compare.is_number(value) else f"answer is {value!r}, not a number"

    def same(self, answer: Number, left: Value, right: Value) -> bool:
        """Allow the card's drift, and beside an answer of 0 what rounding leaves."""
        scale = compare.scale_of(answer.value)
        return compare.close(left, right, answer.drift, answer.atol / 10, scale)

    def indistinct(self, answer: Number, left: Value, right: Value) -> bool:
        """Allow what the learner may be off by."""
        return compare.close(left, right, answer.rtol, answer.atol)

    def confirms(self, answer: Number, computed: Value, written: str) -> bool:
        """Compare to the digits written."""
        return compare.states(answer.value, computed, answer.drift, written)

    def form(self, answer: Number, names: Collection[str]) -> str:
        """Say how many digits are wanted."""
        form = "a number"
        if answer.rtol:
            form += f" to {digits_wanted(answer.rtol)} significant digits"
        return _in(form, answer.unit)

    def show(self, answer: Number, value: Value, options: Sequence[Option] = ()) -> str:
        """Give the fewest digits, four at least, that stay well inside the card's tolerance."""
        return with_unit(number(float(value), answer.rtol, answer.atol), answer.unit)

    def counts(self, answer: Number, numeral: Numeral, reference: Fraction) -> bool:
        """Ask for a number within the tolerance."""
        if _as_float(numeral.value) == _as_float(reference):
            return True
        allowed = Fraction(answer.atol) + Fraction(answer.rtol) * abs(reference)
        return abs(numeral.value - reference) <= allowed

    def coarse(self, numeral: Numeral) -> bool:
        """Whatever has a last digit may be rounded."""
        return bool(numeral.quantum and numeral.value)

    def digits(self, answer: Number) -> str:
        """Return the digits that the tolerance asks for."""
        if not answer.rtol:
            return "the answer is compared closely"
        return f"at least {digits_wanted(answer.rtol)} significant ones"

    def ratio_tolerance(self, answer: Number, numeral: Numeral) -> Fraction:
        """Allow what was rounded away, or what the card allows."""
        return min(max(Fraction(answer.rtol), _written(numeral)), HIGHEST_RATIO_TOLERANCE)

    def remark(self, numeral: Numeral, reference: Fraction) -> str:
        """Add nothing."""
        return ""


INTEGER = IntegerKind()
NUMBER = NumberKind()


def digits_wanted(rtol: float) -> int:
    """Return the significant digits that a relative tolerance above 0 asks for, at least two."""
    return max(2, math.ceil(-math.log10(rtol)))


def _in(form: str, unit: str | None) -> str:
    return f"{form}, in {unit}" if unit else form


def _in_unit(numeral: Numeral, asked: str | None) -> Measured:
    """Return the number in the unit asked for.

    Raises:
        UnreadableText: what follows the number is neither a unit nor a magnitude.
    """
    if numeral.percent and asked is None:
        return Measured(_scaled(numeral, Fraction(1, 100)), wrong_unit=False)
    unit = _typed_unit(numeral)
    if not unit:
        return Measured(numeral, wrong_unit=False)
    if asked is None:
        if conversion(unit, "px") or conversion(unit, "param") or unit in _BARE_LABELS:
            return Measured(numeral, wrong_unit=False)
        raise UnreadableText(f"Type the number alone; {unit!r} is not clear here.")
    factor = conversion(unit, asked)
    if factor is not None:
        converted = _scaled(numeral, factor) if factor != 1 else numeral
        return Measured(converted, wrong_unit=False)
    if unit == "%" or is_unit(unit):
        return Measured(numeral, wrong_unit=True)
    raise UnreadableText(f"{unit!r} is not a unit known here; the answer is asked in {asked}.")


def _scaled(numeral: Numeral, factor: Fraction) -> Numeral:
    return numeral._replace(
        value=numeral.value * factor, quantum=numeral.quantum * factor, rounded=True
    )


def _wrong_unit(unit: str | None, numeral: Numeral, *, number_right: bool) -> Judgement:
    start = "The number is right, but the" if number_right else "The"
    return Judgement(
        verdict="wrong",
        feedback=f"{start} unit asked for is {unit}, not {_typed_unit(numeral)}.",
        given=_given(numeral),
        value=_value(numeral),
        slip="unit",
        slip_kind="convention",
    )


def _rounds_to(numeral: Numeral, reference: Fraction) -> bool:
    """Tell whether `reference`, rounded to the digits written, is what was written."""
    return abs(numeral.value - reference) <= numeral.quantum / 2


def _written(numeral: Numeral) -> Fraction:
    """Return the relative error of a number that was rounded as it is written."""
    return abs(numeral.quantum / 2 / numeral.value) if numeral.value else Fraction(0)


def _near(numeral: Numeral, reference: Fraction) -> bool:
    return abs(reference) >= 1000 and abs(numeral.value - reference) <= abs(reference) / 200


def _typed_unit(numeral: Numeral) -> str:
    return "%" if numeral.percent else numeral.unit


def _given(numeral: Numeral) -> str:
    return f"{numeral.text} {numeral.unit}" if numeral.unit else numeral.text


def _is_finite(value: Value) -> bool:
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
