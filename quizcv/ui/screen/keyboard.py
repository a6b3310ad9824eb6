"""Keys from a terminal, one at a time, with a time limit for those who watch a clock."""

from __future__ import annotations

import codecs
import os
import re
import select
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEQUENCE = re.compile(r"\x1b(?:\[[0-9;]*[A-Za-z~]|O[A-Z])")
_PASTES, _NO_PASTES = "\x1b[?2004h", "\x1b[?2004l"
"""Ask a terminal to mark what is pasted, and to stop doing so."""
_PASTED, _PASTE_ENDS = "\x1b[200~", "\x1b[201~"
_LONGEST_PASTE = 2000
_PASTE_WAIT = 1.0
"""Seconds within which the next part of a paste arrives."""
_ESCAPE_WAIT = 0.03
"""Seconds within which the rest of an arrow key's sequence arrives."""


class Keyboard:
    """Reads keys while the terminal hands over every key at once and echoes none."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._fd = (stream or sys.stdin).fileno()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._pending = ""

    @contextmanager
    def raw(self) -> Iterator[Keyboard]:
        """Hand over single keys inside the block; Ctrl-C still interrupts."""
        import termios  # noqa: PLC0415 - not there on Windows
        import tty  # noqa: PLC0415 - not there on Windows

        before = termios.tcgetattr(self._fd)
        try:
            tty.setcbreak(self._fd, termios.TCSADRAIN)
            self._tell_terminal(_PASTES)
            yield self
        finally:
            self._tell_terminal(_NO_PASTES)
            termios.tcsetattr(self._fd, termios.TCSADRAIN, before)

    def key(self, timeout: float | None = None) -> str | None:
        """Return the next key, an arrow key as its whole sequence; None when time is up.

        What is pasted counts as one key, its lines joined: pasted lines are no commands.

        Raises:
            EOFError: the terminal is gone.
        """
        if not self._pending and not self._read(timeout):
            return None
        if self._pending.startswith("\x1b") and len(self._pending) < 3:
            self._read(_ESCAPE_WAIT)
        if self._pending.startswith(_PASTED):
            return self._paste()
        match = _SEQUENCE.match(self._pending)
        length = match.end() if match else 1
        key, self._pending = self._pending[:length], self._pending[length:]
        return key

    def _paste(self) -> str:
        while _PASTE_ENDS not in self._pending and self._read(_PASTE_WAIT):
            pass
        text, _, self._pending = self._pending.removeprefix(_PASTED).partition(_PASTE_ENDS)
        return "".join(c for c in " ".join(text.split()) if c.isprintable())[:_LONGEST_PASTE]

    def _read(self, timeout: float | None) -> bool:
        """Read what there is; False when nothing came in time."""
        while select.select([self._fd], [], [], timeout)[0]:
            data = os.read(self._fd, 1024)
            if not data:
                raise EOFError
            self._pending += self._decoder.decode(data)
            if self._pending:
                return True
        return False

    def _tell_terminal(self, sequence: str) -> None:
        with suppress(OSError):  # a terminal opened for reading only does without
            os.write(self._fd, sequence.encode())
