"""Cards as they were found: where each one stands, and every bank that was read."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct

from quizcv.cards.model import Card, Level
from quizcv.errors import SourceProblem, UnknownName
from quizcv.kinds import KINDS, decoded
from quizcv.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quizcv.kinds.base import Traits


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


class Head(Struct, frozen=True, array_like=True):
    """What is asked of every card before one is chosen."""

    id: str
    topics: list[str]
    level: Level
    kind: str
    aliases: list[str]
    followups: list[str]

    @classmethod
    def of(cls, card: Card) -> Head:
        """Return the head of a card."""
        return cls(card.id, card.topics, card.level, card.kind, card.aliases, card.followups)

    @property
    def traits(self) -> Traits:
        """What an answer of its kind means."""
        return KINDS[self.kind].traits


_NO_HEAD = Head("", [], "core", "", [], [])


class PackedCard:
    """A card that is kept packed until somebody looks at it."""

    __slots__ = ("_card", "_packed", "head")

    def __init__(self, head: Head, packed: msgspec.Raw) -> None:
        self.head = head
        self._packed = packed
        self._card: Card | None = None

    @staticmethod
    def packed(card: Card) -> msgspec.Raw:
        """Return a card as bytes.

        Raises:
            OverflowError: it has whole numbers beyond 64 bits.
        """
        return msgspec.Raw(msgspec.msgpack.encode(card))

    @property
    def card(self) -> Card:
        """The card."""
        if self._card is None:
            self._card = _decoder().decode(self._packed)
        return self._card

    def __eq__(self, other: object) -> bool:
        return self.card == (other.card if isinstance(other, PackedCard) else other)

    __hash__ = None  # type: ignore[assignment]


@functools.cache
def _decoder() -> msgspec.msgpack.Decoder[Card]:
    return msgspec.msgpack.Decoder(Card, dec_hook=decoded)


class Entry(Struct, frozen=True):
    """A card in its bank."""

    held: Card | PackedCard
    bank: str
    area: str
    file: str
    places: Mapping[str, Place]
    """Dotted paths inside the card ('answer.formula', 'mistakes.0.feedback') to their places.
    The empty path is the card itself."""
    head: Head = _NO_HEAD
    """What is known of the card without unpacking it; made here."""

    def __post_init__(self) -> None:
        head = self.held.head if isinstance(self.held, PackedCard) else Head.of(self.held)
        msgspec.structs.force_setattr(self, "head", head)

    @property
    def card(self) -> Card:
        """The card itself."""
        return self.held.card if isinstance(self.held, PackedCard) else self.held

    def with_card(self, card: Card) -> Entry:
        """Return the entry with another card in its place."""
        return msgspec.structs.replace(self, held=card)

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
            self._by_id.setdefault(entry.head.id, entry)
            for name in entry.head.aliases:
                self._by_id.setdefault(name, entry)

    def note(self, problems: Iterable[SourceProblem]) -> None:
        """Take in further problems between banks."""
        self._across += tuple(problems)

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
