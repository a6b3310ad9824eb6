"""One number of a card changed, as an interviewer does: and if the kernel were 5 wide?"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from quizcv.cards.draws import values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizcv.cards.model import Card
    from quizcv.cards.variant import Variant

TRIES = 6
"""Changes to try: some make no sense together with the other numbers."""
_STEPS_SEEN = 500
"""Values of a domain that are considered."""


def known_changes(showings: Sequence[Variant], before: Variant, seed: int) -> list[Variant]:
    """Return the showings in which one number is another and the answer too, in a drawn order."""
    chance = random.Random(f"change:{before.card}:{seed}")  # noqa: S311 - not secrets
    found = [
        showing
        for showing in showings
        if sum(value != before.params.get(name) for name, value in showing.params.items()) == 1
        and showing.answer != before.answer
    ]
    chance.shuffle(found)
    return found


def single_changes(card: Card, params: dict[str, Any], seed: int) -> list[tuple[str, Any]]:
    """Return names with other values from their domains, in an order that the seed decides.

    The names take turns, so that a wide domain does not crowd out the others.
    """
    chance = random.Random(f"change:{card.id}:{seed}")  # noqa: S311 - not secrets
    names = [name for name in card.vary if name in params]
    chance.shuffle(names)
    columns = []
    for name in names:
        seen = values(card.vary[name], most=_STEPS_SEEN)
        others = [value for value in seen if value != params[name]]
        chance.shuffle(others)
        columns.append([(name, value) for value in others])
    longest = max(map(len, columns), default=0)
    order = [column[i] for i in range(longest) for column in columns if i < len(column)]
    return order[:TRIES]
