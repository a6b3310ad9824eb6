"""Verifying many cards: jobs out, reports back as they finish."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from msgspec.structs import replace

from quizcv.cards.lock import joined
from quizcv.verify.judge import folded, judge, report
from quizcv.verify.locked import lock_findings, seeds_of
from quizcv.verify.luck import Reseeded, seed_job, shifts
from quizcv.verify.plan import verify_job
from quizcv.verify.report import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from quizcv.cards.library import Entry
    from quizcv.cards.lock import Versions
    from quizcv.errors import SourceProblem
    from quizcv.runner.host.protocol import Job, Limits, Outcome, Result
    from quizcv.verify.locked import Locks
    from quizcv.verify.report import CardReport

DEFAULT_VARIANTS = 8


def _no_seeds(entry: Entry) -> tuple[int, ...]:  # noqa: ARG001 - no draws for any
    return ()


class Runs(Protocol):
    """Runs jobs; yields each result, and whether it was cached, in any order."""

    def __call__(self, jobs: Iterable[Job], /) -> Iterator[tuple[Result, bool]]:
        """Run the jobs."""
        ...


def verify(
    entries: Sequence[Entry],
    run: Runs,
    *,
    variants: int = DEFAULT_VARIANTS,
    problems: Sequence[SourceProblem] = (),
    limits: Limits | None = None,
    locks: Against | None = None,
) -> Iterator[CardReport]:
    """Yield the report of every card as soon as it is known.

    Args:
        entries: the cards, each named once.
        run: executes jobs, for instance a pool's or a cached pool's.
        variants: fresh sets of numbers for each card that can have them.
        limits: what one run of a snippet may use, by default what learners' runs may.
        problems: what reading the banks found; a card it names fails without being run.
        locks: what the values are compared with, if with anything.
    """
    sound, failed = sound_ones(entries, problems)
    yield from failed
    chosen = [entries[index] for index in sound]
    for entry, found, outcomes in judged(
        chosen, run, variants=variants, limits=limits, seeds=locks.seeds if locks else _no_seeds
    ):
        yield locks.compared(entry, found, outcomes) if locks else found


class Judged(NamedTuple):
    """A card that was run and judged."""

    entry: Entry
    report: CardReport
    outcomes: Sequence[Outcome]
    """Its runs under its own seeds, the default numbers first."""


def judged(
    entries: Sequence[Entry],
    run: Runs,
    *,
    variants: int,
    limits: Limits | None,
    seeds: Callable[[Entry], tuple[int, ...]] = _no_seeds,
) -> Iterator[Judged]:
    """Run cards on fresh numbers, and under other seeds where they seed their own generators.

    `seeds` returns the draws of a card to run besides any others.
    """
    waiting: dict[str, _Waiting] = {}

    def jobs() -> Iterator[Job]:
        for index, entry in enumerate(entries):
            others = shifts(entry.card.check, variants)
            waiting[str(index)] = _Waiting(entry, (0, *others))
            yield verify_job(entry, f"{index}+0", variants, limits, seeds(entry))
            for shift in others:
                yield seed_job(entry, f"{index}+{shift}", shift, variants, limits)

    for result, cached in run(jobs()):
        index, _, shift = result.key.partition("+")
        card = waiting[index]
        card.results[int(shift)] = result.outcomes
        card.cached = card.cached and cached
        if len(card.results) == len(card.shifts):
            yield waiting.pop(index).judged()


class _Waiting:
    """A card whose runs are coming in, by what was added to its seeds."""

    def __init__(self, entry: Entry, shifts: tuple[int, ...]) -> None:
        self.entry, self.shifts = entry, shifts
        self.results: dict[int, Sequence[Outcome]] = {}
        self.cached = True

    def judged(self) -> Judged:
        own, *others = (Reseeded(shift, self.results[shift]) for shift in self.shifts)
        found = judge(self.entry, own.outcomes, others, cached=self.cached)
        return Judged(self.entry, found, own.outcomes)


class Against(NamedTuple):
    """The locks that a verification compares with."""

    locks: Locks
    here: Versions
    """What runs the cards now."""
    whole: bool = False
    """Whether every card has to have its lock, and all of it is computed again."""

    def seeds(self, entry: Entry) -> tuple[int, ...]:
        """Return the draws to run besides any others."""
        return seeds_of(entry, self.locks(entry)) if self.whole else ()

    def compared(self, entry: Entry, found: CardReport, outcomes: Sequence[Outcome]) -> CardReport:
        """Return the report of a card with what its lock has to do with it."""
        if found.status != "passed":
            return found
        lock = self.locks(entry)
        more = list(lock_findings(entry, lock, outcomes, self.here, whole=self.whole))
        if more:
            return replace(found, status="failed", problems=[*found.problems, *folded(more)])
        proof = lock.proof(entry.card) if lock else None
        return replace(found, proofs=len(joined(proof.versions, self.here)) if proof else 0)


def sound_ones(
    entries: Sequence[Entry], problems: Sequence[SourceProblem]
) -> tuple[list[int], list[CardReport]]:
    """Return the places of the cards that can be run, and the reports of those that cannot."""
    broken: dict[tuple[str, str | None], list[SourceProblem]] = {}
    for problem in problems:
        broken.setdefault((problem.file, problem.card), []).append(problem)
    sound, failed = [], []
    for index, entry in enumerate(entries):
        static = broken.get((entry.file, entry.card.id))
        if static:
            failed.append(report(entry, "failed", [_as_finding(problem) for problem in static]))
        else:
            sound.append(index)
    return sound, failed


def _as_finding(problem: SourceProblem) -> Finding:
    return Finding(code=problem.code, message=problem.message, line=problem.line)
