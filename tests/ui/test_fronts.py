"""Playing a session, as commands do: its end, Ctrl-C, and a terminal that goes away."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from scripted import END, OVER, Scripted, question, timed, verdict

from quizcv.session.events import Do, Say
from quizcv.ui import fronts
from quizcv.ui.line.front import LineFront

ROOT = Path(__file__).parents[2]


class Breaking(Scripted):
    """A session that is interrupted while an answer is worked on."""

    def __init__(self, *shown, error: type[BaseException], **options) -> None:
        super().__init__(*shown, **options)
        self._error = error

    def send(self, event):
        raise self._error

    def interrupt(self):
        super().interrupt()
        return self.shown[-1] if self.left is None else self.view


@pytest.fixture
def lines(monkeypatch):
    """Return a function that plays a session over a pipe and returns what was printed."""

    def play(session, text, **options):
        sink = io.StringIO()
        source = io.StringIO(text)
        monkeypatch.setattr(fronts, "LineFront", lambda **given: LineFront(source, sink, **given))
        try:
            fronts.play(session, plain=True, **options)
        finally:
            play.printed = sink.getvalue()
        return play.printed

    return play


def test_it_returns_the_closing_view(lines):
    session = Scripted(question())
    assert "1 of 1 right" in lines(session, "5\n")
    assert session.events == [Say("5")]
    assert session.interrupted == 0


@pytest.mark.parametrize("error", [KeyboardInterrupt, EOFError])
def test_an_interruption_puts_the_session_in_safety(lines, error):
    session = Breaking(question(), error=error)
    with pytest.raises(KeyboardInterrupt):
        lines(session, "5\n")
    assert session.interrupted == 1
    assert ("1 of 1 right" in lines.printed) == (error is KeyboardInterrupt)


def test_an_interview_that_can_go_on_shows_no_end(lines):
    session = Breaking(timed(), error=KeyboardInterrupt, end=END, left=75)
    with pytest.raises(KeyboardInterrupt):
        lines(session, "5\n")
    assert "1 of 1 right" not in lines.printed


def test_straight_on_reaches_the_front(lines):
    session = Scripted(question(), verdict(), question())
    lines(session, "5\n6\n", straight_on=True)
    assert session.events == [Say("5"), Do("next"), Say("6")]


def test_going_line_by_line_imports_no_rich():
    code = (
        "import sys\n"
        "sys.path.insert(0, 'tests')\n"
        "from scripted import Scripted, question\n"
        "from quizcv.ui import fronts\n"
        "fronts.play(Scripted(question()), plain=True)\n"
        "print(sorted(name for name in sys.modules if name.split('.')[0] == 'rich'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        input="5\n",
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.endswith("\n[]\n")


def test_over_has_nothing_to_say(lines):
    assert lines(Scripted(question(), end=OVER), "5\n").endswith("> 5\n")


class Ahead(Scripted):
    """Notes what stood on the screen when there was time to work ahead."""

    def __init__(self, sink: io.StringIO, *shown) -> None:
        super().__init__(*shown)
        self.sink = sink
        self.stood: list[str] = []

    def work_ahead(self) -> None:
        self.stood.append(self.sink.getvalue())


def test_what_comes_next_is_computed_once_the_question_stands():
    sink = io.StringIO()
    session = Ahead(sink, question())
    LineFront(io.StringIO("5\n"), sink).play(session)
    [stood] = session.stood
    assert stood.endswith("]\n")
