"""One page of memory shared with a child: which piece of code runs now, and since when.

The child notes it before each piece, at the price of a store; the server looks only when it has
to decide whether time is up, or what a child died of.
"""

from __future__ import annotations

import mmap
import struct
from time import monotonic as _monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizcv.runner.wire import Job

_NOTE = struct.Struct("=qd")

SNIPPET, REQUIRE, FIRST_LET = 0, 1, 2


def pieces_of_code(job: Job) -> list[str]:
    """Return the names of a job's pieces of code; the place in the list is what is noted."""
    lets = [f"let {name}" for name in job["let"]]
    return ["", "require", *lets, *(f"expression {name}" for name in job["expressions"])]


class SharedNote:
    """The page. Nothing that is read from it can be trusted: the snippet may have written it."""

    def __init__(self) -> None:
        self._page = mmap.mmap(-1, _NOTE.size)

    def write(self, piece: int) -> None:
        """Say that this piece of code begins now."""
        _NOTE.pack_into(self._page, 0, piece, _monotonic())

    def read(self) -> tuple[int, float]:
        """Return the latest piece of code and when it began, on the monotonic clock."""
        piece, since = _NOTE.unpack_from(self._page)
        return piece, since

    def close(self) -> None:
        """Give the page back."""
        self._page.close()
