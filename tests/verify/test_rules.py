"""The numbers in the rules of verification, each at its boundary, written out here again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from quizcv.cards.draws import draw
from quizcv.cards.library import Entry
from quizcv.cards.lock import Versions
from quizcv.cards.model import Claim, Mistake, Range
from quizcv.cards.variant import Variant
from quizcv.errors import SourceProblem
from quizcv.kinds.formula import Formula
from quizcv.kinds.numbers import Number
from quizcv.runner.host.protocol import Case, Failure, Job, Outcome, Result
from quizcv.verify.judge import judge
from quizcv.verify.locked import agree
from quizcv.verify.plan import card_slips, single_case, verify_cases, verify_job
from quizcv.verify.prove import prove
from quizcv.verify.report import Summary
from quizcv.verify.run import verify
from quizcv.verify.slips import slips


def outcome(entry: Entry, **changes: Any) -> Outcome:
    """What a sound worker returns for the default card."""
    slipped = {f"slip.{i}": 6 for i, _ in enumerate(card_slips(entry.card))}
    expressions = {"formula": 5, "mistake.0": 1006, **slipped, **changes.pop("expressions", {})}
    made = {"params": {"a": 2, "b": 3}, "values": {"answer": 5}, "seconds": 0.01}
    return Outcome(**{**made, **changes}, expressions=expressions)


def codes(entry: Entry, *outcomes: Outcome) -> list[str]:
    return [finding.code for finding in judge(entry, outcomes).problems]


def edited(entry: Entry, **fields: Any) -> Entry:
    return entry.with_card(replace(entry.card, **fields))


@pytest.mark.parametrize(("seconds", "slow"), [(1.0, False), (1.001, True)])
def test_a_check_is_slow_beyond_a_second(entry: Entry, seconds: float, slow: bool) -> None:
    assert ("slow-check" in codes(entry, outcome(entry, seconds=seconds))) is slow


def test_seconds_are_told_to_a_tenth_of_a_millisecond(entry: Entry) -> None:
    assert judge(entry, [outcome(entry, seconds=0.12344), outcome(entry, seconds=0.1)]).seconds == (
        0.2234
    )


@pytest.mark.parametrize(("runs", "told"), [(29, False), (30, True)])
def test_a_mistake_never_applies_after_thirty_sets(entry: Entry, runs: int, told: bool) -> None:
    mistake = Mistake(name="m", feedback="No.", formula="a * b + 1000", when="a > 99")
    card = edited(entry, mistakes=[mistake])
    found = codes(card, *[outcome(card, expressions={"when.0": False})] * runs)
    assert ("mistake-never-applies" in found) is told


@pytest.mark.parametrize(
    ("second", "differs"),
    [
        (1.00000098, False),
        (1.00000102, True),
        ([0.5, 1.00000098], False),
        ([0.5, 1.00000102], True),
    ],
)
def test_a_millionth_is_no_difference_between_two_seeds(
    entry: Entry, second: Any, differs: bool
) -> None:
    card = edited(entry, vary={}, claims={"c": 1.0})
    first = [0.5, 1.0] if isinstance(second, list) else 1.0
    runs = [outcome(card, values={"answer": 5, "c": value}) for value in (first, second)]
    assert ("depends-on-seed" in codes(card, *runs)) is differs


@pytest.mark.parametrize(("surviving", "says"), [(3, ""), (4, "; and 1 more")])
def test_three_slips_are_named(entry: Entry, surviving: int, says: str) -> None:
    slipped = {f"slip.{i}": 5 for i in range(surviving)}
    report = judge(entry, [outcome(entry, expressions=slipped)])
    [weak] = [finding for finding in report.problems if finding.code == "weak-check"]
    assert len(weak.message.partition(": ")[2].split(";")) == min(surviving, 3) + bool(says)
    assert weak.message.endswith(says)


# Comparing ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("atol", "drift", "off", "agree"),
    [
        (1.0, 0.0, 0.1, True),
        (1.0, 0.0, 0.1001, False),
        (0.0, 1e-6, 0.0001, True),
        (0.0, 1e-6, 0.00011, False),
    ],
)
def test_two_routes_agree_within_drift_and_a_tenth_of_atol(
    entry: Entry, atol: float, drift: float, off: float, agree: bool
) -> None:
    answer = Number(value=100.0, atol=atol, drift=drift, rtol=0.5)
    card = edited(entry, answer=replace(answer, formula="a"), mistakes=[])
    ran = outcome(card, values={"answer": 100.0}, expressions={"formula": 100.0 + off})
    assert ("formula-differs" not in codes(card, ran)) is agree


def test_a_claim_drifts_by_a_millionth_where_it_says_nothing() -> None:
    assert Claim(value=1).drift == 1e-6


# How much is run ------------------------------------------------------------------------------


def test_three_draws_are_made_for_each_variant_wanted(entry: Entry) -> None:
    cases = verify_cases(entry.card, 8)
    assert [case.seed for case in cases] == list(range(25))
    assert cases[0].draw is None
    assert [case.draw for case in cases[1:]] == [f"sum:{n}" for n in range(1, 25)]
    assert verify_job(entry, "0", 8).distinct == 9


def test_a_card_without_fresh_numbers_runs_under_two_seeds(entry: Entry) -> None:
    fixed = edited(entry, vary={})
    assert [(case.seed, case.draw) for case in verify_cases(fixed.card, 8)] == [
        (0, None),
        (1, None),
    ]
    assert verify_job(fixed, "0", 8).distinct is None


def test_seeds_of_showings_fit_what_numpy_takes(entry: Entry) -> None:
    assert single_case(entry.card, 2**32 + 5).seed == 5
    assert single_case(entry.card, 2**32 - 1).seed == 2**32 - 1


def test_a_card_that_was_not_run_counts_nothing(entry: Entry) -> None:
    problem = SourceProblem(entry.file, 7, 1, "code", "message", entry.card.id)
    [told] = verify([entry], lambda jobs: iter(()), problems=[problem])
    counted = ("variants", "routes", "mutants", "caught", "runs", "proofs", "seconds")
    assert [getattr(told, name) for name in counted] == [0] * 7
    assert not any(msgspec.to_builtins(Summary()).values())


def test_eight_variants_where_nothing_is_said(entry: Entry) -> None:
    jobs: list[Any] = []
    list(verify([entry], lambda given: jobs.extend(given) or iter(())))  # type: ignore[func-returns-value]
    assert [job.distinct for job in jobs] == [9]


# Slips ----------------------------------------------------------------------------------------


def test_forty_slips_are_tried_at_most_evenly_selected() -> None:
    formula = " + ".join(["a"] * 30)
    assert len(slips("a + b", {}, {"a": 1, "b": 2})) < 40
    assert len(slips(formula, {}, {"a": 1})) == 40


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("7", {"8", "6"}),
        ("0", {"1", "(-1)"}),
        ("0.5", {"1.0", "0.25"}),
        ("1e-5", {"2e-05", "5e-06"}),
        ("9.9e-6", set()),  # guards a division
    ],
)
def test_slips_in_constants(formula: str, expected: set[str]) -> None:
    assert {slip.expression for slip in slips(formula, {}, {})} == expected


def test_a_formula_that_fails_has_no_slip_that_survives(entry: Entry) -> None:
    failed = {f"slip.{i}": Failure("exception", "x") for i in range(5)}
    assert "weak-check" not in codes(entry, outcome(entry, expressions=failed))
    assert Formula(formula="a").drift == 1e-9


# Locks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "fits", "does_not"),
    [
        ({"let": {"x": 1.0}}, {"x": 1.00000099}, {"x": 1.00000102}),
        ({"arrays": {"y": [0.0, 2.0]}}, {"y": [0.0, 1.981]}, {"y": [0.0, 1.979]}),
    ],
    ids=["let", "array"],
)
def test_what_may_differ_from_a_lock(
    entry: Entry, fields: dict[str, Any], fits: dict[str, Any], does_not: dict[str, Any]
) -> None:
    # A let by a millionth; an array of a figure by a hundredth of its range.
    [name] = fields
    card = edited(entry, let={"x": "a"}) if name == "let" else entry
    locked = Variant(card="sum", seed=1, params={"a": 1}, answer=5, **fields)
    agreed = [agree(card, [locked], [replace(locked, **{name: v})]) for v in (fits, does_not)]
    assert agreed == [True, False]


class Sums:
    """Runs jobs of the default card without a worker, and keeps their cases."""

    def __init__(self) -> None:
        self.cases: list[Case] = []

    def __call__(self, jobs: Iterable[Job]) -> Iterator[tuple[Result, bool]]:
        for job in jobs:
            self.cases += job.cases
            yield Result(job.key, tuple(self._outcomes(job))), False

    def _outcomes(self, job: Job) -> Iterator[Outcome]:
        seen = []
        for case in job.cases:
            drawn = draw(job.vary, case.draw, lambda _: True) if case.draw else {}
            params = {**job.params, **drawn, **case.params}
            if params in seen or len(seen) == job.distinct:
                continue
            seen.append(params)
            total = sum(params.values())
            others = dict.fromkeys(job.expressions, total + 1)
            values = {"answer": total}
            yield Outcome(params, case.seed, values, {}, {**others, "formula": total})


@pytest.mark.parametrize(
    ("last", "method", "sets"),
    [(1999, "exhaustive", 2000), (2000, "draws", None), (10**9, "draws", 301)],
)
def test_two_thousand_sets_are_proved_or_three_hundred_draws(
    entry: Entry, last: int, method: str, sets: int | None
) -> None:
    card = edited(entry, params={"a": 0, "b": 3}, vary={"a": Range(first=0, last=last)})
    card = edited(card, answer=replace(card.card.answer, value=3))
    [(_, proof)] = prove([card], Sums(), Versions("1", "3.11"))
    assert proof is not None
    assert proof.method == method
    assert proof.sets == (sets or proof.sets)
    assert len(proof.showings) == 32


def test_a_thousand_draws_are_tried_to_find_the_seeds_of_a_small_domain(entry: Entry) -> None:
    # Of this name, draws 1000 and 1001 are both of numbers that were not drawn before.
    card = edited(entry, id="add", params={"a": 0, "b": 3}, vary={"a": Range(first=0, last=1999)})
    card = edited(card, answer=replace(card.card.answer, value=3))
    sums = Sums()
    list(prove([card], sums, Versions("1", "3.11")))
    assert max(case.seed for case in sums.cases) == 1000
