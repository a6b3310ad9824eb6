"""Verifying a selection of cards: against the locks there are, or to write new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizcv.app.locks import BankLocks, write_locks
from quizcv.app.workers import versions
from quizcv.cards.lock import Versions
from quizcv.verify.prove import prove
from quizcv.verify.run import Against, verify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizcv.app.selection import Selection
    from quizcv.app.workers import Workers
    from quizcv.cards.lock import Proof
    from quizcv.errors import SourceProblem
    from quizcv.runner.host.protocol import Limits
    from quizcv.verify.report import CardReport, Written


def versions_here() -> Versions:
    """Return what computes values on this machine."""
    found = versions()
    return Versions(
        quizcv=found["quizcv"] or "",
        python=found["python"] or "",
        numpy=found["numpy"],
        torch=found["torch"],
    )


class CheckedRun:
    """Every chosen card verified, and compared with its lock. Iterate over it once."""

    def __init__(
        self,
        chosen: Selection,
        workers: Workers,
        *,
        variants: int,
        limits: Limits,
        locked: bool = False,
    ) -> None:
        locks = BankLocks(chosen.library.banks)
        self.problems: tuple[SourceProblem, ...] = locks.problems(
            dict.fromkeys(entry.file for entry in chosen.entries)
        )
        self._reports = verify(
            chosen.entries,
            workers.runs,
            variants=variants,
            problems=chosen.problems,
            limits=limits,
            locks=Against(locks.of, versions_here(), whole=locked),
        )

    def __iter__(self) -> Iterator[CardReport]:
        """Yield the report of every card as soon as it is known."""
        yield from self._reports

    def written(self) -> list[Written]:
        """Return the locks that were written: none."""
        return []


class ProvingRun:
    """Every chosen card proved at length, for a lock. Iterate over it once, then write."""

    problems: tuple[SourceProblem, ...] = ()
    """Of the locks there are: they are written anew."""

    def __init__(
        self, chosen: Selection, workers: Workers, *, variants: int, limits: Limits
    ) -> None:
        self._chosen = chosen
        self._proofs: dict[str, Proof] = {}
        self._skipped: set[str] = set()
        self._reports = prove(
            chosen.entries,
            workers.runs,
            versions_here(),
            variants=variants,
            problems=chosen.problems,
            limits=limits,
            locks=BankLocks(chosen.library.banks).of,
        )

    def __iter__(self) -> Iterator[CardReport]:
        """Yield the report of every card as soon as it is known."""
        for report, proof in self._reports:
            if proof:
                self._proofs[report.id] = proof
            if report.status == "skipped":
                self._skipped.add(report.id)
            yield report

    def written(self) -> list[Written]:
        """Write the locks of the chosen banks and return them."""
        banks = self._chosen.library.banks
        skipped = frozenset(self._skipped)
        return write_locks(banks, self._chosen.entries, self._proofs, skipped)
