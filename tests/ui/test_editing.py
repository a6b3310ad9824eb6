"""The one-line editor."""

from __future__ import annotations

import pytest

from quizcv.ui.screen.editor import LineEditor

LEFT, RIGHT, HOME, END, DELETE = "\x1b[D", "\x1b[C", "\x1b[H", "\x1b[F", "\x1b[3~"


@pytest.mark.parametrize(
    ("pressed", "text", "cursor"),
    [
        ([*"abc"], "abc", 3),
        ([*"ac", LEFT, "b"], "abc", 2),
        ([*"abc", LEFT, LEFT, RIGHT, "x"], "abxc", 3),
        ([*"abc", "\x7f"], "ab", 2),
        (["\x7f"], "", 0),
        ([*"abc", HOME, DELETE], "bc", 0),
        ([*"bc", "\x01", "a", "\x05", "d"], "abcd", 4),
        ([*"abc", LEFT, "\x15"], "c", 0),
        ([*"abc", HOME, RIGHT, "\x0b"], "a", 1),
        ([*"one two ", "\x17"], "one", 3),
        ([*"ab", LEFT, LEFT, LEFT, "x"], "xab", 1),
        ([*"ab", RIGHT, END, "c"], "abc", 3),
        (["34.8k · 10⁴"], "34.8k · 10⁴", 11),
        ([*"a", "\x1b[A", "\x00", "b"], "ab", 2),
        ([*"a", "\x04"], "a", 1),
    ],
)
def test_keys_change_the_line(pressed, text, cursor):
    editor = LineEditor()
    assert {editor.feed(key) for key in pressed} == {"editing"}
    assert (editor.text, editor.cursor) == (text, cursor)


@pytest.mark.parametrize("key", ["\r", "\n"])
def test_enter_enters(key):
    assert LineEditor().feed(key) == "entered"


def test_end_of_input_on_an_empty_line_ends():
    assert LineEditor().feed("\x04") == "ended"


@pytest.mark.parametrize(
    ("typed", "moves", "window"),
    [("abc", [], ("abc", 3)), ("abcdefgh", [], ("efgh", 4)), ("abcdefgh", [HOME], ("abcde", 0))],
)
def test_a_long_line_scrolls(typed, moves, window):
    editor = LineEditor()
    for key in [*typed, *moves]:
        editor.feed(key)
    assert editor.window(5) == window


@pytest.mark.parametrize(
    ("typed", "moves", "shown", "back"),
    [
        ("日本語日本語", [], "本語", 0),
        ("日本語日本語", [HOME], "日本", 4),
        ("日本", [LEFT], "日本", 2),
        ("aé", [LEFT], "aé", 1),
    ],
)
def test_wide_characters_take_two_cells(typed, moves, shown, back):
    editor = LineEditor()
    for key in [*typed, *moves]:
        editor.feed(key)
    text, place = editor.window(5)
    assert (text, len(text) - place) == (shown, back)
