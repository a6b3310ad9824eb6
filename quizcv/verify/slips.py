"""Plausible slips in a formula, to find out whether a check would notice them.

Mutation testing turned on the question bank: every slip is a formula that is wrong in one place.
A check that computes the same number as a slip on all sampled numbers proves little.

Slips are cut and pasted in the formula's text, at the places that its syntax tree names: writing
a tree out again for each of them would take most of the time of a verification from the cache.
"""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST = 40
"""Slips tried for one formula; of more, an even selection."""

EPSILON = 1e-5
"""Constants below this guard a division; no learner's slip lies in their digits."""

_SYMBOLS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
_SWAPPED = {
    "+": "-",
    "-": "+",
    "*": "+",
    "/": "*",
    "//": "*",
    "%": "//",
    "**": "*",
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "==": "!=",
    "!=": "==",
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


class Slip(Struct, frozen=True):
    """A formula that is wrong in one place."""

    expression: str
    what: str


class _Cut(NamedTuple):
    """Bytes of the formula, and what stands there instead in a slip."""

    start: int
    end: int
    text: str
    what: str


def slips(formula: str, let: Mapping[str, str], params: Mapping[str, object]) -> list[Slip]:
    """Return up to MOST distinct slips of `formula`, with `let` written out in it.

    Args:
        formula: a valid Python expression.
        let: intermediate values, in order; they are inlined so that slips reach into them.
        params: the card's parameters; the numeric ones are exchanged for one another.
    """
    names = tuple(name for name, value in params.items() if type(value) in (int, float))
    return list(_slips(inline(formula, let), names))


@lru_cache(maxsize=2048)
def _slips(source: str, names: tuple[str, ...]) -> tuple[Slip, ...]:
    """Return the slips of a formula; asked twice for each card, to plan its job and to judge it."""
    raw = source.encode()
    found: dict[str, str] = {}
    for cut in _Cutter(raw, names).cuts(_parse(source)):
        whole = raw[: cut.start].decode() + cut.text + raw[cut.end :].decode()
        found.setdefault(whole, cut.what)
    found.pop(source, None)
    chosen = [Slip(expression, what) for expression, what in found.items()]
    if len(chosen) <= MOST:
        return tuple(chosen)
    return tuple(chosen[i * len(chosen) // MOST] for i in range(MOST))


def inline(formula: str, known: Mapping[str, str]) -> str:
    """Return the formula with each known name replaced by its expression, in brackets.

    An expression of `known` may name those before it.
    """
    written: dict[str, str] = {}
    for name, expression in known.items():
        written[name] = f"({_replace_names(expression, written)})"
    return _replace_names(formula, written)


def plain(expression: str) -> str:
    """Return an expression without needless brackets, to be read."""
    return ast.unparse(_parse(expression))


def _replace_names(expression: str, written: Mapping[str, str]) -> str:
    source = _one_line(expression)
    if not any(name in source for name in written):
        return source
    raw = source.encode()
    spots = [
        (_start(node), _end(node), written[node.id])
        for node in ast.walk(_parse(source))
        if isinstance(node, ast.Name) and node.id in written
    ]
    for start, end, text in sorted(spots, reverse=True):
        raw = raw[:start] + text.encode() + raw[end:]
    return raw.decode()


def _one_line(expression: str) -> str:
    return " ".join(expression.split("\n")).strip()


def _parse(source: str) -> ast.expr:
    return ast.parse(source, mode="eval").body


def _start(node: ast.expr) -> int:
    return node.col_offset


def _end(node: ast.expr) -> int:
    return node.end_col_offset or node.col_offset


class _Cutter:
    """Finds the cuts in one formula, given as the bytes that the tree's offsets count."""

    def __init__(self, raw: bytes, names: tuple[str, ...]) -> None:
        self._raw = raw
        self._names = names

    def cuts(self, tree: ast.expr) -> Iterator[_Cut]:
        """Yield every slip of every part of the formula."""
        for node in ast.walk(tree):
            if isinstance(node, ast.expr):
                for text, what in self._replacements(node):
                    yield _Cut(_start(node), _end(node), text, what)

    def _text(self, node: ast.expr) -> str:
        return self._raw[_start(node) : _end(node)].decode()

    def _replacements(self, node: ast.expr) -> Iterator[tuple[str, str]]:
        match node:
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _SYMBOLS:
                yield from self._binary(node, left, _SYMBOLS[type(op)], right)
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _SYMBOLS:
                before, after = self._sides(node, left, _SYMBOLS[type(op)], right)
                other = _SWAPPED[_SYMBOLS[type(op)]]
                yield f"({before} {other} {after})", "a comparison off by its edge"
            case ast.Constant(value=bool() | str()):
                return
            case ast.Constant(value=int() | float() as value):
                yield from _constants(value)
            case ast.Name(id=name) if name in self._names:
                for other in self._names:
                    if other != name:
                        yield other, f"{other} in place of {name}"
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                yield f"({self._text(operand)})", "a minus sign left out"
            case ast.Call(func=ast.Name(id=name), args=args):
                yield from self._calls(node, name, args)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                first, second = self._text(orelse), self._text(body)
                whole = f"(({first}) if ({self._text(test)}) else ({second}))"
                yield whole, "the cases exchanged"

    def _binary(
        self, node: ast.expr, left: ast.expr, symbol: str, right: ast.expr
    ) -> Iterator[tuple[str, str]]:
        before, after = self._sides(node, left, symbol, right)
        other = _SWAPPED[symbol]
        yield f"({before} {other} {after})", f"{other} in place of {symbol}"
        if symbol == "//":
            yield f"(-(-({before}) // {after}))", "rounded up instead of down"
        if symbol != "%":
            yield f"({before})", f"{after} left out"
        if symbol in "+-*":
            yield f"({after})", f"{before} left out"

    def _sides(
        self, node: ast.expr, left: ast.expr, symbol: str, right: ast.expr
    ) -> tuple[str, str]:
        """Return the text before and behind the operator, with the brackets around each side."""
        at = self._raw.index(symbol.encode(), _end(left), _start(right))
        before = self._raw[_start(node) : at].decode().strip()
        after = self._raw[at + len(symbol) : _end(node)].decode().strip()
        return before, after

    def _calls(self, node: ast.expr, name: str, args: list[ast.expr]) -> Iterator[tuple[str, str]]:
        if name in _FUNCTIONS:
            other = _FUNCTIONS[name]
            yield other + self._text(node)[len(name) :], f"{other} in place of {name}"
        if name in _DROPPED_FUNCTIONS and len(args) == 1:
            yield f"({self._text(args[0])})", f"{name} left out"


def _constants(value: float) -> Iterator[tuple[str, str]]:
    if isinstance(value, int):
        others: tuple[float, ...] = (value + 1, value - 1)
    elif abs(value) < EPSILON:
        return
    else:
        others = (value * 2, value / 2)
    for other in others:
        yield f"({other!r})" if other < 0 else repr(other), f"{other} in place of {value}"
