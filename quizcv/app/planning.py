"""The plan of this learner: their interview, their log, their pace."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizcv.cli.sitting import Shelf
    from quizcv.learner.plan import Plan


def current_plan(
    shelf: Shelf, interview: date | None = None, minutes: int | None = None
) -> Plan | None:
    """Return the plan for the interview on that date, or on the one kept; None without either."""
    settings = shelf.store.settings()
    kept = settings.get("interview")
    if interview is None and kept is not None:
        interview = date.fromisoformat(kept)
    if interview is None:
        return None
    # Imported only for learners who have a plan: every start of `study` comes by here.
    from statistics import median

    from quizcv.learner.plan import MINUTES_A_DAY, make_plan

    answers = [r.elapsed_ms / 1000 for r in shelf.store.reviews() if r.verdict != "skipped"]
    return make_plan(
        list(shelf.library),
        shelf.store.states(),
        interview,
        datetime.now(UTC),
        shelf.store.scheduler,
        order=shelf.order,
        minutes=minutes or settings.get("minutes") or MINUTES_A_DAY,
        seconds=median(answers) if len(answers) >= ENOUGH_ANSWERS else None,
        begun=begun_today(shelf),
    )


def begun_today(shelf: Shelf) -> int:
    """Return how many cards were asked for the first time today."""
    from quizcv.schedule.day import day_start, study_day
    from quizcv.session.drill.study import introduced_today

    since = day_start(study_day(datetime.now(UTC)))
    return introduced_today(shelf.store.reviews(since=since), shelf.store.states())


ENOUGH_ANSWERS = 20
"""Before that, a learner's own median says little about their pace."""
