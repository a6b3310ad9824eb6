"""Both front ends of an interview, driven by scripted keys and lines over scripted views."""

from __future__ import annotations

import io
from contextlib import contextmanager

import pytest
from rich.console import Console

from quizcv.formats.interview_words import countdown, times_line
from quizcv.kinds.options import Option
from quizcv.session.events import Do, Say
from quizcv.session.interview import views
from quizcv.session.interview.preset import Part, Preset, Step
from quizcv.session.interview.record import Record
from quizcv.session.views import Asked
from quizcv.ui.interview_plain import PlainMockFront, mock_lines
from quizcv.ui.interview_screen import mock_screen
from quizcv.ui.interview_terminal import TerminalMockFront

PRESET = Preset(
    preset="p",
    title="Phone screen",
    minutes=30,
    parts=[Part(title="Short", count=12, steps=[Step(ask="short", seconds=150)])],
)
OVER = views.Over(record=Record(preset=PRESET, seed=1, bank="b"))
BRIEFING = views.Briefing(
    title="Phone screen",
    minutes=30,
    parts=(("Short questions", 12, 150),),
    questions=12,
    areas=("convolution",),
    hint_cap=0.5,
    keys=views.BRIEFING,
)
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


def asked(kind="integer", text="How wide is it?", options=()):
    return Asked(
        card="secret-card-id",
        kind=kind,
        area="convolution",
        level="core",
        topics=(),
        text=text,
        form="a whole number",
        options=options,
        hints_left=1,
        number=3,
        total=12,
    )


def timed(kind="integer", **fields):
    basic = {
        "asked": asked(kind),
        "part": "Short questions",
        "chain": None,
        "chains": 0,
        "depth": 1,
        "depths": 1,
        "budget": 150,
        "times": views.Times(question=75.2, interview=1500),
        "keys": views.question_keys(spoken=kind == "spoken", hints=1, may_pause=True),
    }
    return views.Timed(**{**basic, **fields})


SURE = views.Sureness(asked=asked(), given="7", keys=views.SURENESS)
TIME_UP = views.TimeUp(number=3, budget=150, seconds=160, said="7", keys=views.TIME_UP)
RUBRIC = views.Rubric(
    place=1,
    total=2,
    question="Why?",
    said="it adds",
    text="It adds.",
    points=("adds", "two numbers"),
    keys=views.RUBRIC,
)


class Scripted:
    """Shows the given views in turn; its clock loses a second with every look."""

    def __init__(self, *shown, ticked=()):
        self.shown = [*shown, OVER]
        self.ticked = list(ticked)
        self.events = []
        self.partials = []
        self.left = 75.0
        self.view = self.shown[0]

    @property
    def times(self):
        return views.Times(question=self.left, interview=1500.0)

    def start(self):
        return self.shown.pop(0)

    def send(self, event):
        self.events.append(event)
        return self.shown.pop(0)

    def tick(self, partial=""):
        self.left -= 1
        self.partials.append(partial)
        return self.ticked.pop(0) if self.ticked else None


class Keys:
    """A keyboard that gives each key in turn; None is time passing without one."""

    def __init__(self, *pressed):
        self.pressed = list(pressed)

    @contextmanager
    def raw(self):
        yield self

    def key(self, timeout=None):
        assert timeout is not None
        if not self.pressed:
            raise EOFError
        return self.pressed.pop(0)


def terminal(scripted, *pressed):
    out = io.StringIO()
    console = Console(file=out, width=80, height=24, force_terminal=False)
    TerminalMockFront(console, Keys(*pressed)).play(scripted)
    return out.getvalue()


def plain(scripted, text, *, tty=False):
    source, out = io.StringIO(text), io.StringIO()
    source.isatty = lambda: tty
    PlainMockFront(source, out).play(scripted)
    return out.getvalue()


def test_the_clock_ticks_while_an_answer_is_typed_and_leaves_it_whole():
    scripted = Scripted(timed())
    out = terminal(scripted, "1", "2", None, None, "\x1b[D", "9", "\r")
    assert scripted.events == [Say("192")]
    assert "1:15 for this question · 25:00 of the interview left" in out
    # Each tick redraws the clock above the line and the line as it was typed.
    assert (
        "\x1b[1A\r\x1b[K1:12 for this question · 25:00 of the interview left\n\r\x1b[K› 12" in out
    )
    assert "1:11 for this question" in out


def test_time_up_takes_along_what_stands_typed():
    scripted = Scripted(timed("spoken"), ticked=[None, None, TIME_UP])
    terminal(scripted, "a", "d", None, "\r")
    assert scripted.partials[:3] == ["", "a", "ad"] or scripted.partials[2] == "ad"
    assert scripted.events == [Do("next")]


