"""What `quizcv doctor` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import RenderableType

    from quizcv.app.doctor import Diagnosis


def doctor_view(found: Diagnosis) -> list[RenderableType]:
    """Return versions, isolation with every guard, paths, banks and the self-tests."""
    data = found.data
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for name, version in data["versions"].items():
        table.add_row(name, version or Text("not installed", style="yellow"))
    table.add_section()
    table.add_row("isolation", _isolation(data["isolation"]))
    for guard in data["isolation"]["guards"]:
        table.add_row(Text(f"  {guard['name']}", style="dim"), _guard(guard))
    table.add_section()
    for name, path in data["paths"].items():
        table.add_row(name, path)
    counts = data["bundled"]
    table.add_row("bundled", f"{counts['banks']} banks, {counts['cards']} cards")
    table.add_row("", f"{counts['proved']} of them can be asked from their locks")
    for why, count in counts["cannot_run"].items():
        table.add_row("", Text(f"{count} cannot be run: {why}", style="yellow"))
    if counts["problems"]:
        table.add_row("", Text(f"{counts['problems']} problems in them", style="red"))
    for name, trouble in data["tests"].items():
        result = Text(trouble, style="red") if trouble else Text("runs", style="green")
        table.add_row(f"{name} snippet", result)
    return [table]


def _isolation(isolation: Mapping[str, Any]) -> Text:
    text = Text(isolation["level"], style="green" if isolation["level"] != "process" else "yellow")
    if isolation["reason"]:
        text.append(f": {isolation['reason']}; {isolation['remedy']}", style="default")
    return text


def _guard(guard: Mapping[str, Any]) -> Text:
    if guard["holds"]:
        return Text("holds", style="green")
    return Text(guard["detail"] or "does not hold", style="yellow")
