"""Where the banks that come with quizcv are."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def content_dir() -> Path:
    """Return the folder of the bundled banks: inside an installed package, else the checkout's."""
    installed = _PACKAGE / "content"
    return installed if installed.is_dir() else _PACKAGE.parent / "content"


def bundled_paths() -> tuple[Path, ...]:
    """Return the paths that together hold every bundled bank."""
    return (content_dir(),)
