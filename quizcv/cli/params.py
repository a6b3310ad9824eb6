"""Reading `-p name=value` into numbers of the type that the card has there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from quizcv.cards.draws import takes_decimals
from quizcv.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quizcv.cards.model import Card


_WANTED = {bool: "true or false", int: "a whole number", float: "a number", list: "a list"}


def read_params(texts: Sequence[str], defaults: Mapping[str, Any], owner: str) -> dict[str, Any]:
    """Return the numbers named on the command line.

    Args:
        texts: as typed, such as `k=3` or `logits=[1, 2.5]`.
        defaults: the names there are, each with a value of its type.
        owner: whose numbers they are, for messages.

    Raises:
        UsageError: a name that does not exist, or a value of another type.
    """
    found = {}
    for text in texts:
        name, equals, written = text.partition("=")
        name = name.strip()
        if not equals:
            raise UsageError(f"-p {text!r} has no value", "write -p name=value")
        if name not in defaults:
            known = ", ".join(defaults) or "it has none"
            raise UsageError(f"{owner} has no number called {name!r}", f"there is: {known}")
        found[name] = _read(name, written.strip(), defaults[name])
    return found


def card_numbers(texts: Sequence[str] | None, card: Card) -> dict[str, Any]:
    """Return the numbers of a card that were named on the command line.

    Raises:
        UsageError: the card has no such number, or it is of another type.
    """
    return read_params(texts or [], sample_numbers(card), f"card {card.id}")


def sample_numbers(card: Card) -> dict[str, Any]:
    """Return a value of the right type for each of a card's numbers.

    A number that is whole by default but drawn from decimals is a decimal.
    """
    samples: dict[str, Any] = dict(card.params)
    for name, domain in card.vary.items():
        if type(samples.get(name)) is int and takes_decimals(domain):
            samples[name] = float(samples[name])
    return samples


def _read(name: str, written: str, default: Any) -> Any:
    if isinstance(default, str):
        return written
    try:
        value = json.loads(written, parse_constant=_refuse)
    except ValueError:
        value = None
    if isinstance(default, float) and type(value) is int:
        value = float(value)
    if type(value) is not type(default):
        raise UsageError(f"{name}={written} is not {_WANTED[type(default)]}")
    return value


def _refuse(constant: str) -> None:
    raise ValueError(constant)
