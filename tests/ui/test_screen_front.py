"""The front end of a terminal, over sessions that only take notes: what stands on the screen."""

from __future__ import annotations

import io
from typing import Any

import pytest
from msgspec.structs import replace
from rich.console import Console, ConsoleDimensions
from scripted import BRIEFING, END, OVER, RUBRIC, SURE, TIME_UP, Keys, Scripted, timed, verdict
from scripted import question as study_question
from terminal import Screen

from quizcv.kinds.options import Option
from quizcv.session import keys, views
from quizcv.session.events import Do, Say
from quizcv.ui.screen.front import ScreenFront, open_editor

UP, DOWN, PAGE_UP, PAGE_DOWN = "\x1b[A", "\x1b[B", "\x1b[5~", "\x1b[6~"
LONG = "\n\n".join(f"Paragraph {n}." for n in range(40))


class Played:
    """A session played with these keys, and the screen as it was before each of them."""

    def __init__(
        self,
        session: Scripted,
        *pressed: str | None,
        sizes: dict[int, tuple[int, int]] | None = None,
    ) -> None:
        self.screens: list[Screen] = []
        self._sizes = sizes or {}
        self.console = Console(
            file=io.StringIO(), width=80, height=24, force_terminal=True, color_system="standard"
        )
        self.keyboard = Keys(*pressed, look=self._look)
        self.end: Any = None
        try:
            self.end = ScreenFront(self.console, self.keyboard).play(session)
        except EOFError:
            session.interrupt()

    @property
    def clocks(self) -> list[str]:
        """The time left for the question, each time."""
        lines = (line for screen in self.screens for line in screen.lines)
        return [line.split()[0] for line in lines if "for this question" in line]

    def _look(self) -> None:
        sent = self.console.file.getvalue()
        self.screens.append(Screen(self.console.width, self.console.height, sent))
        if len(self.screens) in self._sizes:
            self.console.size = ConsoleDimensions(*self._sizes[len(self.screens)])


@pytest.mark.parametrize(
    ("view", "pressed", "event"),
    [
        (study_question(), [*"55\r"], Say("55")),
        (study_question(), [*"54", "\x7f", *"5\r"], Say("55")),
        (study_question(), [*"/s\r"], Do("skip")),
        (study_question(), [*"/zap\r", *"5\r"], Say("5")),
        (study_question(), ["\x04"], Do("quit")),
        (study_question(), ["1 2 q", "\r"], Say("1 2 q")),
        (study_question(), [UP, *"5\r"], Say("5")),
        (study_question("choice"), ["a b q", "ab", "z", "b"], Say("b")),
        (study_question("choice"), [UP, "s"], Do("skip")),
        (study_question("choice"), [*"/skip\r"], Do("skip")),
        (study_question("choice"), [*"/zap\r", "b"], Say("b")),
        (study_question("choice"), ["\x04"], Do("quit")),
        (study_question("recall"), ["\r"], Do("reveal")),
        (verdict(), ["z", "w"], Do("why")),
        (verdict(), ["\n"], Do("next")),
        (BRIEFING, ["\r"], Do("next")),
        (SURE, ["x", "3"], Do("fairly")),
        (timed(), ["\x04"], Do("quit")),
        (timed(), ["?", "\r"], Do("hint")),
        (timed(), ["/", "p", "\r"], Do("pause")),
        (timed("spoken"), ["\r"], Do("next")),
        (RUBRIC, ["1", "\r"], Say("1")),
        (timed("choice"), ["a"], Say("a")),
        (timed("choice"), ["/", "s", "\r"], Do("skip")),
    ],
)
def test_keys(view, pressed, event):
    session = Scripted(view)
    Played(session, *pressed)
    assert session.events == [event]


def test_a_terminal_that_goes_away_is_said():
    session = Scripted(timed())
    assert Played(session, "1").end is None
    assert session.events == []


