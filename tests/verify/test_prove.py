"""Proving a card: how many sets of numbers, which of them a lock keeps, and in which order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quizcv.bank.loader import load_bank
from quizcv.cards.library import Entry
from quizcv.cards.lock import Proof, Versions
from quizcv.cards.variant import Variant
from quizcv.runner.host.pool import Pool
from quizcv.runner.host.protocol import Outcome
from quizcv.verify.deal import variant_of
from quizcv.verify.point import shows_point
from quizcv.verify.prove import BUDGET, DRAWS, KEPT, affordable, prove

HERE = Versions("1.0", "3.11.7")

CARD = """\
bank: sample
title: Sample
area: convolution
cards:
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
      - {formula: a * b + 1000, feedback: That multiplies.}
    explanation: Together {{answer}}.
"""


def entry_of(tmp_path: Path, *edits: tuple[str, str]) -> Entry:
    text = CARD
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "sample.yaml").write_text(text)
    bank = load_bank(tmp_path / "sample.yaml")
    assert bank.entries, bank.problems
    return bank.entries[0]


def proved(entry: Entry, slots: int = 2, **options: Any) -> tuple[Any, Proof | None]:
    with Pool(slots=slots) as pool:
        ((report, proof),) = prove(
            [entry], lambda jobs: ((result, False) for result in pool.run(jobs)), HERE, **options
        )
    return report, proof


@pytest.mark.parametrize(
    ("wanted", "spent", "sets", "count"),
    [
        (1968, 0.032, 32, 1968),
        (268, 2.0, 32, 268),
        (288, BUDGET / 10, 32, 288),
        (289, BUDGET / 10, 32, 288),
        (268, BUDGET / 2, 32, 32),
        (268, BUDGET * 0.51, 32, 0),
        (268, BUDGET, 32, 0),
        (268, BUDGET * 9, 32, 0),
        (0, BUDGET * 9, 32, 0),
        (300, 0.0, 32, 300),
    ],
)
def test_the_budget_allows_all_or_whole_lots(wanted, spent, sets, count):
    assert affordable(wanted, spent, sets) == count


SMALL = ("to: 50}, b: {from: 60, to: 99}", "to: 6}, b: {from: 60, to: 65}")


def test_a_small_domain_is_proved_on_all_of_it(tmp_path: Path) -> None:
    report, proof = proved(entry_of(tmp_path, SMALL))
    assert (proof.method, proof.sets, report.variants) == ("exhaustive", 37, 36)
    assert len(proof.showings) == KEPT


def test_only_what_require_lets_pass_is_run(tmp_path: Path) -> None:
    odd = ("    answer:", "    require: a % 2 and b < 64\n    answer:")
    entry = entry_of(
        tmp_path, SMALL, odd, ("answer = len", "assert a % 2 or b == 3\n      answer = len")
    )
    report, proof = proved(entry)
    assert report.status == "passed"
    assert (proof.method, proof.sets, len(proof.showings)) == ("exhaustive", 13, 13)
    assert all(each.params["a"] % 2 for each in proof.showings[1:])


def test_a_require_that_fails_somewhere_fails_the_card(tmp_path: Path) -> None:
    entry = entry_of(
        tmp_path, SMALL, ("    answer:", "    require: 10 / (a * b - 390) < 99\n    answer:")
    )
    report, proof = proved(entry, variants=1)
    assert (report.status, proof) == ("failed", None)
    assert {problem.path for problem in report.problems} <= {"require", "check"}


def test_a_large_domain_is_proved_on_draws(tmp_path: Path) -> None:
    _, proof = proved(entry_of(tmp_path, ("to: 50}", "to: 51}")))
    assert proof.method == "draws"
    assert DRAWS * 0.9 < proof.sets <= DRAWS + 1
    seeds = [each.seed for each in proof.showings[1:]]
    assert seeds == sorted(seeds)
    assert (len(seeds), seeds[0]) == (KEPT - 1, 1)


def test_a_domain_that_holds_the_default_numbers_has_them_once(tmp_path: Path) -> None:
    entry = entry_of(tmp_path, ("{from: 1, to: 50}, b: {from: 60, to: 99}", "[2, 4], b: [3, 5]"))
    _, proof = proved(entry)
    assert (proof.method, proof.sets) == ("exhaustive", 4)
    shown = [(each.params["a"], each.params["b"]) for each in proof.showings]
    assert shown[0] == (2, 3)
    assert len(set(shown)) == len(shown) == 4


def test_a_card_without_draws_has_one_showing(tmp_path: Path) -> None:
    without = CARD[CARD.index("    vary") : CARD.index("    answer")]
    _, proof = proved(entry_of(tmp_path, (without, "")))
    assert (proof.method, proof.sets, len(proof.showings)) == ("exhaustive", 1, 1)


def test_a_slow_check_is_proved_on_fewer_draws_and_keeps_as_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quizcv.verify.prove.BUDGET", 0.0)
    _, proof = proved(entry_of(tmp_path, SMALL))
    assert (proof.method, proof.sets, len(proof.showings)) == ("draws", KEPT, KEPT)


def test_draws_that_show_the_point_come_first_in_order_of_their_seeds(tmp_path: Path) -> None:
    entry = entry_of(
        tmp_path,
        SMALL,
        ("a * b + 1000", "a + b + (a < 4)"),
        ("feedback: That", "when: mistake != answer, feedback: That"),
    )
    _, proof = proved(entry)
    _, *drawn = proof.showings
    poor = [each.params["a"] >= 4 for each in drawn]
    assert poor == sorted(poor)
    assert 0 < sum(poor) < len(poor)
    for kept in ([s for s, p in zip(drawn, poor, strict=True) if p is which] for which in (0, 1)):
        assert [each.seed for each in kept] == sorted(each.seed for each in kept)


def test_the_same_proof_comes_of_any_number_of_workers(tmp_path: Path) -> None:
    entry = entry_of(tmp_path, ("{from: 1, to: 50}", "{from: 0.1, to: 0.9, step: 0.1}"),
                     ("{a: 2,", "{a: 0.2,"), ("integer, value: 5", "number, value: 3.2"),
                     ("len([0] * a + [0] * b)", "sum([a, b])"))  # fmt: skip
    assert proved(entry, 1)[1] == proved(entry, 2)[1]


def test_showings_are_what_a_draw_by_their_seed_gives(tmp_path: Path) -> None:
    from quizcv.verify.deal import deal_job, dealt

    entry = entry_of(tmp_path, SMALL, ("    answer:", "    require: a % 2\n    answer:"))
    _, proof = proved(entry)
    with Pool() as pool:
        for showing in proof.showings:
            outcome = pool.run_one(deal_job(entry, showing.seed)).outcomes[0]
            assert dealt(entry, showing.seed, outcome) == showing


@pytest.mark.parametrize(
    ("computed", "closed", "asked"),
    [(1e-17, 0, 0.0), (1e-17, 0.0, 0.0), (1e-17, 2e-17, 1e-17), (3, 3, 3), (0, 0, 0)],
)
def test_nobody_is_asked_for_what_rounding_left_of_0(tmp_path: Path, computed, closed, asked):
    entry = entry_of(tmp_path)
    outcome = Outcome({}, values={"answer": computed}, expressions={"formula": closed})
    outcome.expressions["mistake.0"] = 1
    found = variant_of(entry, 1, outcome).answer
    assert (found, type(found)) == (asked, type(asked))


@pytest.mark.parametrize(
    ("answer", "mistake", "shows"),
    [(5, 6, True), (0, 6, False), (5, 5, False), (5, None, False), (1, 6, True)],
)
def test_a_poor_showing_is_trivial_or_catches_nobody(tmp_path: Path, answer, mistake, shows):
    card = entry_of(tmp_path).card
    showing = Variant(card="sum", seed=1, params={}, answer=answer, mistakes=(mistake,))
    assert shows_point(card, showing) is shows
