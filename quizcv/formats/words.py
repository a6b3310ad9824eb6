"""Small matters of English."""

from __future__ import annotations


def plural(count: int, noun: str) -> str:
    """Return the count with its noun: '1 card', '1,200 cards'."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
