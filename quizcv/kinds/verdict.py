"""What reading and judging one typed answer found, before the card's mistakes are looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias

from msgspec import Struct

from quizcv.kinds.base import Value

Verdict: TypeAlias = Literal["correct", "wrong", "invalid"]
SlipKind: TypeAlias = Literal["arithmetic", "convention", "concept"]


class Unreadable(NamedTuple):
    """Text that is no answer of this kind; the message says what would be."""

    message: str


class UnreadableText(ValueError):
    """Raised deep in a text that is no answer, and caught where the text is read."""


class Judgement(Struct, frozen=True, kw_only=True):
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


def compared(given: str, value: Value, *, right: bool, feedback: str = "") -> Judgement:
    """Return the judgement of a value that is right exactly when it equals another."""
    return Judgement(
        verdict="correct" if right else "wrong",
        feedback="" if right else feedback,
        given=given,
        value=value,
        same_as=lambda other: bool(other == value),
    )


def invalid(message: str) -> Judgement:
    """Return the judgement of what cannot be judged; it never counts as wrong."""
    return Judgement(verdict="invalid", feedback=message)
