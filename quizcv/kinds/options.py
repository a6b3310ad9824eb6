"""Options under a seeded shuffle, and how learners name them."""

from __future__ import annotations

import random
import re
from string import ascii_lowercase
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SEPARATORS = re.compile(r"[\s,;>→|/]+|(?<![\w])and(?![\w])|&|->")
_SHOWN = re.compile(r"(?:^|[\s,;→>])\(?([a-z])\)")
"""The letters in `c) ReLU, a) sigmoid`, as answers are shown."""
_WRAPPING = "()[]{}.:'\""


class Option(NamedTuple):
    """One option as it stands on the screen."""

    letter: str
    key: str
    text: str


def shuffled(options: Mapping[str, str], card: str, seed: int | None) -> list[Option]:
    """Return options by key in the order this seed shows them, lettered from a.

    A pure function of the card's id and the seed.
    """
    items = list(options.items())
    random.Random(f"{card}:{seed}:options").shuffle(items)  # noqa: S311 - order, not secrets
    return [Option(ascii_lowercase[i], key, text) for i, (key, text) in enumerate(items)]


def read_key(typed: str, options: Sequence[Option]) -> str | None:
    """Return the key that a letter, a key or an option's whole text names; None if it names none.

    A letter on the screen wins over a key of the same single letter.
    """
    name = " ".join(typed.strip().strip(_WRAPPING).casefold().split())
    if (shown := _SHOWN.match(name)) and len(name) > 2:
        name = shown[1]
    for attribute in ("letter", "key", "text"):
        for option in options:
            if str(getattr(option, attribute)).casefold().strip(_WRAPPING) == name and name:
                return option.key
    return None


def read_keys(typed: str, options: Sequence[Option]) -> list[str] | None:
    """Return the keys named in order: `c a b`, `cab`, `c > a > b`, `first, second`.

    None when any part names no option, or nothing is named. A repeated key is kept, for the caller
    to judge.
    """
    letters = {option.letter for option in options}
    shown = _SHOWN.findall(typed.casefold())
    if len(shown) > 1 and set(shown) <= letters:
        return [read_key(letter, options) or "" for letter in shown]
    whole = read_key(typed, options)
    if whole is not None:
        return [whole]
    parts = [part for part in _SEPARATORS.split(typed) if part and part.strip(_WRAPPING)]
    if len(parts) == 1 and set(bare := parts[0].strip(_WRAPPING).casefold()) <= letters:
        parts = list(bare)
    keys = [read_key(part, options) for part in parts]
    if not keys or None in keys:
        return None
    return [key for key in keys if key is not None]
