"""A window on a long screen: what is in sight, and the keys that move it."""

from __future__ import annotations

import pytest

from quizcv.ui.screen.pages import LEAST, Page

UP, DOWN, PAGE_UP, PAGE_DOWN = "\x1b[A", "\x1b[B", "\x1b[5~", "\x1b[6~"
BODY = [f"line {n}" for n in range(30)]
FOOT = ["", "keys"]


@pytest.mark.parametrize("height", [33, 40])
def test_what_fits_is_shown_as_it_is(height):
    page = Page(BODY, FOOT, height, top=7)
    assert page.lines == [*BODY, *FOOT]
    assert not page.feed(DOWN)


@pytest.mark.parametrize("height", [10, 24, 32])
def test_the_foot_and_a_row_to_type_in_are_always_in_sight(height):
    page = Page(BODY, FOOT, height)
    assert len(page.lines) == height - 1
    assert page.lines[-2:] == FOOT
    assert page.lines[0] == "line 0"


@pytest.mark.parametrize(
    ("pressed", "first", "told"),
    [
        ([], 0, "↓ 10 more (arrow keys)"),
        ([DOWN], 1, "↑ 1 ↓ 9 more (arrow keys)"),
        (["\x1bOB", "\x1bOA"], 0, "↓ 10 more (arrow keys)"),
        ([PAGE_DOWN], 10, "↑ 10 more (arrow keys)"),
        ([PAGE_DOWN, PAGE_UP, UP], 0, "↓ 10 more (arrow keys)"),
    ],
)
def test_arrow_keys_move_the_window(pressed, first, told):
    page = Page(BODY, FOOT, 24)
    for key in pressed:
        page.feed(key)
    assert page.lines[0] == f"line {first}"
    assert page.lines[-3] == told


@pytest.mark.parametrize(("top", "first"), [(4, 4), (28, 10)])
def test_it_begins_with_the_news_or_ends_with_the_last_line(top, first):
    assert Page(BODY, FOOT, 24, top=top).lines[0] == f"line {first}"


@pytest.mark.parametrize("key", ["a", " ", "\r", "\x1b[C"])
def test_other_keys_are_not_its_own(key):
    assert not Page(BODY, FOOT, 24).feed(key)


def test_the_lowest_terminal_still_shows_something():
    assert len(Page(BODY, FOOT, 1).lines) == LEAST + 1 + len(FOOT)
