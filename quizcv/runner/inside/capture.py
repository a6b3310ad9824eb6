"""A child's standard streams: kept in memory up to a limit, so that a flood costs nothing.

What goes through `sys.stdout` and `sys.stderr` is kept here and travels with the outcome. What
goes straight to descriptors 1 and 2 reaches the server through pipes (see `attempt`).
"""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class Sink(io.RawIOBase):
    """Keeps the first `limit` bytes written to it and counts the rest."""

    def __init__(self, fd: int, limit: int) -> None:
        super().__init__()
        self._fd, self.limit = fd, limit
        self._kept, self._dropped = bytearray(), 0

    def writable(self) -> bool:
        """Return True."""
        return True

    def fileno(self) -> int:
        """Return the descriptor it stands for."""
        return self._fd

    def write(self, data: ReadableBuffer) -> int:
        """Take `data` in and return its length."""
        view = memoryview(data).cast("B")
        room = self.limit - len(self._kept)
        if room > 0:
            self._kept += view[:room]
        self._dropped += max(0, len(view) - max(0, room))
        return len(view)

    def take(self) -> tuple[str, int]:
        """Return the text since the last time, and how many bytes were dropped."""
        taken = bytes(self._kept).decode("utf-8", "backslashreplace"), self._dropped
        self._kept, self._dropped = bytearray(), 0
        return taken


class Streams:
    """Standard output and standard error of a child."""

    def __init__(self) -> None:
        """Make them for a child that has yet to be forked."""
        self._limit, self._fresh = 0, False
        self._install()

    def limit(self, limit: int) -> None:
        """Keep `limit` bytes of each."""
        self._limit = limit
        for sink in self._sinks:
            sink.limit = limit

    def renew(self) -> None:
        """Put fresh streams in place; a snippet may have closed or replaced the last ones."""
        if not self._fresh:
            self._install()
        self._fresh = False

    def _install(self) -> None:
        self._sinks, self._fresh = (Sink(1, self._limit), Sink(2, self._limit)), True
        for name, sink in zip(("stdout", "stderr"), self._sinks, strict=True):
            stream = io.TextIOWrapper(
                sink,  # type: ignore[type-var]
                encoding="utf-8",
                errors="backslashreplace",
                newline="\n",
                write_through=True,
            )
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)

    def take(self) -> dict[str, object]:
        """Return what was written to each, and what was dropped of each."""
        (out, out_dropped), (err, err_dropped) = (sink.take() for sink in self._sinks)
        return {"stdout": out, "stderr": err, "dropped": [out_dropped, err_dropped]}
