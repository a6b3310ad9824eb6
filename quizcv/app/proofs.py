"""What the locks of the banks in use say, for whoever asks their cards. Nothing is run."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from quizcv.app.places import cache_dir, state_dir
from quizcv.bank.cache import BankCache
from quizcv.bank.locks import SUFFIX, lock_beside, open_lock, read_lock
from quizcv.cards.lock import LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from quizcv.cards.library import Entry, LoadedBank
    from quizcv.cards.lock import Lock
    from quizcv.cards.variant import Variant


class Proofs:
    """The proofs of the banks' cards; a lock is opened when one of its cards is asked about.

    The lock is beside its bank. One that was made here because that folder cannot be written is in
    the state folder, under the digest of the bank's file, and comes first.
    """

    def __init__(self, banks: Iterable[LoadedBank]) -> None:
        self._banks = {bank.file: bank for bank in banks}
        self._open: dict[str, Lock | None] = {}

    def showings(self, entry: Entry) -> tuple[Variant, ...]:
        """Return what was proved of the card as it is now, its default numbers first."""
        if entry.file not in self._open:
            bank = self._banks[entry.file]
            self._open[entry.file] = open_lock(lock_path(bank), bank.id)
        lock = self._open[entry.file]
        return lock.showings(entry.card) if lock else ()

    def unproved(self, banks: Iterable[LoadedBank]) -> frozenset[str]:
        """Return the cards of those banks that no lock proves as they are now.

        What was found by reading every lock is remembered for as long as nothing changes.
        """
        asked = tuple(banks)
        made_of = ("unproved", *(f"{bank.digest} {_stamp(lock_path(bank))}" for bank in asked))
        cache = BankCache(cache_dir())
        found = cache.read(made_of, tuple[str, ...])
        if found is None:
            found = tuple(name for bank in asked for name in _unproved(bank))
            cache.write(made_of, found)
        return frozenset(found)


def _unproved(bank: LoadedBank) -> Iterator[str]:
    lock, _ = read_lock(lock_path(bank), bank.id)
    return (e.head.id for e in bank.entries if not (lock and lock.holds(e.card)))


def lock_path(bank: LoadedBank) -> Path:
    """Return where the lock of a bank is, if it has one."""
    own = own_lock(bank)
    return own if own.is_file() else lock_beside(Path(bank.file))


def own_lock(bank: LoadedBank) -> Path:
    """Return where a lock is kept whose bank's folder cannot be written."""
    return state_dir() / "locks" / (bank.digest.removeprefix("sha256:") + SUFFIX)


def is_proved_here(bank: LoadedBank) -> bool:
    """Return whether this user's own state says that the bank's lock was proved here."""
    own = own_lock(bank)
    if own.is_file():
        return True
    try:
        return _mark(bank).read_text(encoding="utf-8") == _stamp(lock_beside(Path(bank.file)))
    except OSError:
        return False


def note_proved_here(bank: LoadedBank) -> None:
    """Remember that the lock beside a bank, as it is now, was proved here."""
    beside = lock_beside(Path(bank.file))
    if beside.is_file():
        with suppress(OSError):  # a home that cannot be written remembers nothing
            mark = _mark(bank)
            mark.parent.mkdir(parents=True, exist_ok=True)
            mark.write_text(_stamp(beside), encoding="utf-8")


def _mark(bank: LoadedBank) -> Path:
    return own_lock(bank).with_suffix(".proved")


def _stamp(path: Path) -> str:
    """Return what changes when the file does."""
    try:
        status = path.stat()
    except OSError:
        return f"{path} none"
    return f"{path} {status.st_size} {status.st_mtime_ns} {LIMITS}"
