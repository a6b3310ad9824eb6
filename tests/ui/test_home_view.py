"""The first screen names what to do next, in full at any width."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from quizcv.ui.home_view import Steps

STEPS = [
    ("quizcv quiz a-rather-long-topic-of-the-syllabus", "ten questions"),
    ("quizcv stats", "x"),
]


@pytest.mark.parametrize(("width", "lines"), [(80, 2), (50, 4)])
def test_commands_are_never_cut(width, lines):
    console = Console(file=StringIO(), width=width, color_system=None)
    console.print(Steps(STEPS))
    text = console.file.getvalue()
    assert text.count("\n") == lines
    assert all(command in text and what in text for command, what in STEPS)
