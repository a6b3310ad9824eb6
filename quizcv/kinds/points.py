"""Reads which points of a recall card's rubric the learner says were made."""

from __future__ import annotations

import re

ALL = frozenset({"all", "every", "everything", "yes", "y"})
NONE = frozenset({"none", "nothing", "no", "n", "0", "-"})
PASS_SHARE = 0.5
"""A recall answer counts as correct from half of its points on; the share itself is kept."""


def read_points(typed: str, count: int) -> set[int] | None:
    """Return the points (from 1) in `1 3`, `1,3`, `1-3`, `all` or `none`; None if unreadable."""
    word = typed.strip().casefold()
    if word in ALL:
        return set(range(1, count + 1))
    if word in NONE:
        return set()
    met: set[int] = set()
    for part in re.split(r"[\s,;]+", word):
        match = re.fullmatch(r"(\d{1,3})(?:-(\d{1,3}))?", part, re.ASCII)
        if match is None:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= count:
            return None
        met.update(range(first, last + 1))
    return met
