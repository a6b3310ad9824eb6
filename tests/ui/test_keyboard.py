"""Keys from a terminal, one at a time."""

from __future__ import annotations

import os

import pytest

from quizcv.ui.screen.keyboard import Keyboard


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