def test_each_view_stands_alone_on_the_screen_and_the_end_stays():
    played = Played(Scripted(study_question(), verdict()), *"5\r", "\r")
    first, *_, last = played.screens
    assert "How wide is it?" in first.text
    assert "› " not in last.text
    assert "✓ Right: 5" in last.text
    shown = Screen(sent=played.console.file.getvalue()).text
    assert "1 of 1 right" in shown
    assert "Right: 5" not in shown
    assert played.end is END


def test_what_is_typed_stands_below_the_keys():
    played = Played(Scripted(study_question()), *"55", None)
    lines = [line for line in played.screens[-1].lines if line]
    assert lines[-2].startswith("/s skip")
    assert lines[-1] == "› 55"


# Scrolling ------------------------------------------------------------------------------------


def test_a_long_verdict_begins_with_the_news_and_scrolls():
    session = Scripted(study_question(), verdict(LONG, "wrong"))
    played = Played(session, *"4\r", PAGE_DOWN, DOWN, "\r")
    first, second, third = played.screens[2:5]
    assert "✗ Wrong: 5" in first.lines[0]
    assert "Paragraph 20." not in first.text
    assert "✗" not in second.text
    assert second.lines[1:5] == third.lines[:4]
    for screen in (first, second, third):
        assert "more (arrow keys)" in screen.text
        assert "Enter next" in screen.text


@pytest.mark.parametrize(
    "view", [timed(text=LONG), replace(RUBRIC, text=LONG)], ids=["a question", "a rubric"]
)
def test_a_long_screen_of_an_interview_scrolls_with_keys_and_clock_in_sight(view):
    played = Played(Scripted(view, end=OVER, left=75), PAGE_DOWN, DOWN, UP, PAGE_UP, None)
    first, down, further, up, back = played.screens[:5]
    assert first.lines[0].startswith(("Question 3 of 12", "Debrief 1 of 2"))
    assert down.lines[1:5] == further.lines[:4]
    assert up.lines[:15] == down.lines[:15] != first.lines[:15]
    assert back.lines[:15] == first.lines[:15]
    for screen in (first, down, further, up, back):
        assert "for this question" in screen.lines[-2]
        assert screen.lines[-1] == "›"
        assert "/s " in screen.lines[-4]


def test_a_hint_below_a_long_question_is_in_sight():
    view = study_question(text=LONG, hints=("Look at the end.",))
    screen = Played(Scripted(view), None).screens[0]
    assert "Look at the end." in screen.text
    assert "Paragraph 0." not in screen.text


def test_keys_that_scroll_are_no_answer_and_what_is_typed_stays():
    session = Scripted(timed(text=LONG), end=OVER, left=75)
    played = Played(session, *"12", PAGE_DOWN, "3", "\r")
    assert session.events == [Say("123")]
    assert played.screens[3].lines[-1] == "› 12"


@pytest.mark.parametrize("left", [None, 75])
def test_a_window_of_another_size_is_drawn_anew(left):
    session = Scripted(timed(text=LONG), left=left)
    played = Played(session, *"12", None, None, sizes={3: (40, 12)})
    small = played.screens[-1]
    assert small.lines[0].startswith("Question 3 of 12")
    assert small.lines[-1] == "› 12"
    assert bool(played.clocks) == ("for this question" in small.text) == (left is not None)
    assert "more (arrow keys)" in small.text


# The clock ------------------------------------------------------------------------------------


def test_the_clock_ticks_while_an_answer_is_typed_and_leaves_it_whole():
    session = Scripted(timed(), end=OVER, left=75)
    played = Played(session, "1", "2", None, None, "\x1b[D", "9", "\r")
    assert session.events == [Say("192")]
    assert "1:15 for this question · 25:00 of the interview left" in played.screens[0].lines
    assert played.clocks[:5] == ["1:15", "1:14", "1:13", "1:12", "1:11"]
    assert [line for line in played.screens[4].lines if line][-1] == "› 12"


def test_a_mistyped_command_is_told_beside_the_clock():
    session = Scripted(timed(), end=OVER, left=75)
    played = Played(session, *"/foo\r", None, None, "1", None, "\r")
    for screen in played.screens[5:]:
        assert "There is no command '/foo' here." in screen.text
        assert "for this question" in screen.text
    assert played.clocks == [f"1:{15 - look:02}" for look in range(len(played.screens))]
    assert session.events == [Say("1")]


