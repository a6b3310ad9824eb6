"""One page of memory shared with a child: which code runs now, and since when.

The child notes it before each piece of code, at the price of a store; the server looks only when
it has to decide whether time is up, or what a child died of.
"""

from __future__ import annotations

import mmap
import struct
from time import monotonic as _monotonic
from typing import Any

EXPRESSION_SECONDS = 1.0
"""What an expression may take; a snippet has its job's limit."""
_NOTE = struct.Struct("=qd")


def phases(job: dict[str, Any]) -> list[str]:
    """Return the names of a job's pieces of code; the place in the list is what is noted."""
    lets = [f"let {name}" for name in job["let"]]
    return ["", "require", *lets, *(f"expression {name}" for name in job["expressions"])]


SNIPPET, REQUIRE, FIRST_LET = 0, 1, 2


class Board:
    """The page. Nothing that is read from it can be trusted: the snippet may have written it."""

    def __init__(self) -> None:
        self._page = mmap.mmap(-1, _NOTE.size)

    def note(self, phase: int) -> None:
        """Say that this piece of code begins now."""
        _NOTE.pack_into(self._page, 0, phase, _monotonic())

    def read(self) -> tuple[int, float]:
        """Return the latest piece of code and when it began, on the monotonic clock."""
        phase, since = _NOTE.unpack_from(self._page)
        return phase, since

    def close(self) -> None:
        """Give the page back."""
        self._page.close()
