"""What reading and comparing one typed answer found, before the card's mistakes are looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from msgspec import Struct

from quizcv.cards.model import SlipKind
from quizcv.cards.variant import Value

Verdict: TypeAlias = Literal["correct", "wrong", "invalid"]


class Finding(Struct, frozen=True, kw_only=True):
    """The verdict so far, and how to recognise the same answer elsewhere."""

    verdict: Verdict
    feedback: str = ""
    given: str = ""
    value: Value | None = None
    same_as: Callable[[Value], bool] | None = None
    """Tells whether another value is what was typed; looks for it among the card's mistakes."""
    slip: str | None = None
    slip_kind: SlipKind | None = None
    share: float | None = None


def invalid(message: str) -> Finding:
    """Return the finding for text that cannot be read; it never counts as wrong."""
    return Finding(verdict="invalid", feedback=message)


def compared(given: str, value: Value, *, right: bool, feedback: str = "") -> Finding:
    """Return the finding for a value that is right exactly when it equals another."""
    return Finding(
        verdict="correct" if right else "wrong",
        feedback="" if right else feedback,
        given=given,
        value=value,
        same_as=lambda other: bool(other == value),
    )
