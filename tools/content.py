"""Hold the bundled banks to what they owe, by a report of `quizcv verify --json`.

    quizcv verify --strict --no-cache --json > report.json
    python tools/content.py report.json

Says what is owed, a line each, and exits 1 if anything is: a card or a file at fault, a topic of
the syllabus without a card that passes, checks that would not notice a slip.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from quizcv.bank.bundled import bundled_paths
from quizcv.bank.loader import load_library
from quizcv.bank.syllabus_reader import load_syllabus
from quizcv.kinds import kind_of
from quizcv.kinds.numbers import Integer, Number
from quizcv.kinds.shape import Shape

LEAST_CAUGHT = 0.96
"""Of all slips in all formulas. What is left is mostly no slip at all: rounding a quotient that
is whole on every draw, say."""
LEAST_CAUGHT_OF_A_CARD = 0.5
NUMERIC = {"integer", "number", "shape", "formula"}
"""A yes, a no or an option is told from its slips by few draws only; these by nearly all."""


def owed(report: dict[str, Any]) -> Iterator[str]:
    """Yield what the banks owe, a line each."""
    yield from _faults(report)
    yield from _topics(report)
    yield from _slips_in_formulas(report)
    yield from _slips_in_stated_answers(report)


def _faults(report: dict[str, Any]) -> Iterator[str]:
    for problem in report["problems"]:
        yield f"{problem['file']}:{problem['line']}: {problem['code']}: {problem['message']}"
    for card in report["cards"]:
        for problem in card["problems"]:
            if card["status"] != "passed":
                said = f"{problem['code']}: {problem['message']}"
                yield f"{card['file']}:{problem['line']}: {card['id']}: {said}"


def _topics(report: dict[str, Any]) -> Iterator[str]:
    passed = {t for card in report["cards"] if card["status"] == "passed" for t in card["topics"]}
    for topic in load_syllabus():
        if topic.topic not in passed:
            yield f"no card that passes covers the topic {topic.topic}"


def _slips_in_formulas(report: dict[str, Any]) -> Iterator[str]:
    """A wrong formula gives another number than the executed route."""
    mutants, caught = report["summary"]["mutants"], report["summary"]["caught"]
    if caught < LEAST_CAUGHT * mutants:
        yield f"checks tell {caught} of {mutants} slips, less than {LEAST_CAUGHT:.0%}"
    for card in report["cards"]:
        least = LEAST_CAUGHT_OF_A_CARD * card["mutants"]
        if card["kind"] in NUMERIC and card["caught"] < least:
            yield f"{card['id']}: its check tells {card['caught']} of {card['mutants']} slips"


def _slips_in_stated_answers(report: dict[str, Any]) -> Iterator[str]:
    """Sign, off by one, half and double: none of them passes for what was computed."""
    computed = {c["id"]: c["values"]["answer"] for c in report["cards"] if "answer" in c["values"]}
    for entry in load_library(bundled_paths(), load_syllabus(), complete=True):
        answer = entry.card.answer
        if not isinstance(answer, Integer | Number | Shape) or entry.card.id not in computed:
            continue
        kind, written = kind_of(answer), entry.place("answer.value").text
        for slip in _slips(answer.value):
            stated = replace(answer, value=slip)
            if slip != answer.value and kind.confirms(stated, computed[entry.card.id], written):
                yield f"{entry.card.id}: {slip} would pass for the stated {answer.value}"


def _slips(value: Any) -> list[Any]:
    if isinstance(value, list):
        return [[*value[:i], value[i] + 1, *value[i + 1 :]] for i in range(len(value))]
    if isinstance(value, float):
        return [-value, value * 2, value / 2, value * 1.02]
    return [-value, value + 1, value - 1, value * 2]


def main() -> int:
    """Read the report that is named, say what is owed, and return the exit code."""
    report = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    lines = list(owed(report))
    summary = report["summary"]
    share = summary["caught"] / max(1, summary["mutants"])
    print(*lines, f"{summary['passed']} cards passed, {share:.1%} of slips told", sep="\n")
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main())
