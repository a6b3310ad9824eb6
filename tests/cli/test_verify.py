"""`quizcv verify`: exit codes, the JSON envelope, selection, shards and JUnit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def test_agreement_exits_0(quizcv, bank: Path) -> None:
    done = quizcv("verify", bank)
    assert done.code == 0
    assert "Everything agrees" in done.out


def test_a_wrong_value_exits_1_with_the_evidence(quizcv, bank: Path) -> None:
    bank.write_text(bank.read_text().replace("value: 5,", "value: 6,"))
    done = quizcv("verify", bank)
    assert done.code == 1
    assert "sample.yaml:13: sample-sum: value-differs" in done.out
    assert "stated 6, computed 5" in done.out
    assert "a = 2, b = 3" in done.out
    assert "answer = len([0] * a + [0] * b)" in done.out


@pytest.mark.parametrize(
    ("was", "becomes", "line"),
    [
        ("formula: a + b}", "formula: a + b + (a > 2)}", "formula: a + b + (a > 2)"),
        ("formula: a + b}", "formula: a / 0}", "formula: a / 0"),
        ("formula: (a + b) / 2", "formula: (a + b) / 3", "formula: (a + b) / 3"),
        ("formula: a * b + 1000", "formula: a / 0", "formula: a / 0"),
        ("value: 5,", "value: 6,", "value: 6"),
        ("half = answer / 2", "half = answer / 0", "half = answer / 0"),
    ],
)
def test_the_source_at_fault_is_quoted(quizcv, bank: Path, was: str, becomes: str, line: str):
    bank.write_text(bank.read_text().replace(was, becomes))
    number = 1 + next(n for n, text in enumerate(bank.read_text().splitlines()) if becomes in text)
    assert f"  >{number:5} │ {line}\n" in quizcv("verify", bank).out


def test_an_unknown_card_exits_2_with_the_nearest(quizcv, bank: Path) -> None:
    done = quizcv("verify", "sample-sun", "--bank", bank)
    assert done.code == 2
    assert "sample-sum" in done.err
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize("target", ["missing.yaml", "no/such/folder"])
def test_a_missing_path_exits_2(quizcv, target: str) -> None:
    done = quizcv("verify", target)
    assert done.code == 2
    assert target in done.err


def test_a_bank_that_cannot_be_read_exits_2(quizcv, bank: Path) -> None:
    bank.write_text("cards: [")
    done = quizcv("verify", bank)
    assert done.code == 2
    assert f"{bank}:2:1: yaml-syntax" in done.out


def test_the_json_envelope(quizcv, bank: Path) -> None:
    data = quizcv("verify", bank, "--json").json
    assert list(data) == [
        "schema", "versions", "isolation", "cards", "problems", "summary",
    ]  # fmt: skip
    assert data["schema"] == 1
    assert set(data["versions"]) == {"quizcv", "python", "numpy", "torch"}
    assert data["isolation"] in {"bubblewrap", "process"}
    assert list(data["summary"]) == [
        "banks", "cards", "runs", "cached", "passed", "failed", "skipped", "mutants", "caught",
        "seconds", "proved",
    ]  # fmt: skip
    (card,) = data["cards"]
    assert list(card) == [
        "id", "bank", "file", "line", "topics", "kind", "level", "status", "variants", "routes",
        "mutants", "caught", "seconds", "values", "problems",
    ]  # fmt: skip
    assert card["values"] == {"twice": 4, "answer": 5, "half": 2.5}
    assert (card["variants"], card["routes"]) == (8, 3)
    assert data["summary"]["runs"] == 9


def test_a_problem_in_json_has_its_numbers(quizcv, bank: Path) -> None:
    bank.write_text(bank.read_text().replace("formula: a + b}", "formula: a + b + (a > 2)}"))
    data = quizcv("verify", bank, "--json").json
    (problem,) = (p for p in data["cards"][0]["problems"] if p["code"] == "formula-differs")
    assert set(problem) == {"code", "message", "line", "params", "stated", "computed"}
    assert problem["stated"] == problem["computed"] + 1
    assert problem["params"]["a"] > 2


def test_problems_of_a_file_are_reported_beside_its_good_cards(quizcv, bank: Path) -> None:
    bank.write_text(bank.read_text() + "  - id: broken\n    levle: warmup\n")
    done = quizcv("verify", bank, "--json")
    assert done.code == 1
    assert [card["status"] for card in done.json["cards"]] == ["passed"]
    codes = {problem["code"] for problem in done.json["problems"]}
    assert {"unknown-key", "missing-key"} <= codes


def test_prose_is_not_part_of_the_cache_key(quizcv, bank: Path) -> None:
    quizcv("verify", bank)
    bank.write_text(bank.read_text().replace("What is", "How much is"))
    assert quizcv("verify", bank, "--json").json["summary"]["cached"] == 9


@pytest.mark.parametrize("shard", ["0/3", "4/3", "x", "1/0"])
def test_a_shard_that_is_none_exits_2(quizcv, bank: Path, shard: str) -> None:
    assert quizcv("verify", bank, "--shard", shard).code == 2


def test_without_torch_cards_are_skipped_and_strict_fails(bank: Path, tmp_path: Path) -> None:
    """A fresh interpreter whose path has no torch: NumPy cards pass, torch cards are skipped."""
    bank.write_text(
        bank.read_text()
        + """\
  - id: sample-torch
    topics: [conv-output-size]
    level: warmup
    question: How many?
    answer: {kind: integer, value: 3}
    check: |
      import torch
      answer = int(torch.ones(3).sum())
    explanation: Three.
"""
    )
    code = (
        "import importlib.util as u, sys\n"
        "find = u.find_spec\n"
        "u.find_spec = lambda name, *rest: None if name == 'torch' else find(name, *rest)\n"
        "from quizcv.cli.main import main\n"
        "main()\n"
    )
    command = [sys.executable, "-c", code, "verify", str(bank), "--no-cache"]
    env = {"QUIZCV_HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 0, done.stderr
    assert "skipped: sample-torch" in done.stdout
    assert "pip install" in done.stdout
    strict = subprocess.run([*command, "--strict"], capture_output=True, env=env, check=False)
    assert strict.returncode == 1
