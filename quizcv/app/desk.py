"""What a session needs from this machine: clock, progress, a dealer with workers, references."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING

from quizcv.app.dealing import WorkerDealer
from quizcv.app.workers import open_workers
from quizcv.session.ports import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from quizcv.app.shelf import Shelf


@contextmanager
def open_desk(shelf: Shelf) -> Iterator[Desk]:
    """Give a session its ports; its workers end with the block, and the day's copy is made.

    Raises:
        ExecutionRefused: a bank is not trusted and snippets cannot be isolated here.
    """
    with open_workers(shelf.library) as workers:
        references = {bank.id: bank.sources for bank in shelf.library.banks}
        yield Desk(shelf.clock, shelf.store, WorkerDealer(workers), references)
    shelf.store.back_up(shelf.clock.now())


def session_id(now: datetime) -> str:
    """Return a new session's id: sorts by time, and two at once differ."""
    return f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


def fresh_seed() -> int:
    """Return a seed short enough to be typed again."""
    return secrets.randbelow(10**6)
