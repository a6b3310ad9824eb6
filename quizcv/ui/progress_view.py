"""What `quizcv progress` says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizcv.app.progress import Exported, Rebuilt, Restored, Saved


def saved(result: Saved) -> list[str]:
    """Return where the copy is."""
    return [f"Saved to {result.file}.\n"]


def restored(result: Restored) -> list[str]:
    """Return what came back, and where what it replaced is kept."""
    remark = f" What was there before is kept in {result.kept}." if result.kept else ""
    return [f"Restored {result.reviews:,} answers from {result.file}.{remark}\n"]


def exported(result: Exported) -> list[str]:
    """Return the text itself, unless it went to a file."""
    return [] if result.file else [result.text]


def rebuilt(result: Rebuilt) -> list[str]:
    """Return how many cards have their schedule again."""
    return [f"{result.cards:,} cards rebuilt from the log.\n"]
