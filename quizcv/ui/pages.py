"""A screen that is longer than the terminal: a window on its lines, its keys always in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_UP, _DOWN = ("\x1b[A", "\x1bOA"), ("\x1b[B", "\x1bOB")
_PAGE_UP, _PAGE_DOWN = ("\x1b[5~",), ("\x1b[6~",)
LEAST = 5
"""Lines of the body that are shown on the lowest of terminals, whatever scrolls away."""


class Page:
    """Lines above a foot that stays; where they do not fit, arrow keys move a window on them."""

    def __init__(self, body: Sequence[str], foot: Sequence[str], height: int, top: int = 0) -> None:
        """Begin with line `top` of `body` in sight; `height` is the number of rows there are."""
        self._body = body
        self._foot = foot
        # One row is for what is typed below, and one tells how much there is above and below.
        self._rows = max(LEAST, height - len(foot) - 2)
        self._fits = len(body) + len(foot) + 1 <= height
        self._last = 0 if self._fits else max(0, len(body) - self._rows)
        self._top = min(top, self._last)

    @property
    def lines(self) -> list[str]:
        """What is in sight now."""
        if self._fits:
            return [*self._body, *self._foot]
        seen = self._body[self._top : self._top + self._rows]
        return [*seen, self._more(), *self._foot]

    def feed(self, key: str) -> bool:
        """Take in a key; True when the window moved."""
        step = max(1, self._rows - 2)
        if key in _UP or key in _PAGE_UP:
            wanted = self._top - (1 if key in _UP else step)
        elif key in _DOWN or key in _PAGE_DOWN:
            wanted = self._top + (1 if key in _DOWN else step)
        else:
            return False
        before, self._top = self._top, min(max(0, wanted), self._last)
        return self._top != before

    def _more(self) -> str:
        below = self._last - self._top
        parts = [f"↑ {self._top}"] if self._top else []
        parts += [f"↓ {below}"] if below else []
        return f"{' '.join(parts)} more (arrow keys)"
