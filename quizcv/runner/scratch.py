"""The folders of children, and sweeping away whatever else lies there."""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence
    from pathlib import Path


class Scratch:
    """A server's own folder: `jobs/<number>` for each child, nothing else."""

    def __init__(self, root: Path, keep: Sequence[str] = ()) -> None:
        """Use `root`.

        Args:
            root: the server's own; all of it is swept.
            keep: paths below it that belong there: an interpreter mounted below /tmp.
        """
        self._root, self._jobs = root, root / "jobs"
        self._keep = [*keep, str(self._jobs)]
        self._count = 0

    def new(self) -> Path:
        """Return the path of a folder for the next child, which makes it."""
        self._count += 1
        self._ensure_jobs()
        return self._jobs / str(self._count)

    def sweep(self, in_use: Container[Path]) -> None:
        """Remove everything but the folders in use."""
        self._ensure_jobs()
        self._sweep_around(str(self._root))
        for path in self._jobs.iterdir():
            if path not in in_use:
                _remove(str(path))

    def remove(self) -> None:
        """Remove everything."""
        _remove(str(self._jobs))
        with contextlib.suppress(OSError):
            self._sweep_around(str(self._root))

    def _ensure_jobs(self) -> None:
        """Put the folder back if a child removed, replaced or locked it."""
        try:
            self._jobs.mkdir(mode=0o700)
        except FileExistsError:
            if self._jobs.is_symlink() or not self._jobs.is_dir():
                self._jobs.unlink()
                self._jobs.mkdir(mode=0o700)
            elif self._jobs.stat().st_mode & 0o777 != 0o700:
                self._jobs.chmod(0o700)

    def _sweep_around(self, folder: str) -> None:
        for entry in os.scandir(folder):
            if entry.path in self._keep:
                continue
            if any(path.startswith(f"{entry.path}/") for path in self._keep):
                self._sweep_around(entry.path)
            else:
                _remove(entry.path)


def _remove(path: str) -> None:
    try:
        os.rmdir(path)  # noqa: PTH106 - almost always it is an empty folder
    except NotADirectoryError:
        os.unlink(path)  # noqa: PTH108
    except OSError:
        shutil.rmtree(path, onerror=_unlock)


def _unlock(function: Callable[[str], object], path: str, *_: object) -> None:
    """Take back the permissions that a snippet withdrew from its own files."""
    with contextlib.suppress(OSError):
        for locked in (os.path.dirname(path), path):  # noqa: PTH120
            if not os.path.islink(locked):  # noqa: PTH114
                os.chmod(locked, 0o700)  # noqa: PTH101
        if function is os.rmdir or function is os.unlink:
            function(path)
        else:
            shutil.rmtree(path, ignore_errors=True)
