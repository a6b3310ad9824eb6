"""Cards and topics in tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from quizcv.formats.figures import Plot
from quizcv.ui.card_view import assignments, heading, question, whole_code, worked_answer
from quizcv.words import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from quizcv.app.browsing import Listed, SyllabusShown
    from quizcv.app.showing import Shown
    from quizcv.cards.selecting import Covered

SCREENFUL = 40
"""Cards from which a list tells how to ask for fewer."""


def card(shown: Shown) -> list[RenderableType]:
    """Return everything about one card; its figure, where its check was run."""
    entry, names, variant, remark = shown.entry, shown.names, shown.variant, shown.remark
    views: list[RenderableType] = [heading(entry), Text(), question(entry.card, names), Text()]
    views += [worked_answer(entry, names), Text()]
    if entry.card.figure and variant:
        views += [Plot(entry.card.figure, variant), Text()]
    numbers = assignments(entry.card.params)
    views.append(whole_code(f"{numbers}\n\n{entry.card.check}" if numbers else entry.card.check))
    tail = [f"topics: {', '.join(entry.card.topics)}"]
    if entry.card.followups:
        tail.append(f"asked next: {', '.join(entry.card.followups)}")
    tail.append(f"{entry.file}:{entry.place('').line}")
    views.append(Text("\n" + "\n".join(tail), style="dim"))
    return [*views, Text(remark, style="yellow")] if remark else views


def card_table(listed: Listed) -> list[RenderableType]:
    """Return a line for each card."""
    entries = listed.entries
    if not entries:
        return [Text("no card matches", style="yellow")]
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("card", "area", "level", "kind"):
        table.add_column(name, overflow="fold")
    for entry in entries:
        table.add_row(entry.card.id, entry.area, entry.card.level, entry.card.kind)
    count = Text(plural(len(entries), "card"), style="dim")
    if len(entries) > SCREENFUL:
        count.append(f"; for fewer: quizcv list {entries[0].area} --level deep")
    return [Group(table, Text(), count)]


def syllabus(shown: SyllabusShown) -> list[RenderableType]:
    """Return the topics with their cards, or a line for each area."""
    closing = Text(f"{shown.covered} of {shown.total} topics have a card", style="bold")
    if not shown.rows:
        return [closing]
    table = _topic_table(shown.rows) if shown.detailed else _area_table(shown.rows)
    return [table, Text(), closing]


def _topic_table(rows: Sequence[Covered]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("topic", overflow="fold")
    table.add_column("title", overflow="fold")
    table.add_column("cards", justify="right")
    for row in rows:
        count = Text(str(len(row.cards)), style="green") if row.cards else Text("–", style="red")
        table.add_row(row.topic.topic, row.topic.title, count)
    return table


def _area_table(rows: Sequence[Covered]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("area")
    for name in ("topics", "covered", "cards"):
        table.add_column(name, justify="right")
    areas: dict[str, list[Covered]] = {}
    for row in rows:
        areas.setdefault(row.topic.area, []).append(row)
    for area, inside in areas.items():
        covered = sum(1 for row in inside if row.cards)
        cards = len({card for row in inside for card in row.cards})
        style = "green" if covered == len(inside) else "yellow"
        table.add_row(area, str(len(inside)), Text(str(covered), style=style), str(cards))
    return table
