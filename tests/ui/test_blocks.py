"""Every block in every renderer: what it says is there, and nothing of it is markup."""

from __future__ import annotations

import io
from typing import get_args

import pytest
from msgspec.structs import replace
from rich.console import Console

from quizcv.cards.model import Figure
from quizcv.formats.html import html
from quizcv.formats.markdown import markdown
from quizcv.session import blocks as doc
from quizcv.ui.render_plain import plain_lines
from quizcv.ui.render_rich import document, screen

FIGURE = Figure(title="Doubling", x="xs", series={"twice": "ys"})
WRONG = doc.Verdict(verdict="wrong", expected="55 pixels", given="54", feedback="One more.")
BLOCKS = [
    (doc.Heading(2, "By area"), ["By area"]),
    (doc.Place("Question 3 of 12"), ["Question 3 of 12"]),
    (doc.Prose("It **adds** up."), ["adds", "up."]),
    (doc.Prose("So:\n\n```text\na = 1\n```", tight=True), ["So:", "a = 1"]),
    (doc.Line("right", "good", "Outcome"), ["Outcome", "right"]),
    (doc.Lines((doc.Line("one"), doc.Line("two", "strong"))), ["one", "two"]),
    (doc.Options((("a", "tanh"), ("b", "ReLU"))), ["a", "tanh", "b", "ReLU"]),
    (doc.Hint(2, "Count on."), ["Hint 2", "Count on."]),
    (WRONG, ["Wrong", "54", "Right", "55 pixels", "One more."]),
    (doc.Verdict(verdict="correct", expected="55"), ["Right", "55"]),
    (doc.Verdict(verdict="invalid", expected="55"), ["55"]),
    (doc.Miss("a-card", "How wide?", WRONG, "So."), ["a-card", "How wide?", "54", "55", "So."]),
    (doc.Bullets((("adds", "good"), ("two", "bad"))), ["adds", "two"]),
    (doc.Bullets((("adds", ""), ("two", ""))), ["adds", "two"]),
    (doc.Code("answer = a + b"), ["answer = a + b"]),
    (doc.Code("quizcv study", "sh"), ["quizcv study"]),
    (doc.Table(("topic", "right"), (("relu", "1/2"),), (0.5,), (1,)), ["topic", "relu", "1/2"]),
    (doc.Table((), (("relu", "1/2"),)), ["relu", "1/2"]),
    (doc.Chart("c", FIGURE, {"xs": [0.0, 1.0], "ys": [0.0, 2.0]}), []),
    (doc.Rule(), []),
    (
        doc.Times(question=59.2, interview=1500),
        ["1:00 for this question", "25:00 of"],
    ),
]


def in_terminal(block: doc.Block, render=screen) -> str:
    console = Console(file=io.StringIO(), width=80, color_system=None)
    console.print(render([block]))
    return console.file.getvalue()


RENDERERS = {
    "screen": in_terminal,
    "report": lambda block: in_terminal(block, document),
    "lines": lambda block: "\n".join(plain_lines([block])),
    "markdown": lambda block: markdown([block]),
    "html": lambda block: html([block], "t").split("<main>")[1],
}


def test_every_block_has_an_example_here():
    assert {type(block) for block, _ in BLOCKS} == set(get_args(doc.Block))


@pytest.mark.parametrize("render", RENDERERS.values(), ids=RENDERERS)
@pytest.mark.parametrize(("block", "told"), BLOCKS, ids=lambda given: type(given).__name__)
def test_what_a_block_says_is_there(block, told, render):
    shown = render(block)
    places = [shown.find(text) for text in told]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("render", RENDERERS.values(), ids=RENDERERS)
@pytest.mark.parametrize(
    "block", [doc.Line("here"), doc.Place("here"), doc.Lines((doc.Line("here"),))]
)
def test_a_block_stands_only_where_it_is_meant_to(block, render):
    lines = render is RENDERERS["lines"]
    assert ("here" in render(replace(block, on="lines"))) == lines
    assert ("here" in render(replace(block, on="screen"))) != lines


def test_a_line_among_lines_stands_only_where_it_is_meant_to():
    both = doc.Lines((doc.Line("seen", on="screen"), doc.Line("heard", on="lines")))
    shown = {name: render(both) for name, render in RENDERERS.items()}
    assert {name for name, text in shown.items() if "heard" in text} == {"lines"}
    assert {name for name, text in shown.items() if "seen" in text} == {*RENDERERS} - {"lines"}


@pytest.mark.parametrize(
    "block",
    [
        doc.Heading(2, "<b>x</b>"),
        doc.Place("<b>x</b>"),
        doc.Prose("<b>x</b>"),
        doc.Line("<b>x</b>", label="<b>x</b>"),
        doc.Lines((doc.Line("<b>x</b>"),)),
        doc.Options((("a", "<b>x</b>"),)),
        doc.Hint(1, "<b>x</b>"),
        replace(WRONG, given="<b>x</b>", expected="<b>x</b>", feedback="<b>x</b>"),
        doc.Miss("<b>x</b>", "<b>x</b>", WRONG, "<b>x</b>"),
        doc.Bullets((("<b>x</b>", "good"),), "<b>x</b>"),
        doc.Code("<b>x</b>"),
        doc.Table(("<b>x</b>",), (("<b>x</b>",),)),
        doc.Chart("c", replace(FIGURE, title="<b>x</b>"), {"xs": [0.0, 1.0], "ys": [0.0, 2.0]}),
    ],
    ids=lambda block: type(block).__name__,
)
def test_no_text_is_html(block):
    page = RENDERERS["html"](block)
    assert "<b>" not in page
    assert "&lt;b&gt;" in page


def test_the_clock_shows_zero_only_when_it_is_over():
    shown = [doc.countdown(seconds) for seconds in (0.2, 0, -3, 59.2)]
    assert shown == ["0:01", "0:00", "0:00", "1:00"]
    assert doc.Times(question=None, interview=61).told == "1:01 of the interview left"
