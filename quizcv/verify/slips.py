"""Plausible slips in a formula, to find out whether a check would notice them.

Mutation testing turned on the question bank: every slip is a formula that is wrong in one place.
A check that computes the same number as a slip on all sampled numbers proves little.
"""

from __future__ import annotations

import ast
from copy import deepcopy
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST = 40
"""Slips tried for one formula; of more, an even selection."""

EPSILON = 1e-5
"""Constants below this guard a division; no learner's slip lies in their digits."""

_OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Add,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
}
_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}
_FUNCTIONS = {
    "ceil": "floor",
    "floor": "ceil",
    "max": "min",
    "min": "max",
    "log": "log2",
    "log2": "log",
    "sin": "cos",
    "cos": "sin",
}
_DROPPED_FUNCTIONS = frozenset({"sqrt", "exp", "abs", "ceil", "floor", "tanh", "log"})
_SYMBOLS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
}


class Slip(Struct, frozen=True):
    """A formula that is wrong in one place."""

    expression: str
    what: str


def slips(formula: str, let: Mapping[str, str], params: Mapping[str, object]) -> list[Slip]:
    """Return up to MOST distinct slips of `formula`, with `let` written out in it.

    Args:
        formula: a valid Python expression.
        let: intermediate values, in order; they are inlined so that slips reach into them.
        params: the card's parameters; the numeric ones are exchanged for one another.
    """
    tree = ast.Expression(inline(formula, let))
    numeric = [name for name, value in params.items() if type(value) in (int, float)]
    original = ast.unparse(tree)
    found: dict[str, str] = {}
    for expression, what in _all_slips(tree, numeric):
        if expression != original:
            found.setdefault(expression, what)
    chosen = [Slip(expression, what) for expression, what in found.items()]
    if len(chosen) <= MOST:
        return chosen
    return [chosen[i * len(chosen) // MOST] for i in range(MOST)]


def inline(formula: str, let: Mapping[str, str]) -> ast.expr:
    """Return the formula's tree with every `let` name replaced by its own expression."""
    known: dict[str, ast.expr] = {}
    for name, expression in let.items():
        known[name] = _Inliner(known).visit(_parse(expression))
    inlined: ast.expr = _Inliner(known).visit(_parse(formula))
    return inlined


class _Inliner(ast.NodeTransformer):
    def __init__(self, known: Mapping[str, ast.expr]) -> None:
        self._known = known

    def visit_Name(self, node: ast.Name) -> ast.expr:
        known = self._known.get(node.id)
        return deepcopy(known) if known is not None else node


def _parse(expression: str) -> ast.expr:
    return ast.parse(expression.strip(), mode="eval").body


def _all_slips(tree: ast.Expression, names: list[str]) -> Iterator[tuple[str, str]]:
    """Put each replacement in its place, write the whole formula down, and take it out again."""
    for parent in list(ast.walk(tree)):
        for field, value in list(ast.iter_fields(parent)):
            if isinstance(value, ast.expr):
                for other, what in _replacements(value, names):
                    setattr(parent, field, other)
                    yield _unparse(tree), what
                setattr(parent, field, value)
            elif isinstance(value, list):
                for index, item in enumerate(value):
                    if isinstance(item, ast.expr):
                        for other, what in _replacements(item, names):
                            value[index] = other
                            yield _unparse(tree), what
                        value[index] = item


def _unparse(tree: ast.Expression) -> str:
    return ast.unparse(ast.fix_missing_locations(tree))


def _replacements(node: ast.expr, names: list[str]) -> Iterator[tuple[ast.expr, str]]:
    match node:
        case ast.BinOp():
            yield from _binary(node)
        case ast.Constant(value=bool() | str()):
            return
        case ast.Constant(value=int() | float() as value):
            yield from _constant(value)
        case ast.Name(id=name) if name in names:
            for other in names:
                if other != name:
                    yield ast.Name(other, ast.Load()), f"{other} in place of {name}"
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield operand, "a minus sign left out"
        case ast.Call(func=ast.Name(id=name)):
            yield from _call(node, name)
        case ast.Compare(ops=[op], left=left, comparators=comparators):
            swapped = _COMPARISONS.get(type(op))
            if swapped:
                yield ast.Compare(left, [swapped()], comparators), "a comparison off by its edge"
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield ast.IfExp(test, orelse, body), "the cases exchanged"


def _binary(node: ast.BinOp) -> Iterator[tuple[ast.expr, str]]:
    symbol = _SYMBOLS.get(type(node.op))
    for operator in _OPERATORS.get(type(node.op), ()):
        what = f"{_SYMBOLS[operator]} in place of {symbol}"
        yield ast.BinOp(node.left, operator(), node.right), what
    if isinstance(node.op, ast.FloorDiv):
        negated = ast.UnaryOp(ast.USub(), node.left)
        ceiling = ast.UnaryOp(ast.USub(), ast.BinOp(negated, ast.FloorDiv(), node.right))
        yield ceiling, "rounded up instead of down"
    if not isinstance(node.op, ast.Mod):
        yield node.left, f"{ast.unparse(node.right)} left out"
    if isinstance(node.op, ast.Add | ast.Sub | ast.Mult):
        yield node.right, f"{ast.unparse(node.left)} left out"


def _constant(value: float) -> Iterator[tuple[ast.expr, str]]:
    if isinstance(value, int):
        others: tuple[float, ...] = (value + 1, value - 1)
    elif abs(value) < EPSILON:
        return
    else:
        others = (value * 2, value / 2)
    for other in others:
        yield ast.Constant(other), f"{other} in place of {value}"


def _call(node: ast.Call, name: str) -> Iterator[tuple[ast.expr, str]]:
    if name in _FUNCTIONS:
        other = _FUNCTIONS[name]
        swapped = ast.Call(ast.Name(other, ast.Load()), node.args, node.keywords)
        yield swapped, f"{other} in place of {name}"
    if name in _DROPPED_FUNCTIONS and len(node.args) == 1:
        yield node.args[0], f"{name} left out"
