"""Problems inside a sound card, found without running anything."""

from __future__ import annotations

from collections.abc import Container  # noqa: TC003 - a field's type
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizcv.bank.library import Entry, LoadedBank, Place, Problem
    from quizcv.bank.yaml_reader import Node


class Context(Struct):
    """What a card is checked against: None means that nothing is known about topics."""

    topics: Container[str] | None
    sources: Container[str]


def card_problems(entry: Entry, context: Context) -> Iterator[Problem]:
    """Yield the problems of a card."""
    yield from ()


def layout_problems(entry: Entry, node: Node) -> Iterator[Problem]:
    """Yield problems in how a card is written down."""
    yield from ()


def bank_problems(
    bank: LoadedBank, entries: list[Entry], places: dict[str, Place]
) -> Iterator[Problem]:
    """Yield the problems of a bank as a whole."""
    yield from ()
