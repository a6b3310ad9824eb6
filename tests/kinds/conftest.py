"""Small cards to grade against."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from quizcv.cards.model import Card, Mistake
from quizcv.cards.variant import Variant
from quizcv.grading import Grade, grade
from quizcv.kinds.base import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from quizcv.kinds.base import Sampler


def card_of(answer: Answer, mistakes: Sequence[Mistake] = (), **fields: Any) -> Card:
    basic = {"id": "c", "topics": ["t"], "level": "core", "question": "q", "check": "x = 1"}
    return Card(**{**basic, "explanation": "e", **fields}, answer=answer, mistakes=list(mistakes))


def grade_typed(
    answer: Answer,
    typed: str,
    *,
    mistakes: Sequence[Mistake] = (),
    values: Sequence[Any] = (),
    sample: Sampler | None = None,
    seed: int = 3,
    **fields: Any,
) -> Grade:
    card = card_of(answer, mistakes, **fields)
    variant = Variant(
        card=card.id,
        seed=seed,
        params=card.params,
        answer=getattr(answer, "value", None),
        mistakes=tuple(values),
    )
    return grade(card, variant, typed, sample=sample)


@pytest.fixture(scope="session")
def graded() -> Callable[..., Grade]:
    """Return a function that grades `typed` against a card made for `answer`."""
    return grade_typed


@pytest.fixture(scope="session")
def make_card() -> Callable[..., Card]:
    return card_of
