"""Reports as Markdown, as a page of their own, and in a terminal."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import msgspec
import pytest
from msgspec.structs import replace
from rich.console import Console

from quizcv.cards.model import Figure
from quizcv.formats.html import html
from quizcv.formats.interview_report import Sat, listing, overview, questions
from quizcv.formats.markdown import escaped, markdown
from quizcv.session.interview.preset import Part, Preset, Step
from quizcv.session.interview.record import Record
from quizcv.session.interview.stored import read_record
from quizcv.ui.render_rich import document
from quizcv.ui.tables import table

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOSTILE = '<script src="https://evil.example/x.js"></script> ![x](https://evil.example/p.png) `q`'
PRESET = Preset(
    preset="small",
    title="Small",
    minutes=10,
    parts=[
        Part(title="Short", count=3, steps=[Step(ask="short", seconds=60)]),
        Part(
            title="Chain",
            count=1,
            steps=[Step(ask="compute", seconds=60), Step(ask="why", seconds=60)],
        ),
    ],
)


def exchange(number: int, outcome: str, **fields) -> dict:
    basic = {
        "number": number,
        "part": "Short",
        "ask": "short",
        "card": f"card-{number}",
        "bank": "sums",
        "area": "convolution",
        "topics": ("sums",),
        "level": "core",
        "kind": "integer",
        "fingerprint": "f",
        "question": f"What is {number} + 2?",
        "form": "a whole number",
        "params": {"a": number, "b": 2},
        "draw": 1,
        "budget": 60.0,
        "expected_seconds": 30.0,
        "outcome": outcome,
        "seconds": 20.0,
        "expected": str(number + 2),
        "explanation": "Add *them*.",
        "code": "answer = a + b",
    }
    return {**basic, **fields}


def record_of(*exchanges: dict, preset: Preset = PRESET, **fields) -> Record:
    body = {"preset": preset, "seed": 7, "bank": "sha256:0", "exchanges": exchanges, **fields}
    return read_record(msgspec.to_builtins(body))


@pytest.fixture
def record() -> Record:
    """Right, wrong with a known mistake and a hostile answer, skipped, time up, spoken."""
    figure = Figure(x="xs", series={"line <b>": "ys"}, title="A curve")
    return record_of(
        *[
            exchange(1, "right", confidence=95, given="3", typed="3"),
            exchange(
                2,
                "wrong",
                given=HOSTILE,
                confidence=95,
                mistake="off by one",
                mistake_kind="arithmetic",
                feedback="Not so.",
            ),
            exchange(3, "skipped", figure=figure, plotted={"xs": [0.0, 1.0], "ys": [2.0, 3.0]}),
            exchange(4, "time-up", chain=1, ask="compute", typed="6", late=True, seconds=60.0),
            exchange(
                5,
                "spoken",
                chain=1,
                depth=2,
                ask="why",
                kind="spoken",
                typed="it adds",
                points=("adds", "two <numbers>"),
                met=(1,),
            ),
        ],
        elapsed=200.0,
        end="complete",
    )


def blocks(record: Record, earlier=()):
    sat = Sat(number=4, started=START, record=record)
    return [*overview(sat, earlier), *questions(record)]


def in_terminal(renderable) -> str:
    console = Console(file=io.StringIO(), width=80)
    console.print(renderable)
    return console.file.getvalue()


def test_the_weakest_side_is_named_first(record):
    text = markdown(blocks(record))
    assert "**Weakest: correctness, 25% (1 of 4 graded questions right). Score 30%.**" in text
    assert text.index("Weakest:") < text.index("By area")
    sides = text.split("## Weakest side first")[1].split("## ")[0].splitlines()
    assert [row.split("|")[1].strip() for row in sides if "%" in row] == [
        "correctness",
        "explanation (self-rated)",
        "speed",
        "independence",
    ]


def test_markdown_has_each_question_with_numbers_answer_solution_and_code(record):
    text = markdown(blocks(record))
    assert "### 2. short question" in text
    assert "What is 2 + 2?" in text
    assert "**Right:** 4" in text
    assert "**Sort of error:** arithmetic: off by one" in text
    assert "```python\na = 2\nb = 2\n\nanswer = a + b\n```" in text
    assert "**arithmetic (1):** question 2: off by one (card-2)" in text
    assert "time up, 1:00 of 1:00, not answered in time" in text
    assert "### 5. Chain 1, step 2: why, and what limits it" in text


def test_self_rated_parts_are_labelled(record):
    text = markdown(blocks(record))
    assert "explanation (self-rated)" in text
    assert "spoken: 50% of the points, self-rated" in text
    assert "**Points:** rated by yourself" in text
    assert "- ✓ adds\n- ✗ two <numbers>" in text


def test_what_was_typed_is_no_markup(record):
    assert escaped(HOSTILE) in markdown(blocks(record))
    page = html(blocks(record), "t")
    assert "<script" not in page
    assert "&lt;script src=" in page


class Urls(HTMLParser):
    """Collects whatever could make a browser fetch something, and open tags."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.tags: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag not in ("meta", "br", "hr", "link", "img"):
            self.open.append(tag)
        for name, value in attrs:
            if name in ("src", "href", "xlink:href", "data", "srcset", "poster", "action"):
                self.fetched.append(value or "")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_is_whole_and_fetches_nothing(record):
    page = html(blocks(record), "quizcv <mock>")
    reader = Urls()
    reader.feed(page)
    assert reader.open == []
    assert reader.fetched == []
    assert not {"script", "link", "img", "iframe"} & set(reader.tags)
    assert "default-src 'none'" in page
    assert "@import" not in page
    assert not re.search(r"url\((?!#)", page)
    assert "<title>quizcv &lt;mock&gt;</title>" in page


