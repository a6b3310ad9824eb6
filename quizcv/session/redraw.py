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
    dealer: Dealer,
    entry: Entry,
    seeds: Iterable[int],
    *wanted: Callable[[Variant], bool],
) -> Variant | Trouble:
    """Return the first draw that is wanted.

    Where none is, what is known of the card without drawing is looked through, then the same with
    what is wanted next best; in the end the first draw of all has to do.
    """
    drawn: list[Variant] = []
    for seed in seeds:
        variant = dealer.deal(entry, seed)
        if isinstance(variant, Trouble) or wanted[0](variant):
            return variant
        drawn.append(variant)
    drawn += dealer.showings(entry)
    for is_wanted in wanted:
        found = next((variant for variant in drawn if is_wanted(variant)), None)
        if found is not None:
            return found
    return drawn[0] if drawn else Trouble("its numbers cannot be drawn")
