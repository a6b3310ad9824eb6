"""The time: the one place that asks the machine for it. Tests put a clock of theirs here."""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizcv.session.ports import Clock


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the time in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds that go on forward, whatever happens to the time of day."""
        return time.monotonic()


_MACHINE = SystemClock()
_CLOCK: ContextVar[Clock] = ContextVar("clock", default=_MACHINE)


def current() -> Clock:
    """Return the clock that everything goes by."""
    return _CLOCK.get()


@contextmanager
def going_by(clock: Clock) -> Iterator[None]:
    """Let everything in the block go by another clock."""
    token = _CLOCK.set(clock)
    try:
        yield
    finally:
        _CLOCK.reset(token)
