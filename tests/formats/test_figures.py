"""Figures fit their width, tell lines apart without color, and stand alone as SVG."""

from __future__ import annotations

from io import StringIO
from xml.etree import ElementTree as Xml

import pytest
from msgspec.structs import replace
from rich.console import Console

from quizcv.cards.model import Figure
from quizcv.cards.variant import Variant
from quizcv.formats.figures import (
    HEIGHT,
    MONOCHROME,
    NARROWEST,
    SVG_COLORS,
    Plot,
    svg_figure,
    terminal_figure,
)

FIGURE = Figure(
    title="Lines at {{k}}",
    x="xs",
    series={"up by {{k}}": "up", "down": "down"},
    x_label="step",
    y_label="height",
)
VARIANT = Variant(
    card="lines",
    seed=None,
    params={"k": 2},
    answer=None,
    arrays={"xs": [0.0, 1.0, 2.0], "up": [0.0, 2.0, 4.0], "down": [4.0, 2.0, 0.0]},
)


@pytest.mark.parametrize("width", [NARROWEST, 40, 80])
@pytest.mark.parametrize("color", [True, False])
def test_a_figure_fits_its_width(width: int, color: bool) -> None:
    lines = terminal_figure(FIGURE, VARIANT, width, color=color).plain.rstrip("\n").split("\n")
    assert len(lines) == HEIGHT + 1  # and the legend
    assert max(map(len, lines)) <= width


def test_labels_and_title_are_filled_in() -> None:
    text = terminal_figure(FIGURE, VARIANT, 60).plain
    assert "Lines at 2" in text
    assert "up by 2" in text
    assert "step →" in text
    assert "↑ height" in text


@pytest.mark.parametrize("color", [True, False])
def test_the_legend_stands_below_the_plot(color: bool) -> None:
    *plot, legend = terminal_figure(FIGURE, VARIANT, 60, color=color).plain.split("\n")
    assert not any("up by 2" in line or "down" in line for line in plot)
    assert legend == ("━━ up by 2   ━━ down" if color else "• up by 2   x down")


def test_a_long_legend_goes_on_in_the_next_line() -> None:
    figure = replace(FIGURE, series={f"a rather long label {n}": "up" for n in range(3)})
    lines = terminal_figure(figure, VARIANT, 40).plain.split("\n")
    assert [line.count("label") for line in lines[-3:]] == [1, 1, 1]


def test_without_color_lines_have_characters_of_their_own() -> None:
    console = Console(file=StringIO(), width=60, color_system=None)
    console.print(Plot(FIGURE, VARIANT))
    assert isinstance(console.file, StringIO)
    text = console.file.getvalue()
    assert "\x1b" not in text
    assert text.count("•") > 5
    assert text.count("x") > 5


def varied(**series) -> tuple[Figure, Variant]:
    """Return a figure of these series over whole numbers from 0."""
    arrays = {"xs": list(range(len(next(iter(series.values()))))), **series}
    figure = Figure(x="xs", series={name: name for name in series})
    return figure, replace(VARIANT, arrays=arrays)


FIVE = {
    "ReLU": [max(0.0, x - 40) for x in range(81)],
    "leaky": [x - 40 if x > 40 else 0.1 * (x - 40) for x in range(81)],
    "swish": [max(0.0, x - 40.2) for x in range(81)],
    "same": [max(0.0, x - 40) for x in range(81)],
    "spike": [40.0 if x == 41 else float("-1") for x in range(81)],
}


@pytest.mark.parametrize("width", [NARROWEST, 80])
def test_lines_in_the_same_place_are_all_seen(width: int) -> None:
    figure, variant = varied(**FIVE)
    plain = terminal_figure(figure, variant, width, color=False).plain
    plot = "\n".join(line.partition("│")[2] or line.partition("┤")[2] for line in plain.split("\n"))
    assert {marker for marker in MONOCHROME if marker in plot} == set(MONOCHROME[: len(FIVE)])
    spans = terminal_figure(figure, variant, width, color=True).spans
    counts = {span.style: 0 for span in spans}
    for span in spans:
        counts[span.style] += 1
    assert len(counts) == len(FIVE)
    assert min(counts.values()) >= 2  # one is in the legend


@pytest.mark.parametrize(
    "series",
    [{"level": [2.0, 2.0]}, {"point": [1.0]}, {"zero": [0, 0, 0]}, {"huge": [-1.7e308, 10**400]}],
)
def test_odd_lines_are_drawn(series) -> None:
    figure, variant = varied(**series)
    assert MONOCHROME[0] in terminal_figure(figure, variant, 40, color=False).plain
    assert "<polyline" in svg_figure(figure, variant)


def test_a_rising_line_rises_from_corner_to_corner() -> None:
    figure, variant = varied(up=[0, 1])
    plain = terminal_figure(figure, variant, 40, color=False).plain.split("\n")
    assert plain[0].endswith("•")
    assert plain[0].startswith("1.0┤ ")
    bottom = next(line for line in plain if line.startswith("0.0┤"))
    assert bottom.startswith("0.0┤•")


def test_long_labels_are_cut_to_the_width() -> None:
    figure = replace(FIGURE, title="t" * 99, x_label="x" * 99, y_label="y" * 99)
    lines = terminal_figure(figure, VARIANT, 40).plain.split("\n")
    assert max(map(len, lines)) <= 40
    assert sum("…" in line for line in lines) == 2


SVG = "{http://www.w3.org/2000/svg}"


def test_an_svg_stands_alone() -> None:
    svg = svg_figure(FIGURE, VARIANT)
    root = Xml.fromstring(svg)
    assert root.tag == f"{SVG}svg"
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert {"Lines at 2", "up by 2", "down", "step", "height", "0.25", "2.00", "4"} <= set(texts)
    assert "script" not in svg
    assert "href" not in svg
    assert svg == svg_figure(FIGURE, VARIANT)


def test_an_svg_has_a_line_for_each_series_where_its_numbers_are() -> None:
    lines = list(Xml.fromstring(svg_figure(FIGURE, VARIANT)).iter(f"{SVG}polyline"))
    up, down = ([p.split(",") for p in line.get("points", "").split()] for line in lines)
    assert [float(x) for x, _ in up] == [70.0, 345.0, 620.0]
    assert [float(y) for _, y in up] == [300.0, 172.0, 44.0]
    assert [float(y) for _, y in down] == [44.0, 172.0, 300.0]


def test_of_lines_in_the_same_place_the_lower_are_wider() -> None:
    figure, variant = varied(**FIVE)
    lines = Xml.fromstring(svg_figure(figure, variant)).iter(f"{SVG}polyline")
    widths = [float(line.get("stroke-width", "")) for line in lines]
    assert widths == [8, 6, 4, 2, 2]


def test_texts_in_an_svg_are_escaped() -> None:
    figure = replace(FIGURE, title="<b>&", series={"<script>": "up"}, x_label="a<b")
    svg = svg_figure(figure, VARIANT)
    assert "<script" not in svg
    assert Xml.fromstring(svg).find(f"{SVG}title").text == "<b>&"  # type: ignore[union-attr]


@pytest.mark.parametrize("color", SVG_COLORS)
@pytest.mark.parametrize("page", ["#ffffff", "#17171a"])
def test_lines_are_seen_on_light_and_on_dark(color: str, page: str) -> None:
    """The contrast that WCAG asks of graphics, 3 to 1."""
    light, dark = sorted((luminance(color), luminance(page)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3


def luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
