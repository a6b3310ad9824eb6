"""Statistics, with bars and sparklines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from quizcv.session.words import calibration_table, score_table
from quizcv.ui.tables import table
from quizcv.words import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from quizcv.app.statistics import Statistics
    from quizcv.learner.stats import Day, Recurring, Stats

_LEVELS = "▁▂▃▄▅▆▇█"


def stats_view(found: Statistics) -> list[RenderableType]:
    """Return everything that `quizcv stats` shows."""
    stats = found.stats
    parts: list[RenderableType] = [overview(stats), Text(), due_line(stats)]
    if not stats.answers:
        parts += [Text(), Text("No answers yet: `quizcv study` begins.", style="dim")]
        return [Group(*parts)]
    parts += [Text(), Text("Answers in the last 30 days", style="bold"), _days(stats.activity)]
    if stats.retention:
        parts += [Text(), Text("Still known on a later day", style="bold")]
        parts += [table(score_table(stats.retention, "area"))]
    if stats.weakest:
        parts += [Text(), Text("Weakest topics", style="bold")]
        parts += [table(score_table(stats.weakest, "topic"))]
    if stats.recurring:
        parts += [Text(), Text("Mistakes made again", style="bold"), _mistakes(stats.recurring)]
    if stats.calibration:
        parts += [
            Text(),
            Text("Calibration", style="bold"),
            table(calibration_table(stats.calibration)),
        ]
    if stats.flagged:
        parts += [Text(), Text(f"Flagged: {', '.join(stats.flagged)}", style="yellow")]
    return [Group(*parts)]


def overview(stats: Stats) -> Text:
    """Return the learner's numbers in one line."""
    facts = [
        f"{stats.seen:,} of {stats.cards:,} cards seen",
        plural(stats.answers, "answer"),
        f"streak {plural(stats.streak, 'day')}",
    ]
    if stats.seconds is not None:
        facts.append(f"{stats.seconds:.0f} s a card")
    return Text(" · ".join(facts))


def due_line(stats: Stats) -> Group:
    """Return what is due today and a sparkline of the days after."""
    today = Text(f"{plural(stats.due, 'card')} due today", style="bold" if stats.due else "")
    coming = sum(day.cards for day in stats.forecast[1:])
    ahead = f"{coming:,} in the {len(stats.forecast) - 1} days after"
    return Group(today.append(f", {ahead}", style="dim"), _days(stats.forecast))


def sparkline(values: Sequence[int]) -> str:
    """Return one column for each value; nothing is a dot, the highest is a full block."""
    top = max(values, default=0)
    return "".join(
        _LEVELS[max(0, -(-value * len(_LEVELS) // top) - 1)] if value else "·" for value in values
    )


def _days(days: Sequence[Day]) -> Text:
    line = Text(sparkline([day.cards for day in days]), style="cyan")
    span = f"  {days[0].day:%d %b} to {days[-1].day:%d %b}"
    return line.append(f"{span}, at most {max(day.cards for day in days)}", style="dim")


def _mistakes(errors: Sequence[Recurring]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("times", justify="right")
    table.add_column("mistake", overflow="fold")
    table.add_column("kind")
    for error in errors:
        table.add_row(str(error.count), error.name, error.kind or "")
    return table
