"""Length-prefixed frames, the same on every pipe: host to server, server to host, child to server.

Standard library only: servers and children import it.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = struct.Struct("!I")


class BadFrame(ValueError):
    """The bytes on a pipe are no frames: something else wrote to it."""


def pack(payload: bytes) -> bytes:
    """Return `payload` behind its length."""
    return _HEAD.pack(len(payload)) + payload


class Frames:
    """Cuts a stream of bytes into the frames it holds."""

    def __init__(self, limit: int) -> None:
        """Refuse frames longer than `limit` bytes, so that a forged length claims no memory."""
        self._limit = limit
        self._data = bytearray()

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Add bytes and yield every frame that is now whole.

        Raises:
            BadFrame: a length is beyond the limit.
        """
        self._data += data
        while len(self._data) >= _HEAD.size:
            (length,) = _HEAD.unpack_from(self._data)
            if length > self._limit:
                raise BadFrame(f"a frame of {length} bytes")
            end = _HEAD.size + length
            if len(self._data) < end:
                return
            frame = bytes(self._data[_HEAD.size : end])
            del self._data[:end]
            yield frame
