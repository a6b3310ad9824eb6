"""Whether a set of numbers shows what a card is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quizcv.kinds import kind_of
from quizcv.kinds.compare import is_number

if TYPE_CHECKING:
    from quizcv.cards.model import Card
    from quizcv.cards.variant import Variant


def shows_point(card: Card, showing: Variant) -> bool:
    """Return whether a showing asks for more than a guess.

    It does not where the answer is 0 or as trivial, nor where most of the wrong computations that
    the card knows give the right answer or do not apply: whoever makes them is then not caught.
    """
    return not (_is_trivial(card, showing.answer) or _catches_few(card, showing))


def _is_trivial(card: Card, answer: Any) -> bool:
    if is_number(answer):
        is_ratio = isinstance(answer, float) and card.answer.unit is None
        return answer == 0 or (is_ratio and answer == 1)
    return bool(answer == [])


def _catches_few(card: Card, showing: Variant) -> bool:
    kind, right = kind_of(card.answer), showing.answer
    computed = [
        value
        for mistake, value in zip(card.mistakes, showing.mistakes, strict=True)
        if mistake.formula
    ]
    idle = sum(
        value is None or (right is not None and kind.indistinct(card.answer, value, right))
        for value in computed
    )
    return 2 * idle > len(computed)
