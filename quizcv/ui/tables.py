"""Tables on the screen, drawn without what Markdown and code need: the first screen shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from quizcv.session import blocks as doc


def table(block: doc.Table) -> Table:
    """Return a table, with a bar at the end of each row that has a share."""
    shown = Table(
        box=None, padding=(0, 2, 0, 0), header_style="dim", show_header=bool(block.header)
    )
    width = max((len(row) for row in block.rows), default=len(block.header))
    for index, name in enumerate(block.header or ("",) * width):
        if index in block.numeric:
            shown.add_column(name, justify="right", no_wrap=True)
        else:
            shown.add_column(name, overflow="fold")
    if block.shares:
        shown.add_column("", no_wrap=True)
    for number, row in enumerate(block.rows):
        bars = [bar(block.shares[number])] if block.shares else []
        shown.add_row(*row, *bars)
    return shown


def bar(share: float, width: int = 10) -> Text:
    """Return a share (0 to 1) as a bar of `width` columns, green where it is good."""
    full = round(share * width)
    style = "green" if share >= 0.8 else "yellow" if share >= 0.5 else "red"
    return Text("█" * full, style=style).append("░" * (width - full), style="dim")
