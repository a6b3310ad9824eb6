"""A one-line editor as a pure state machine, so that a clock can tick while somebody types."""

from __future__ import annotations

from typing import Literal, TypeAlias

from rich.cells import cell_len

Outcome: TypeAlias = Literal["editing", "entered", "ended"]

_BACKSPACE = ("\x7f", "\b")
_ENTER = ("\r", "\n")
_LEFT, _RIGHT = ("\x1b[D", "\x1bOD", "\x02"), ("\x1b[C", "\x1bOC", "\x06")
_HOME, _END = ("\x1b[H", "\x1bOH", "\x1b[1~", "\x01"), ("\x1b[F", "\x1bOF", "\x1b[4~", "\x05")
_DELETE = ("\x1b[3~",)
_LONGEST = 2000


class LineEditor:
    """The line being typed and where the cursor stands in it."""

    def __init__(self) -> None:
        self.text = ""
        self.cursor = 0

    def feed(self, key: str) -> Outcome:
        """Take in one key; Ctrl-D on an empty line ends."""
        if key in _ENTER:
            return "entered"
        if key == "\x04" and not self.text:
            return "ended"
        if key in _BACKSPACE:
            self._cut(self.cursor - 1, self.cursor)
        elif key in _DELETE:
            self._cut(self.cursor, self.cursor + 1)
        elif key == "\x15":
            self._cut(0, self.cursor)
        elif key == "\x17":
            self._cut(len(self.text[: self.cursor].rstrip().rpartition(" ")[0]), self.cursor)
        elif key == "\x0b":
            self._cut(self.cursor, len(self.text))
        else:
            self._move_or_insert(key)
        return "editing"

    def window(self, width: int) -> tuple[str, int]:
        """Return the part of the line that fits in `width` cells, and where the cursor is in it.

        The place is such that the part's length less the place is how many cells to go back.
        """
        start = self.cursor
        while start and cell_len(self.text[start - 1 : self.cursor]) < width:
            start -= 1
        end = self.cursor
        while end < len(self.text) and cell_len(self.text[start : end + 1]) <= width:
            end += 1
        return self.text[start:end], end - start - cell_len(self.text[self.cursor : end])

    def _move_or_insert(self, key: str) -> None:
        if key in _LEFT:
            self.cursor = max(0, self.cursor - 1)
        elif key in _RIGHT:
            self.cursor = min(len(self.text), self.cursor + 1)
        elif key in _HOME:
            self.cursor = 0
        elif key in _END:
            self.cursor = len(self.text)
        elif key.isprintable() and len(self.text) < _LONGEST:
            self.text = self.text[: self.cursor] + key + self.text[self.cursor :]
            self.cursor += len(key)

    def _cut(self, start: int, end: int) -> None:
        start, end = max(0, start), min(len(self.text), end)
        if start < end:
            self.text = self.text[:start] + self.text[end:]
            self.cursor = start
