"""Whether a session goes line by line, and what is said where it has to."""

from __future__ import annotations

import pytest

from quizcv.cli import playing


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A terminal at both ends."""
    monkeypatch.setattr(playing, "is_interactive", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    playing._say_once.cache_clear()
    return monkeypatch


def test_a_terminal_has_the_full_screen_unless_lines_are_asked_for(terminal, capsys) -> None:
    assert not playing.is_plain(False)
    assert playing.is_plain(True)
    terminal.setenv("TERM", "dumb")
    assert playing.is_plain(False)
    assert capsys.readouterr().err == ""


def test_where_there_is_no_such_terminal_it_says_so_once(terminal, capsys) -> None:
    terminal.setattr(playing, "find_spec", lambda name: None)
    assert playing.is_plain(False)
    assert playing.is_plain(False)
    assert capsys.readouterr().err.count("needs a Unix terminal (termios)") == 1
    assert playing.is_plain(True)
