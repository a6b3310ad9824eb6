"""A screen that is longer than the terminal: a window on its lines, its keys always in sight."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_UP, _DOWN = ("\x1b[A", "\x1bOA"), ("\x1b[B", "\x1bOB")
_PAGE_UP, _PAGE_DOWN = ("\x1b[5~",), ("\x1b[6~",)
LEAST = 5
"""Lines of the body that are shown on the lowest of terminals, whatever scrolls away."""


@dataclass(frozen=True)
class ScrollState:
    """A window on so many lines, and the line it begins with: arithmetic without a terminal."""

    length: int
    window: int
    top: int = 0

    @property
    def last(self) -> int:
        """The line that the window begins with at the end."""
        return max(0, self.length - self.window)

    @property
    def below(self) -> int:
        """How far it can still go down."""
        return self.last - self.top

    @property
    def page(self) -> int:
        """How far a page goes: two lines stay, so that nobody loses the thread."""
        return max(1, self.window - 2)

    def to(self, top: int) -> ScrollState:
        """Return it with the window at that line, or as near as there are lines."""
        return replace(self, top=min(max(0, top), self.last))


class Page:
    """Lines above a foot that stays; where they do not fit, arrow keys move a window on them."""

    def __init__(self, body: Sequence[str], foot: Sequence[str], height: int, top: int = 0) -> None:
        """Begin with line `top` of `body` in sight; `height` is the number of rows there are."""
        self._body = body
        self._foot = foot
        # One row is for what is typed below, and one tells how much there is above and below.
        window = max(LEAST, height - len(foot) - 2)
        self._fits = len(body) + len(foot) + 1 <= height
        self._scroll = ScrollState(len(body), len(body) if self._fits else window).to(top)

    @property
    def top(self) -> int:
        """The line of the body that the window begins with."""
        return self._scroll.top

    @property
    def lines(self) -> list[str]:
        """What is in sight now."""
        if self._fits:
            return [*self._body, *self._foot]
        scroll = self._scroll
        seen = self._body[scroll.top : scroll.top + scroll.window]
        return [*seen, self._more(), *self._foot]

    def feed(self, key: str) -> bool:
        """Take in a key; True when the window moved."""
        before = self._scroll
        if key in _UP or key in _PAGE_UP:
            self._scroll = before.to(before.top - (1 if key in _UP else before.page))
        elif key in _DOWN or key in _PAGE_DOWN:
            self._scroll = before.to(before.top + (1 if key in _DOWN else before.page))
        return self._scroll != before

    def _more(self) -> str:
        scroll = self._scroll
        parts = [f"↑ {scroll.top}"] if scroll.top else []
        parts += [f"↓ {scroll.below}"] if scroll.below else []
        return f"{' '.join(parts)} more (arrow keys)"
