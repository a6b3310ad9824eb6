"""Whether two expressions say the same, so that a check that repeats its formula is noticed."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_NODES = 600

_MODULES = frozenset({"math", "np", "numpy", "torch"})
_CONVERSIONS = frozenset({"int", "float", "bool", "float64", "tuple", "list"})
_METHODS = frozenset({"item", "tolist"})


class _TooLarge(Exception):
    pass


def normal_form(tree: ast.expr, names: Mapping[str, ast.expr] | None = None) -> Any:
    """Return a value that is equal for expressions that say the same, or None for a giant.

    Sums and products are compared in any order, `names` are replaced by what they stand for,
    `math.sqrt`, `np.sqrt` and `sqrt` are one, and conversions such as int(...) are passed over.
    """
    try:
        return _Former(names or {}).form(tree)
    except (_TooLarge, RecursionError):
        return None


class _Former:
    def __init__(self, names: Mapping[str, ast.expr]) -> None:
        self.names = names
        self.expanding: list[str] = []
        self.left = MAX_NODES

    def form(self, node: Any) -> Any:
        self.left -= 1
        if self.left < 0:
            raise _TooLarge
        match node:
            case ast.Name():
                return self.name(node.id)
            case ast.Constant():
                return ("constant", isinstance(node.value, bool), node.value)
            case ast.BinOp(op=ast.Add() | ast.Sub()) | ast.UnaryOp(op=ast.USub()):
                return ("sum", *sorted(self.terms(node, 1), key=repr))
            case ast.BinOp(op=ast.Mult()):
                return ("product", *sorted(self.factors(node), key=repr))
            case ast.Attribute(value=ast.Name(id=module)) if module in _MODULES:
                return ("name", node.attr)
            case ast.Call():
                return self.call(node)
            case ast.Tuple() | ast.List():
                return ("items", *map(self.form, node.elts))
        return self.other(node)

    def name(self, name: str) -> Any:
        if name not in self.names or name in self.expanding:
            return ("name", name)
        self.expanding.append(name)
        found = self.form(self.names[name])
        self.expanding.pop()
        return found

    def call(self, node: ast.Call) -> Any:
        if len(node.args) == 1 and not node.keywords and self.is_conversion(node.func):
            return self.form(node.args[0])
        if isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS and not node.args:
            return self.form(node.func.value)
        return self.other(node)

    @staticmethod
    def is_conversion(function: ast.expr) -> bool:
        name = function.attr if isinstance(function, ast.Attribute) else None
        return (function.id if isinstance(function, ast.Name) else name) in _CONVERSIONS

    def terms(self, node: ast.expr, sign: int) -> list[Any]:
        match node:
            case ast.BinOp(op=ast.Add()):
                return [*self.terms(node.left, sign), *self.terms(node.right, sign)]
            case ast.BinOp(op=ast.Sub()):
                return [*self.terms(node.left, sign), *self.terms(node.right, -sign)]
            case ast.UnaryOp(op=ast.USub()):
                return self.terms(node.operand, -sign)
        inner = self.form(node)
        if inner[0] == "sum":  # a name that stood for a sum
            return [(sign * part[0], part[1]) for part in inner[1:]]
        return [(sign, inner)]

    def factors(self, node: ast.expr) -> list[Any]:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            return [*self.factors(node.left), *self.factors(node.right)]
        inner = self.form(node)
        return list(inner[1:]) if inner[0] == "product" else [inner]

    def other(self, node: Any) -> Any:
        if isinstance(node, list):
            return tuple(map(self.form, node))
        if not isinstance(node, ast.AST):
            return ("written", node)
        fields = [getattr(node, name) for name in node._fields if name != "ctx"]
        return (type(node).__name__, *map(self.form, fields))