def test_what_was_mistyped_is_forgotten_with_the_next_view():
    session = Scripted(timed(), timed(), end=OVER, left=75)
    played = Played(session, *"/foo\r", *"1\r", *"2\r")
    assert "There is no command" not in played.screens[-1].text


@pytest.mark.parametrize(("left", "color"), [(11, "default"), (10, "red"), (3, "red")])
def test_the_clock_turns_red(left, color):
    played = Played(Scripted(timed(), end=OVER, left=left), None)
    assert played.screens[0].color(f"0:{int(left):02} for") == color


def test_without_a_clock_there_is_no_row_for_one():
    with_clock = Played(Scripted(timed(), end=OVER, left=75), None).screens[0]
    without = Played(Scripted(timed(), end=OVER), None).screens[0]
    assert "left" in with_clock.text
    assert "left" not in without.text


def test_time_up_takes_along_what_stands_typed():
    session = Scripted(timed("spoken"), end=OVER, left=75, ticked=(None, None, TIME_UP))
    Played(session, "a", "d", None, "\r")
    assert session.typed[:3] == ["", "a", "ad"]
    assert session.events == [Do("next")]


def test_a_derivation_with_its_options_fits_on_the_screen():
    told = ("counts the steps, not the positions", "rounds up", "forgets the stride", "Nothing")
    options = tuple(Option(x, x, text) for x, text in zip("abcd", told, strict=True))
    view = timed("choice", text=DERIVATION, options=options)
    screen = Played(Scripted(view, end=OVER, left=75), None).screens[0]
    assert "more (arrow keys)" not in screen.text
    assert screen.lines[0].startswith("Question 3 of 12")
    assert "for this question" in screen.text


DERIVATION = """\
A candidate was asked:

> An image of 113×113 pixels meets 11×11 filters with stride 3 and padding 2. How many pixels
> wide is the output, when the filter moves over the whole of it?

and computed, with n = 113, k = 11, s = 3, p = 2:

```text
span = n + 2*p - k = 106
span + 1 = 107
```

What is wrong with it, if anything?"""


# The editor -----------------------------------------------------------------------------------


def test_the_editor_gets_the_terminal_back_for_itself(tmp_path, monkeypatch):
    file = tmp_path / "bank.yaml"
    monkeypatch.setenv("EDITOR", "touch")
    editing = views.Editing(card="c", file=str(file), line=7, keys=keys.EDITING)
    session = Scripted(study_question(), editing, verdict())
    played = Played(session, *"/e\r", "\r")
    assert session.events == [Do("edit"), Do("edited"), Do("next")]
    assert played.keyboard.modes == ["raw", "line", "raw", "line"]
    assert file.exists()


def test_an_editor_that_is_not_there_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("VISUAL", "surely-no-editor --wait")
    assert "Set EDITOR" in open_editor(tmp_path / "x", 1)
    editing = views.Editing(card="c", file=str(tmp_path / "x"), line=7, keys=keys.EDITING)
    played = Played(Scripted(editing, verdict()), None)
    assert "Set EDITOR" in played.screens[0].text


def test_ctrl_c_leaves_the_line():
    console = Console(file=io.StringIO(), width=60, force_terminal=True, color_system=None)

    class Interrupted(Keys):
        def key(self, timeout=None):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ScreenFront(console, Interrupted()).play(Scripted(study_question()))
    assert console.file.getvalue().endswith("\n")


@pytest.mark.parametrize(
    ("no_color", "left", "code"),
    [("", 9, "\x1b[1;31m"), ("", 11, "\x1b[1m"), ("1", 9, "\x1b[1m"), ("1", 11, "\x1b[1m")],
)
def test_the_clock_is_red_at_last_unless_nobody_wants_colour(monkeypatch, no_color, left, code):
    monkeypatch.setenv("NO_COLOR", no_color)
    played = Played(Scripted(timed(), left=left), "\x04")
    assert f"{code}0:{left:02} for this question" in played.console.file.getvalue()
