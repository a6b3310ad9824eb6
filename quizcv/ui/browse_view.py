"""Cards and topics in tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from quizcv.formats.figures import Plot
from quizcv.ui.card_view import assignments, heading, question, whole_code, worked_answer
from quizcv.words import plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType

    from quizcv.cards.library import Entry
    from quizcv.cards.selecting import Covered
    from quizcv.cards.variant import Variant

SCREENFUL = 40
"""Cards from which a list tells how to ask for fewer."""


def card(
    entry: Entry, names: Mapping[str, Any], variant: Variant | None, remark: str
) -> list[RenderableType]:
    """Return everything about one card; its figure, where its check was run."""
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


def card_row(entry: Entry) -> dict[str, Any]:
    """Return a card as one element of `quizcv list --json`."""
    return {
        "id": entry.card.id,
        "bank": entry.bank,
        "area": entry.area,
        "topics": list(entry.card.topics),
        "level": entry.card.level,
        "kind": entry.card.kind,
        "varies": bool(entry.card.vary),
        "file": entry.file,
        "line": entry.place("").line,
    }


def card_table(entries: Sequence[Entry]) -> RenderableType:
    """Return a line for each card."""
    if not entries:
        return Text("no card matches", style="yellow")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("card", "area", "level", "kind"):
        table.add_column(name, overflow="fold")
    for entry in entries:
        table.add_row(entry.card.id, entry.area, entry.card.level, entry.card.kind)
    count = Text(plural(len(entries), "card"), style="dim")
    if len(entries) > SCREENFUL:
        count.append(f"; for fewer: quizcv list {entries[0].area} --level deep")
    return Group(table, Text(), count)


def syllabus(
    rows: Sequence[Covered], total: int, covered: int, *, detailed: bool
) -> list[RenderableType]:
    """Return the topics with their cards, or a line for each area."""
    closing = Text(f"{covered} of {total} topics have a card", style="bold")
    if not rows:
        return [closing]
    return [_topic_table(rows) if detailed else _area_table(rows), Text(), closing]


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
