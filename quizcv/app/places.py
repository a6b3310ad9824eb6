"""Where state lives, and writing what a learner asked to have in a file."""

from __future__ import annotations

import os
from pathlib import Path

from quizcv.bank import bundled
from quizcv.errors import ProgressError, UsageError


def home() -> Path | None:
    """Return the folder QUIZCV_HOME names, which then holds all state.

    Raises:
        UsageError: it names a file.
    """
    named = os.environ.get("QUIZCV_HOME")
    if not named:
        return None
    folder = Path(named).expanduser()
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"QUIZCV_HOME is {folder}, a file", "let it name a folder")
    return folder


def content_dir() -> Path:
    """Return where the bundled banks are."""
    return bundled.content_dir()


def state_dir() -> Path:
    """Return where progress and trust are kept."""
    return home() or _of_this_user("data")


def cache_dir() -> Path:
    """Return where results that can be computed again are kept."""
    base = home()
    return base / "cache" if base else _of_this_user("cache")


def presets_dir() -> Path:
    """Return the folder of the learner's own interview presets."""
    return state_dir() / "presets"


def write_text(file: Path, text: str) -> None:
    """Write a file that the learner asked for.

    Raises:
        ProgressError: it cannot be written.
    """
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ProgressError(
            f"{file} cannot be used: {error.strerror or error}",
            "make its folder writable, or set QUIZCV_HOME to another folder",
        ) from error


def _of_this_user(sort: str) -> Path:
    import platformdirs  # noqa: PLC0415 - 5 ms, not needed where QUIZCV_HOME is set

    folders = {"data": platformdirs.user_data_dir, "cache": platformdirs.user_cache_dir}
    return Path(folders[sort]("quizcv", appauthor=False))
