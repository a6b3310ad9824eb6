"""Slips in a formula are wrong in one place, distinct, and reach into `let`."""

from __future__ import annotations

import pytest

from quizcv.verify.slips import MOST, inline, plain, slips

PARAMS = {"n": 227, "k": 11, "s": 4, "p": 0, "name": "relu"}


def expressions(formula: str, let: dict[str, str] | None = None) -> set[str]:
    return {plain(slip.expression) for slip in slips(formula, let or {}, PARAMS)}


@pytest.mark.parametrize(
    ("formula", "slip"),
    [
        ("n + 2*p - k", "n - 2 * p - k"),
        ("n + 2*p - k", "n + 3 * p - k"),
        ("n + 2*p - k", "n + 1 * p - k"),
        ("n + 2*p - k", "n - k"),
        ("n + 2*p - k", "n + 2 * p"),
        ("n + 2*p - k", "k + 2 * p - k"),
        ("(n - k)//s", "-(-(n - k) // s)"),
        ("(n - k)//s", "n - k"),
        ("-n", "n"),
        ("ceil(n/s)", "floor(n / s)"),
        ("sqrt(2/n)", "2 / n"),
        ("n < k", "n <= k"),
        ("n**2", "n * 2"),
        ("1 if n > k else 0", "0 if n > k else 1"),
        ("0.5*n", "1.0 * n"),
    ],
)
def test_a_plausible_slip_is_tried(formula: str, slip: str) -> None:
    assert slip in expressions(formula)


def test_slips_never_repeat_the_formula_or_one_another() -> None:
    found = slips("(n + 2*p - k)//s + 1", {}, PARAMS)
    written = [slip.expression for slip in found]
    assert len(written) == len(set(written))
    assert "(n + 2*p - k)//s + 1" not in written


def test_let_is_written_out_so_that_slips_reach_into_it() -> None:
    let = {"span": "n + 2*p - k", "steps": "span//s"}
    assert "(n + 2 * p - k) // s + 2" in expressions("steps + 1", let)
    assert "(n - k) // s + 1" in expressions("steps + 1", let)


@pytest.mark.parametrize(
    ("formula", "let", "whole"),
    [
        ("b*b", {"a": "n + 1", "b": "a - k"}, "(n + 1 - k) * (n + 1 - k)"),
        ("a/(a + ab)", {"a": "n", "ab": "k"}, "n / (n + k)"),
        ("'a' if a else 'ä'", {"a": "n > 1"}, "'a' if n > 1 else 'ä'"),
        ("sum(a for a in [n])", {"b": "k"}, "sum((a for a in [n]))"),
        ("n +\n  a", {"a": "k\n + 1"}, "n + (k + 1)"),
    ],
)
def test_inlining_keeps_the_value(formula: str, let: dict[str, str], whole: str) -> None:
    assert plain(inline(formula, let)) == whole


def test_bytes_before_a_cut_may_be_many_to_a_character() -> None:
    assert "'ä' if n <= k else 'ö'" in expressions("'ä' if n < k else 'ö'")


def test_only_numbers_are_exchanged() -> None:
    assert not any("name" in expression for expression in expressions("n + k"))


def test_an_epsilon_is_left_alone() -> None:
    assert not any("e-08" in e and "1e-08" not in e for e in expressions("n/(k + 1e-8)"))


def test_a_long_formula_gets_an_even_selection() -> None:
    formula = " + ".join(f"{i}*n*k" for i in range(2, 30))
    found = slips(formula, {}, PARAMS)
    assert len(found) == MOST
    touched = {what.split()[0] for what in (slip.what for slip in found)}
    assert len(touched) > MOST / 4  # from all over the formula, not its first terms


@pytest.mark.parametrize("formula", ["(n + 2*p - k)//s + 1", "n*k*s + p", "sqrt(6/(n + k))"])
def test_every_slip_is_a_valid_expression(formula: str) -> None:
    for expression in expressions(formula):
        compile(expression, "<slip>", "eval")
