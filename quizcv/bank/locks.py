"""The file of a lock: reading one, whoever wrote it, and writing one.

It is text, line by line, so that a diff shows an answer that changed. docs/locks.md describes it.
`python -m quizcv.bank.locks FILE` writes the JSON Schema of a line.
"""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from msgspec import Meta, Struct

from quizcv.atomic import write_whole
from quizcv.bank import files
from quizcv.cards import lock
from quizcv.cards.lock import LIMITS, Lock, Method, Proof, Sealed, Versions
from quizcv.errors import SourceProblem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quizcv.cards.lock import Limits
    from quizcv.cards.model import Card

FORMAT = 1
SUFFIX = ".lock"

_Text = Annotated[str, Meta(min_length=1, max_length=120)]
_Count = Annotated[int, Meta(ge=0, lt=2**53)]


class Head(Struct, frozen=True, rename={"format": "quizcv-lock"}):
    """The first line."""

    format: _Count
    bank: _Text
    cards: _Count
    """How many follow, so that a file cut short between two of them is noticed."""
    versions: tuple[Versions, ...]


class CardHead(Struct, frozen=True, omit_defaults=True):
    """The line that begins a card."""

    card: _Text
    digest: _Text
    method: Method
    sets: _Count
    """Different sets of numbers that it was proved on."""
    by: tuple[_Count, ...]
    """Which of the file's versions came to these values, counted from 0."""
    showings: _Count
    """How many rows follow."""
    seal: _Text
    columns: tuple[_Text, ...]
    arrays: tuple[_Text, ...] = ()


class _Named(Struct):
    card: str


class _Refused(Exception):
    """A line that is not as quizcv writes it."""

    def __init__(self, code: str, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.code, self.message, self.line = code, message, line


_head = msgspec.json.Decoder(Head)
_card_head = msgspec.json.Decoder(CardHead)


def lock_beside(bank: Path) -> Path:
    """Return where the lock of a bank file is."""
    return bank.with_suffix(SUFFIX)


def read_lock(
    path: Path, bank: str, limits: Limits = LIMITS
) -> tuple[Lock | None, tuple[SourceProblem, ...]]:
    """Return the lock at `path`, of the bank with that id, and what is wrong with the file.

    None where there is no such file, or no part of it can be used. A card that is damaged or
    stands there twice is left out; whether the others are sound shows when they are asked for.
    """
    file = files.shown(path)
    try:
        data = _bytes_of(path, limits.file_bytes)
        if data is None:
            return None, ()
        return _parsed(data, file, bank, limits)
    except _Refused as refused:
        return None, (SourceProblem(file, refused.line, 1, refused.code, refused.message),)


def open_lock(path: Path, bank: str, limits: Limits = LIMITS) -> Lock | None:
    """Return the lock at `path` for whoever asks only a few of its cards.

    Each card is looked for in the file when it is asked about, exactly as quizcv writes it; a lock
    of ten thousand cards is open in milliseconds. What is wrong with the file is not told: a card
    of which it says nothing sound has no showings.
    """
    try:
        data = _bytes_of(path, limits.file_bytes)
        if data is None:
            return None
        first, _, _ = data.partition(b"\n")
        if first.endswith(b"\r"):
            data = data.replace(b"\r\n", b"\n")
        return Lock(bank, _Parts(data, bank, limits), file=files.shown(path), limits=limits)
    except _Refused:
        return None


def write_lock(path: Path, bank: str, proofs: Sequence[tuple[Card, Proof]]) -> None:
    """Write the lock of the bank with that id, whole or not at all.

    Raises:
        OSError: it cannot be written there.
    """
    write_whole(path, lock_text(bank, proofs).encode(), mode=0o666)


def lock_text(bank: str, proofs: Sequence[tuple[Card, Proof]]) -> str:
    """Return a lock as it stands in its file: the same proofs are the same text."""
    versions = tuple(dict.fromkeys(each for _, proof in proofs for each in proof.versions))
    lines = [_encoded(Head(FORMAT, bank, len(proofs), versions))]
    for card, proof in proofs:
        part = lock.sealed(card, proof)
        head = CardHead(
            card=card.id,
            digest=part.digest,
            method=part.method,
            sets=part.sets,
            by=tuple(versions.index(each) for each in part.versions),
            showings=len(part.rows),
            seal=part.seal,
            columns=part.columns,
            arrays=part.arrays,
        )
        lines += [_encoded(head), *(each.decode() for each in part.rows)]
    return "\n".join(lines) + "\n"


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a line of a lock."""
    (head, card), definitions = msgspec.json.schema_components(
        [Head, CardHead], ref_template="#/$defs/{name}"
    )
    showing = {"type": "array", "description": "The values of a showing, column by column."}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A line of the lock of a quizcv question bank",
        "anyOf": [head, card, showing],
        "$defs": definitions,
    }


def schema_text() -> str:
    """Return the schema as it stands in lock.schema.json."""
    return json.dumps(schema(), indent=2) + "\n"


def _encoded(line: Struct) -> str:
    return msgspec.json.encode(line).decode()


def _bytes_of(path: Path, most: int) -> bytes | None:
    """Return the bytes of a regular file, or None where there is no file.

    Raises:
        _Refused: it is something else, is too large, or may not be read.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _Refused("unreadable", "this is not a file")
        if status.st_size > most:
            raise _Refused("too-large", f"larger than {most // 2**20} MiB; no lock is")
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}"
        raise _Refused("unreadable", reason) from None


