"""Verifying many cards: jobs out, reports back as they finish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from quizcv.verify.judge import judge, report
from quizcv.verify.plan import verify_job
from quizcv.verify.report import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from quizcv.cards.library import Entry
    from quizcv.errors import SourceProblem
    from quizcv.runner.host.protocol import Job, Limits, Result
    from quizcv.verify.report import CardReport

DEFAULT_VARIANTS = 8


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
) -> Iterator[CardReport]:
    """Yield the report of every card as soon as it is known.

    Args:
        entries: the cards, each named once.
        run: executes jobs, for instance a pool's or a cached pool's.
        variants: fresh sets of numbers for each card that can have them.
        limits: what one run of a snippet may use, by default what learners' runs may.
        problems: what reading the banks found; a card it names fails without being run.
    """
    broken: dict[tuple[str, str | None], list[SourceProblem]] = {}
    for problem in problems:
        broken.setdefault((problem.file, problem.card), []).append(problem)
    sound = []
    for index, entry in enumerate(entries):
        static = broken.get((entry.file, entry.card.id))
        if static:
            yield report(entry, "failed", [_as_finding(problem) for problem in static])
        else:
            sound.append(index)
    jobs = (verify_job(entries[index], str(index), variants, limits) for index in sound)
    for result, cached in run(jobs):
        yield judge(entries[int(result.key)], result.outcomes, cached=cached)


def _as_finding(problem: SourceProblem) -> Finding:
    return Finding(code=problem.code, message=problem.message, line=problem.line)
