"""Cards as they were found: where each one stands, and every bank that was read."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct

from quizcv.cards.model import Card
from quizcv.errors import SourceProblem, UnknownName
from quizcv.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable


class Place(NamedTuple):
    """Where a value stands in its file (both counted from 1), and how it was written."""

    line: int
    column: int
    text: str = ""


class Places(Mapping[str, Place]):
    """Places kept packed until one is asked for."""

    def __init__(self, packed: bytes) -> None:
        self._packed = packed

    @staticmethod
    def packed(places: Mapping[str, Place]) -> bytes:
        """Return places as bytes."""
        return places._packed if isinstance(places, Places) else msgspec.msgpack.encode(places)

    @functools.cached_property
    def _unpacked(self) -> dict[str, Place]:
        return msgspec.msgpack.decode(self._packed, type=dict[str, Place])

    def __getitem__(self, path: str) -> Place:
        return self._unpacked[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._unpacked)

    def __len__(self) -> int:
        return len(self._unpacked)


class Entry(Struct, frozen=True):
    """A card in its bank."""

    card: Card
    bank: str
    area: str
    file: str
    places: Mapping[str, Place]
    """Dotted paths inside the card ('answer.formula', 'mistakes.0.feedback') to their places.
    The empty path is the card itself."""

    def place(self, path: str) -> Place:
        """Return the place of `path`, or of the nearest thing around it."""
        while path and path not in self.places:
            path = path.rpartition(".")[0]
        return self.places[path]

    def problem(self, code: str, message: str, path: str = "", line: int = 1) -> SourceProblem:
        """Return a problem of this card that points at `path`, or at a line of that snippet."""
        at = self.place(path)
        at_line = at.line + line - 1
        return SourceProblem(self.file, at_line, at.column, code, message, self.card.id)


class LoadedBank(Struct, frozen=True):
    """One file as read: its sound cards and all of its problems."""

    id: str
    title: str
    area: str
    file: str
    digest: str
    """'sha256:' and the hex digest of the file's bytes."""
    sources: dict[str, str]
    entries: tuple[Entry, ...]
    problems: tuple[SourceProblem, ...] = ()
    unsound: tuple[str, ...] = ()
    """Ids of the cards that are in the file and not in `entries`; `problems` says why."""


class Library:
    """Every bank of this run, with its cards by id and by former id."""

    def __init__(self, banks: Iterable[LoadedBank], problems: Iterable[SourceProblem] = ()) -> None:
        self.banks = tuple(banks)
        self._across = tuple(problems)
        self._by_id: dict[str, Entry] = {}
        for entry in self:
            for name in (entry.card.id, *entry.card.aliases):
                self._by_id.setdefault(name, entry)

    def __iter__(self) -> Iterator[Entry]:
        return (entry for bank in self.banks for entry in bank.entries)

    def __len__(self) -> int:
        return sum(len(bank.entries) for bank in self.banks)

    def __contains__(self, card_id: str) -> bool:
        return card_id in self._by_id

    @property
    def problems(self) -> tuple[SourceProblem, ...]:
        """Problems of every bank, then those between banks."""
        return tuple(p for bank in self.banks for p in bank.problems) + self._across

    def entry(self, card_id: str) -> Entry:
        """Return the card of that id, present or former.

        Raises:
            UnknownName: no bank has it; the message offers the nearest ids.
        """
        found = self._by_id.get(card_id)
        if found is None:
            every = "`quizcv list` shows them all"
            remedy = did_you_mean(card_id, self._by_id, otherwise=every, most=3)
            raise UnknownName(f"no card is called {card_id!r}", remedy)
        return found
