"""`quizcv plan`: what to do each day until the interview."""

from __future__ import annotations

from datetime import date as Day  # noqa: N812 - the option is called date
from datetime import datetime
from typing import Annotated

import typer

from quizcv.cli import options
from quizcv.errors import UsageError


def plan(
    date: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help="Day of the interview; kept for next time."),
    ] = None,
    minutes: Annotated[
        int | None, typer.Option(min=5, max=720, help="Minutes a day; kept for next time.")
    ] = None,
    forget: Annotated[bool, typer.Option("--forget", help="Forget the interview.")] = False,
    bank: options.Banks = None,
    as_json: options.Json = False,
) -> None:
    """Plan new cards, reviews and mocks up to an interview; study then follows it."""
    from msgspec import to_builtins

    from quizcv.app.planning import current_plan
    from quizcv.cli.sitting import open_shelf
    from quizcv.schedule.day import study_day
    from quizcv.ui import console, plan_view

    with open_shelf(bank) as shelf:
        if forget:
            shelf.store.set("interview", None)
            return
        interview = _day(date) if date else None
        if interview is not None and interview <= study_day(datetime.now().astimezone()):
            raise UsageError(f"{interview} is not ahead", "give a day after today: --date")
        made = current_plan(shelf, interview, minutes)
        if made is None:
            raise UsageError("there is no interview to plan for", "quizcv plan --date 2026-12-04")
        if interview is not None:
            shelf.store.set("interview", interview.isoformat())
        if minutes is not None:
            shelf.store.set("minutes", minutes)
    if as_json:
        console.emit_json({**to_builtins(made), "behind": made.behind})
    else:
        console.emit(plan_view.plan_view(made))


def _day(written: str) -> Day:
    try:
        return Day.fromisoformat(written)
    except ValueError:
        raise UsageError(f"{written!r} is no day", "write it as 2026-12-04") from None
