"""A card's figure, as characters for the terminal and as SVG for reports."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as Xml

from rich.text import Text

from quizcv.cards.template import fill

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

    from quizcv.cards.model import Figure
    from quizcv.cards.variant import Variant

HEIGHT = 16
NARROWEST = 30
WIDEST = 90
MONOCHROME = ("•", "x", "o", "+", "*", "#", "%", "@")
"""Where there is no color, each line has a character of its own."""
COLORS = (12, 2, 9, 13, 6, 3)
"""Of the terminal's own palette, those that are readable on dark and light backgrounds."""
_BETWEEN = "   "


class Plot:
    """A figure as wide as the console it is printed on, up to WIDEST."""

    def __init__(self, figure: Figure, variant: Variant) -> None:
        self._figure = figure
        self._variant = variant

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw it, with colors where the console has them."""
        width = min(options.max_width, WIDEST)
        color = console.color_system is not None
        yield terminal_figure(self._figure, self._variant, width, color=color)


def terminal_figure(figure: Figure, variant: Variant, width: int, *, color: bool = True) -> Text:
    """Return the figure's lines, drawn with the arrays that the check computed.

    Args:
        figure: which arrays to plot, and their labels.
        variant: the numbers at hand, with the arrays.
        width: columns there are.
        color: whether lines may be told apart by color.
    """
    import plotext  # noqa: PLC0415 - 83 ms, for figures alone

    plot = plotext.figure
    plot.clear()
    plot.theme("simple" if color else "colorless")
    plot.plot_size(max(width, NARROWEST), HEIGHT)
    for index, name in enumerate(figure.series.values()):
        one_color = plotext.marker("braille", COLORS[index % len(COLORS)])
        marker = one_color if color else MONOCHROME[index % len(MONOCHROME)]
        line = plot.signal(variant.arrays[figure.x], variant.arrays[name], marker=marker)
        line.lines()
        plot.draw(line)
    plot.title(fill(figure.title, variant.names))
    # Both stand in the same row below the plot: the arrows tell which axis is meant.
    if figure.x_label:
        plot.label(f"{fill(figure.x_label, variant.names)} →", axis="x")
    if figure.y_label:
        plot.label(f"↑ {fill(figure.y_label, variant.names)}", axis="y")
    drawn = Text.from_ansi(str(plot.build()))
    drawn.rstrip()
    return Text("\n").join([drawn, *_legend(figure, variant, width, color=color)])


def _legend(figure: Figure, variant: Variant, width: int, *, color: bool) -> list[Text]:
    """Return which line is which, to stand below the plot: a box inside it would cover lines."""
    rows = [Text()]
    for index, label in enumerate(figure.series):
        style = f"color({COLORS[index % len(COLORS)]})" if color else ""
        sample = "━━" if color else MONOCHROME[index % len(MONOCHROME)]
        item = Text.assemble((sample, style), f" {fill(label, variant.names)}")
        if rows[-1] and rows[-1].cell_len + len(_BETWEEN) + item.cell_len > width:
            rows.append(Text())
        rows[-1].append_text(Text.assemble(_BETWEEN if rows[-1] else "", item))
    return rows


def svg_figure(figure: Figure, variant: Variant) -> str:
    """Return the figure as an SVG element that stands on its own, with no script in it."""
    pygal = _pygal()
    chart = pygal.XY(
        js=[],
        style=pygal.style.CleanStyle,
        show_dots=False,
        disable_xml_declaration=True,
        width=640,
        height=400,
        title=fill(figure.title, variant.names) or None,
        x_title=fill(figure.x_label, variant.names) or None,
        y_title=fill(figure.y_label, variant.names) or None,
    )
    xs = variant.arrays[figure.x]
    for label, name in figure.series.items():
        points = zip(xs, variant.arrays[name], strict=True)
        chart.add(fill(label, variant.names), list(points))
    # The same numbers give the same bytes: no random id, and no comment with today's date.
    chart.uuid = f"{variant.card}-{variant.seed}"
    root = chart.render_tree()
    for parent in list(root.iter()):
        for child in list(parent):
            if callable(child.tag) or child.tag.endswith("script"):
                parent.remove(child)
    text: str = Xml.tostring(root, encoding="unicode")
    return text


def _pygal() -> Any:
    """Import pygal without the hook it puts in the way of every later import of the process."""
    import pygal  # noqa: PLC0415 - 47 ms, for figures alone

    sys.meta_path[:] = [f for f in sys.meta_path if type(f).__module__ != "pygal"]
    return pygal
