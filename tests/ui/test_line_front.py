"""The front end of lines, over sessions that only take notes."""

from __future__ import annotations

import io

import pytest
from msgspec.structs import replace
from scripted import (
    BRIEFING,
    END,
    LEAVING,
    OVER,
    RUBRIC,
    SURE,
    TIME_UP,
    Scripted,
    question,
    timed,
    verdict,
)

from quizcv.session import keys, views
from quizcv.session.events import Do, Say
from quizcv.ui.line.front import LineFront

EDITING = views.Editing(card="c", file="bank.yaml", line=7, keys=keys.EDITING)


def in_lines(session: Scripted, text: str, *, tty: bool = False, straight_on: bool = True) -> str:
    source, sink = io.StringIO(text), io.StringIO()
    source.isatty = lambda: tty
    assert LineFront(source, sink, straight_on=straight_on).play(session).closing
    return sink.getvalue()


@pytest.mark.parametrize(
    ("view", "text", "event"),
    [
        (question(), "55\n", Say("55")),
        (question(), "55", Say("55")),
        (question(), "/s\r\n", Do("skip")),
        (question(), "/zap\n5\n", Say("5")),
        (question(), "", Do("quit")),
        (question("recall"), "\n", Do("reveal")),
        (question("choice"), "b\n", Say("b")),
        (verdict(), "hm\nw\n", Do("why")),
        (verdict(), "\n", Do("next")),
        (EDITING, "", Do("edited")),
        (TIME_UP, "", Do("next")),
        (RUBRIC, "1\n", Say("1")),
    ],
)
def test_lines_over_a_pipe(view, text, event):
    session = Scripted(view)
    in_lines(session, text, straight_on=False)
    assert session.events == [event]


def test_a_question_that_still_stands_is_not_read_out_again():
    again = question(notice="That does not read as a number.")
    out = in_lines(Scripted(question(), again, again), "x\ny\n5\n")
    assert out.count("How wide is it?") == 1
    assert out.count("That does not read") == 2


def test_a_verdict_that_still_stands_is_not_read_out_again():
    out = in_lines(Scripted(verdict(), replace(verdict(), notice="Flagged.")), "f\nw\n", tty=True)
    assert out.count("Right: 5") == 1
    assert "Flagged." in out


def test_a_question_that_comes_again_without_a_notice_is_read_out():
    out = in_lines(Scripted(question(), question()), "x\n5\n")
    assert out.count("How wide is it?") == 2


def test_what_comes_through_a_pipe_is_echoed():
    out = in_lines(Scripted(question()), "55\n")
    assert "\n> 55\n" in out
    assert "\x1b" not in out


def test_a_piped_quiz_goes_straight_on_and_a_piped_study_waits():
    session = Scripted(question(), verdict(), question(), verdict())
    in_lines(session, "5\n6\n")
    assert session.events == [Say("5"), Do("next"), Say("6"), Do("next")]
    session = Scripted(question(), verdict(), question(), verdict())
    in_lines(session, "5\n\n6\n\n", straight_on=False)
    assert session.events == [Say("5"), Do("next"), Say("6"), Do("next")]


@pytest.mark.parametrize("view", [verdict(), BRIEFING], ids=["a verdict", "a briefing"])
def test_somebody_who_sits_there_presses_enter(view):
    session = Scripted(view)
    in_lines(session, "w\n" if view is not BRIEFING else "q\n", tty=True)
    assert session.events != [Do("next")]


def test_the_clock_is_printed_with_each_question_and_an_interview_begins_by_itself():
    session = Scripted(BRIEFING, timed(), SURE, TIME_UP, end=OVER, left=75.2)
    out = in_lines(session, "55\n2\n")
    assert session.events == [Do("next"), Say("55"), Do("unsure"), Do("next")]
    assert "Question 3 of 12 · Short questions · convolution · core" in out
    assert "Time: 1:16 for this question · 25:00 of the interview left." in out
    assert "Time is up (2:40 of 2:30). Your answer came too late." in out
    assert "secret-card-id" not in out


def test_a_notice_comes_with_the_time():
    again = timed(notice="That does not read as a number.")
    out = in_lines(Scripted(timed(), again, SURE, end=OVER, left=75), "x\n7\n1\n")
    assert out.count("How wide is it?") == 1
    assert "That does not read as a number.\nTime: 1:15" in out


def test_the_end_of_the_input_ends_the_session():
    session = Scripted(timed(), LEAVING, RUBRIC, end=OVER)
    in_lines(session, "")
    assert session.events == [Do("quit"), Do("quit"), Do("quit")]


def test_a_closing_view_without_words_prints_nothing():
    out = in_lines(Scripted(LEAVING, end=OVER), "q\n")
    assert out.endswith("> q\n")


def test_an_end_brought_on_by_an_interruption_begins_a_line_of_its_own():
    sink = io.StringIO()
    LineFront(io.StringIO(), sink).show_end(END)
    assert sink.getvalue().startswith("\n\n1 of 1 right")
