"""Whether a set of numbers shows what a card is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quizcv.kinds import kind_of
from quizcv.kinds.compare import is_number
from quizcv.verify.report import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quizcv.cards.library import Entry
    from quizcv.cards.model import Card
    from quizcv.cards.variant import Variant

ALLOWED = 1 / 3
"""Share of poor showings beyond which a card is warned about."""
FEW = 10
"""Sets of numbers below which a share says nothing: in 9 draws with a quarter of poor ones, more
than a third are poor once in six times."""


def shows_point(card: Card, showing: Variant) -> bool:
    """Return whether a showing asks for more than a guess.

    It does not where the answer is 0 or as trivial, nor where most of the wrong computations that
    the card knows give the right answer or do not apply: whoever makes them is then not caught.
    """
    return not (_is_trivial(card, showing.answer) or _catches_few(card, showing))


def rarely_the_point(entry: Entry, showings: Sequence[Variant]) -> Iterator[Finding]:
    """Yield that too many of a card's fresh numbers do not show what it is about, if so."""
    card = entry.card
    poor = [showing for showing in showings if not shows_point(card, showing)]
    if not card.vary or len(showings) < FEW or len(poor) <= ALLOWED * len(showings):
        return
    trivial = sum(_is_trivial(card, showing.answer) for showing in poor)
    reasons = {
        "a trivial answer": trivial,
        "mistakes that are right or do not apply": len(poor) - trivial,
    }
    told = ", ".join(f"{count} for {reason}" for reason, count in reasons.items() if count)
    yield Finding(
        code="rarely-the-point",
        path="vary",
        line=entry.place("vary").line,
        message=f"{len(poor)} of {len(showings)} sets of numbers ask for little: {told}",
        params=poor[0].params,
        computed=poor[0].answer,
    )


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
