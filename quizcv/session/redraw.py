"""Numbers for a card that are not those one has just seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizcv.session.ports import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from quizcv.cards.library import Entry
    from quizcv.cards.variant import Variant
    from quizcv.session.ports import Dealer

REDRAWS = 8
"""Draws to try; some cards have only two sets of numbers."""


def redrawn(
    dealer: Dealer, entry: Entry, seeds: Iterable[int], wanted: Callable[[Variant], bool]
) -> Variant | Trouble:
    """Return the first draw that is wanted; where none is, the first of all has to do."""
    first: Variant | None = None
    for seed in seeds:
        variant = dealer.deal(entry, seed)
        if isinstance(variant, Trouble) or wanted(variant):
            return variant
        first = first or variant
    return first or Trouble("its numbers cannot be drawn")