def _parsed(
    data: bytes, file: str, bank: str, limits: Limits
) -> tuple[Lock | None, tuple[SourceProblem, ...]]:
    # A checkout may have changed the ends of lines, and only those.
    data = data.replace(b"\r\n", b"\n")
    first, *parts = data.removesuffix(b"\n").split(b"\n{", limits.cards + 1)
    head = _read_head(first, bank, limits)
    if len(parts) > limits.cards:
        raise _Refused("too-large", f"more than {limits.cards:,} cards")
    problems: list[SourceProblem] = []
    if not data.endswith(b"\n"):
        last = data.count(b"\n") + 1
        problems.append(SourceProblem(file, last, 1, "lock-damaged", "the file ends inside a line"))
    cards: dict[str, Sealed] = {}
    doubtful: set[str] = set()
    line = 2 + first.count(b"\n")
    for part in parts:
        try:
            name, sealed = _read_card(b"{" + part, line, head, limits)
            if name in cards:
                doubtful.add(name)
                raise _Refused("lock-damaged", f"{name} stands here twice", line)
            cards[name] = sealed
        except _Refused as refused:
            problems.append(SourceProblem(file, refused.line, 1, refused.code, refused.message))
        line += 1 + part.count(b"\n")
    if len(parts) != head.cards:
        message = f"{len(parts)} cards where the first line speaks of {head.cards}"
        problems.append(SourceProblem(file, 1, 1, "lock-damaged", message))
    sound = {name: sealed for name, sealed in cards.items() if name not in doubtful}
    return Lock(bank, sound, file=file, limits=limits), tuple(problems)


class _Parts(Mapping[str, Sealed]):
    """The cards of a lock, each read when it is asked for; one that is damaged is not there."""

    def __init__(self, data: bytes, bank: str, limits: Limits) -> None:
        self._data = data
        self._limits = limits
        self._head = _read_head(data.partition(b"\n")[0], bank, limits)

    def __getitem__(self, card: str) -> Sealed:
        data = self._data
        begins = b'\n{"card":' + msgspec.json.encode(card) + b","
        at = data.find(begins)
        if at < 0 or data.find(begins, at + 1) >= 0:  # not there, or there twice
            raise KeyError(card)
        end = data.find(b"\n{", at + 1)
        part = data[at + 1 : end if end >= 0 else len(data)].removesuffix(b"\n")
        try:
            name, sealed = _read_card(part, data.count(b"\n", 0, at) + 2, self._head, self._limits)
        except _Refused:
            raise KeyError(card) from None
        if name != card:
            raise KeyError(card)
        return sealed

    def __iter__(self) -> Iterator[str]:
        heads = (line for line in self._data.split(b"\n") if line.startswith(b'{"card":'))
        names = (msgspec.json.decode(head, type=_Named).card for head in heads)
        return (name for name in names if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _read_head(text: bytes, bank: str, limits: Limits) -> Head:
    if len(text) > limits.line_bytes:
        raise _Refused("lock-damaged", "the first line is too long")
    line, _, more = text.partition(b"\n")
    try:
        head = _head.decode(line)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise _Refused("lock-damaged", "the first line is not that of a lock") from None
    if head.format > FORMAT:
        message = f"a lock of format {head.format}, which a later quizcv writes"
        raise _Refused("lock-format", message)
    if head.bank != bank:
        named = head.bank if lock.harmless(head.bank) else "another bank"
        raise _Refused("lock-foreign", f"the lock of {named}, not of {bank}")
    if len(head.versions) > limits.versions * limits.versions:
        raise _Refused("lock-damaged", "more versions than quizcv keeps")
    if not all(map(_is_harmless, head.versions)):
        raise _Refused("lock-damaged", "a text has control characters")
    if more:
        raise _Refused("lock-damaged", "this belongs to no card", 2)
    return head


def _is_harmless(versions: Versions) -> bool:
    told = (versions.quizcv, versions.python, versions.numpy or "", versions.torch or "")
    return all(len(text) <= 80 and text.isprintable() for text in told)


def _read_card(part: bytes, line: int, head: Head, limits: Limits) -> tuple[str, Sealed]:
    first, *rows = part.split(b"\n", limits.showings + 1)
    if max(map(len, (first, *rows))) > limits.line_bytes:
        raise _Refused("lock-damaged", "a line is too long", line)
    try:
        found = _card_head.decode(first)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise _Refused("lock-damaged", "this does not begin a card", line) from None
    names = (found.card, found.digest, found.seal, *found.columns, *found.arrays)
    if len(names) > limits.columns or not all(name.isprintable() for name in names):
        raise _Refused("lock-damaged", "this does not begin a card", line)
    if len(rows) > limits.showings:
        raise _Refused("lock-damaged", f"{found.card} has more showings than are kept", line)
    if len(rows) != found.showings or not rows:
        message = f"{len(rows)} showings of {found.card} where there are {found.showings}"
        raise _Refused("lock-damaged", message, line)
    if not found.by or max(found.by) >= len(head.versions) or len(found.by) > limits.versions:
        raise _Refused("lock-damaged", f"nothing known proved {found.card}", line)
    return found.card, Sealed(
        digest=found.digest,
        method=found.method,
        sets=found.sets,
        versions=tuple(head.versions[index] for index in found.by),
        columns=found.columns,
        arrays=found.arrays,
        seal=found.seal,
        rows=tuple(rows),
        line=line + 1,
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(schema_text(), encoding="utf-8")
