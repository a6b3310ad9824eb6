"""A card's figure, as characters for the terminal and as SVG for reports."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import chain
from typing import TYPE_CHECKING

from rich.text import Text

from quizcv.cards.template import fill
from quizcv.formats.axes import Axis, axis_over
from quizcv.formats.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Sequence

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

SVG_COLORS = ("#3b7dd8", "#2e8b57", "#d9534f", "#a05fc0", "#b8731a", "#128c92")
"""Of middle brightness, to be seen on white and on black."""
_SVG_WIDTH, _SVG_HEIGHT = 640, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 620, 44, 300


@dataclass(frozen=True)
class _Drawing:
    """A figure with its texts filled in and its lines measured."""

    title: str
    x_label: str
    y_label: str
    labels: tuple[str, ...]
    x: Axis
    y: Axis
    lines: tuple[tuple[tuple[float, float], ...], ...]
    """Points as fractions of both axes."""

    @classmethod
    def of(cls, figure: Figure, variant: Variant, most_x: int, most_y: int) -> _Drawing:
        xs = variant.arrays[figure.x]
        columns = [variant.arrays[name] for name in figure.series.values()]
        x, y = axis_over(xs, most_x), axis_over(chain.from_iterable(columns), most_y)
        names = variant.names
        return cls(
            fill(figure.title, names),
            fill(figure.x_label, names),
            fill(figure.y_label, names),
            tuple(fill(label, names) for label in figure.series),
            x,
            y,
            tuple(tuple((x.at(a), y.at(b)) for a, b in zip(xs, ys, strict=True)) for ys in columns),
        )


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
    width = max(width, NARROWEST)
    drawing = _Drawing.of(figure, variant, most_x=max(3, width // 12), most_y=5)
    below = _axis_labels(drawing, width)
    height = HEIGHT - 2 - bool(drawing.title) - len(below)
    margin = max(map(len, drawing.y.labels), default=0)
    columns = width - margin - 1
    canvas = Canvas(columns, height, () if color else MONOCHROME)
    for points in drawing.lines:
        canvas.draw(points)
    rows = [_centered(drawing.title, width)] if drawing.title else []
    marked = {_row(drawing.y.at(t), height): n for t, n in _marks(drawing.y)}
    for number, cells in enumerate(canvas.rows()):
        label = marked.get(number, "")
        row = Text(f"{label:>{margin}}{'┤' if label else '│'}")
        for character, line in cells:
            row.append(character, _style(line, color))
        rows.append(row)
    rows += [*_x_axis(drawing.x, margin, columns), *below]
    rows += _legend(drawing.labels, width, color=color)
    for row in rows:
        row.rstrip()
    return Text("\n").join(rows)


def _style(line: int | None, color: bool) -> str:
    return "" if line is None or not color else f"color({COLORS[line % len(COLORS)]})"


def _marks(axis: Axis) -> list[tuple[float, str]]:
    return list(zip(axis.ticks, axis.labels, strict=True))


def _row(fraction: float, height: int) -> int:
    return round((1 - fraction) * (height - 1))


def _centered(text: str, width: int) -> Text:
    row = Text(text)
    row.truncate(width, overflow="ellipsis")
    row.pad_left((width - row.cell_len) // 2)
    return row


def _x_axis(axis: Axis, margin: int, columns: int) -> list[Text]:
    """Return the axis and its numbers, as many as stand clear of each other."""
    line, numbers = ["─"] * columns, [" "] * (margin + 1 + columns)
    free = 0
    for tick, label in _marks(axis):
        column = round(axis.at(tick) * (columns - 1))
        line[column] = "┬"
        start = max(0, min(margin + 1 + column - len(label) // 2, len(numbers) - len(label)))
        if start >= free:
            numbers[start : start + len(label)] = label
            free = start + len(label) + 1
    return [Text(f"{' ' * margin}└{''.join(line)}"), Text("".join(numbers))]


def _axis_labels(drawing: _Drawing, width: int) -> list[Text]:
    """Return the row of both labels; the arrows tell which axis is meant."""
    up, along = Text(), Text()
    if drawing.y_label:
        up = Text(f"↑ {drawing.y_label}")
    if drawing.x_label:
        along = Text(f"{drawing.x_label} →")
    if not up and not along:
        return []
    if up.cell_len + along.cell_len + 1 > width:
        up.truncate(width // 2 - 1, overflow="ellipsis")
        along.truncate(width // 2, overflow="ellipsis")
    return [Text.assemble(up, " " * (width - up.cell_len - along.cell_len), along)]


def _legend(labels: Sequence[str], width: int, *, color: bool) -> list[Text]:
    """Return which line is which, to stand below the plot: a box inside it would cover lines."""
    rows = [Text()]
    for index, label in enumerate(labels):
        sample = "━━" if color else MONOCHROME[index % len(MONOCHROME)]
        item = Text.assemble((sample, _style(index, color)), f" {label}")
        if rows[-1] and rows[-1].cell_len + len(_BETWEEN) + item.cell_len > width:
            rows.append(Text())
        rows[-1].append_text(Text.assemble(_BETWEEN if rows[-1] else "", item))
    return rows


def svg_figure(figure: Figure, variant: Variant) -> str:
    """Return the figure as an SVG element that stands on its own, with no script in it.

    Axes and texts have the color of the text around it, so that a dark page shows them light.
    """
    drawing = _Drawing.of(figure, variant, most_x=8, most_y=6)
    legend = _svg_legend(drawing.labels)
    height = _SVG_HEIGHT + 20 * (len(legend) - 1)
    size = f'viewBox="0 0 {_SVG_WIDTH} {height}" width="{_SVG_WIDTH}" height="{height}"'
    look = 'role="img" fill="currentColor" font-family="system-ui, sans-serif"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {look}>',
        f"<title>{escape(drawing.title or figure.x)}</title>",
        _svg_text(_SVG_WIDTH / 2, 24, drawing.title, size=16),
        *_svg_axes(drawing),
    ]
    for index, points in enumerate(drawing.lines):
        path = " ".join(f"{_svg_x(x):.1f},{_svg_y(y):.1f}" for x, y in points)
        # Of lines in the same place, the lower are wider: each is seen.
        later = sum(_coincide(points, other) for other in drawing.lines[index + 1 :])
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{_svg_color(index)}" '
            f'stroke-width="{2 + 2 * later}" stroke-linejoin="round"/>'
        )
    parts += [part for row in legend for part in row]
    return "".join([*parts, "</svg>"])


def _svg_axes(drawing: _Drawing) -> list[str]:
    faint = 'stroke="currentColor" stroke-opacity="0.2"'
    parts = []
    for tick, label in _marks(drawing.x):
        x = _svg_x(drawing.x.at(tick))
        parts.append(f'<path d="M{x:.1f} {_TOP}V{_BOTTOM}" {faint}/>')
        parts.append(_svg_text(x, _BOTTOM + 18, label))
    for tick, label in _marks(drawing.y):
        y = _svg_y(drawing.y.at(tick))
        parts.append(f'<path d="M{_LEFT} {y:.1f}H{_RIGHT}" {faint}/>')
        parts.append(_svg_text(_LEFT - 8, y + 4, label, anchor="end"))
    parts.append(
        f'<path d="M{_LEFT} {_TOP}V{_BOTTOM}H{_RIGHT}" fill="none" stroke="currentColor"/>'
    )
    parts.append(_svg_text((_LEFT + _RIGHT) / 2, _BOTTOM + 42, drawing.x_label))
    middle = (_TOP + _BOTTOM) / 2
    turned = f' transform="rotate(-90 16 {middle:g})"'
    parts.append(_svg_text(16, middle, drawing.y_label, more=turned))
    return parts


def _svg_legend(labels: Sequence[str]) -> list[list[str]]:
    """Return the rows of the legend, as wide as their texts are likely to be."""
    rows: list[list[str]] = [[]]
    x = float(_LEFT)
    for index, label in enumerate(labels):
        width = 34 + 7.5 * len(label) + 18
        if rows[-1] and x + width > _RIGHT:
            rows.append([])
            x = _LEFT
        y = _BOTTOM + 76 + 20 * (len(rows) - 1)
        sample = f'<path d="M{x:.1f} {y - 4}h26" stroke="{_svg_color(index)}" stroke-width="3"/>'
        rows[-1] += [sample, _svg_text(x + 34, y, label, anchor="start")]
        x += width
    return rows


def _svg_text(
    x: float, y: float, text: str, *, size: int = 13, anchor: str = "middle", more: str = ""
) -> str:
    if not text:
        return ""
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}"'
    return f"<text {place}{more}>{escape(text)}</text>"


def _svg_x(fraction: float) -> float:
    return _LEFT + fraction * (_RIGHT - _LEFT)


def _svg_y(fraction: float) -> float:
    return _BOTTOM - fraction * (_BOTTOM - _TOP)


def _svg_color(index: int) -> str:
    return SVG_COLORS[index % len(SVG_COLORS)]


def _coincide(points: Sequence[tuple[float, float]], others: Sequence[tuple[float, float]]) -> bool:
    """Return whether two lines lie on each other for a tenth of their points or more."""
    close = sum(abs(a[1] - b[1]) < 0.006 for a, b in zip(points, others, strict=True))
    return 10 * close >= len(points)
