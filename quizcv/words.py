"""Small matters of English: counts with their nouns, and spans of time as people say them."""

from __future__ import annotations

from datetime import timedelta

_STEPS = (
    (timedelta(days=365), "y"),
    (timedelta(days=30), "mo"),
    (timedelta(days=1), "d"),
    (timedelta(hours=1), "h"),
    (timedelta(minutes=1), "min"),
)


def plural(count: int, noun: str) -> str:
    """Return the count with its noun: '1 card', '1,200 cards'."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def short_span(span: timedelta) -> str:
    """Return a span in its largest unit: '10 min', '4 d', '1.4 y'."""
    for size, unit in _STEPS:
        if span >= size:
            amount = span / size
            digits = 1 if unit in ("y", "mo") and amount < 10 and round(amount, 1) % 1 else 0
            return f"{amount:.{digits}f} {unit}"
    return "now" if span <= timedelta(0) else "<1 min"


def clock_time(seconds: float) -> str:
    """Return minutes and seconds: '2:05'."""
    whole = max(0, round(seconds))
    return f"{whole // 60}:{whole % 60:02}"