@pytest.mark.parametrize(
    ("view", "pressed", "event"),
    [
        (BRIEFING, ["\r"], Do("next")),
        (SURE, ["x", "3"], Do("fairly")),
        (timed(), ["\x04"], Do("quit")),
        (timed(), ["?", "\r"], Do("hint")),
        (timed(), ["/", "p", "\r"], Do("pause")),
        (timed("spoken"), ["\r"], Do("next")),
        (RUBRIC, ["1", "\r"], Say("1")),
        (
            timed("choice", asked=asked("choice", options=(Option("a", "k", "A"),))),
            ["a"],
            Say("a"),
        ),
        (
            timed("choice", asked=asked("choice", options=(Option("a", "k", "A"),))),
            ["/", "s", "\r"],
            Do("skip"),
        ),
    ],
)
def test_keys_in_a_terminal(view, pressed, event):
    scripted = Scripted(view)
    terminal(scripted, *pressed)
    assert scripted.events == [event]


def test_a_wrong_command_is_answered_above_the_line():
    scripted = Scripted(timed())
    out = terminal(scripted, "/", "z", "\r", "5", "\r")
    assert "There is no command '/z' here." in out
    assert scripted.events == [Say("5")]


def test_a_terminal_that_goes_away_interrupts():
    with pytest.raises(EOFError):
        terminal(Scripted(timed()), "1")


def test_plain_prints_the_time_with_each_question_and_begins_by_itself_from_a_pipe():
    scripted = Scripted(BRIEFING, timed(), SURE, TIME_UP)
    out = plain(scripted, "55\n2\n")
    assert scripted.events == [Do("next"), Say("55"), Do("unsure"), Do("next")]
    assert "Question 3 of 12 · Short questions · convolution · core" in out
    assert "Time: 1:16 for this question · 25:00 of the interview left." in out
    assert "Time is up (2:40 of 2:30). Your answer came too late." in out
    assert "secret-card-id" not in out


def test_plain_waits_for_enter_where_somebody_sits():
    scripted = Scripted(BRIEFING)
    plain(scripted, "\n", tty=True)
    assert scripted.events == [Do("next")]


def test_plain_repeats_only_the_notice_and_the_time():
    again = timed(notice="That does not read as a number.")
    scripted = Scripted(timed(), again, SURE)
    out = plain(scripted, "x\n7\n1\n")
    assert out.count("How wide is it?") == 1
    assert out.count("That does not read as a number.") == 1
    assert out.count("Time: ") == 2


def test_the_end_of_the_input_ends_the_interview():
    leaving = views.Leaving(done=2, questions=12, keys=views.LEAVING)
    scripted = Scripted(timed(), leaving, RUBRIC)
    plain(scripted, "")
    assert scripted.events == [Do("quit"), Do("quit"), Do("quit")]


@pytest.mark.parametrize(
    "view",
    [
        BRIEFING,
        timed(),
        timed("spoken", chain=2, chains=4, depth=3, depths=5),
        SURE,
        TIME_UP,
        views.Paused(seconds_left=60, keys=views.PAUSED),
        views.Leaving(done=2, questions=12, keys=views.LEAVING),
        RUBRIC,
    ],
    ids=lambda view: type(view).__name__,
)
def test_every_view_shows_its_keys_in_both_front_ends(view):
    console = Console(file=io.StringIO(), width=80)
    console.print(mock_screen(view))
    shown = console.file.getvalue()
    for key in view.keys:
        assert key.label in shown
        assert key.label in "\n".join(mock_lines(view))
    assert "secret-card-id" not in shown


def test_a_derivation_with_its_options_fits_on_24_lines():
    options = tuple(
        Option(letter, letter, text)
        for letter, text in zip(
            "abcd",
            ("counts the steps, not the positions", "rounds up", "forgets the stride", "Nothing"),
            strict=True,
        )
    )
    view = timed(asked=asked("choice", DERIVATION, options), chain=1, chains=4, depth=5, depths=5)
    console = Console(file=io.StringIO(), width=80)
    console.print(mock_screen(view))
    console.print()
    assert len(console.file.getvalue().splitlines()) + 2 <= 24


def test_the_clock_shows_zero_only_when_it_is_over():
    assert (countdown(0.2), countdown(0), countdown(-3), countdown(59.2)) == (
        "0:01",
        "0:00",
        "0:00",
        "1:00",
    )
    assert times_line(views.Times(question=None, interview=61)) == "1:01 of the interview left"
