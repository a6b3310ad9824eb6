"""What a learner reads of a card: the texts that may hold {{names}}, and values by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizcv.kinds import kind_of, shown_value
from quizcv.kinds.shown import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from quizcv.cards.model import Card
    from quizcv.kinds.base import Value


def asked(card: Card) -> Iterator[tuple[str, str]]:
    """Yield what is shown before the answer, with its path: it must not give the answer away."""
    yield "question", card.question
    if card.convention is not None:
        yield "convention", card.convention
    for index, hint in enumerate(card.hints):
        yield f"hints.{index}", hint
    yield from kind_of(card.answer).texts(card.answer).asked


def told(card: Card) -> Iterator[tuple[str, str]]:
    """Yield what is shown with or after the verdict, with its path."""
    yield "explanation", card.explanation
    yield from kind_of(card.answer).texts(card.answer).told
    for index, mistake in enumerate(card.mistakes):
        yield f"mistakes.{index}.feedback", mistake.feedback
        if mistake.says is not None:
            yield f"mistakes.{index}.says", mistake.says
    if card.figure is not None:
        yield "figure.title", card.figure.title


def texts(card: Card) -> Iterator[tuple[str, str]]:
    """Yield every text that may hold {{names}}, with its path."""
    yield from asked(card)
    yield from told(card)


def shown_values(card: Card, values: Mapping[str, Value]) -> dict[str, str]:
    """Return values of a card by name as a learner reads them, the answer as its kind has it."""
    return {
        name: shown_value(card.answer, value) if name == "answer" else plain(value)
        for name, value in values.items()
    }
