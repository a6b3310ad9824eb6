"""Cards for verify tests, written as YAML in the test's own docstring."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from quizcv.bank.loader import load_bank
from quizcv.runner.host.pool import Pool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizcv.cards.library import Entry

HEAD = "bank: sample\ntitle: Sample\narea: convolution\ncards:\n"

CARD = """\
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


@pytest.fixture(scope="session")
def pool() -> Iterator[Pool]:
    """Two slots, and one start of torch for all that need it."""
    with Pool(slots=2) as pool:
        yield pool


@pytest.fixture
def entry(request: pytest.FixtureRequest, tmp_path: Path) -> Entry:
    """The first card of the YAML in the test's docstring, or a card that adds two numbers."""
    text = inspect.getdoc(request.function)
    path = tmp_path / "sample.yaml"
    cards = CARD if text is None else "\n".join("  " + line for line in text.splitlines()) + "\n"
    path.write_text(HEAD + cards, encoding="utf-8")
    bank = load_bank(path)
    assert bank.entries, bank.problems
    return bank.entries[0]
