"""The locks of the banks in use: where they are, reading them, and writing them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from quizcv.app.proofs import lock_path, own_lock
from quizcv.bank.locks import lock_beside, read_lock, write_lock
from quizcv.errors import QuizcvError
from quizcv.verify.report import Written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from quizcv.cards.library import Entry, LoadedBank
    from quizcv.cards.lock import Lock, Proof
    from quizcv.cards.model import Card
    from quizcv.errors import SourceProblem


class BankLocks:
    """The locks of some banks, whole, each read when one of its cards is first asked about."""

    def __init__(self, banks: Iterable[LoadedBank]) -> None:
        self._banks = {bank.file: bank for bank in banks}
        self._read: dict[str, tuple[Lock | None, tuple[SourceProblem, ...]]] = {}

    def of(self, entry: Entry) -> Lock | None:
        """Return the lock of the card's bank, or None."""
        return self._of(entry.file)[0]

    def problems(self, files: Iterable[str]) -> tuple[SourceProblem, ...]:
        """Return what is wrong with the locks of those bank files."""
        return tuple(problem for file in files for problem in self._of(file)[1])

    def _of(self, file: str) -> tuple[Lock | None, tuple[SourceProblem, ...]]:
        if file not in self._read:
            bank = self._banks[file]
            self._read[file] = read_lock(lock_path(bank), bank.id)
        return self._read[file]


def write_locks(
    banks: Iterable[LoadedBank],
    chosen: Sequence[Entry],
    proofs: Mapping[str, Proof],
    skipped: frozenset[str],
) -> list[Written]:
    """Write the lock of each bank of which a card was to be proved.

    Args:
        banks: the banks of the run.
        chosen: the cards that were to be proved.
        proofs: what was proved, by card.
        skipped: cards that could not be run here. They keep the proof they have, and so do cards
            that were not chosen.

    Raises:
        QuizcvError: neither the bank's folder nor the state folder can be written.
    """
    asked: dict[str, set[str]] = {}
    for entry in chosen:
        asked.setdefault(entry.file, set()).add(entry.card.id)
    present = BankLocks(banks := tuple(banks))
    return [
        _write(bank, asked[bank.file] - skipped, skipped, proofs, present)
        for bank in banks
        if bank.file in asked
    ]


def _write(
    bank: LoadedBank,
    tried: set[str],
    skipped: frozenset[str],
    proofs: Mapping[str, Proof],
    present: BankLocks,
) -> Written:
    kept = []
    for entry in bank.entries:
        card = entry.card
        old = present.of(entry)
        proof = proofs.get(card.id) if card.id in tried else old.proof(card) if old else None
        if proof:
            kept.append((card, proof))
    path = _written(bank, kept)
    have = {card.id for card, _ in kept}
    return Written(
        bank=bank.id,
        file=str(path),
        cards=len(kept),
        showings=sum(len(proof.showings) for _, proof in kept),
        bytes=path.stat().st_size,
        left_out=tuple(
            entry.card.id
            for entry in bank.entries
            if entry.card.id not in have and entry.card.id in tried | skipped
        ),
    )


def _written(bank: LoadedBank, kept: Sequence[tuple[Card, Proof]]) -> Path:
    """Write a lock beside its bank, or else in the state folder, and return where it is."""
    beside, own = lock_beside(Path(bank.file)), own_lock(bank)
    try:
        write_lock(beside, bank.id, kept)
    except OSError:
        _write_own(own, bank, kept)
        return own
    own.unlink(missing_ok=True)
    return beside


def _write_own(own: Path, bank: LoadedBank, kept: Sequence[tuple[Card, Proof]]) -> None:
    try:
        own.parent.mkdir(parents=True, exist_ok=True)
        write_lock(own, bank.id, kept)
    except OSError as error:
        raise QuizcvError(
            f"{own} cannot be written: {error.strerror or error}",
            "make its folder writable, or set QUIZCV_HOME to another folder",
        ) from error
