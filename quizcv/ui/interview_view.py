"""A report and the list of interviews, in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quizcv.formats import interview_report as doc
from quizcv.formats.figures import Plot
from quizcv.formats.html import plotted_variant
from quizcv.ui.card_view import code, prose
from quizcv.ui.session_view import bar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

_STYLES: dict[doc.Tone, str] = {"good": "green", "bad": "red", "dim": "dim", "strong": "bold"}
_MARKS: dict[doc.Tone, str] = {"good": "✓ ", "bad": "✗ "}


def report_view(blocks: Iterable[doc.Block]) -> Group:
    """Return a document for the terminal."""
    parts: list[RenderableType] = []
    for block in blocks:
        if isinstance(block, doc.Heading | doc.Prose | doc.Code | doc.Chart) and parts:
            parts.append(Text())
        parts.append(_block(block))
    return Group(*parts)


def _block(block: doc.Block) -> RenderableType:
    match block:
        case doc.Heading(level, text):
            return Text(text, style="bold underline" if level < 3 else "bold")
        case doc.Prose(text):
            return prose(text, {})
        case doc.Field(label, text, tone):
            start = Text(f"{label}: ", style="dim") if label else Text()
            return start.append(_MARKS.get(tone, "") + text, style=_STYLES.get(tone, ""))
        case doc.Table():
            return table(block)
        case doc.Bullets(items):
            grid = Table.grid(padding=(0, 1))
            for text, tone in items:
                mark = Text(_MARKS.get(tone, "•").strip(), style=_STYLES.get(tone, "dim"))
                grid.add_row(mark, prose(text, {}))
            return Padding(grid, (0, 0, 0, 2))
        case doc.Code(text, "sh"):
            return Padding(Text(text, style="bold"), (0, 0, 0, 2))
        case doc.Code(text):
            snippet = code(text)
            snippet.word_wrap = True
            return Padding(snippet, (0, 0, 0, 2))
        case doc.Chart():
            return Plot(block.figure, plotted_variant(block))


def table(block: doc.Table) -> Table:
    """Return a table, with a bar at the end of each row that has a share."""
    shown = Table(
        box=None, padding=(0, 2, 0, 0), header_style="dim", show_header=bool(block.header)
    )
    width = max((len(row) for row in block.rows), default=len(block.header))
    for name in block.header or ("",) * width:
        shown.add_column(name, overflow="fold")
    if block.shares:
        shown.add_column("", no_wrap=True)
    for number, row in enumerate(block.rows):
        bars = [bar(block.shares[number])] if block.shares else []
        shown.add_row(*row, *bars)
    return shown
