"""The folders of children, and sweeping away whatever else lies there."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)


class Scratch:
    """A server's own folder: `jobs/<number>` for each child, nothing else."""

    def __init__(self, root: str, keep: Sequence[str] = ()) -> None:
        """Use `root`.

        Args:
            root: the server's own; all of it is swept.
            keep: paths below it that belong there: an interpreter mounted below /tmp.
        """
        self._root, self._jobs = root, f"{root}/jobs"
        self._keep = [*keep, self._jobs]
        self._count = 0

    def new(self) -> str:
        """Return the path of a folder for the next child, which makes it."""
        self._count += 1
        self._ensure_jobs()
        return f"{self._jobs}/{self._count}"

    def sweep(self, in_use: Container[str]) -> None:
        """Remove everything but the folders in use."""
        self._ensure_jobs()
        self._sweep_around(self._root)
        for entry in os.scandir(self._jobs):
            if entry.path not in in_use:
                with contextlib.suppress(OSError):
                    remove_tree(entry.path)

    def remove(self) -> None:
        """Remove everything, and the folder itself if it is no mount."""
        with contextlib.suppress(OSError):
            self.sweep(())
            os.rmdir(self._jobs)  # noqa: PTH106
            os.rmdir(self._root)  # noqa: PTH106

    def _ensure_jobs(self) -> None:
        """Put the folder back if a child removed, replaced or locked it."""
        try:
            mode = os.lstat(self._jobs).st_mode
        except FileNotFoundError:
            os.mkdir(self._jobs, 0o700)  # noqa: PTH102
            return
        if not stat.S_ISDIR(mode):
            os.unlink(self._jobs)  # noqa: PTH108
            os.mkdir(self._jobs, 0o700)  # noqa: PTH102
        elif stat.S_IMODE(mode) != 0o700:
            os.chmod(self._jobs, 0o700)  # noqa: PTH101

    def _sweep_around(self, folder: str) -> None:
        for entry in os.scandir(folder):
            if entry.path in self._keep:
                continue
            if any(path.startswith(f"{entry.path}/") for path in self._keep):
                self._sweep_around(entry.path)
            else:
                with contextlib.suppress(OSError):
                    remove_tree(entry.path)


def remove_tree(path: str) -> None:
    """Remove a file or folder, whatever a snippet made of it."""
    with contextlib.suppress(FileNotFoundError):
        try:
            os.rmdir(path)  # noqa: PTH106 - almost always it is an empty folder
        except NotADirectoryError:
            os.unlink(path)  # noqa: PTH108
        except OSError:
            os.chmod(path, 0o700)  # noqa: PTH101
            top = os.open(path, _FOLDER)
            try:
                _empty(top)
            finally:
                os.close(top)
            os.rmdir(path)  # noqa: PTH106


def _empty(top: int) -> None:
    """Remove all that is in an open folder.

    Folders within are moved up to it before they are emptied in their turn, so that neither their
    depth nor the length of their paths matters.
    """
    while names := os.listdir(top):
        for name in names:
            if not _is_folder(name, top):
                os.unlink(name, dir_fd=top)
                continue
            os.chmod(name, 0o700, dir_fd=top)
            inside = os.open(name, _FOLDER, dir_fd=top)
            try:
                _move_up(inside, top)
            finally:
                os.close(inside)
            os.rmdir(name, dir_fd=top)


def _move_up(folder: int, top: int) -> None:
    for name in os.listdir(folder):
        if _is_folder(name, folder):
            os.chmod(name, 0o700, dir_fd=folder)
            os.rename(name, secrets.token_hex(), src_dir_fd=folder, dst_dir_fd=top)
        else:
            os.unlink(name, dir_fd=folder)


def _is_folder(name: str, parent: int) -> bool:
    return stat.S_ISDIR(os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode)
