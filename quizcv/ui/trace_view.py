"""Networks and their layers in tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from quizcv.words import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from quizcv.app.tracing import NetworksListed, Traced
    from quizcv.networks import LayerRow

_NOTHING = "–"


def network_table(listed: NetworksListed) -> list[RenderableType]:
    """Return a line for each bundled network."""
    entries = listed.networks
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("network", "input", "reference", "note"):
        table.add_column(name, overflow="fold")
    for entry in entries:
        table.add_row(entry.name, _size(entry.input_shape), entry.reference, entry.note)
    return [table, Text(f"\n{plural(len(entries), 'network')}; `quizcv trace NAME` shows one")]


def layer_table(traced: Traced, *, everything: bool = False) -> list[RenderableType]:
    """Return the layers of one network with the totals below.

    Unless `everything` is set, layers without a window that keep the shape (activations, norms,
    dropout) are left out of the table. The totals always include them.
    """
    entry, shape, rows = traced.network, traced.shape, traced.rows
    shown = list(rows) if everything else _that_matter(rows, shape)
    parameters, macs = sum(row.parameters for row in rows), sum(row.macs for row in rows)
    table = LayerTable([_cells(row) for row in shown], f"{parameters:,}", f"{macs:,}")
    origin = ", ".join(part for part in (entry.note, entry.reference) if part)
    heading = Text.assemble((entry.name, "bold"), f"  {_size(shape)}  ", (origin, "dim"))
    return [heading, Text(), table, Text("\n" + _footnote(len(rows) - len(shown)), style="dim")]


class LayerTable:
    """The layers, as many to a screen as its width allows and never with half a word.

    Where the columns do not fit side by side, kernel and stride share one and names break at their
    dots; on a narrow screen a layer takes two lines.
    """

    def __init__(self, rows: Sequence[Sequence[str]], parameters: str, macs: str) -> None:
        self._rows = rows
        self._total = (parameters, macs)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw it as wide as there is room."""
        wide = _table(_WIDE, self._rows, self._total, gap=2)
        unbounded = options.update(max_width=_UNBOUNDED)
        if console.measure(wide, options=unbounded).maximum <= options.max_width:
            yield wide
            return
        tight = [
            (name, kind, _window(kernel, stride), *rest)
            for name, kind, kernel, stride, *rest in self._rows
        ]
        short = [("", *row[1:]) for row in tight]
        others = _table(_TIGHT, short, self._total, gap=1)
        taken = console.measure(others, options=unbounded).maximum
        room = options.max_width - taken + len("layer")
        if room < _LEAST_NAME:
            yield _stacked(tight, self._total)
            return
        broken = [(_broken(name, room), *rest) for name, *rest in tight]
        yield _table(_TIGHT, broken, self._total, gap=1)


_WIDE = ("layer", "type", "kernel", "stride", "output", "parameters", "MACs", "sees")
_TIGHT = ("layer", "type", "window", "output", "parameters", "MACs", "sees")
_UNBOUNDED = 10_000
_LEAST_NAME = 12
"""Columns a layer's name gets beside the others, or it stands in a line of its own."""


def _table(
    names: Sequence[str], rows: Sequence[Sequence[str]], total: tuple[str, str], *, gap: int
) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, gap, 0, 0))
    for name in names[:2]:
        table.add_column(name, overflow="fold", no_wrap=True)
    for name in names[2:]:
        table.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    table.add_section()
    table.add_row("total", *[""] * (len(names) - 4), *total, "", style="bold")
    return table


def _stacked(rows: Sequence[Sequence[str]], total: tuple[str, str]) -> RenderableType:
    text = Text()
    for name, kind, window, output, parameters, macs, sees in rows:
        text.append(f"{name}\n", style="bold")
        text.append(" ".join(part for part in (f"  {kind}", window, output) if part) + "\n")
        counts = (
            [f"{parameters} params", f"{macs} MACs"] if parameters + macs != _NOTHING * 2 else []
        )
        counts += [f"sees {sees}"] if sees != _NOTHING else []
        text.append(f"  {', '.join(counts)}\n" if counts else "", style="dim")
    return text.append(f"total: {total[0]} params, {total[1]} MACs", style="bold")


def _window(kernel: str, stride: str) -> str:
    """Return `3×3/2` for a 3×3 window that moves by 2."""
    if kernel == _NOTHING:
        return ""
    return kernel if stride == "1" else f"{kernel}/{stride}"


def _broken(name: str, width: int) -> str:
    """Return a dotted name in lines of at most `width` columns, broken before dots."""
    lines = [""]
    for part in re.findall(r"\.?[^.]+", name):
        if lines[-1] and len(lines[-1]) + len(part) > width:
            lines.append("  ")
        lines[-1] += part
    return "\n".join(lines)


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
