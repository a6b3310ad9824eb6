"""The clock of an interview: seconds that count, with stops that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizcv.session.ports import Clock


class Stopwatch:
    """Adds up monotonic time while it runs, so changes to the time of day do not matter."""

    def __init__(self, clock: Clock, elapsed: float = 0.0) -> None:
        """Stand still at `elapsed` seconds, which an interrupted interview has used before."""
        self._clock = clock
        self._before = elapsed
        self._since: float | None = None

    @property
    def running(self) -> bool:
        """Whether time counts now."""
        return self._since is not None

    @property
    def elapsed(self) -> float:
        """Seconds that have counted so far."""
        if self._since is None:
            return self._before
        return self._before + max(0.0, self._clock.monotonic() - self._since)

    def start(self) -> None:
        """Let time count from now on."""
        if self._since is None:
            self._since = self._clock.monotonic()

    def stop(self) -> None:
        """Let time pass without counting."""
        self._before, self._since = self.elapsed, None
