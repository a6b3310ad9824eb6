"""What typed lines and pressed keys mean."""

from __future__ import annotations

import pytest

from quizcv.kinds.options import Option
from quizcv.session import keys, views
from quizcv.session.asked import Asked
from quizcv.session.events import Do, Say
from quizcv.session.reading import event_of, event_of_key

OPTIONS = tuple(Option(letter, f"key_{letter}", letter.upper()) for letter in "abcdef")


def question(kind: str, hints: int = 1) -> views.Question:
    options = OPTIONS if kind in ("choice", "multi", "order") else ()
    asked = Asked(
        card="c",
        kind=kind,
        area="a",
        level="core",
        topics=(),
        text="?",
        form="",
        options=options,
        hints_left=hints,
    )
    return views.Question(
        asked=asked, keys=keys.question(asked, recall=kind == "recall", undo=True)
    )


GRADED = views.Graded(
    asked=question("integer").asked,
    result=views.Result(verdict="wrong", feedback="", given="1", expected="2", explanation=""),
    keys=keys.FORETOLD,
)


@pytest.mark.parametrize(
    ("kind", "line", "event"),
    [
        ("integer", "55", Say("55")),
        ("integer", "?", Do("hint")),
        ("integer", "/s", Do("skip")),
        ("integer", ":skip", Do("skip")),
        ("integer", "s", Do("skip")),
        ("integer", "Q", Do("quit")),
        ("integer", "quit", Do("quit")),
        ("integer", "", Say("")),
        ("integer", "/", Say("/")),
        ("integer", "-3", Say("-3")),
        ("choice", "f", Say("f")),
        ("choice", "/f", Do("flag")),
        ("choice", "s", Do("skip")),
        ("choice", "e", Say("e")),
        ("multi", "fed", Say("fed")),
        ("boolean", "f", Say("f")),
        ("boolean", "s", Do("skip")),
        ("formula", "s", Say("s")),
        ("formula", "?", Do("hint")),
        ("formula", "/q", Do("quit")),
        ("recall", "", Do("reveal")),
        ("recall", "because of it", Say("because of it")),
        ("recall", "u", Do("undo")),
    ],
)
def test_lines_at_a_question(kind, line, event):
    assert event_of(question(kind), line) == event


def test_an_unknown_command_is_said():
    assert "'/zap'" in event_of(question("integer"), "/zap")


@pytest.mark.parametrize(
    ("line", "event"), [("w", Do("why")), ("/w", Do("why")), ("x", Do("whatif")), ("b", Do("back"))]
)
def test_lines_where_nothing_is_typed(line, event):
    assert event_of(GRADED, line) == event


@pytest.mark.parametrize("shown", [keys.CODE, keys.FORETOLD])
def test_enter_leaves_a_side_trip(shown):
    view = views.Graded(asked=GRADED.asked, result=GRADED.result, keys=shown)
    assert event_of(view, "") == Do("back")
    assert event_of_key(view, "\r") == Do("back")


def test_enter_leaves_no_line_that_is_typed():
    view = views.Predict(asked=GRADED.asked, changed={"k": 2}, keys=keys.PREDICT)
    assert event_of(view, "") == Say("")


def test_a_line_where_a_key_is_wanted_is_said():
    assert event_of(GRADED, "hello") == "Choose one of the keys."


@pytest.mark.parametrize(
    ("kind", "pressed", "event"),
    [
        ("choice", "b", Say("b")),
        ("choice", "f", Say("f")),
        ("choice", "F", Do("flag")),
        ("choice", "s", Do("skip")),
        ("choice", "?", Do("hint")),
        ("choice", "z", None),
        ("boolean", "y", Say("y")),
        ("boolean", "f", Do("flag")),
        ("recall", "\r", Do("reveal")),
        ("recall", "\x1b[A", None),
    ],
)
def test_pressed_keys(kind, pressed, event):
    assert event_of_key(question(kind), pressed) == event
