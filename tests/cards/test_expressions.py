from __future__ import annotations

import ast

import pytest

from quizcv.cards.expressions import free_names, parse_expression, read_snippet
from quizcv.cards.repetition import normal_form
from quizcv.errors import TextProblem


@pytest.mark.parametrize(
    ("source", "free"),
    [
        ("(n + 2*p - k) // s + 1", {"n", "p", "k", "s"}),
        ("sum(x*w for x in xs if x > t)", {"sum", "xs", "w", "t"}),
        ("[a for row in rows for a in row]", {"rows"}),
        ("{k: v for k, v in pairs}", {"pairs"}),
        ("(lambda x, y=z: x + y + q)(1)", {"z", "q"}),
        ("[x for x in x]", {"x"}),
        ("(t := n) + t", {"n"}),
        ("a.b.c[d:e]", {"a", "d", "e"}),
        ("f'{n:{w}}'", {"n", "w"}),
    ],
)
def test_free_names_of_an_expression(source, free):
    assert free_names(parse_expression(source)) == free


@pytest.mark.parametrize(
    "source", ["", "1 +", "x = 1", "import os", "a\nb", "(" * 500, "x\0", "1" * 3000]
)
def test_what_is_no_expression(source):
    assert isinstance(parse_expression(source), TextProblem)


@pytest.mark.parametrize(
    "source", ["(" * 300 + "1" + ")" * 300, "-" * 1900 + "1", "1" + "+1" * 900]
)
def test_deep_expressions_raise_nothing(source):
    tree = parse_expression(source)
    assert isinstance(tree, TextProblem) or free_names(tree) == frozenset()


def snippet(text):
    read = read_snippet(text)
    assert not isinstance(read, TextProblem)
    return read


@pytest.mark.parametrize(
    ("text", "assigned"),
    [
        ("a = b = 1", "a b"),
        ("(a, [b, *c]) = x", "a b c"),
        ("a += 1", "a"),
        ("a: int = 1\nb: int", "a"),
        ("for a, b in x: c = 1\nelse: d = 2", "a b c d"),
        ("with open(x) as a, b as (c, d): e = 1", "a c d e"),
        ("import a.b, c as d\nfrom e import f as g", "a d g"),
        ("def a(b): c = 1\nclass d: e = 1", "a d"),
        ("def a():\n  global b\n  b = 1", "a b"),
        ("try: a = 1\nexcept E as b: c = 1\nfinally: d = 1", "a b c d"),
        ("match x:\n  case [a, *b]: pass\n  case {'k': c, **d}: e = 1", "a b c d e"),
        ("if (a := 1): b = [c for c in x]", "a b"),
        ("while x:\n  a = 1", "a"),
        ("a[0] = 1\nb.c = 2", ""),
    ],
)
def test_names_a_snippet_assigns(text, assigned):
    assert snippet(text).assigned == frozenset(assigned.split())


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("a = n\nb = a + k", {"n": 1, "k": 2}),
        ("x = 1\nx = x + y", {"y": 2}),
        ("n += 1", {"n": 1}),
        ("n = n + 1", {"n": 1}),
        ("def f(a):\n  return a + n + g()\ndef g(): return k\nf(1)", {"n": 2, "k": 3}),
        ("def f():\n  x = 1\n  return x\n", {}),
        ("for i in r:\n  t = i\nt", {"r": 1}),
        ("xs = [w * i for i in r]", {"r": 1, "w": 1}),
        ("class A(B):\n  x = n\n  y = x\n  def f(self): return x", {"B": 1, "n": 2, "x": 4}),
        ("@wrap\ndef f(a=d, *b, c=e, **g): return a, b, c, g", {"wrap": 1, "d": 2, "e": 2}),
        ("n = 3\nn", {}),
    ],
)
def test_names_a_snippet_needs(text, needed):
    assert snippet(text).needed == needed


def test_a_syntax_error_has_its_line():
    assert read_snippet("a = 1\nb = = 2\n").line == 2
    assert "5" not in read_snippet("x\n" * 20_000).message


def test_invalid_escapes_print_no_warning(recwarn):
    snippet("answer = len('\\d')")
    assert not list(recwarn)


def form(source, **names):
    trees = {name: ast.parse(value, mode="eval").body for name, value in names.items()}
    return normal_form(ast.parse(source, mode="eval").body, trees)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("(n + 2*p - k) // s + 1", "1 + (p*2 - k + n) // s"),
        ("a - (b - c)", "c + a - b"),
        ("-a + b", "b - a"),
        ("int(a / b)", "a / b"),
        ("np.sqrt(2)", "math.sqrt(2)"),
        ("sqrt(2)", "torch.sqrt(2).item()"),
        ("(1, n)", "[1, n]"),
        ("2 * k", "2.0 * k"),
    ],
)
def test_expressions_that_say_the_same(one, other):
    assert form(one) == form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a - b", "b - a"),
        ("a // b", "a / b"),
        ("a + b", "a * b"),
        ("a ** b", "b ** a"),
        ("True", "1"),
        ("max(a, b)", "min(a, b)"),
        ("a[0]", "a[1]"),
        ("a - b - c", "a - (b - c)"),
    ],
)
def test_expressions_that_differ(one, other):
    assert form(one) != form(other)


def test_names_stand_for_expressions():
    assert form("span // s + 1", span="n - k") == form("(n - k) // s + 1")
    assert form("1 + span", span="n - k") == form("n - k + 1")
    assert form("n", n="n + 1") == form("n + 1")


def test_an_expression_that_multiplies_is_given_up():
    names = {f"x{i}": f"x{i + 1} / x{i + 1}" for i in range(60)}
    assert form("x0", **names) is None
