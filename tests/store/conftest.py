"""A progress file in a temporary folder, and reviews to put in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from quizcv.schedule import Rating, Review
from quizcv.store.progress import ProgressStore, open_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

START = datetime(2026, 3, 1, 9, tzinfo=UTC)


def review_at(minutes: float = 0, **fields: Any) -> Review:
    basic: dict[str, Any] = {
        "card": "conv-output-size",
        "fingerprint": "fp1:aaaa",
        "params": {"k": 3, "n": 32},
        "seed": 2**32 - 1,
        "typed": "15",
        "verdict": "correct",
        "rating": Rating.GOOD,
        "elapsed_ms": 8000,
        "session": "s1",
        "kind": "study",
        "at": START + timedelta(minutes=minutes),
    }
    return Review(**{**basic, **fields})


@pytest.fixture
def make_review() -> Callable[..., Review]:
    return review_at


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ProgressStore]:
    with open_progress(tmp_path, START) as opened:
        yield opened
