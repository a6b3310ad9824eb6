"""From outcomes to findings: each defect has its own code, place and numbers."""

from __future__ import annotations

from typing import Any

import pytest

from quizcv.cards.library import Entry
from quizcv.runner.host.protocol import Failure, Outcome
from quizcv.verify.judge import ENOUGH, judge
from quizcv.verify.plan import card_slips
from quizcv.verify.report import CardReport


def outcome(entry: Entry, a: int, b: int, **changes: Any) -> Outcome:
    """What a sound worker returns for the default card at these numbers."""
    expressions = {"formula": a + b, "mistake.0": a * b + 1000}
    slips = {f"slip.{i}": a + b + 1 for i, _ in enumerate(card_slips(entry.card))}
    values = {"answer": a + b, **changes.pop("values", {})}
    expressions |= {**slips, **changes.pop("expressions", {})}
    return Outcome(
        params={"a": a, "b": b}, values=values, expressions=expressions, seconds=0.01, **changes
    )


def codes(report: CardReport) -> list[str]:
    return [finding.code for finding in report.problems]


def test_a_sound_card_passes(entry: Entry) -> None:
    report = judge(entry, [outcome(entry, 2, 3), outcome(entry, 7, 60)])
    assert report.status == "passed"
    assert report.problems == []
    assert (report.variants, report.routes, report.runs) == (1, 3, 2)
    assert report.caught == report.mutants == 5
    assert report.values == {"answer": 5}


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"values": {"answer": 6}}, "value-differs", "answer.value"),
        ({"values": {"answer": 6}}, "formula-differs", "answer.formula"),
        ({"values": {"answer": 5.0}}, "wrong-type", "check"),
        ({"expressions": {"formula": 6}}, "formula-differs", "answer.formula"),
        ({"expressions": {"mistake.0": 5}}, "mistake-is-right", "mistakes.0"),
        (
            {"expressions": {"formula": Failure("exception", "NameError: c")}},
            "expression-exception",
            "answer.formula",
        ),
        ({"failure": Failure("timeout", "10 s")}, "check-timeout", "check"),
        ({"failure": Failure("rejected", "1000 draws")}, "draws-rejected", "require"),
    ],
)
def test_a_defect_has_its_code_and_place(
    entry: Entry, changes: dict[str, Any], code: str, path: str
) -> None:
    report = judge(entry, [outcome(entry, 2, 3, **changes), outcome(entry, 7, 60)])
    assert report.status == "failed"
    finding = next(finding for finding in report.problems if finding.code == code)
    assert finding.line == entry.place(path).line
    assert finding.params == {"a": 2, "b": 3}


@pytest.mark.parametrize(
    ("changes", "routes"),
    [
        ({}, 3),
        ({"values": {"answer": 6}}, 1),
        ({"values": {"answer": "5"}}, 0),
        ({"expressions": {"formula": 6}}, 2),
        ({"expressions": {"formula": Failure("bad-value", "NaN")}}, 2),
        ({"expressions": {"mistake.0": Failure("exception", "ZeroDivisionError")}}, 3),
        ({"failure": Failure("timeout", "10 s")}, 0),
        ({"dropped": 10_000}, 3),
    ],
)
def test_routes_are_the_sources_that_agreed(
    entry: Entry, changes: dict[str, Any], routes: int
) -> None:
    report = judge(entry, [outcome(entry, 2, 3, **changes), outcome(entry, 7, 60)])
    assert report.routes == routes


def test_a_failure_points_into_the_snippet(entry: Entry) -> None:
    failing = outcome(entry, 2, 3, failure=Failure("exception", "boom", line=3))
    report = judge(entry, [failing])
    assert report.problems[0].line == entry.place("check").line + 2


def test_what_repeats_is_told_once_with_its_first_numbers(entry: Entry) -> None:
    wrong = {"expressions": {"formula": 0}}
    runs = [outcome(entry, 2, 3), outcome(entry, 7, 60, **wrong), outcome(entry, 8, 61, **wrong)]
    (finding,) = judge(entry, runs).problems
    assert finding.params == {"a": 7, "b": 60}
    assert (finding.stated, finding.computed) == (0, 67)
    assert "2 sets of numbers" in finding.message


def test_a_slip_that_always_agrees_is_a_warning(entry: Entry) -> None:
    survivor = {"expressions": {"slip.0": 5}}
    report = judge(entry, [outcome(entry, 2, 3, **survivor)])
    assert report.status == "passed"
    assert codes(report) == ["weak-check"]
    assert report.caught == report.mutants - 1


def test_a_slip_told_apart_once_is_caught(entry: Entry) -> None:
    survivor = {"expressions": {"slip.0": 5}}
    report = judge(entry, [outcome(entry, 2, 3, **survivor), outcome(entry, 7, 60)])
    assert report.problems == []


IDLE = {"expressions": {"when.0": False}}
TRIVIAL = {"values": {"answer": 0}, "expressions": {"formula": 0}}


