"""A learner's own numbers for a card or a network, from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quizcv.cards.assignments import BadAssignment, drawn_from_decimals, read_named
from quizcv.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from quizcv.cards.model import Card


def card_numbers(texts: Sequence[str] | None, card: Card) -> dict[str, Any]:
    """Return the numbers of a card that `-p name=value` named.

    Raises:
        UsageError: the card has no such number, or it is of another type.
    """
    return named_values(texts, card.params, f"card {card.id}", drawn_from_decimals(card))


def named_values(
    texts: Sequence[str] | None,
    samples: Mapping[str, Any],
    owner: str,
    decimals: Collection[str] = (),
) -> dict[str, Any]:
    """Return the values named, each of the type of its sample; `owner` is whose they are.

    Raises:
        UsageError: a name that does not exist, or a value of another type.
    """
    found: dict[str, Any] = {}
    for text in texts or ():
        read = read_named(text, samples, decimals=decimals)
        if isinstance(read, BadAssignment):
            raise _refused(read, samples, owner)
        found |= read
    return found


def _refused(bad: BadAssignment, samples: Mapping[str, Any], owner: str) -> UsageError:
    if bad.why == "no-value":
        return UsageError(f"-p {bad.name!r} has no value", "write -p name=value")
    if bad.why == "unknown":
        known = ", ".join(samples) or "it has none"
        return UsageError(f"{owner} has no number called {bad.name!r}", f"there is: {known}")
    return UsageError(f"{bad.name}={bad.written} is not {bad.wanted}")
