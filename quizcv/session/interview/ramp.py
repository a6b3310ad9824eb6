"""Difficulty that follows the answers: two successes up, one miss down a level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizcv.cards.selecting import LEVELS
from quizcv.errors import UsageError

if TYPE_CHECKING:
    from quizcv.cards.model import Level

_LETTERS = {level[0]: level for level in LEVELS}
_PER_LEVEL = 2
_TOP = len(LEVELS) * _PER_LEVEL - 1


class Ramp:
    """Where the difficulty stands, and every level it has given."""

    def __init__(self, start: Level, fixed: str = "") -> None:
        """Begin at a level. `fixed` gives the first levels by their letters, whatever is answered.

        Raises:
            UsageError: a letter of `fixed` stands for no level.
        """
        if strange := set(fixed) - set(_LETTERS):
            letters = ", ".join(f"{letter} ({level})" for letter, level in _LETTERS.items())
            raise UsageError(f"--ramp has {sorted(strange)[0]!r} in it", f"its letters: {letters}")
        self._rung = LEVELS.index(start) * _PER_LEVEL
        self._fixed = fixed
        self.given = ""

    @property
    def level(self) -> Level:
        """The level that the next choice will have."""
        if len(self.given) < len(self._fixed):
            return _LETTERS[self._fixed[len(self.given)]]
        return LEVELS[self._rung // _PER_LEVEL]

    def take(self) -> Level:
        """Return the level of a choice that is made now."""
        level = self.level
        self.given += level[0]
        return level

    def heard(self, success: bool | None, *, helped: bool = False) -> None:
        """Follow an answer: up after a success without help, a whole level back after a miss."""
        if success and not helped:
            self._rung = min(_TOP, self._rung + 1)
        elif success is False:
            self._rung = max(0, self._rung - _PER_LEVEL)
