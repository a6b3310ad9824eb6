"""The numbers in what is shown, each at its boundary; the interview's clock on a real screen."""

from __future__ import annotations

import io
from datetime import date

import pytest
from msgspec.structs import replace
from rich.console import Console
from scripted import Keys, Scripted, timed
from terminal import Screen

from quizcv.app.planning import Planned
from quizcv.app.verification import Verified
from quizcv.learner.plan import Dropped, Plan, PlanDay
from quizcv.session.blocks import Times
from quizcv.ui.console import PIPE_WIDTH, out
from quizcv.ui.plan_view import plan_view
from quizcv.ui.screen.editor import LineEditor
from quizcv.ui.screen.front import ScreenFront
from quizcv.ui.screen.pages import Page
from quizcv.ui.verify_view import failure_views, report_view
from quizcv.verify.report import CardReport, Finding, Tally


class Clocked(Scripted):
    """A session that has asked one question and waits; its clock stands."""

    def __init__(self, times: Times) -> None:
        super().__init__(timed())
        self._times = times

    def times(self) -> Times:
        return self._times


def screen_with(question: float | None, interview: float) -> Screen:
    sink = io.StringIO()
    console = Console(file=sink, width=80, height=24, force_terminal=True, color_system="standard")
    session = Clocked(Times(question=question, interview=interview))
    with pytest.raises(EOFError):
        ScreenFront(console, Keys()).play(session)
    return Screen(sent=sink.getvalue())


@pytest.mark.parametrize(
    ("question", "interview", "clock", "color"),
    [
        (11, 1500, "0:11 for this question", "default"),
        (10.1, 1500, "0:11 for this question", "default"),
        (10, 1500, "0:10 for this question", "red"),
        (9, 1500, "0:09 for this question", "red"),
        (None, 11, "0:11 of the interview", "default"),
        (None, 9, "0:09 of the interview", "red"),
    ],
)
def test_the_clock_is_red_for_the_last_ten_seconds(question, interview, clock, color):
    screen = screen_with(question, interview)
    assert screen.color(clock) == color
    assert "How wide is it?" in screen.text
    assert [line for line in screen.lines if line][-1].startswith("›")


# Pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("height", "rows"), [(24, 24 - 2 - 2), (10, 6), (9, 5), (8, 5), (1, 5)])
def test_a_page_shows_five_lines_at_least_and_leaves_two_rows(height, rows):
    page = Page([f"line {n}" for n in range(100)], ["foot", "keys"], height)
    assert len(page.lines) == rows + 3
    page.feed("\x1b[6~")
    assert page.lines[0] == f"line {rows - 2}"  # two lines are seen again


def test_a_line_has_two_thousand_characters():
    editor = LineEditor()
    for key in ("x" * 1999, "y", "z"):
        editor.feed(key)
    assert (len(editor.text), editor.text[-1]) == (2000, "y")


def test_a_pipe_is_a_hundred_wide(monkeypatch, capsys):
    monkeypatch.delenv("COLUMNS", raising=False)
    out.cache_clear()
    assert out().width == PIPE_WIDTH == 100
    out.cache_clear()


# Lists ----------------------------------------------------------------------------------------


def printed(*parts) -> str:
    console = Console(file=io.StringIO(), width=200, color_system=None, highlight=False)
    for part in parts:
        console.print(part)
    return console.file.getvalue()


def card(name: str, *findings: Finding, status="passed", **fields) -> CardReport:
    facts = {"bank": "b", "area": "a", "file": "b.yaml", "line": 7, "topics": ["t"]}
    facts |= {"kind": "integer", "level": "core", "snippet_line": 1}
    return CardReport(id=name, status=status, problems=list(findings), **{**facts, **fields})


@pytest.mark.parametrize(("count", "listed"), [(5, True), (6, False)])
def test_five_warnings_are_listed(count, listed):
    tally = Tally(banks=1)
    weak = Finding(code="weak-check", message="1 slip", line=9)
    for n in range(count):
        tally.add(card(f"c{n}", weak))
    found = Verified(tally=tally, problems=[], isolation="process", strict=False)
    text = printed(*report_view(found))
    assert (text.count("weak-check") == count) is listed
    assert ("6 warnings" in text) is not listed


@pytest.mark.parametrize(
    ("lines", "at", "shown"),
    [
        (16, 8, range(1, 17)),
        (17, 8, range(6, 11)),
        (17, 1, range(1, 4)),
        (17, 99, range(1, 17)),
    ],
)
def test_sixteen_lines_of_code_are_shown_whole_or_two_around_a_line(lines, at, shown):
    snippet = "\n".join(f"step_{n} = {n}" for n in range(1, lines + 1))
    finding = Finding(code="check-exception", message="no", line=at)
    text = printed(*failure_views(card("c", finding, status="failed", snippet=snippet)))
    seen = [n for n in range(1, lines + 1) if f"step_{n} =" in text]
    assert seen == list(shown)


def plan(topics=("t",), minutes=45, dropped=()) -> Plan:
    day = PlanDay(day=date(2026, 3, 2), new=1, reviews=0, minutes=minutes, topics=tuple(topics))
    return Plan(
        interview=date(2026, 3, 3),
        days=(day,),
        learn=("c",),
        dropped=tuple(Dropped(topic=name, cards=("d",)) for name in dropped),
        first_mock=None,
    )


@pytest.mark.parametrize(("count", "says"), [(7, "t6"), (8, "and 2 more")])
def test_six_topics_are_named_or_one_more(count, says):
    text = printed(*plan_view(Planned(plan=plan(topics=[f"t{n}" for n in range(count)]))))
    assert says in text
    assert ("t6" in text) is (count == 7)


@pytest.mark.parametrize(
    ("minutes", "says"),
    [(45, "--minutes 90`"), (360, "--minutes 720`"), (361, "--minutes 720`"), (720, "")],
)
def test_twelve_hours_a_day_are_the_most_that_is_proposed(minutes, says):
    text = printed(*plan_view(Planned(plan=plan(minutes=minutes, dropped=["x"]))))
    assert says in text
    assert ("--minutes" in text) is bool(says)
    assert replace(plan(), dropped=()).behind is False