@pytest.mark.parametrize(
    ("poor", "good", "found"),
    [
        ([IDLE] * 4, 8, ""),
        ([IDLE] * 4, 7, "4 of 11 sets of numbers ask for little: 4 for mistakes"),
        ([TRIVIAL, IDLE, IDLE, IDLE], 7, "1 for a trivial answer, 3 for mistakes"),
        ([IDLE] * 8, 1, ""),
        ([IDLE] * 9, 1, "9 of 10"),
    ],
)
def test_draws_that_ask_for_little_are_a_warning(
    entry: Entry, poor: list[dict[str, Any]], good: int, found: str
) -> None:
    """
    - id: sum
      topics: [conv-output-size]
      level: warmup
      question: What is {{a}} + {{b}}?
      params: {a: 2, b: 3}
      vary: {a: {from: 1, to: 50}, b: {from: 60, to: 99}}
      answer: {kind: integer, value: 5, formula: a + b}
      check: |
        answer = len([0] * a + [0] * b)
      mistakes:
        - {formula: a * b + 1000, when: a > 3, feedback: That multiplies.}
      explanation: Together {{answer}}.
    """
    shown = [outcome(entry, 2, 3)] * good
    rest = [outcome(entry, 1, 60, **changes) for changes in poor]
    report = judge(entry, [*shown, *rest])
    told = [f.message for f in report.problems if f.code == "rarely-the-point"]
    assert [found in message for message in told] == [True] * bool(found)
    assert report.status == "passed"


def test_without_torch_a_card_is_skipped(entry: Entry) -> None:
    failure = Failure("no-module", "No module named 'torch'")
    report = judge(entry, [Outcome(params={}, failure=failure)])
    assert report.status == "skipped"
    assert "pip install" in report.problems[0].message


def test_another_missing_module_fails(entry: Entry) -> None:
    failure = Failure("no-module", "No module named 'scipy'")
    assert judge(entry, [Outcome(params={}, failure=failure)]).status == "failed"


def test_slow_checks_are_warned_about(entry: Entry) -> None:
    slow = outcome(entry, 2, 3)
    report = judge(entry, [Outcome(slow.params, 0, slow.values, {}, slow.expressions, seconds=1.5)])
    assert codes(report) == ["slow-check"]


def test_a_fixed_card_that_hangs_on_the_seed_fails(entry: Entry) -> None:
    """
    - id: noisy
      topics: [conv-output-size]
      level: warmup
      question: How noisy?
      answer: {kind: number, value: 0.123}
      check: |
        import random
        answer = random.random()
      explanation: Random.
    """
    first = Outcome(params={}, values={"answer": 0.123}, seed=0)
    second = Outcome(params={}, values={"answer": 0.124}, seed=1)
    assert codes(judge(entry, [first, second])) == ["depends-on-seed"]
    assert judge(entry, [first, first]).status == "passed"


def test_claims_are_compared_at_the_stated_numbers(entry: Entry) -> None:
    """
    - id: ratio
      topics: [conv-output-size]
      level: core
      question: Explain.
      answer: {kind: recall, text: Because., points: [a]}
      claims: {ratio: 8.41, sizes: [1, 0.00242], more: {value: [2.50]}}
      check: |
        ratio, sizes, more = 73728 / 8768, [1, 0.0024235], [2.504]
        assert ratio > 8
      explanation: It is {{ratio}} for {{sizes}} and {{more}}.
    """
    good = Outcome(params={}, values={"ratio": 8.40876, "sizes": [1, 0.0024235], "more": [2.504]})
    bad = Outcome(params={}, values={"ratio": 8.3, "sizes": [1, 0.0024235], "more": [2.504]})
    assert judge(entry, [good, good]).status == "passed"
    assert judge(entry, [good, good]).routes == 1
    report = judge(entry, [bad, bad])
    assert codes(report) == ["claim-differs"]
    assert report.problems[0].line == entry.place("claims.ratio").line


def test_two_mistakes_with_one_answer_collide(entry: Entry) -> None:
    """
    - id: sum
      topics: [conv-output-size]
      level: warmup
      question: What is {{a}} + {{b}}?
      params: {a: 2, b: 3}
      vary: {a: {from: 1, to: 50}, b: {from: 60, to: 99}}
      answer: {kind: integer, value: 5, formula: a + b}
      check: |
        answer = len([0] * a + [0] * b)
      mistakes:
        - {formula: a - b, feedback: That subtracts.}
        - {formula: -(b - a), feedback: That subtracts too.}
        - {formula: b, when: a > 100, feedback: Never.}
      explanation: Together {{answer}}.
    """
    expressions = {"mistake.0": -1, "mistake.1": -1, "mistake.2": 3, "when.2": False}
    run = outcome(entry, 2, 3, expressions=expressions)
    assert codes(judge(entry, [run])) == ["mistakes-collide"]
    report = judge(entry, [run] * ENOUGH)
    assert codes(report) == ["mistakes-collide", "mistake-never-applies"]
    assert report.problems[0].line == entry.place("mistakes.1").line
