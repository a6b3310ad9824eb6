"""`quizcv verify`: run every check and say what does not agree."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from quizcv.cli import options
from quizcv.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizcv.app.wiring import Workers
    from quizcv.cards.library import Problem
    from quizcv.verify.report import CardReport, Tally


class Reporter(Protocol):
    """Takes the cards as they are verified, then the totals."""

    def add(self, card: CardReport) -> None:
        """Take one card."""

    def close(self, tally: Tally, problems: Sequence[Problem]) -> None:
        """Take the totals and the problems that no card carries."""


def verify(
    targets: Annotated[
        list[str] | None,
        typer.Argument(help="Bank files, folders or card ids; by default every bundled bank."),
    ] = None,
    bank: options.Banks = None,
    variants: Annotated[
        int, typer.Option("--variants", "-n", min=0, help="Fresh sets of numbers for each card.")
    ] = 8,
    timeout: Annotated[
        float, typer.Option(min=0.1, help="Seconds that one run of a snippet may take.")
    ] = 10.0,
    jobs: options.Jobs = None,
    cache: Annotated[bool, typer.Option("--cache/--no-cache", help="Reuse stored results.")] = True,
    strict: Annotated[bool, typer.Option("--strict", help="A skipped card fails the run.")] = False,
    warnings: Annotated[bool, typer.Option("--warnings", help="List every warning.")] = False,
    shard: Annotated[
        str, typer.Option(help="Only one part of the cards, as in 3/8.", metavar="K/N")
    ] = "1/1",
    lock: Annotated[
        bool, typer.Option("--lock", help="Prove the cards at length and write their locks.")
    ] = False,
    locked: Annotated[
        bool, typer.Option("--locked", help="Fail where a lock is missing, stale or different.")
    ] = False,
    junit: Annotated[Path | None, typer.Option(help="Write a JUnit report here.")] = None,
    as_json: options.Json = False,
) -> None:
    """Run the checks of banks and cards; exit 1 if an answer cannot be reproduced."""
    from quizcv.app import selection, wiring
    from quizcv.app.proving import CheckedRun, ProvingRun
    from quizcv.runner.host.protocol import Limits
    from quizcv.ui.verify_view import with_progress
    from quizcv.verify.report import Tally

    began = time.perf_counter()
    if junit and not junit.parent.is_dir():  # said now, not after minutes of work
        raise UsageError(f"cannot write {junit}", "its folder is not there")
    if lock and locked:
        raise UsageError("--lock writes what --locked holds it to", "give one of them")
    chosen = selection.choose(targets or [], bank or []).shard(shard)
    tally = Tally(banks=len({entry.file for entry in chosen.entries}))
    with wiring.open_workers(chosen.library, jobs, cache=cache) as workers:
        reporters = _reporters(workers, junit, as_json=as_json, warnings=warnings)
        limits = Limits(seconds=timeout)
        run: ProvingRun | CheckedRun = (
            ProvingRun(chosen, workers, variants=variants, limits=limits)
            if lock
            else CheckedRun(chosen, workers, variants=variants, limits=limits, locked=locked)
        )
        with closing(with_progress(run, len(chosen.entries))) as cards:
            for card in cards:
                tally.add(card)
                for reporter in reporters:
                    reporter.add(card)
    tally.locks = run.written()
    tally.summary.seconds = round(time.perf_counter() - began, 3)
    problems = (*chosen.loose_problems, *run.problems)
    for reporter in reporters:
        reporter.close(tally, problems)
    raise typer.Exit(_exit_code(tally, problems, strict=strict))


def _exit_code(tally: Tally, loose: Sequence[Problem], *, strict: bool) -> int:
    """Return 2 where nothing could be read at all, 1 where something does not agree, else 0."""
    if loose and not tally.summary.cards:
        return 2
    return int(bool(tally.summary.failed or loose or (strict and tally.summary.skipped)))


def _reporters(
    workers: Workers, junit: Path | None, *, as_json: bool, warnings: bool
) -> list[Reporter]:
    from quizcv.app.wiring import versions
    from quizcv.formats.junit import JUnitReport
    from quizcv.ui.verify_json import JsonReport
    from quizcv.ui.verify_view import TerminalReport

    first: Reporter = (
        JsonReport(versions(), workers.level)
        if as_json
        else TerminalReport(workers.level, all_warnings=warnings)
    )
    return [first, JUnitReport(junit)] if junit else [first]
