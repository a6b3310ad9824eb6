"""Each kind of defect, planted in a copy of a real bank, has its own report and costs one card."""

from __future__ import annotations

import os
import re
import tempfile
from functools import cache
from pathlib import Path

import pytest

from quizcv.bank.bundled import content_dir
from quizcv.bank.loader import load_bank
from quizcv.cards.library import Entry, LoadedBank
from quizcv.runner.host.pool import Pool
from quizcv.runner.host.protocol import Limits
from quizcv.verify.report import CardReport
from quizcv.verify.run import verify

CARDS = 7
SOURCE = content_dir() / "convolution" / "arithmetic.yaml"
HEAD, *_CARDS = re.split(r"(?=^  - id: )", SOURCE.read_text(encoding="utf-8"), flags=re.MULTILINE)
TEXT = HEAD + "".join(_CARDS[:CARDS])
"""The bank's first cards: with the victim, as many as can show that it costs no other."""

VICTIM = "conv-output-size"
VARIANTS = 2

SNIPPETS = {
    "check-timeout": "while n:\n    pass\nanswer = n",
    "check-exited": "import os\nos._exit(0)\nanswer = n",
    "check-memory": "import numpy as np\nanswer = int(np.ones(2**29).sum())",
    "output-flood": "print('x' * 50_000_000)\nanswer = n",
    "check-bad-value": "answer = float('nan') * n",
    "check-crashed": "import ctypes\nctypes.string_at(0)\nanswer = n",
    "check-exception": "steps = n - n\nanswer = n / steps",
    "check-missing": "if n < 0:\n    answer = n",
    "wrong-type": "answer = str(n)",
}
"""The code that each is reported under."""

LINE_IN_SNIPPET = {"check-exception": 2, "check-memory": 2}
LIMITS = Limits(seconds=1.0)


@cache
def whole() -> LoadedBank:
    return load_bank(SOURCE)


def victim(bank: LoadedBank) -> Entry:
    return next(entry for entry in bank.entries if entry.card.id == VICTIM)


def planted_check(snippet: str) -> str:
    """The bank's text with the victim's snippet replaced."""
    card = victim(whole()).card
    block = "\n".join("      " + line if line else "" for line in card.check.splitlines())
    planted = "\n".join("      " + line if line else "" for line in snippet.splitlines())
    assert block in TEXT
    return TEXT.replace(block, planted, 1)


def edited(pattern: str, replacement: str) -> str:
    """The bank's text with the first match after the victim's id replaced."""
    at = TEXT.index(f"id: {VICTIM}\n")
    changed, count = re.subn(pattern, replacement, TEXT[at:], count=1)
    assert count == 1
    return TEXT[:at] + changed


def verified(
    pool: Pool, path: Path, text: str, variants: int = VARIANTS
) -> tuple[LoadedBank, dict[str, CardReport]]:
    path.write_text(text, encoding="utf-8")
    bank = load_bank(path)
    runs = verify(
        bank.entries,
        lambda jobs: ((result, False) for result in pool.run(jobs)),
        variants=variants,
        problems=bank.problems,
        limits=LIMITS,
    )
    return bank, {report.id: report for report in runs}


def others_passed(reports: dict[str, CardReport]) -> bool:
    rest = [report for name, report in reports.items() if name != VICTIM]
    return len(rest) == CARDS - 1 and all(report.status == "passed" for report in rest)


def line_of(path: Path, needle: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if f"id: {VICTIM}" in line)
    return next(i for i in range(start, len(lines)) if needle in lines[i]) + 1


@pytest.mark.parametrize("code", SNIPPETS)
def test_a_bad_snippet_costs_its_own_card(code: str, pool: Pool, tmp_path: Path) -> None:
    path = tmp_path / "arithmetic.yaml"
    _, reports = verified(pool, path, planted_check(SNIPPETS[code]))
    report = reports[VICTIM]
    assert report.status == "failed"
    finding = next(finding for finding in report.problems if finding.code == code)
    first = line_of(path, "check: |") + 1
    assert finding.line == first + LINE_IN_SNIPPET.get(code, 1) - 1
    assert others_passed(reports)


