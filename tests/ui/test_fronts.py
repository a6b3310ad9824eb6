"""Both front ends driven by scripted keys and lines, over a session that only takes notes."""

from __future__ import annotations

import io
import os
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace
from rich.console import Console, ConsoleDimensions

from quizcv.kinds.options import Option
from quizcv.session import keys, views
from quizcv.session.events import Do, Say
from quizcv.ui.keyboard import Keyboard
from quizcv.ui.plain import PlainFront
from quizcv.ui.terminal import TerminalFront, open_editor

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def asked(kind: str) -> views.Asked:
    options = (Option("a", "one", "One"), Option("b", "two", "Two")) if kind == "choice" else ()
    return views.Asked(
        card="c", kind=kind, area="a", level="core", topics=(), text="Q?", form="f", options=options
    )


def question(kind: str) -> views.Question:
    one = asked(kind)
    return views.Question(asked=one, keys=keys.question(one, recall=kind == "recall", undo=False))


GRADED = views.Graded(
    asked=asked("integer"),
    result=views.Result(verdict="correct", feedback="", given="5", expected="5", explanation="E"),
    keys=keys.FORETOLD[1:] + keys.SET_ASIDE,
)
EDITING = views.Editing(card="c", file="bank.yaml", line=7, keys=keys.EDITING)
END = views.Finished(kind="study", session="s", seed=1, right=1, wrong=0, skipped=0, seconds=5.0)


class Scripted:
    """Shows the given views in turn, whatever happens, and notes the events."""

    def __init__(self, *shown: views.AnyView) -> None:
        self.shown = [*shown, END]
        self.events: list[object] = []
        self.view = self.shown[0]

    def start(self):
        return self.shown.pop(0)

    def send(self, event):
        self.events.append(event)
        return self.shown.pop(0)


class Keys:
    """A keyboard whose keys were pressed beforehand; after the last the terminal is gone."""

    def __init__(self, *pressed: str) -> None:
        self.pressed = list(pressed)
        self.modes: list[str] = []

    @contextmanager
    def raw(self):
        self.modes.append("raw")
        yield self
        self.modes.append("line")

    def key(self, timeout=None):
        if not self.pressed:
            raise EOFError
        return self.pressed.pop(0)


def at_terminal(session: Scripted, *pressed: str) -> str:
    console = Console(file=io.StringIO(), width=60, force_terminal=True, color_system=None)
    assert TerminalFront(console, Keys(*pressed)).play(session, lambda: NOW) is END
    return console.file.getvalue()


@pytest.mark.parametrize(
    ("view", "pressed", "event"),
    [
        (question("integer"), [*"55\r"], Say("55")),
        (question("integer"), [*"54", "\x7f", *"5\r"], Say("55")),
        (question("integer"), [*"/s\r"], Do("skip")),
        (question("integer"), [*"/zap\r", *"5\r"], Say("5")),
        (question("integer"), ["\x04"], Do("quit")),
        (question("integer"), [], Do("quit")),
        (question("integer"), ["1 2 q", "\r"], Say("1 2 q")),
        (question("choice"), ["a b q", "z", "b"], Say("b")),
        (question("choice"), ["\x1b[A", "s"], Do("skip")),
        (question("choice"), [*"/skip\r"], Do("skip")),
        (question("choice"), ["\x04"], Do("quit")),
        (question("recall"), ["\r"], Do("reveal")),
        (GRADED, ["z", "w"], Do("why")),
        (GRADED, ["\n"], Do("next")),
    ],
)
def test_keys_at_a_terminal(view, pressed, event):
    session = Scripted(view)
    at_terminal(session, *pressed)
    assert session.events == [event]


def test_each_view_stands_alone_on_the_screen():
    out = at_terminal(Scripted(question("integer"), GRADED), *"5\r", "\r")
    assert out.count("\x1b[2J") == 3
    assert "✓ Right: 5" in out.split("\x1b[2J")[2]


LONG = views.Graded(
    asked=asked("integer"),
    result=views.Result(
        verdict="wrong",
        feedback="",
        given="4",
        expected="5",
        explanation="\n\n".join(f"Paragraph {n}." for n in range(40)),
    ),
    keys=keys.SET_ASIDE,
)


def test_a_long_verdict_scrolls_and_keeps_its_keys_in_sight():
    out = at_terminal(Scripted(question("integer"), LONG), *"4\r", "\x1b[6~", "\x1b[B", "\r")
    _, _, first, second, third, _ = out.split("\x1b[2J")
    assert "✗ Wrong: 4" in first
    assert "Q?" not in first
    assert "Paragraph 20." not in first
    assert "✗" not in second
    for page in (first, second, third):
        assert len(page.splitlines()) < 25
        assert "Enter next" in page


def test_a_window_of_another_size_is_drawn_anew():
    console = Console(file=io.StringIO(), width=60, height=24, force_terminal=True)

    class Resized(Keys):
        def key(self, timeout=None):
            console.size = ConsoleDimensions(40, 24)
            return super().key(timeout)

    front = TerminalFront(console, Resized("z", "\r"))
    front.play(Scripted(LONG), lambda: NOW)
    assert console.file.getvalue().count("\x1b[2J") == 3


