"""Banks written where they are tested: in the docstring of the test."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import pytest

from quizcv.bank.loader import load_bank

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from quizcv.cards.library import LoadedBank

SOUND = """\
bank: arithmetic
title: Convolution arithmetic
area: convolution
sources:
  guide: A guide to convolution arithmetic
cards:
  - id: conv-output
    topics: [conv-output-size]
    level: warmup
    convention: sizes are floored
    question: >
      A {{n}}-wide image meets filters of {{k}} with stride {{s}}. How wide is the output?
    params: {n: 227, k: 11, s: 4}
    vary:
      n: [64, 227]
      k: {from: 3, to: 11, step: 2}
    require: k <= n
    let: {span: n - k}
    answer:
      kind: integer
      value: 55
      formula: span // s + 1
    check: |
      # every place the left edge can take
      places = [left for left in range(0, n, s) if left + k <= n]
      answer = len(places)
      last = places[-1]
    claims: {last: 216}
    mistakes:
      - name: counts the steps
        kind: arithmetic
        formula: span // s
        when: n > 5
        feedback: The first position adds one.
    hints: [How many places are there?]
    explanation: The last place is {{last}}, so there are {{answer:,}}.
    sources: [guide]
    followups: [which-wins]
  - id: which-wins
    topics: [stride]
    level: core
    question: Which is larger?
    answer:
      kind: choice
      options:
        few: few places
        many: many places
      value: many
    check: |
      sizes = {"few": 2, "many": 3}
      answer = max(sizes, key=sizes.get)
    mistakes:
      - value: few
        feedback: Count again.
    explanation: Three is more than two.
  - id: say-why
    topics: [stride]
    level: deep
    question: Why does stride shrink maps?
    answer:
      kind: recall
      text: Because it skips places.
      points: [skips places]
    check: |
      assert len(range(0, 8, 2)) == 4
    explanation: Every second place is left out.
"""


@pytest.fixture
def sound() -> str:
    """A bank without a problem."""
    return SOUND


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., LoadedBank]:
    """Return a function that loads text, or bytes, as bank.yaml."""
    monkeypatch.chdir(tmp_path)

    def loaded(text: str | bytes, **options: object) -> LoadedBank:
        data = text if isinstance(text, bytes) else text.encode()
        (tmp_path / "bank.yaml").write_bytes(data)
        return load_bank(tmp_path / "bank.yaml", **options)  # type: ignore[arg-type]

    return loaded


@pytest.fixture
def bank(request: pytest.FixtureRequest, load: Callable[..., LoadedBank]) -> LoadedBank:
    """The bank in the docstring of the test."""
    return load(inspect.cleandoc(request.function.__doc__))
