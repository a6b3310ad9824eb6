"""From a planned question to one that can be put: its numbers, its words, its right answer.

What the kinds of steps have in common; what sets them apart is in `steps`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from quizcv.cards.identity import fingerprint
from quizcv.cards.variant import Variant
from quizcv.grading import Grade, grade
from quizcv.kinds import kind_of
from quizcv.session.asked import asked_of, filled, spelled_out
from quizcv.session.interview.derivation import Derivation
from quizcv.session.interview.exchange import Posed
from quizcv.session.rating import expected_seconds
from quizcv.session.redraw import REDRAWS, redrawn

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from quizcv.cards.library import Entry
    from quizcv.session.interview.preset import Part, Step
    from quizcv.session.ports import Dealer, Trouble


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A question that is about to be asked."""

    entry: Entry
    step: Step
    part: Part
    chain: int | None
    depth: int
    seed: int
    """Of the numbers, and of whatever else is chosen for this question."""


@dataclass(frozen=True, kw_only=True)
class Draw:
    """A planned question that waits for its numbers."""

    planned: Planned
    dealer: Dealer
    before: Variant | None = None
    """The same card as it was asked before, for a step that varies it."""
    seen: Collection[str] = ()
    """Numbers not to ask again, as `numbers_key` names them."""


class Item(Struct, frozen=True, kw_only=True):
    """A question with everything that is needed to grade it."""

    planned: Planned
    variant: Variant
    posed: Posed
    before: Variant | None = None
    hints: tuple[str, ...] = ()
    derivation: Derivation | None = None
    """Where a derivation is to be judged."""

    def filled(self, text: str) -> str:
        """Return a text of the card with its numbers in it."""
        return filled(text, self.variant)


def numbers_key(card: str, params: Mapping[str, Any]) -> str:
    """Return a name for a card with these numbers."""
    return f"{card}({', '.join(f'{name}={params[name]!r}' for name in sorted(params))})"


def dealt(draw: Draw) -> Variant | Trouble:
    """Deal numbers that were not seen; where all of a few draws were, the first have to do."""
    entry, seed = draw.planned.entry, draw.planned.seed
    draws = REDRAWS if entry.card.vary else 1
    return redrawn(
        draw.dealer,
        entry,
        ((seed + attempt) % 2**31 for attempt in range(draws)),
        lambda variant: numbers_key(entry.card.id, variant.params) not in draw.seen,
    )


def item_of(draw: Draw, number: int, variant: Variant, references: Mapping[str, str]) -> Item:
    """Return the card's own question with these numbers, as `number` of the interview."""
    planned = draw.planned
    card, entry = planned.entry.card, planned.entry
    asked = asked_of(entry, variant)
    expected = kind_of(card.answer).right(card.answer, variant.answer, asked.options)
    posed = Posed(
        asked=replace(asked, number=number),
        part=planned.part.title,
        chain=planned.chain,
        depth=planned.depth,
        ask=planned.step.ask,
        bank=entry.bank,
        fingerprint=fingerprint(card),
        params=variant.params,
        draw=variant.seed,
        budget=planned.step.seconds,
        expected_seconds=expected_seconds(card, asked.text),
        expected=filled(expected, variant),
        explanation=filled(card.explanation, variant),
        sources=spelled_out(card.sources, references),
        code=card.check,
        figure=card.figure if variant.arrays else None,
        plotted={**variant.names, **variant.arrays} if card.figure and variant.arrays else {},
    )
    hints = tuple(filled(hint, variant) for hint in card.hints)
    return Item(planned=planned, variant=variant, posed=posed, before=draw.before, hints=hints)


def graded(item: Item, typed: str, dealer: Dealer) -> Grade:
    """Return the grade of a typed answer to the card's own question."""
    entry = item.planned.entry
    return grade(
        entry.card,
        item.variant,
        typed,
        sample=lambda text: dealer.sample(entry, item.variant, text),
    )
