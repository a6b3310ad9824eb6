"""The plan up to an interview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from quizcv.schedule.settings import MINUTES_RANGE
from quizcv.words import plural

if TYPE_CHECKING:
    from rich.console import RenderableType

    from quizcv.app.planning import Planned
    from quizcv.learner.plan import Plan

FEW = 6
"""Topics named in full; of more, the rest are counted."""


def plan_view(planned: Planned) -> list[RenderableType]:
    """Return the days as a table, then what is dropped and when to sit the first mock."""
    plan = planned.plan
    new, days = sum(day.new for day in plan.days), len(plan.days)
    head = Text(f"Interview on {plan.interview:%A %d %B %Y}, in {plural(days, 'day')}: ")
    head.append(f"{plural(new, 'new card')} to learn.", style="bold")
    parts: list[RenderableType] = [head, Text(), _table(plan)]
    if plan.first_mock:
        parts += [Text(), Text(f"First mock on {plan.first_mock:%A %d %B}: `quizcv mock screen`.")]
    if plan.behind:
        parts += [Text(), *_dropped(plan)]
    return [Group(*parts)]


def _dropped(plan: Plan) -> list[RenderableType]:
    """Return what there is no time for, and what would change that."""
    cards = sum(len(topic.cards) for topic in plan.dropped)
    text = f"No time for {plural(cards, 'card')}: easy ones go first, deep ones are left out."
    lines = [Text(text, style="yellow")]
    planned = {topic for day in plan.days for topic in day.topics}
    untouched = [dropped.topic for dropped in plan.dropped if dropped.topic not in planned]
    if untouched:
        names = ", ".join(_few(untouched))
        lines.append(Text(f"Nothing new from {plural(len(untouched), 'topic')}: {names}."))
    longest = max(day.minutes for day in plan.days)
    more = min(MINUTES_RANGE[1], 2 * longest)
    if more > longest:
        lines.append(Text(f"More minutes a day keep more: `quizcv plan --minutes {more}`."))
    return [*lines]


def _table(plan: Plan) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("day", no_wrap=True)
    for name in ("new", "due", "min"):
        table.add_column(name, justify="right")
    table.add_column("topics", overflow="fold")
    for day in plan.days:
        topics = ", ".join(_few(list(day.topics)))
        mock = "mock" if day.mock else ""
        table.add_row(
            f"{day.day:%a %d %b}",
            str(day.new),
            str(day.reviews),
            str(day.minutes),
            " · ".join(part for part in (mock, topics) if part),
        )
    return table


def _few(names: list[str]) -> list[str]:
    rest = len(names) - FEW
    return names if rest <= 1 else [*names[:FEW], f"and {rest} more"]
