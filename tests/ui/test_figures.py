"""Figures fit their width, tell lines apart without color, and stand alone as SVG."""

from __future__ import annotations

from io import StringIO
from xml.etree import ElementTree as Xml

import pytest
from msgspec.structs import replace
from rich.console import Console

from quizcv.cards.model import Figure
from quizcv.cards.variant import Variant
from quizcv.formats.figures import HEIGHT, NARROWEST, Plot, svg_figure, terminal_figure

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


def test_an_svg_stands_alone() -> None:
    svg = svg_figure(FIGURE, VARIANT)
    root = Xml.fromstring(svg)
    assert root.tag.endswith("svg")
    assert "Lines at 2" in svg
    assert "up by 2" in svg
    assert "<script" not in svg
    assert "xlink:href" not in svg
    assert svg == svg_figure(FIGURE, VARIANT)
