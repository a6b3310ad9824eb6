"""Where the learner stands, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizcv.app.planning import current_plan
from quizcv.app.statistics import Statistics, statistics_of

if TYPE_CHECKING:
    from quizcv.app.shelf import Shelf
    from quizcv.learner.plan import Plan


@dataclass(frozen=True, kw_only=True)
class Home(Statistics):
    """The statistics, and the plan where there is one."""

    plan: Plan | None


def home(shelf: Shelf) -> Home:
    """Return what the first screen tells."""
    found = statistics_of(shelf)
    return Home(stats=found.stats, messages=found.messages, plan=current_plan(shelf))
