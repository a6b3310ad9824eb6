"""A point that shows under one seed is not shown: snippets run again with their seeds shifted."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizcv.bank.loader import load_bank
from quizcv.cards.library import Entry
from quizcv.runner.host.pool import Pool
from quizcv.verify.luck import FEWEST, MOST, STEP, shifted, shifts
from quizcv.verify.report import CardReport
from quizcv.verify.run import verify

CARD = """\
bank: sample
title: Sample
area: convolution
cards:
  - id: mean
    topics: [conv-output-size]
    level: core
    question: What is it?
{numbers}
    answer: {answer}
    check: |
{check}
    explanation: So it is.
{more}
"""
NUMBER = "{{kind: number, value: {}, rtol: 0.02}}"
CHOICE = "{kind: choice, options: {a: this one, b: that one}, value: a}"
RECALL = "{kind: recall, text: It is., points: [so]}"
RNG = "import random\nrng = random.Random(2)\n"


def entry_of(tmp_path: Path, check: str, answer: str, numbers: str = "", more: str = "") -> Entry:
    lines = "\n".join(f"      {line}" for line in check.splitlines())
    text = CARD.format(answer=answer, check=lines, numbers=numbers, more=more)
    (tmp_path / "sample.yaml").write_text(text)
    bank = load_bank(tmp_path / "sample.yaml")
    assert not bank.problems, bank.problems
    return bank.entries[0]


def verified(entry: Entry, variants: int = 2) -> CardReport:
    with Pool(slots=1) as pool:
        (report,) = verify(
            [entry], lambda jobs: ((r, False) for r in pool.run(jobs)), variants=variants
        )
    return report


FEW = RNG + "assert rng.random() > 0.95"
MANY = RNG + "assert sum(rng.random() for _ in range(2000)) > 900"


@pytest.mark.parametrize(
    ("check", "answer", "found"),
    [
        (FEW, RECALL, "under 4 of 4 other seeds it fails: AssertionError"),
        (MANY, RECALL, None),
        (
            RNG + "answer = rng.random()",
            NUMBER.format(0.956),
            "under 4 of 4 other seeds the answer",
        ),
        (RNG + "answer = 1 + rng.random() / 99", NUMBER.format(1.0097), None),
        (RNG + "answer = 'ab'[rng.random() < 0.9]", CHOICE, "under 3 of 4 other seeds the answer"),
        (RNG + "answer = 'ab'[rng.random() > 2]", CHOICE, None),
    ],
    ids=["few", "many", "answer", "within-tolerance", "choice", "sure"],
)
def test_luck_is_told_from_a_point(
    tmp_path: Path, check: str, answer: str, found: str | None
) -> None:
    entry = entry_of(tmp_path, check, answer)
    report = verified(entry)
    assert [finding.code for finding in report.problems] == (["lucky-seed"] if found else [])
    assert report.status == ("failed" if found else "passed")
    assert report.runs == 2 + FEWEST
    if found:
        assert report.problems[0].message.startswith(found)


def test_the_line_that_fails_and_the_numbers_are_named(tmp_path: Path) -> None:
    numbers = "    params: {n: 1}\n    vary: {n: [2, 3]}"
    answer = "{kind: integer, value: 2, formula: n + 1}"
    check = RNG + "assert n == 1 or rng.random() > 0.95\nanswer = len([0] * n + [0])"
    entry = entry_of(tmp_path, check, answer, numbers)
    (finding,) = verified(entry).problems
    assert finding.line == entry.place("check").line + 2
    assert finding.params in ({"n": 2}, {"n": 3})
    assert verified(entry, variants=0).problems == []


def test_a_claim_tells_of_the_run_that_is_shown(tmp_path: Path) -> None:
    entry = entry_of(tmp_path, RNG + "drawn = rng.random()", RECALL, "    claims: {drawn: 0.956}")
    assert verified(entry).problems == []


def test_what_is_meant_is_acknowledged(tmp_path: Path) -> None:
    reason = "    acknowledge: {lucky-seed: This card is about luck.}"
    assert verified(entry_of(tmp_path, FEW, RECALL, more=reason)).problems == []
    (finding,) = (report := verified(entry_of(tmp_path, MANY, RECALL, more=reason))).problems
    assert (finding.code, report.status) == ("acknowledged-in-vain", "passed")
    assert "lucky-seed" in finding.message


def test_an_acknowledgement_hides_no_failure(tmp_path: Path) -> None:
    reason = "    acknowledge: {lucky-seed: This card is about luck.}"
    report = verified(entry_of(tmp_path, "assert 1 > 2", RECALL, more=reason))
    assert (report.status, len(report.problems)) == ("failed", 1)


@pytest.mark.parametrize(
    ("check", "other"),
    [
        ("torch.manual_seed(0)\nx = f(0)", "torch.manual_seed(0 + 7)\nx = f(0)"),
        ("é = g().manual_seed(1); h(2)", "é = g().manual_seed(1 + 7); h(2)"),
        ("rng = np.random.default_rng(seed=3)", "rng = np.random.default_rng(seed=3 + 7)"),
        ("np.random.seed(4), RandomState(5)", "np.random.seed(4 + 7), RandomState(5 + 7)"),
        ("default_rng([6, i])", "default_rng([6 + 7, i])"),
        ("random.Random(2 * i)", "random.Random(2 * i + 7)"),
        ("default_rng(\n    8)", "default_rng(\n    8 + 7)"),
        ("def f(seed=0):\n    manual_seed(seed)", "def f(seed=0):\n    manual_seed(seed + 7)"),
    ],
)
def test_seeds_are_shifted_where_they_stand(check: str, other: str) -> None:
    assert shifted(check, 7) == other


@pytest.mark.parametrize(
    "check",
    ["default_rng()", "x.seed(True)", "seed = 3", "default_rng(rng)", "manual_seed(", "f(0)"],
)
def test_what_is_no_seed_is_left_alone(check: str) -> None:
    assert shifts(check, 100) == ()
    assert shifted(check, 7) == check


@pytest.mark.parametrize(("variants", "count"), [(0, 4), (8, 4), (31, 15), (80, 40), (1000, MOST)])
def test_more_seeds_are_tried_where_more_numbers_are(variants: int, count: int) -> None:
    found = shifts("seed(0)", variants)
    assert len(found) == len(set(found)) == count
    assert min(found) == STEP