def test_ctrl_c_leaves_the_line():
    console = Console(file=io.StringIO(), width=60, force_terminal=True, color_system=None)

    class Interrupted(Keys):
        def key(self, timeout=None):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        TerminalFront(console, Interrupted()).play(Scripted(question("integer")), lambda: NOW)
    assert console.file.getvalue().endswith("\n")


def test_the_editor_gets_the_terminal_back_for_itself(tmp_path, monkeypatch):
    file = tmp_path / "bank.yaml"
    monkeypatch.setenv("EDITOR", "touch")
    editing = views.Editing(card="c", file=str(file), line=7, keys=keys.EDITING)
    session = Scripted(question("integer"), editing, GRADED)
    console = Console(file=io.StringIO(), width=60)
    keyboard = Keys(*"/e\r", "\r")
    TerminalFront(console, keyboard).play(session, lambda: NOW)
    assert session.events == [Do("edit"), Do("edited"), Do("next")]
    assert keyboard.modes == ["raw", "line", "raw", "line"]
    assert file.exists()


def test_an_editor_that_is_not_there_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("VISUAL", "surely-no-editor --wait")
    assert "Set EDITOR" in open_editor(tmp_path / "x", 1)


# Plain --------------------------------------------------------------------------------------


def in_lines(session: Scripted, text: str, **options: bool) -> str:
    sink = io.StringIO()
    front = PlainFront(io.StringIO(text), sink)
    assert front.play(session, lambda: NOW, **options) is END
    return sink.getvalue()


@pytest.mark.parametrize(
    ("view", "text", "event"),
    [
        (question("integer"), "55\n", Say("55")),
        (question("integer"), "55", Say("55")),
        (question("integer"), "/s\r\n", Do("skip")),
        (question("integer"), "/zap\n5\n", Say("5")),
        (question("integer"), "", Do("quit")),
        (question("recall"), "\n", Do("reveal")),
        (question("choice"), "b\n", Say("b")),
        (GRADED, "hm\nw\n", Do("why")),
        (GRADED, "\n", Do("next")),
        (EDITING, "", Do("edited")),
    ],
)
def test_lines_over_a_pipe(view, text, event):
    session = Scripted(view)
    in_lines(session, text)
    assert session.events == [event]


def test_a_question_that_still_stands_is_not_read_out_again():
    again = replace(question("integer"), notice="That does not read as a number.")
    out = in_lines(Scripted(question("integer"), again, again), "x\ny\n5\n")
    assert out.count("Q?") == 1
    assert out.count("That does not read") == 2


def test_what_comes_through_a_pipe_is_echoed():
    out = in_lines(Scripted(question("integer")), "55\n")
    assert "\n> 55\n" in out
    assert "\x1b" not in out


def test_a_piped_quiz_goes_straight_on():
    session = Scripted(question("integer"), GRADED, question("integer"), GRADED)
    in_lines(session, "5\n6\n", straight_on=True)
    assert session.events == [Say("5"), Do("next"), Say("6"), Do("next")]


# The keyboard itself ------------------------------------------------------------------------


@pytest.fixture
def typing():
    """Return a keyboard on a pseudo-terminal, and a function that types on it."""
    pty = pytest.importorskip("pty")
    outer, inner = pty.openpty()
    with os.fdopen(inner, "r", encoding="utf-8") as stream:
        yield Keyboard(stream), lambda text: os.write(outer, text)
    os.close(outer)


def test_keys_arrive_one_by_one_and_sequences_whole(typing):
    keyboard, press = typing
    with keyboard.raw():
        press("a\x1b[D·\x1b[3~\x1bOA".encode())
        assert [keyboard.key(1) for _ in range(5)] == ["a", "\x1b[D", "·", "\x1b[3~", "\x1bOA"]
        assert keyboard.key(0.01) is None


def test_a_character_that_arrives_in_halves_is_one_key(typing):
    keyboard, press = typing
    with keyboard.raw():
        press("×".encode()[:1])
        assert keyboard.key(0.01) is None
        press("×".encode()[1:])
        assert keyboard.key(1) == "×"


@pytest.mark.parametrize(
    ("pasted", "text"),
    [("12\n34\nfoo", "12 34 foo"), ("\x1b[A55\x07", "[A55"), ("9" * 3000, "9" * 2000)],
)
def test_what_is_pasted_is_one_key_and_no_command(typing, pasted, text):
    keyboard, press = typing
    with keyboard.raw():
        press(f"\x1b[200~{pasted}\x1b[201~q".encode())
        assert keyboard.key(1) == text
        assert keyboard.key(1) == "q"


def test_a_lone_escape_is_a_key(typing):
    keyboard, press = typing
    with keyboard.raw():
        press(b"\x1b")
        assert keyboard.key(1) == "\x1b"


def test_the_terminal_is_as_before_afterwards(typing):
    import termios

    keyboard, _ = typing
    before = termios.tcgetattr(keyboard._fd)
    with pytest.raises(KeyError), keyboard.raw():
        raise KeyError
    assert termios.tcgetattr(keyboard._fd) == before
