"""Bank files: which there are, and their text."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from quizcv.errors import BankUnreadable, SourceError, SourceProblem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_BYTES = 32 * 2**20
SUFFIXES = (".yaml", ".yml")
SYLLABUS = "syllabus.yaml"


def bank_files(paths: Iterable[Path]) -> list[Path]:
    """Return the bank files among and below `paths`, sorted within a directory, each once.

    Raises:
        BankUnreadable: a path does not exist, or a directory holds no bank.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        if not path.exists():
            raise BankUnreadable(f"there is no bank at {shown(path)}", "check the path")
        files = sorted(_below(path)) if path.is_dir() else [path]
        if not files:
            raise BankUnreadable(f"no bank (*.yaml) in or below {shown(path)}", "check the path")
        for file in files:
            found.setdefault(file.resolve(), file)
    return list(found.values())


def _below(directory: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(directory):
        folders[:] = [folder for folder in folders if not folder.startswith(".")]
        for name in names:
            if name.endswith(SUFFIXES) and name != SYLLABUS and not name.startswith("."):
                yield Path(root, name)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a bank, syllabus or preset file.

    Raises:
        SourceError: it is missing, no regular file, too large, or may not be read.
    """
    try:
        if not path.is_file():
            raise _unreadable(path, "this is not a file" if path.exists() else "not found")
        if path.stat().st_size > MAX_BYTES:
            limit = MAX_BYTES // 2**20
            raise _unreadable(path, f"larger than {limit} MiB; split the bank", "too-large")
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, f"cannot be read: {error.strerror or error}") from None


def _unreadable(path: Path, message: str, code: str = "unreadable") -> SourceError:
    return SourceError(SourceProblem(shown(path), 1, 1, code, message))


def digest_of(data: bytes) -> str:
    """Return 'sha256:' and the hex digest of a file's bytes."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def read_text(data: bytes) -> str:
    """Return UTF-8 bytes as text, without a byte order mark.

    Raises:
        SourceError: the bytes are not UTF-8.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise SourceError(SourceProblem("", line, 1, "unreadable", message)) from None


def shown(path: Path) -> str:
    """Return the path, relative to the current directory when it is below it, fit to be shown."""
    try:
        name = str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):
        name = str(path)
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in name)
