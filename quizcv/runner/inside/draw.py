"""Fresh numbers for a card: a pure function of the domains and a key.

The sequence is a contract, because stored reviews are replayed from their keys. It is:
`random.Random(key)`; for each name in the order of the domains one `randrange(size)`, the index
into the list or the range; when the numbers are not accepted, the next round goes on with the
same generator. tests/runner/test_draw.py pins vectors.

Standard library only: children import it.
"""

from __future__ import annotations

import random
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

TRIES = 1000


class Rejected(Exception):
    """No draw was accepted in `TRIES` rounds."""


def draw(
    domains: dict[str, Any], key: str, accept: Callable[[dict[str, Any]], bool]
) -> dict[str, Any]:
    """Return one value for every domain, such that `accept` holds.

    Args:
        domains: name to a list of values, or to {'from', 'to', 'step'} with both ends included.
        key: seeds the generator.
        accept: called with each draw in turn; whatever it raises is passed on.

    Raises:
        Rejected: a thousand draws were refused.
        ValueError: a domain is empty or its step is not positive.
    """
    rng = random.Random(key)  # noqa: S311 - repeatable on purpose
    sizes = {name: _size(name, domain) for name, domain in domains.items()}
    for _ in range(TRIES):
        drawn = {name: _at(domains[name], rng.randrange(size)) for name, size in sizes.items()}
        if accept(drawn):
            return drawn
    raise Rejected(f"{TRIES} draws in a row were refused")


def _size(name: str, domain: Any) -> int:
    if isinstance(domain, dict):
        step = _exact(domain.get("step", 1))
        if step <= 0:
            raise ValueError(f"the step of {name} is not positive")
        size = int((_exact(domain["to"]) - _exact(domain["from"])) // step) + 1
    else:
        size = len(domain)
    if size < 1:
        raise ValueError(f"the domain of {name} is empty")
    return size


def _at(domain: Any, index: int) -> Any:
    if not isinstance(domain, dict):
        return domain[index]
    first, step = domain["from"], domain.get("step", 1)
    if isinstance(first, int) and isinstance(step, int):
        return first + index * step
    # In decimals, as written: 0.1 + 2 * 0.1 is 0.3 and not 0.30000000000000004.
    return float(_exact(first) + index * _exact(step))


def _exact(number: float) -> Decimal:
    return Decimal(repr(number))
