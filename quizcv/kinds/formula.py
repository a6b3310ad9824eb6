"""A formula as an answer: read, refused where it is more than arithmetic, and sampled.

Nothing is evaluated here: what passes is plain arithmetic over the card's parameters, and a worker
computes it beside the card's own.
"""

from __future__ import annotations

import ast
import math
import re
from typing import TYPE_CHECKING, ClassVar

from quizcv.kinds import base, compare
from quizcv.kinds.base import Answer, AnswerKind, Authored, Expression, Sample, Tolerance, Traits
from quizcv.kinds.shown import number
from quizcv.kinds.verdict import Judgement, Unreadable, UnreadableText, invalid

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterator, Mapping, Sequence

    from quizcv.errors import FieldProblem
    from quizcv.kinds.base import Asked, Value
    from quizcv.kinds.options import Option

LONGEST = 300
DEEPEST = 40

FUNCTIONS = frozenset(
    {"abs", "min", "max", "round", "int"}
    | {name for name in vars(math) if not name.startswith("_") and callable(vars(math)[name])}
) - {"factorial", "perm", "comb", "prod", "fsum", "sumprod", "dist"}
"""Callable names. Those whose work grows without bound, or that want a sequence, are left out."""
CONSTANTS = frozenset({"pi", "e", "tau"})

_WRITTEN = str.maketrans({"·": "*", "×": "*", "⋅": "*", "÷": "/", "−": "-", "–": "-"})
_IMPLIED = re.compile(r"(?<![\w.])(\d+\.?\d*)\s*(?=[A-Za-z_(])(?![eE][+-]?\d)")
_LEFT_SIDE = re.compile(r"^\s*[A-Za-z_]\w*\s*=(?!=)")
_OPERATORS = (
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
    ast.FloorDiv,
    ast.Mod,
    ast.Pow,
    ast.UAdd,
    ast.USub,
)


class Formula(Authored, Answer, frozen=True, tag_field="kind", tag="formula"):
    """An expression over the card's params, graded by sampling it in a worker."""

    kind: ClassVar[str] = "formula"
    formula: Expression
    rtol: Tolerance = 1e-6
    drift: Tolerance = 1e-9


class FormulaKind(AnswerKind[Formula, str]):
    """Formulas. Their check assigns the number that the formula gives."""

    struct = Formula
    traits = Traits(short=True, computed=True, sampled=True)
    descriptions: ClassVar[Mapping[str, str]] = {
        "kind": "An expression over the params, graded by trying it on several numbers.",
        "formula": "The right expression.",
        "rtol": base.RTOL,
        "drift": base.DRIFT,
    }

    def truth(self, answer: Formula, claims: Mapping[str, Value]) -> Value:
        """Return the formula, blanks apart."""
        return "".join(answer.formula.split())

    def lint(self, answer: Formula, written: Container[str]) -> Iterator[FieldProblem]:
        """What a learner may be off by is well above what the two routes may differ by."""
        return compare.tolerance_faults(answer.rtol, answer.drift, written)

    def lint_mistake(
        self, answer: Formula, value: Value, *, varies: bool
    ) -> Iterator[tuple[str, str]]:
        """A constant is no mistake beside a number that changes."""
        if varies:
            yield compare.VARIES
        if self.type_error(answer, value):
            yield "wrong-type", f"{value!r} is not a number"

    def type_error(self, answer: Formula, value: Value) -> str | None:
        """Ask for a number."""
        return None if compare.is_number(value) else f"answer is {value!r}, not a number"

    def same(self, answer: Formula, left: Value, right: Value) -> bool:
        """Allow the card's drift."""
        return compare.close(left, right, answer.drift)

    def form(self, answer: Formula, names: Collection[str]) -> str:
        """Name what it may name."""
        return f"a formula in {', '.join(names) or 'numbers'}"

    def show(self, answer: Formula, value: Value, options: Sequence[Option] = ()) -> str:
        """Show the number that a formula gives."""
        return f"{value:,}" if isinstance(value, int) else number(value, answer.rtol)

    def right(self, answer: Formula, value: Value, options: Sequence[Option] = ()) -> str:
        """Show the formula itself."""
        return answer.formula

    def may_mean(self, word: str, options: Sequence[Option]) -> bool:
        """A name may be the key of a command."""
        return word not in ("?", "")

    def read(self, answer: Formula, typed: str, asked: Asked) -> str | Unreadable:
        """Return the expression."""
        try:
            return read_formula(typed, asked.names)
        except UnreadableText as refused:
            return Unreadable(str(refused))

    def judge(self, answer: Formula, reading: str, asked: Asked) -> Judgement:
        """Try it beside the card's own on several sets of numbers."""
        samples = asked.sample(reading) if asked.sample else None
        if not samples:
            return invalid("The formula could not be computed here, so it was not graded.")
        first = samples[0]
        if first.given is None:
            return invalid(f"That formula has no value for the numbers asked: {first.reason}")
        differing = next((one for one in samples if not _agrees(one, answer.rtol)), None)
        return Judgement(
            verdict="wrong" if differing else "correct",
            feedback=_counterexample(differing) if differing else "",
            given=reading,
            value=first.given,
            same_as=lambda other: _agrees(Sample({}, first.given, other), answer.rtol),
        )


