"""Domains of numbers: how many values they have, which, and fresh draws from them.

A domain is a list of values, or evenly spaced numbers, both ends included: an object with `first`,
`last` and `step`, or its plain form {'from', 'to', 'step'}. Spaced numbers are counted in decimals
as written: 0.1 + 2 * 0.1 is 0.3 and not 0.30000000000000004.

The sequence of draws is a contract, because stored reviews are replayed from their keys. It is:
`random.Random(key)`; for each name in the order of the domains one `randrange(size)`, the index
into the list or the range; when the numbers are not accepted, the next round goes on with the
same generator. tests/cards/test_draws.py pins vectors.

Standard library only: workers import it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple, Protocol, TypeAlias

TRIES = 1000

Number: TypeAlias = int | float


class Spaced(Protocol):
    """Evenly spaced numbers, both ends included."""

    @property
    def first(self) -> Number:
        """The lowest."""

    @property
    def last(self) -> Number:
        """The highest, if a step lands on it."""

    @property
    def step(self) -> Number:
        """From each to the next."""


Domain: TypeAlias = list[Any] | Spaced | Mapping[str, Any]


class _Span(NamedTuple):
    first: Number
    last: Number
    step: Number


class Rejected(Exception):
    """No draw was accepted in `TRIES` rounds."""


def draw(
    domains: Mapping[str, Domain], key: str, accept: Callable[[dict[str, Any]], bool]
) -> dict[str, Any]:
    """Return one value for every domain, such that `accept` holds.

    Args:
        domains: by the names of the numbers.
        key: seeds the generator.
        accept: called with each draw in turn; whatever it raises is passed on.

    Raises:
        Rejected: a thousand draws were refused.
        ValueError: a domain is empty or its step is not positive.
    """
    rng = random.Random(key)  # noqa: S311 - repeatable on purpose
    sizes = {name: _size_of(name, domain) for name, domain in domains.items()}
    for _ in range(TRIES):
        drawn = {name: at(domains[name], rng.randrange(count)) for name, count in sizes.items()}
        if accept(drawn):
            return drawn
    raise Rejected(f"{TRIES} draws in a row were refused")


def _size_of(name: str, domain: Domain) -> int:
    try:
        return size(domain)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None


def size(domain: Domain) -> int:
    """Return how many values a domain has.

    Raises:
        ValueError: none, or its step is not above 0.
    """
    domain = _read(domain)
    if isinstance(domain, list):
        count = len(domain)
    elif domain.step <= 0:
        raise ValueError("the step must be above 0")
    else:
        count = int((_exact(domain.last) - _exact(domain.first)) // _exact(domain.step)) + 1
    if count < 1:
        raise ValueError("it is empty")
    return count


def at(domain: Domain, index: int) -> Any:
    """Return the value of that index, counted from 0."""
    domain = _read(domain)
    if isinstance(domain, list):
        return domain[index]
    if not takes_decimals(domain):
        return domain.first + index * domain.step
    return float(_exact(domain.first) + index * _exact(domain.step))


def values(domain: Domain, most: int | None = None) -> list[Any]:
    """Return the values in their order, or the first `most` of them."""
    count = size(domain) if most is None else min(most, size(domain))
    return [at(domain, index) for index in range(count)]


def lands_on_its_end(domain: Spaced) -> bool:
    """Return whether the highest number is one of the values."""
    return (_exact(domain.last) - _exact(domain.first)) % _exact(domain.step) == 0


def takes_decimals(domain: Domain) -> bool:
    """Return whether any of the values is a decimal number rather than a whole one."""
    domain = _read(domain)
    some = domain if isinstance(domain, list) else (domain.first, domain.step)
    return any(isinstance(value, float) for value in some)


def _read(domain: Domain) -> list[Any] | Spaced:
    if isinstance(domain, Mapping):
        return _Span(domain["from"], domain["to"], domain.get("step", 1))
    return domain


def _exact(number: Number) -> Decimal:
    return Decimal(repr(number))
