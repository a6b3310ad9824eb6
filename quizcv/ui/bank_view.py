"""Banks in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_STYLES = {"bundled": "green", "trusted": "green", "changed": "yellow", "none": "dim"}


def bank_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Return a line for each bank: what it holds and whether its code is trusted."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("bank", "area"):
        table.add_column(name, overflow="fold")
    for name in ("cards", "problems"):
        table.add_column(name, justify="right")
    table.add_column("trust")
    for row in rows:
        problems = Text(str(row["problems"]), style="red" if row["problems"] else "dim")
        trust = Text(row["trust"], style=_STYLES[row["trust"]])
        table.add_row(row["bank"], row["area"], str(row["cards"]), problems, trust)
    return table