FORMULA = FormulaKind()


def read_formula(typed: str, params: Collection[str]) -> str:
    """Return `typed` as a Python expression over `params`: `2n²` becomes `2*n**2`.

    Raises:
        UnreadableText: it does not parse, names something unknown, or is more than arithmetic.
    """
    if len(typed) > LONGEST:
        raise UnreadableText("That is too long for a formula.")
    text = _pythonic(typed)
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise UnreadableText(
            "That does not read as a formula. Use + - * / // ** and brackets: (n - k)/s + 1."
        ) from None
    _refuse_unknown(tree.body, frozenset(params), DEEPEST)
    return text


def _pythonic(typed: str) -> str:
    text = _LEFT_SIDE.sub("", typed.strip().translate(_WRITTEN))
    text = text.replace("^", "**").replace("²", "**2").replace("³", "**3").replace("√(", "sqrt(")
    text = text.replace("π", "pi")
    text = re.sub(r"⌊(.*?)⌋", r"floor(\1)", text)
    text = re.sub(r"⌈(.*?)⌉", r"ceil(\1)", text)
    return _IMPLIED.sub(r"\1*", text.strip())


def _refuse_unknown(node: ast.expr, params: frozenset[str], depth: int) -> None:
    if depth == 0:
        raise UnreadableText("That formula is nested too deeply.")
    match node:
        case ast.BinOp(left, operator, right) if isinstance(operator, _OPERATORS):
            children = [left, right]
        case ast.UnaryOp(operator, operand) if isinstance(operator, _OPERATORS):
            children = [operand]
        case ast.Constant(value) if type(value) in (int, float):
            children = []
        case ast.Name(name):
            _refuse_name(name, params)
            children = []
        case ast.Call(ast.Name(name), arguments, []) if name in FUNCTIONS:
            children = arguments
        case ast.Call(ast.Name(name)):
            raise UnreadableText(f"{name!r} is not a function that can be used here.")
        case _:
            raise UnreadableText("Only arithmetic can be used in a formula.")
    for child in children:
        _refuse_unknown(child, params, depth - 1)


def _refuse_name(name: str, params: frozenset[str]) -> None:
    if name not in params and name not in CONSTANTS:
        known = ", ".join(sorted(params)) or "numbers only"
        raise UnreadableText(f"{name!r} is not one of this question's names ({known}).")


def _agrees(sample: Sample, rtol: float) -> bool:
    if sample.given is None:
        return False
    return abs(sample.given - sample.expected) <= rtol * max(abs(sample.expected), 1e-300)


def _counterexample(sample: Sample) -> str:
    numbers = ", ".join(f"{name} = {value}" for name, value in sample.params.items())
    given = sample.reason if sample.given is None else number(sample.given)
    return f"With {numbers} it gives {given}; the answer there is {number(sample.expected)}."
