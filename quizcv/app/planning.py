"""The plan of this learner: their interview, their log, their pace."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from msgspec import to_builtins
from msgspec.structs import replace

from quizcv.app.results import Result
from quizcv.errors import UsageError
from quizcv.learner.plan import MINUTES_A_DAY, Plan, make_plan
from quizcv.schedule.day import day_start, study_day
from quizcv.session.drill.study import introduced_today

if TYPE_CHECKING:
    from datetime import date

    from quizcv.app.shelf import Shelf

ENOUGH_ANSWERS = 20
"""Before that, a learner's own median says little about their pace."""


@dataclass(frozen=True, kw_only=True)
class Planned(Result):
    """What to do each day until the interview."""

    plan: Plan

    @property
    def data(self) -> dict[str, Any]:
        """The plan, and whether something had to be dropped."""
        return {**to_builtins(self.plan), "behind": self.plan.behind}


def plan_for(shelf: Shelf, interview: date | None, minutes: int | None) -> Planned:
    """Return the plan, and keep the day and the minutes that were given for next time.

    Raises:
        UsageError: the day is not ahead, or there is none.
    """
    if interview is not None and interview <= study_day(shelf.clock.now()):
        raise UsageError(f"{interview} is not ahead", "give a day after today: --date")
    settings = shelf.store.settings()
    wished = replace(
        settings,
        interview=interview or settings.interview,
        minutes=settings.minutes if minutes is None else minutes,
    )
    made = _made(shelf, wished.interview, wished.minutes)
    if made is None:
        raise UsageError("there is no interview to plan for", "quizcv plan --date 2026-12-04")
    if wished != settings:
        shelf.store.change(wished)
    return Planned(plan=made, messages=shelf.messages)


def forget_interview(shelf: Shelf) -> None:
    """Let there be no interview to plan for."""
    shelf.store.change(replace(shelf.store.settings(), interview=None))


def current_plan(shelf: Shelf) -> Plan | None:
    """Return the plan for the interview that is kept; None if there is none."""
    settings = shelf.store.settings()
    return _made(shelf, settings.interview, settings.minutes)


def begun_today(shelf: Shelf) -> int:
    """Return how many cards were asked for the first time today."""
    since = day_start(study_day(shelf.clock.now()))
    return introduced_today(shelf.store.reviews(since=since), shelf.store.states())


def _made(shelf: Shelf, interview: date | None, minutes: int | None) -> Plan | None:
    if interview is None:
        return None
    return make_plan(
        list(shelf.library),
        shelf.store.states(),
        interview,
        shelf.clock.now(),
        shelf.store.scheduler,
        order=shelf.order,
        minutes=minutes or MINUTES_A_DAY,
        seconds=_pace(shelf),
        begun=begun_today(shelf),
    )


def _pace(shelf: Shelf) -> float | None:
    """Return the learner's median seconds for an answer, once there are enough of them."""
    answers = [r.elapsed_ms / 1000 for r in shelf.store.reviews() if r.verdict != "skipped"]
    return median(answers) if len(answers) >= ENOUGH_ANSWERS else None
