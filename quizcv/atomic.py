"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def replacing(target: Path, mode: int = 0o600) -> Iterator[Path]:
    """Give an empty file beside `target` to fill; it takes its place unless the block raises.

    By default nobody else can read it. Where two processes write `target`, one of them stays,
    whole.

    Raises:
        OSError: the folder cannot be written.
    """
    partial = target.with_name(f".{target.name[:80]}.{os.getpid()}.part")
    partial.unlink(missing_ok=True)  # of a process that had this number and was killed
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL, mode))
    try:
        yield partial
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def write_whole(target: Path, data: bytes, *, durable: bool = False, mode: int = 0o600) -> None:
    """Put `data` in the place of a file.

    Args:
        target: the file.
        data: all that it is to hold.
        durable: wait until it has reached the disk, which takes milliseconds.
        mode: who may read and write it, less what this process grants nobody.

    Raises:
        OSError: it cannot be written; what was there is there still.
    """
    with replacing(target, mode) as partial, partial.open("wb") as file:
        file.write(data)
        if durable:
            file.flush()
            os.fsync(file.fileno())
