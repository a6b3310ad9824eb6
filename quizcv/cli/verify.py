"""`quizcv verify`: run every check and say what does not agree."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from quizcv.app.selection import choose
from quizcv.app.verification import open_verification
from quizcv.cli import options
from quizcv.cli.group import finish, leave
from quizcv.errors import UsageError
from quizcv.formats.junit import JUnitReport
from quizcv.ui.verify_json import JsonReport
from quizcv.ui.verify_view import report_view, with_progress


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
    if junit and not junit.parent.is_dir():  # said now, not after minutes of work
        raise UsageError(f"cannot write {junit}", "its folder is not there")
    if lock and locked:
        raise UsageError("--lock writes what --locked holds cards to", "give one of them")
    chosen = choose(targets or [], bank or []).shard(shard)
    with open_verification(
        chosen,
        variants=variants,
        timeout=timeout,
        jobs=jobs,
        cache=cache,
        strict=strict,
        locks="write" if lock else "hold" if locked else "compare",
    ) as run:
        stream = JsonReport(run.head) if as_json else None
        report = JUnitReport(junit) if junit else None
        with closing(with_progress(run, run.total)) as cards:
            for card in cards:
                if stream:
                    stream.add(card)
                if report:
                    report.add(card)
    found = run.outcome()
    if report:
        report.close(found.problems)
    if stream:
        stream.close(found)
        leave(found)
    else:
        finish(found, partial(report_view, all_warnings=warnings))
