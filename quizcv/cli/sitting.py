"""What a session needs from this machine: banks, progress, workers, a clock, a front end."""

from __future__ import annotations

import os
import secrets
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from quizcv.app import wiring
from quizcv.cli.group import INTERRUPTED
from quizcv.ui.console import complain, is_interactive
from quizcv.words import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quizcv.cards.library import Entry, Library
    from quizcv.cards.syllabus import Syllabus
    from quizcv.session.ports import Desk
    from quizcv.session.protocol import Session
    from quizcv.session.views import View
    from quizcv.store import ProgressStore


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the time in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds that go on forward, whatever happens to the time of day."""
        return time.monotonic()


@dataclass(frozen=True)
class Shelf:
    """The cards there are and what the learner has done with them."""

    library: Library
    syllabus: Syllabus
    store: ProgressStore

    @property
    def order(self) -> list[str]:
        """The topics in the order in which they are learnt."""
        return [topic.topic for topic in self.syllabus]

    def entries(
        self,
        names: Sequence[str] = (),
        areas: Sequence[str] = (),
        levels: Sequence[str] = (),
        kinds: Sequence[str] = (),
    ) -> list[Entry]:
        """Return the cards of the topics, areas, levels and kinds named.

        A name without an option is a topic or an area, whichever there is.

        Raises:
            UnknownName: one of the names does not exist.
        """
        from quizcv.cards.selecting import select, select_named

        found = select(self.library, self.syllabus, areas=areas, levels=levels, kinds=kinds)
        return select_named(found, self.syllabus, names)


@contextmanager
def open_shelf(banks: Sequence[Path] | None = None) -> Iterator[Shelf]:
    """Give the library and the progress, closed at the end.

    Raises:
        BankUnreadable: an added bank is missing.
        ProgressError: the progress cannot be used as it is.
    """
    from quizcv.store import open_progress

    library = wiring.open_library(banks or [])
    _warn_of_problems(library)
    with open_progress(wiring.state_dir()) as store:
        store.adopt({old: entry.card.id for entry in library for old in entry.card.aliases})
        yield Shelf(library, wiring.open_syllabus(), store)


def _warn_of_problems(library: Library) -> None:
    """Say which added banks have problems; their sound cards can be asked all the same.

    Bundled banks are no business of the learner's: `quizcv doctor` speaks of them.
    """
    inside = wiring.content_dir()
    counts = Counter(p.file for p in library.problems if inside not in Path(p.file).parents)
    for file, count in counts.items():
        complain(f"{plural(count, 'problem')} in {file}: `quizcv bank check {file}` shows them")


@contextmanager
def open_desk(shelf: Shelf) -> Iterator[Desk]:
    """Give a session its ports; its workers end with the block.

    Raises:
        ExecutionRefused: a bank is not trusted and snippets cannot be isolated here.
    """
    from quizcv.app.dealing import WorkerDealer
    from quizcv.session.ports import Desk
    from quizcv.store import backups

    clock = SystemClock()
    with wiring.open_workers(shelf.library) as workers:
        references = {bank.id: bank.sources for bank in shelf.library.banks}
        yield Desk(clock, shelf.store, WorkerDealer(workers), references)
    backups.back_up_daily(shelf.store.path, clock.now())


def session_id(now: datetime) -> str:
    """Return a new session's id: sorts by time, and two at once differ."""
    return f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


def fresh_seed() -> int:
    """Return a seed short enough to be typed again."""
    return secrets.randbelow(10**6)


def is_plain(asked: bool) -> bool:
    """Tell whether to go line by line: when asked to, in pipes, and on dumb terminals."""
    able = is_interactive() and os.environ.get("TERM") != "dumb" and find_spec("termios")
    return asked or not able


def play(session: Session, *, plain: bool, straight_on: bool = False) -> View:
    """Play a session to its end. Ctrl-C ends it with its summary and exit code 130."""
    from quizcv.ui import fronts

    try:
        return fronts.play(session, plain=plain, straight_on=straight_on)
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
