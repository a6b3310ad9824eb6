"""What a report of the bundled banks is held to."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from quizcv.bank.syllabus_reader import load_syllabus
from quizcv.cards.library import Library

TOOL = Path(__file__).parents[1] / "tools" / "content.py"
CARD = {
    "id": "conv-output-size",
    "file": "arithmetic.yaml",
    "kind": "integer",
    "status": "passed",
    "topics": [topic.topic for topic in load_syllabus()],
    "mutants": 10,
    "caught": 10,
    "values": {"answer": 55},
    "problems": [],
}
REPORT = {
    "summary": {"mutants": 10, "caught": 10, "passed": 1},
    "cards": [CARD],
    "problems": [],
}


@pytest.fixture(scope="module")
def owed(bundled: Library) -> Callable[[dict[str, Any]], Iterator[str]]:
    found = runpy.run_path(str(TOOL))["owed"]
    # Its own reading of the banks is what `bundled` is: once is enough.
    found.__globals__["load_library"] = lambda *_, **__: bundled
    return found


def _changed(**fields: Any) -> dict[str, Any]:
    report = deepcopy(REPORT)
    report["cards"][0].update(fields)
    return report


def test_sound_banks_owe_nothing(owed) -> None:
    assert list(owed(REPORT)) == []


@pytest.mark.parametrize(
    ("report", "line"),
    [
        (
            _changed(status="failed", problems=[{"code": "a", "message": "b", "line": 3}]),
            "arithmetic.yaml:3: conv-output-size: a: b",
        ),
        (
            REPORT | {"problems": [{"file": "f", "line": 1, "code": "a", "message": "b"}]},
            "f:1: a: b",
        ),
        (_changed(topics=[]), "no card that passes covers the topic perceptron-and-gate"),
        (_changed(caught=4), "conv-output-size: its check tells 4 of 10 slips"),
        (
            REPORT | {"summary": {"mutants": 100, "caught": 95, "passed": 1}},
            "checks tell 95 of 100 slips, less than 96%",
        ),
        (_changed(values={"answer": 56}), "conv-output-size: 56 would pass for the stated 55"),
    ],
    ids=["a card", "a file", "a topic", "slips of a card", "slips", "a stated answer"],
)
def test_what_is_owed_is_said(report: dict[str, Any], line: str, owed) -> None:
    assert line in list(owed(report))
