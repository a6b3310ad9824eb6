"""What a session needs from this machine: clock, progress, a dealer, references."""

from __future__ import annotations

import os
import random
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from quizcv.app.lock_dealing import LazyWorkers, LockDealer
from quizcv.session.ports import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from quizcv.app.shelf import Shelf


@contextmanager
def open_desk(shelf: Shelf) -> Iterator[Desk]:
    """Give a session its ports; its workers end with the block, and the day's copy is made."""
    with closing(LazyWorkers(shelf.library)) as workers:
        references = {bank.id: bank.sources for bank in shelf.library.banks}
        yield Desk(shelf.clock, shelf.store, LockDealer(shelf.proofs, workers), references)
    shelf.store.back_up(shelf.clock.now())


def session_id(now: datetime) -> str:
    """Return a new session's id: sorts by time, and two at once differ."""
    return f"{now:%Y%m%dT%H%M%SZ}-{os.urandom(3).hex()}"


def fresh_seed() -> int:
    """Return a seed short enough to be typed again."""
    return random.SystemRandom().randrange(10**6)
