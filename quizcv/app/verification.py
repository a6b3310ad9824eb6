"""Verifying a selection of cards: the reports as they come, then the whole."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from msgspec import to_builtins

from quizcv.app import clock as clocks
from quizcv.app.askable import is_added
from quizcv.app.proofs import note_proved_here
from quizcv.app.proving import CheckedRun, ProvingRun
from quizcv.app.results import Result
from quizcv.app.workers import Workers, open_workers, versions
from quizcv.runner.host.protocol import Limits
from quizcv.verify.report import CardReport, Tally

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quizcv.app.selection import Selection
    from quizcv.errors import SourceProblem


LockUse: TypeAlias = Literal["compare", "hold", "write"]
"""Compare with those there are, hold every card to its own, or write them anew."""


@dataclass(frozen=True, kw_only=True)
class Verified(Result):
    """The outcome of a run, but for the cards that were well: those are not kept."""

    tally: Tally
    problems: Sequence[SourceProblem]
    """Those that no card carries."""
    isolation: str
    strict: bool
    """A skipped card fails the run."""

    @property
    def data(self) -> dict[str, Any]:
        """What stands in the envelope beside the cards."""
        told = {
            "problems": to_builtins(list(self.problems)),
            "summary": to_builtins(self.tally.summary),
        }
        return {**told, "locks": to_builtins(self.tally.locks)} if self.tally.locks else told

    @property
    def exit_code(self) -> int:
        """2 where nothing could be read at all, 1 where something does not agree, else 0."""
        counts = self.tally.summary
        if self.problems and not counts.cards:
            return 2
        return int(bool(counts.failed or self.problems or (self.strict and counts.skipped)))


class Verification:
    """A run of checks under way; iterate over it once, then ask for the outcome."""

    def __init__(
        self,
        chosen: Selection,
        workers: Workers,
        *,
        variants: int,
        limits: Limits,
        strict: bool,
        locks: LockUse = "compare",
    ) -> None:
        self._chosen = chosen
        self._strict = strict
        self._clock = clocks.current()
        self._began = self._clock.monotonic()
        self._passed: set[str] = set()
        self._tally = Tally(banks=len({entry.file for entry in chosen.entries}))
        self._reports: ProvingRun | CheckedRun = (
            ProvingRun(chosen, workers, variants=variants, limits=limits)
            if locks == "write"
            else CheckedRun(
                chosen, workers, variants=variants, limits=limits, locked=locks == "hold"
            )
        )
        self.isolation = workers.level
        self.total = len(chosen.entries)

    def __iter__(self) -> Iterator[CardReport]:
        """Yield the report of every card as soon as it is known."""
        for card in self._reports:
            self._tally.add(card)
            if card.status == "passed":
                self._passed.add(card.id)
            yield card

    @property
    def head(self) -> dict[str, Any]:
        """What is known before the first card."""
        return {"versions": versions(), "isolation": self.isolation}

    def outcome(self) -> Verified:
        """Return what came of it, with the locks written.

        Banks that were verified whole, and are well, count from now on as proved here.
        """
        self._tally.locks = self._reports.written()
        for bank in self._chosen.library.banks:
            if is_added(bank) and self._passed.issuperset(e.head.id for e in bank.entries):
                note_proved_here(bank)
        seconds = self._clock.monotonic() - self._began
        self._tally.summary.seconds = round(seconds, 3)
        return Verified(
            tally=self._tally,
            problems=(*self._chosen.loose_problems, *self._reports.problems),
            isolation=self.isolation,
            strict=self._strict,
        )


@contextmanager
def open_verification(
    chosen: Selection,
    *,
    variants: int,
    timeout: float,
    jobs: int | None = None,
    cache: bool = True,
    strict: bool = False,
    locks: LockUse = "compare",
) -> Iterator[Verification]:
    """Give a run of the chosen cards' checks; its workers end with the block.

    Args:
        chosen: the cards, and the problems that concern them.
        variants: fresh sets of numbers for each card that can have them.
        timeout: seconds that one run of a snippet may take.
        jobs: snippets run at once, by default one a core.
        cache: whether stored results are reused.
        strict: whether a skipped card fails the run.
        locks: what the locks of the banks are for.

    Raises:
        ExecutionRefused: a bank is not trusted and snippets cannot be isolated here.
    """
    with open_workers(chosen.library, jobs, cache=cache) as workers:
        yield Verification(
            chosen,
            workers,
            variants=variants,
            limits=Limits(seconds=timeout),
            strict=strict,
            locks=locks,
        )
