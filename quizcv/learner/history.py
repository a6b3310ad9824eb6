"""What earlier interviews mean for the next: cards to pass over, numbers to avoid, a weak area."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from msgspec import Struct

from quizcv.learner.stats import ENOUGH, WINDOW
from quizcv.session.interview.posing import numbers_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from quizcv.schedule import Review
    from quizcv.session.interview.record import Record

LAST = 5
"""Interviews whose questions do not come again."""
_FIT_TO_ASK = 10
"""Cards below which an area is no subject for a whole interview."""


class Seen(Struct, frozen=True):
    """What the last interviews asked."""

    cards: frozenset[str]
    numbers: frozenset[str]


def seen_lately(records: Sequence[Record]) -> Seen:
    """Return what the last of `records`, oldest first, had asked."""
    asked = [exchange for record in records[-LAST:] for exchange in record.exchanges]
    return Seen(
        frozenset(exchange.asked.card for exchange in asked),
        frozenset(numbers_key(exchange.asked.card, exchange.posed.params) for exchange in asked),
    )


def area_to_probe(
    areas: Iterable[str], reviews: Iterable[Review], seed: int, now: datetime | None
) -> str:
    """Return the area an interview on one area is about: the weakest one lately.

    Where the log says too little, or `now` is None, the seed decides. `areas` has one name for
    each card; an area of a few cards is left alone as long as there are larger ones.
    """
    cards = sorted(areas)
    names = sorted(set(cards))
    known = [name for name in names if cards.count(name) >= _FIT_TO_ASK] or names
    went: dict[str, list[bool]] = {}
    for review in reviews:
        if now is not None and now - review.at < WINDOW and review.area in known:
            went.setdefault(review.area, []).append(review.verdict == "correct")
    tried = {area: answers for area, answers in went.items() if len(answers) >= ENOUGH}
    if not tried:
        chance = random.Random(f"mock:{seed}:area")  # noqa: S311 - not secrets
        return known[chance.randrange(len(known))]
    # Two imagined answers, one of them right, as in the statistics.
    return min(sorted(tried), key=lambda area: (sum(tried[area]) + 1) / (len(tried[area]) + 2))