@pytest.mark.parametrize(
    ("pattern", "replacement", "code", "needle"),
    [
        (r"value: 55", "value: 54", "value-differs", "value: 54"),
        (r"formula: span // s \+ 1", "formula: span // s + 2", "formula-differs", "// s + 2"),
        (r"- name: [^\n]*\n", "- name: planted\n", "", ""),
        (
            r"formula: span // s\n",
            "formula: int((n + 2*p - k) / s) + 1\n",
            "mistake-is-right",
            "- name: ",
        ),
    ],
    ids=["value", "formula", "harmless", "mistake"],
)
def test_a_wrong_statement_is_told_apart(
    pattern: str, replacement: str, code: str, needle: str, pool: Pool, tmp_path: Path
) -> None:
    path = tmp_path / "arithmetic.yaml"
    _, reports = verified(pool, path, edited(pattern, replacement))
    findings = [f for f in reports[VICTIM].problems if not f.is_warning]
    if not code:
        assert findings == []
        return
    assert code in {finding.code for finding in findings}
    finding = next(finding for finding in findings if finding.code == code)
    assert finding.line == line_of(path, needle)
    assert finding.stated is not None
    assert finding.computed is not None
    assert finding.params
    assert others_passed(reports)


@pytest.mark.parametrize(
    ("pattern", "replacement", "code"),
    [
        (r"level: warmup", "levle: warmup", "unknown-key"),
        (r"value: 55", "value: no", "ambiguous-value"),
        (r"answer = conv", "result = conv", "missing-answer"),
    ],
)
def test_what_needs_no_execution_is_found_without_it(
    pattern: str, replacement: str, code: str, pool: Pool, tmp_path: Path
) -> None:
    path = tmp_path / "arithmetic.yaml"
    bank, reports = verified(pool, path, edited(pattern, replacement))
    problem = next(problem for problem in bank.problems if problem.code == code)
    assert str(problem).startswith(f"{bank.file}:{problem.line}:{problem.column}: {code}: ")
    assert VICTIM not in reports or reports[VICTIM].status == "failed"
    assert others_passed(reports)


def test_a_seed_that_was_lucky_costs_its_own_card(pool: Pool, tmp_path: Path) -> None:
    lucky = "import random\nassert random.Random(2).random() > 0.95\n"
    lucky += "answer = len(range(0, n + 2*p - k + 1, s))"
    path = tmp_path / "arithmetic.yaml"
    _, reports = verified(pool, path, planted_check(lucky))
    report = reports[VICTIM]
    (finding,) = (finding for finding in report.problems if not finding.is_warning)
    assert (finding.code, report.status) == ("lucky-seed", "failed")
    assert finding.line == line_of(path, "random.Random(2)")
    assert others_passed(reports)


def test_draws_that_ask_for_little_are_warned_about(pool: Pool, tmp_path: Path) -> None:
    never = edited(
        r"(formula: span // s\n)((?:.*\n)*?        when:) .*\n((?:.*\n)*?        when:) .*\n",
        r"\1        when: k > 99\n\2 k > 99\n\3 k > 99\n",
    )
    _, reports = verified(pool, tmp_path / "arithmetic.yaml", never, variants=12)
    report = reports[VICTIM]
    assert "rarely-the-point" in {finding.code for finding in report.problems}
    assert report.status == "passed"


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No process, and no file where files for a while are kept."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    before = set(_children())
    planted = "import tempfile, os\nopen(tempfile.mktemp(), 'w').close()\nanswer = 55 if n else 0"
    with Pool(slots=1) as pool:
        verified(pool, tmp_path / "arithmetic.yaml", planted_check(planted))
        assert set(_children()) > before
        assert list(temporary.iterdir())
    assert list(temporary.iterdir()) == []
    assert set(_children()) <= before


def _children() -> list[str]:
    task = Path(f"/proc/self/task/{os.getpid()}/children")
    return task.read_text().split() if task.exists() else []
