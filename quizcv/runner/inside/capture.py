"""What comes out of a child's standard streams, kept up to a limit so that a flood costs nothing.

What goes through `sys.stdout` and `sys.stderr` is kept in the child and travels with the outcome.
What goes straight to descriptors 1 and 2 reaches the server through pipes (see `attempt`).
"""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

    from quizcv.runner.wire import Output


class Capture:
    """The first `limit` bytes of a stream; those beyond are counted."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._kept, self._dropped = bytearray(), 0

    def add(self, data: bytes | memoryview) -> None:
        """Take in what was written."""
        room = max(0, self.limit - len(self._kept))
        self._kept += data[:room]
        self._dropped += max(0, len(data) - room)

    def take(self) -> tuple[str, int]:
        """Return the text since the last time, and how many bytes were dropped."""
        taken = self._kept.decode("utf-8", "backslashreplace"), self._dropped
        self._kept, self._dropped = bytearray(), 0
        return taken


def output_of(out: Capture, err: Capture) -> Output:
    """Return what both hold, as it crosses a pipe, and begin again."""
    (stdout, out_dropped), (stderr, err_dropped) = out.take(), err.take()
    return {"stdout": stdout, "stderr": stderr, "dropped": (out_dropped, err_dropped)}


class _Sink(io.RawIOBase):
    """A file that writes to a capture."""

    def __init__(self, fd: int, capture: Capture) -> None:
        super().__init__()
        self._fd, self._capture = fd, capture

    def writable(self) -> bool:
        """Return True."""
        return True

    def fileno(self) -> int:
        """Return the descriptor it stands for."""
        return self._fd

    def write(self, data: ReadableBuffer) -> int:
        """Take `data` in and return its length."""
        view = memoryview(data).cast("B")
        self._capture.add(view)
        return len(view)


class Streams:
    """Standard output and standard error of a child."""

    def __init__(self) -> None:
        """Make them for a child that has yet to be forked."""
        self._limit, self._fresh = 0, False
        self._install()

    def limit(self, limit: int) -> None:
        """Keep `limit` bytes of each."""
        self._limit = limit
        for capture in self._captures:
            capture.limit = limit

    def renew(self) -> None:
        """Put fresh streams in place; a snippet may have closed or replaced the last ones."""
        if not self._fresh:
            self._install()
        self._fresh = False

    def _install(self) -> None:
        self._captures, self._fresh = (Capture(self._limit), Capture(self._limit)), True
        for fd, name in ((1, "stdout"), (2, "stderr")):
            stream = io.TextIOWrapper(
                _Sink(fd, self._captures[fd - 1]),  # type: ignore[type-var]
                encoding="utf-8",
                errors="backslashreplace",
                newline="\n",
                write_through=True,
            )
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)

    def take(self) -> Output:
        """Return what was written to each since the last time."""
        return output_of(*self._captures)
