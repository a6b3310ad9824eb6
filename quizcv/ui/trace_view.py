"""Networks and their layers in tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from quizcv.ui.words import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from quizcv.networks import LayerRow, Network

_NOTHING = "–"


def network_table(entries: Sequence[Network]) -> list[RenderableType]:
    """Return a line for each bundled network."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("network", "input", "reference", "note"):
        table.add_column(name, overflow="fold")
    for entry in entries:
        table.add_row(entry.name, _size(entry.input_shape), entry.reference, entry.note)
    return [table, Text(f"\n{plural(len(entries), 'network')}; `quizcv trace NAME` shows one")]


def layer_table(
    entry: Network, shape: tuple[int, ...], rows: Sequence[LayerRow], *, everything: bool
) -> list[RenderableType]:
    """Return the layers of one network with the totals below.

    Unless `everything` is set, layers without a window that keep the shape (activations, norms,
    dropout) are left out of the table. The totals always include them.
    """
    shown = list(rows) if everything else _that_matter(rows, shape)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("layer", "type"):
        table.add_column(name, overflow="fold")
    for name in ("kernel", "stride", "output", "parameters", "MACs", "sees"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in shown:
        table.add_row(*_cells(row))
    table.add_section()
    parameters, macs = sum(row.parameters for row in rows), sum(row.macs for row in rows)
    table.add_row("total", "", "", "", "", f"{parameters:,}", f"{macs:,}", "", style="bold")
    origin = ", ".join(part for part in (entry.note, entry.reference) if part)
    heading = Text.assemble((entry.name, "bold"), f"  {_size(shape)}  ", (origin, "dim"))
    return [heading, Text(), table, Text("\n" + _footnote(len(rows) - len(shown)), style="dim")]


def _that_matter(rows: Sequence[LayerRow], shape: tuple[int, ...]) -> list[LayerRow]:
    before = (shape, *(row.output_shape for row in rows))
    return [
        row
        for row, entering in zip(rows, before, strict=False)
        if row.kernel or row.macs or row.output_shape != entering
    ]


def _cells(row: LayerRow) -> list[str]:
    return [
        row.name,
        row.type,
        _size(row.kernel),
        _square(row.stride),
        _size(row.output_shape),
        f"{row.parameters:,}" if row.parameters else _NOTHING,
        f"{row.macs:,}" if row.macs else _NOTHING,
        _square(row.receptive_field),
    ]


def _size(sizes: tuple[int, ...] | None) -> str:
    return "×".join(map(str, sizes)) if sizes else _NOTHING


def _square(sizes: tuple[int, ...] | None) -> str:
    """Return one number for a square, as most receptive fields are."""
    return str(sizes[0]) if sizes and len(set(sizes)) == 1 else _size(sizes)


def _footnote(hidden: int) -> str:
    notes = [
        "one image; MACs of convolutions and dense layers, FLOPs are twice that",
        "sees: receptive field in input pixels, – where it is the whole image or not fixed",
    ]
    if hidden:
        notes.append(f"{plural(hidden, 'layer')} that keep the shape are not listed; --all does")
    return "\n".join(notes)
