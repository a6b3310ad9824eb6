"""The kinds of steps: each name a preset may use is a class, and says what it means."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from quizcv.session.interview.steps import STEPS, Ask

DOCS = Path(__file__).parents[2] / "docs" / "mock-interviews.md"


def test_every_name_is_a_kind():
    assert list(STEPS) == list(get_args(Ask))


@pytest.mark.parametrize("ask", STEPS)
def test_every_kind_is_documented_and_has_a_title(ask):
    assert f"`{ask}`" in DOCS.read_text(encoding="utf-8")
    assert STEPS[ask].title


def test_rounds_begin_with_a_card_of_their_own():
    assert [ask for ask, kind in STEPS.items() if kind.begins] == ["short", "compute"]
    assert [ask for ask, kind in STEPS.items() if kind.stays] == ["change", "why", "error"]
    assert [ask for ask, kind in STEPS.items() if kind.varies] == ["change"]
