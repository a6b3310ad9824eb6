"""No control character of a snippet's reaches a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizcv.runner.host.safe_text import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("\x1b]52;c;aGFja2Vk\x07", r"\x1b]52;c;aGFja2Vk\x07"),
        ("\x9b31m", r"\x9b31m"),
        ("over\rwritten", r"over\x0dwritten"),
        ("back\b\x7f", r"back\x08\x7f"),
        ("user\u202egnp.exe", r"user\u202egnp.exe"),
        ("\ud800", r"\ud800"),
        ("zero\u200bwidth\ufeff", r"zero\u200bwidth\ufeff"),
        ("tag\U000e0041", r"tag\U000e0041"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("k × n² − 1 ≤ ⌊π⌋ 卷积", "k × n² − 1 ≤ ⌊π⌋ 卷积"),
    ],
)
def test_escapes_what_acts_and_keeps_what_reads(text, shown):
    assert visible(text) == shown


@given(st.text())
def test_nothing_that_acts_is_left(text):
    shown = visible(text)
    assert all(
        char in "\t\n" or char.isprintable() or char.isspace() for char in shown if ord(char) < 0xA0
    )
    assert visible(shown) == shown
