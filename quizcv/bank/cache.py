"""Banks as they were read before, so that a large bank opens at once.

Only banks without a problem are kept. An entry is found by what it was made of: the digest of the
file's bytes, the topics it was checked against, and the version of the code that read it. The
file itself is read and hashed every time, so an entry is never believed over it. A damaged entry
counts as none, and nothing here fails a command: without a cache, banks are read again.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec import Struct

import quizcv
from quizcv.atomic import write_whole
from quizcv.bank.collection import collection_paused
from quizcv.cards.library import Entry, Head, LoadedBank, PackedCard, Places

if TYPE_CHECKING:
    from collections.abc import Collection

KEPT = 200
"""Entries kept; beyond that the ones used longest ago go."""

_CHECKSUM = 32
_SUFFIX = ".bank"

T = TypeVar("T")


class _Stored(Struct, array_like=True, frozen=True):
    id: str
    title: str
    area: str
    sources: dict[str, str]
    heads: list[Head]
    cards: list[msgspec.Raw]
    """Packed, because few cards of a large bank are asked in one session."""
    places: list[bytes]


class BankCache:
    """A directory of banks that were read before."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def find(self, digest: str, topics: Collection[str] | None, file: str) -> LoadedBank | None:
        """Return the bank whose file has that digest, under the name `file`, or None."""
        stored = self.read(("bank", digest, _known(topics)), _Stored)
        return None if stored is None else _restored(stored, file, digest)

    def keep(self, bank: LoadedBank, topics: Collection[str] | None) -> None:
        """Store a bank for next time, if it has no problem."""
        if bank.problems or bank.unsound:
            return
        with contextlib.suppress(OverflowError):  # whole numbers beyond 64 bits
            stored = _Stored(
                id=bank.id,
                title=bank.title,
                area=bank.area,
                sources=bank.sources,
                heads=[entry.head for entry in bank.entries],
                cards=[PackedCard.packed(entry.card) for entry in bank.entries],
                places=[Places.packed(entry.places) for entry in bank.entries],
            )
            self.write(("bank", bank.digest, _known(topics)), stored)

    def read(self, made_of: tuple[str, ...], kind: type[T]) -> T | None:
        """Return what was made of those, or None when there is no whole entry."""
        path = self._path(made_of)
        try:
            data = path.read_bytes()
            if hashlib.sha256(data[_CHECKSUM:]).digest() != data[:_CHECKSUM]:
                return None
            with collection_paused():
                value = msgspec.msgpack.decode(memoryview(data)[_CHECKSUM:], type=kind)
            os.utime(path)
        except (OSError, msgspec.MsgspecError):
            return None
        return value

    def write(self, made_of: tuple[str, ...], value: Any) -> None:
        """Store a value for next time, if the directory can be written."""
        with contextlib.suppress(OSError):
            body = msgspec.msgpack.encode(value)
            self.directory.mkdir(parents=True, exist_ok=True)
            write_whole(self._path(made_of), hashlib.sha256(body).digest() + body)
            self._prune()

    def _path(self, made_of: tuple[str, ...]) -> Path:
        key = "\0".join((*made_of, _reader_version()))
        return self.directory / (hashlib.sha256(key.encode()).hexdigest() + _SUFFIX)

    def _prune(self) -> None:
        entries = [(path.stat().st_mtime, path) for path in self.directory.glob(f"*{_SUFFIX}")]
        for _, path in sorted(entries)[:-KEPT]:
            path.unlink(missing_ok=True)


def _known(topics: Collection[str] | None) -> str:
    """Return a text that is equal for the same topics."""
    if topics is None:
        return ""
    return "\n".join(["topics", *sorted(topics)])


def _restored(stored: _Stored, file: str, digest: str) -> LoadedBank:
    entries = tuple(
        Entry(PackedCard(head, card), stored.id, stored.area, file, Places(places))
        for head, card, places in zip(stored.heads, stored.cards, stored.places, strict=True)
    )
    return LoadedBank(
        id=stored.id,
        title=stored.title,
        area=stored.area,
        file=file,
        digest=digest,
        sources=stored.sources,
        entries=entries,
    )


@functools.cache
def _reader_version() -> str:
    """Return what changes when the code that reads banks does, in a checkout too."""
    rooms = [Path(__file__).parents[1] / room for room in ("bank", "cards", "kinds")]
    files = sorted(file for room in rooms for file in room.rglob("*.py"))
    sources = [(file.name, file.stat()) for file in files]
    stamps = [f"{name}:{status.st_size}:{status.st_mtime_ns}" for name, status in sources]
    return "\n".join((quizcv.__version__, str(sys.version_info[:2]), msgspec.__version__, *stamps))
