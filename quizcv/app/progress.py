"""The learner's data: kept, put back, written out, derived again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quizcv.app import clock as clocks
from quizcv.app.places import state_dir, write_text
from quizcv.app.results import Result
from quizcv.app.shelf import open_store
from quizcv.store import backups, export
from quizcv.store.progress import FILE

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Saved(Result):
    """A copy of everything."""

    file: Path

    @property
    def data(self) -> dict[str, Any]:
        """The file."""
        return {"file": str(self.file)}


@dataclass(frozen=True, kw_only=True)
class Restored(Result):
    """A backup in its place."""

    file: Path
    reviews: int
    kept: Path | None
    """A copy of what was there before."""

    @property
    def data(self) -> dict[str, Any]:
        """The backup, how many answers it has, and where the replaced file is."""
        kept = str(self.kept) if self.kept else None
        return {"file": str(self.file), "reviews": self.reviews, "kept": kept}


@dataclass(frozen=True, kw_only=True)
class Exported(Result):
    """Everything as JSON, or the review log as CSV."""

    text: str
    file: Path | None
    """Where it was written; None is standard output."""

    @property
    def data(self) -> dict[str, Any]:
        """The text, where it was not written to a file."""
        return {"file": str(self.file)} if self.file else {"text": self.text}


@dataclass(frozen=True, kw_only=True)
class Rebuilt(Result):
    """Card states derived from the log again."""

    cards: int

    @property
    def data(self) -> dict[str, Any]:
        """How many there are."""
        return {"cards": self.cards}


def save_copy(file: Path) -> Saved:
    """Copy everything into one new file.

    Raises:
        UsageError: it exists.
        ProgressError: the progress cannot be read or the file not be written.
    """
    with open_store() as store:
        backups.save(store.path, file)
    return Saved(file=file)


def restore_copy(file: Path) -> Restored:
    """Put a backup in the place of what is there, which is kept.

    Raises:
        ProgressError: it is no sound backup; nothing was changed.
    """
    kept = backups.restore(state_dir() / FILE, file, clocks.current().now())
    with open_store() as store:
        return Restored(file=file, reviews=len(store.reviews()), kept=kept)


def export_all(file: Path | None, *, csv: bool) -> Exported:
    """Write everything as JSON, or the review log as CSV; without a file, return the text alone.

    Raises:
        ProgressError: the progress cannot be read or the file not be written.
    """
    with open_store() as store:
        if csv:
            text = export.as_csv(store)
        else:
            text = json.dumps(export.as_json(store), indent=2, ensure_ascii=False) + "\n"
    if file is not None:
        write_text(file, text)
    return Exported(text=text, file=file)


def rebuild_states() -> Rebuilt:
    """Derive every card's schedule from the review log again.

    Raises:
        ProgressError: the progress cannot be used as it is.
    """
    with open_store() as store:
        return Rebuilt(cards=store.rebuild())
