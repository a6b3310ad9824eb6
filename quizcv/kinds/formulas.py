"""Reads typed formulas and refuses what is not arithmetic. Nothing is evaluated here.

What passes is plain arithmetic over the card's parameters; a worker samples it.
"""

from __future__ import annotations

import ast
import math
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

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


class FormulaError(ValueError):
    """The text is not arithmetic over the known names; the message says why."""


def read_formula(typed: str, params: Collection[str]) -> str:
    """Return `typed` as a Python expression over `params`: `2n²` becomes `2*n**2`.

    Raises:
        FormulaError: it does not parse, names something unknown, or is more than arithmetic.
    """
    if len(typed) > LONGEST:
        raise FormulaError("That is too long for a formula.")
    text = _pythonic(typed)
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise FormulaError(
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
        raise FormulaError("That formula is nested too deeply.")
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
            raise FormulaError(f"{name!r} is not a function that can be used here.")
        case _:
            raise FormulaError("Only arithmetic can be used in a formula.")
    for child in children:
        _refuse_unknown(child, params, depth - 1)


def _refuse_name(name: str, params: frozenset[str]) -> None:
    if name not in params and name not in CONSTANTS:
        known = ", ".join(sorted(params)) or "numbers only"
        raise FormulaError(f"{name!r} is not one of this question's names ({known}).")
