"""The host's end of one worker server."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec

from quizcv.runner.frames import BadFrame, Frames, pack
from quizcv.runner.host.launch import start
from quizcv.runner.host.messages import head_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizcv.runner.host.isolation import Isolation
    from quizcv.runner.host.preload import ServerKind
    from quizcv.runner.wire import Head

_CHUNK = 1 << 18
_FRAME_LIMIT = 1 << 28
_TAIL = 2000


class Lost(Exception):
    """The server is gone, or what it sends makes no sense any more."""


class Connection:
    """A running server."""

    def __init__(self, kind: ServerKind, slots: int, isolation: Isolation) -> None:
        self.kind = kind
        self.ready = False
        self._started = start(kind, slots, isolation)
        self._frames = Frames(_FRAME_LIMIT)
        process = self._started.process
        if process.stdin is None or process.stdout is None:
            raise Lost("a server without pipes")
        self._in, self.fd = process.stdin.fileno(), process.stdout.fileno()
        os.set_blocking(self.fd, False)

    def send(self, frame: bytes) -> None:
        """Hand a job over.

        Raises:
            Lost: the server is gone.
        """
        data = memoryview(pack(frame))
        try:
            while data:
                data = data[os.write(self._in, data) :]
        except OSError as error:
            raise Lost("the server does not listen") from error

    def read(self) -> Iterator[tuple[Head, bytes]]:
        """Yield what has come since the last time.

        Raises:
            Lost: the server is gone.
        """
        try:
            data = os.read(self.fd, _CHUNK)
        except BlockingIOError:
            return
        if not data:
            raise Lost("the server ended")
        try:
            for frame in self._frames.feed(data):
                yield head_of(frame)
        except (BadFrame, msgspec.DecodeError) as error:
            raise Lost("the server's channel was forged") from error

    def last_words(self) -> str:
        """Return the end of what the server wrote to standard error."""
        stderr = self._started.stderr
        size = stderr.seek(0, os.SEEK_END)
        stderr.seek(max(0, size - _TAIL))
        return stderr.read().decode("utf-8", "backslashreplace").strip()

    def close(self, patience: float = 3.0) -> None:
        """End the server and everything it runs."""
        self._started.end(patience)
