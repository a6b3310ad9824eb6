"""`quizcv plan`: what to do each day until the interview."""

from __future__ import annotations

from datetime import date as Day  # noqa: N812 - the option is called date
from typing import Annotated

import typer

from quizcv.app.planning import forget_interview, plan_for
from quizcv.app.shelf import open_shelf
from quizcv.cli import options
from quizcv.cli.group import finish
from quizcv.errors import UsageError
from quizcv.schedule.settings import MINUTES_RANGE
from quizcv.ui.plan_view import plan_view


def plan(
    date: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help="Day of the interview; kept for next time."),
    ] = None,
    minutes: Annotated[
        int | None,
        typer.Option(
            min=MINUTES_RANGE[0],
            max=MINUTES_RANGE[1],
            help="Minutes a day; kept for next time.",
        ),
    ] = None,
    forget: Annotated[bool, typer.Option("--forget", help="Forget the interview.")] = False,
    bank: options.Banks = None,
    as_json: options.Json = False,
) -> None:
    """Plan new cards, reviews and mocks up to an interview; study then follows it."""
    with open_shelf(bank) as shelf:
        if forget:
            forget_interview(shelf)
            return
        made = plan_for(shelf, _day(date) if date else None, minutes)
    finish(made, plan_view, as_json=as_json)


def _day(written: str) -> Day:
    try:
        return Day.fromisoformat(written)
    except ValueError:
        raise UsageError(f"{written!r} is no day", "write it as 2026-12-04") from None
