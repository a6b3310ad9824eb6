"""One number of a card changed, as an interviewer does: and if the kernel were 5 wide?"""

from __future__ import annotations

import random
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from quizcv.cards.model import Range

if TYPE_CHECKING:
    from quizcv.cards.model import Card

TRIES = 6
"""Changes to try: some make no sense together with the other numbers."""
_STEPS_SEEN = 500
"""Values of a range that are considered."""


def single_changes(card: Card, params: dict[str, Any], seed: int) -> list[tuple[str, Any]]:
    """Return names with other values from their domains, in an order that the seed decides.

    The names take turns, so that a wide domain does not crowd out the others.
    """
    chance = random.Random(f"change:{card.id}:{seed}")  # noqa: S311 - not secrets
    names = [name for name in card.vary if name in params]
    chance.shuffle(names)
    columns = []
    for name in names:
        others = [value for value in domain_values(card.vary[name]) if value != params[name]]
        chance.shuffle(others)
        columns.append([(name, value) for value in others])
    longest = max(map(len, columns), default=0)
    order = [column[i] for i in range(longest) for column in columns if i < len(column)]
    return order[:TRIES]


def domain_values(domain: list[Any] | Range) -> list[Any]:
    """Return the values of a domain, of a range the first few hundred, in decimals as written."""
    if not isinstance(domain, Range):
        return list(domain)
    first, last, step = (Decimal(repr(n)) for n in (domain.first, domain.last, domain.step))
    count = min(_STEPS_SEEN, int((last - first) // step) + 1)
    whole = isinstance(domain.first, int) and isinstance(domain.step, int)
    numbers = [first + index * step for index in range(count)]
    return [int(number) if whole else float(number) for number in numbers]
