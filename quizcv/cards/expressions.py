"""What can be told about a card's code by reading it; nothing is compiled to run, or run."""

from __future__ import annotations

import ast
import builtins
import math
import warnings
from collections import Counter, deque
from typing import TYPE_CHECKING

from msgspec import Struct

from quizcv.errors import TextProblem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BUILTIN_NAMES = frozenset(dir(builtins)) | {"__name__"}
MATH_NAMES = frozenset(name for name in dir(math) if not name.startswith("_"))
MAX_EXPRESSION = 2_000
MAX_SNIPPET = 20_000

_VISITORS: dict[type[ast.AST], str] = {
    ast.Name: "name",
    **dict.fromkeys((ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr), "assignment"),
    **dict.fromkeys((ast.For, ast.AsyncFor), "loop"),
    **dict.fromkeys((ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp), "comprehension"),
    **dict.fromkeys((ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda), "function"),
    ast.ClassDef: "class_",
    **dict.fromkeys((ast.Import, ast.ImportFrom), "imports"),
}
_NAMELESS = frozenset({"ctx", "op", "ops"})


class Snippet(Struct, frozen=True):
    """What a snippet does with names."""

    tree: ast.Module
    assigned: frozenset[str]
    """Names bound at the top level: assignments, loops, with, imports, functions, classes."""
    needed: dict[str, int]
    """Names it takes from outside, each with the line of its first use. A name that is only
    assigned before it is read is not among them."""
    stars: bool
    """Whether `from … import *` makes both incomplete."""
    values: dict[str, list[ast.expr]]
    """The expressions assigned to each name, at any depth."""
    stores: dict[str, int]
    """How many times each name is bound in the text, at any depth."""
    grown: frozenset[str]
    """Names of which an attribute or an item is used, as a list's `append` is."""
    asserts: bool
    """Whether it asserts, raises, or calls something named assert…"""


def parse_expression(source: str) -> ast.expr | TextProblem:
    """Return the tree of a Python expression."""
    if len(source) > MAX_EXPRESSION:
        return TextProblem(f"longer than {MAX_EXPRESSION} characters")
    tree = _parse(source.strip(), "eval")
    return tree.body if isinstance(tree, ast.Expression) else _never_module(tree)


def read_snippet(source: str) -> Snippet | TextProblem:
    """Return what a snippet assigns and needs."""
    if len(source) > MAX_SNIPPET:
        return TextProblem(f"longer than {MAX_SNIPPET} characters")
    tree = _parse(source, "exec")
    if not isinstance(tree, ast.Module):
        return _never_module(tree)
    scope = _Scope()
    try:
        scope.body(tree.body)
        found = _Facts(tree)
    except RecursionError:
        return TextProblem("nested too deeply")
    return Snippet(
        tree=tree,
        assigned=frozenset(scope.bound),
        needed=scope.outer(),
        stars=scope.stars,
        values=found.values,
        stores=found.stores,
        grown=frozenset(found.grown),
        asserts=found.asserts,
    )


def free_names(tree: ast.expr) -> frozenset[str]:
    """Return the names an expression takes from outside, its own loop variables left out."""
    scope = _Scope()
    try:
        scope.visit(tree)
    except RecursionError:
        return frozenset()
    return frozenset(scope.outer())


def _parse(source: str, mode: str) -> ast.AST | TextProblem:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as invalid escapes, which Python would print
            return ast.parse(source, mode=mode)
    except SyntaxError as error:
        return TextProblem(error.msg, error.lineno or 1, max(error.offset or 1, 1))
    except ValueError as error:
        return TextProblem(str(error))
    except (RecursionError, MemoryError):
        return TextProblem("nested too deeply")


def _never_module(tree: ast.AST | TextProblem) -> TextProblem:
    return tree if isinstance(tree, TextProblem) else TextProblem("not what was expected here")


def _children(node: ast.AST) -> list[ast.AST]:
    """Return the parts of a node that can hold names; ast's own generators are twice as slow."""
    found: list[ast.AST] = []
    for field in node._fields:
        value = None if field in _NAMELESS else getattr(node, field)
        if isinstance(value, ast.AST):
            found.append(value)
        elif isinstance(value, list):
            found += [item for item in value if isinstance(item, ast.AST)]
    return found


