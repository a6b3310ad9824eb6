"""The texts of a card that a learner reads and that may hold {{names}}."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizcv.cards.model import Choice, Multi, Order, Recall

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizcv.cards.model import Card


def asked(card: Card) -> Iterator[tuple[str, str]]:
    """Yield what is shown before the answer, with its path: it must not give the answer away."""
    yield "question", card.question
    if card.convention is not None:
        yield "convention", card.convention
    for index, hint in enumerate(card.hints):
        yield f"hints.{index}", hint
    if isinstance(card.answer, (Choice, Multi, Order)):
        for key, option in card.answer.options.items():
            yield f"answer.options.{key}", option


def told(card: Card) -> Iterator[tuple[str, str]]:
    """Yield what is shown with or after the verdict, with its path."""
    yield "explanation", card.explanation
    if isinstance(card.answer, Recall):
        yield "answer.text", card.answer.text
        for index, point in enumerate(card.answer.points):
            yield f"answer.points.{index}", point
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
