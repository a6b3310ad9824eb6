"""The first screen: where the learner stands, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from quizcv.ui.session_view import score_table
from quizcv.ui.stats_view import due_line, overview
from quizcv.ui.words import plural

if TYPE_CHECKING:
    from rich.console import RenderableType

    from quizcv.session.plan import Plan
    from quizcv.session.stats import Stats

WEAK = 3


def home_view(stats: Stats, plan: Plan | None) -> Group:
    """Return the overview, the weakest topics and the commands that make sense now."""
    parts: list[RenderableType] = [overview(stats), Text(), due_line(stats)]
    if plan is not None and plan.days:
        left = plural(len(plan.days), "day")
        text = (
            f"Interview in {left}; today {plural(plan.days[0].new, 'new card')} after what is due."
        )
        parts += [Text(text)]
    if stats.weakest:
        parts += [Text(), Text("Weakest topics", style="bold")]
        parts += [score_table(stats.weakest[:WEAK], "topic")]
    return Group(*parts, Text(), _next_steps(stats, plan))


def _next_steps(stats: Stats, plan: Plan | None) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold cyan", no_wrap=True)
    table.add_column(overflow="fold")
    begin = "what is due, then new cards" if stats.seen else "begin with ten new cards"
    table.add_row("quizcv study", begin)
    if stats.weakest:
        table.add_row(f"quizcv quiz {stats.weakest[0].name}", "ten questions on your weakest topic")
    else:
        table.add_row("quizcv quiz", "ten mixed questions, scored")
    table.add_row("quizcv mock screen", "a timed interview, with a report that says what to fix")
    if plan is None:
        table.add_row("quizcv plan --date 2026-12-04", "what to do each day until an interview")
    table.add_row("quizcv stats", "retention, mistakes, calibration")
    table.add_row("quizcv --help", "every command")
    return table