def _everything(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield a tree's nodes, outer ones first and in the order of the text within each."""
    waiting = deque([tree])
    while waiting:
        node = waiting.popleft()
        waiting.extend(_children(node))
        yield node


class _Scope:
    """Walks statements in order and keeps what is bound and what is read before that."""

    def __init__(self, bound: Iterable[str] = ()) -> None:
        self.bound = set(bound)
        self.reads: dict[str, int] = {}
        self.deferred: dict[str, int] = {}
        """Read inside functions, so resolved when they are called."""
        self.globals: set[str] = set()
        self.stars = False

    def outer(self) -> dict[str, int]:
        late = {name: line for name, line in self.deferred.items() if name not in self.bound}
        return {**late, **self.reads}

    def body(self, statements: Iterable[ast.AST]) -> None:
        for statement in statements:
            self.visit(statement)

    def visit(self, node: ast.AST) -> None:
        getattr(self, _VISITORS.get(type(node), "other"))(node)

    def name(self, node: ast.Name) -> None:
        if not isinstance(node.ctx, ast.Load):
            self.bound.add(node.id)
        elif node.id not in self.bound:
            self.reads.setdefault(node.id, node.lineno)

    def assignment(self, node: ast.Assign | ast.AnnAssign | ast.AugAssign | ast.NamedExpr) -> None:
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            self.name(ast.Name(node.target.id, ast.Load(), lineno=node.lineno))
        if node.value is not None:
            self.visit(node.value)
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if node.value is not None:
            self.body(targets)

    def loop(self, node: ast.For | ast.AsyncFor) -> None:
        self.body([node.iter, node.target, *node.body, *node.orelse])

    def comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
    ) -> None:
        inner = _Scope(self.bound)
        for part in node.generators:
            inner.body([part.iter, part.target, *part.ifs])
        inner.body([node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt])
        self.adopt(inner)
        for found in ast.walk(node):
            if isinstance(found, ast.NamedExpr):  # binds outside the comprehension
                self.bound.add(found.target.id)

    def adopt(self, inner: _Scope) -> None:
        for name, line in inner.reads.items():
            self.reads.setdefault(name, line)
        for name, line in inner.deferred.items():
            if name not in inner.bound:
                self.deferred.setdefault(name, line)

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        arguments = node.args
        self.body(arguments.defaults)
        self.body([default for default in arguments.kw_defaults if default is not None])
        named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        named += [extra for extra in (arguments.vararg, arguments.kwarg) if extra]
        inner = _Scope(argument.arg for argument in named)
        if isinstance(node, ast.Lambda):
            inner.visit(node.body)
        else:
            self.body(node.decorator_list)
            self.bound.add(node.name)
            inner.body(node.body)
        local = inner.bound - inner.globals
        self.bound |= inner.globals
        for name, line in {**inner.deferred, **inner.reads}.items():
            if name not in local:
                self.deferred.setdefault(name, line)

    def class_(self, node: ast.ClassDef) -> None:
        self.body([*node.decorator_list, *node.bases])
        self.body([keyword.value for keyword in node.keywords])
        inner = _Scope(self.bound)
        inner.body(node.body)
        for name, line in inner.reads.items():
            self.reads.setdefault(name, line)
        for name, line in inner.deferred.items():  # methods do not see the class's names
            self.deferred.setdefault(name, line)
        self.bound.add(node.name)

    def imports(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            if alias.name == "*":
                self.stars = True
            else:
                self.bound.add(alias.asname or alias.name.partition(".")[0])

    def other(self, node: ast.AST) -> None:
        if isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
            self.bound.add(node.name)
        elif isinstance(node, ast.MatchMapping) and node.rest:
            self.bound.add(node.rest)
        elif isinstance(node, ast.Global):
            self.globals.update(node.names)
        self.body(_children(node))


class _Facts:
    """What one walk over a whole snippet finds, besides its order."""

    def __init__(self, tree: ast.AST) -> None:
        self.values: dict[str, list[ast.expr]] = {}
        self.stores: Counter[str] = Counter()
        self.grown: set[str] = set()
        self.asserts = False
        for node in _everything(tree):
            if isinstance(node, ast.Name):
                if not isinstance(node.ctx, ast.Load):
                    self.stores[node.id] += 1
            elif isinstance(node, (ast.Attribute, ast.Subscript)):
                if isinstance(node.value, ast.Name):
                    self.grown.add(node.value.id)
            elif isinstance(node, ast.Call):
                called = getattr(node.func, "attr", getattr(node.func, "id", ""))
                self.asserts = self.asserts or called.startswith("assert")
            elif isinstance(node, (ast.Assert, ast.Raise)):
                self.asserts = True
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    self.assigned(target, node.value)
            elif isinstance(node, ast.AugAssign):
                self.assigned(node.target, None)
            elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)):
                self.assigned(node.target, node.value)

    def assigned(self, target: ast.expr, value: ast.expr | None) -> None:
        if isinstance(target, ast.Name):
            self.values.setdefault(target.id, []).append(value or _opaque(target))
        elif isinstance(target, ast.Starred):
            self.assigned(target.value, None)
        elif isinstance(target, (ast.Tuple, ast.List)):
            alike = isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts)
            parts = value.elts if alike and isinstance(value, (ast.Tuple, ast.List)) else None
            for index, one in enumerate(target.elts):
                self.assigned(one, parts[index] if parts else None)


def _opaque(near: ast.expr) -> ast.expr:
    """Return an expression that is no literal and equals no formula."""
    function = ast.Name("<computed>", ast.Load())
    return ast.Call(func=function, args=[], keywords=[], lineno=near.lineno)
