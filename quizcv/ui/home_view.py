"""The first screen: where the learner stands, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from quizcv.session.words import score_table
from quizcv.ui.stats_view import due_line, overview
from quizcv.ui.tables import table
from quizcv.words import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from quizcv.app.home import Home
    from quizcv.learner.plan import Plan
    from quizcv.learner.stats import Stats

WEAK = 3


def home_view(home: Home) -> list[RenderableType]:
    """Return the overview, the weakest topics and the commands that make sense now."""
    stats, plan = home.stats, home.plan
    parts: list[RenderableType] = [overview(stats), Text(), due_line(stats)]
    if plan is not None and plan.days:
        left = plural(len(plan.days), "day")
        text = (
            f"Interview in {left}; today {plural(plan.days[0].new, 'new card')} after what is due."
        )
        parts += [Text(text)]
    if stats.weakest:
        parts += [Text(), Text("Weakest topics", style="bold")]
        parts += [table(score_table(stats.weakest[:WEAK], "topic"))]
    return [Group(*parts, Text(), _next_steps(stats, plan))]


def _next_steps(stats: Stats, plan: Plan | None) -> Steps:
    steps = [("quizcv study", "what is due, then new cards" if stats.seen else _BEGIN)]
    if stats.weakest:
        weakest = f"quizcv quiz {stats.weakest[0].name}"
        steps.append((weakest, "ten on your weakest topic"))
    else:
        steps.append(("quizcv quiz", "ten mixed questions, scored"))
    steps.append(("quizcv mock screen", "a timed interview, and what to fix"))
    if plan is None:
        steps.append(("quizcv plan --date 2026-12-04", "what to do each day until an interview"))
    steps.append(("quizcv stats", "retention, mistakes, calibration"))
    steps.append(("quizcv --help", "every command"))
    return Steps(steps)


_BEGIN = "begin with ten new cards"


class Steps:
    """Commands with what they do beside them, or below on a narrow screen; never cut."""

    def __init__(self, steps: Sequence[tuple[str, str]]) -> None:
        self._steps = steps

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw them as the width allows."""
        column = max(len(command) for command, _ in self._steps) + 2
        beside = column + max(len(what) for _, what in self._steps) <= options.max_width
        for command, what in self._steps:
            line = Text(command, style="bold cyan")
            line.append(" " * (column - len(command)) if beside else "\n  ")
            yield line.append(what, style="not bold default")