def test_a_card_text_cannot_bring_in_a_picture_or_html(record):
    first = record.exchanges[0]
    record.put(replace(first, posed=replace(first.posed, explanation=HOSTILE)))
    reader = Urls()
    reader.feed(html(blocks(record), "t"))
    # What is left of the picture is a link, which nothing follows by itself.
    assert set(reader.fetched) <= {"https://evil.example/p.png"}
    assert "img" not in reader.tags
    assert "script" not in reader.tags


def test_figures_are_drawn_in_the_page(record):
    page = html(blocks(record), "t")
    assert page.count("<svg") == 1
    assert "A curve" in page


def test_a_trend_compares_with_earlier_interviews_of_the_same_preset(record):
    other = record_of(exchange(1, "wrong"))
    elsewhere = Preset(preset="else", title="E", minutes=1, parts=PRESET.parts)
    foreign = record_of(exchange(1, "right"), preset=elsewhere)
    earlier = [Sat(number=n, started=START, record=r) for n, r in ((1, other), (2, foreign))]
    assert "## Trend" not in markdown(blocks(record))
    trend = markdown(blocks(record, earlier)).split("## Trend")[1].split("##")[0]
    assert re.findall(r"^\| (\d) .*?(\d+)%", trend, re.M) == [("1", "0"), ("4", "30")]


def test_the_terminal_shows_the_same(record):
    shown = in_terminal(document(blocks(record)))
    for told in ("Weakest: correctness, 25%", "By depth of the chain", "✗ wrong", "answer = a + b"):
        assert told in shown


def test_the_list_names_score_weakest_and_state(record):
    sat = Sat(number=4, started=START, record=record)
    shown = in_terminal(table(listing([(sat, "finished"), (sat, "running")])))
    assert shown.count("correctness") == 2
    assert "30%" in shown
    assert "interrupted" in shown


def test_an_interview_without_answers_has_a_report(record):
    record.exchanges = []
    text = markdown(blocks(record))
    assert "Nothing was scored." in text
