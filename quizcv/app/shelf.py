"""A learner with their cards: the library, the syllabus and what was done so far."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from quizcv.app import clock as clocks
from quizcv.app.askable import askable
from quizcv.app.libraries import open_library, open_syllabus
from quizcv.app.places import content_dir, state_dir
from quizcv.app.proofs import Proofs
from quizcv.cards.selecting import select, select_named
from quizcv.words import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quizcv.app.askable import Askable
    from quizcv.cards.library import Entry, Library
    from quizcv.cards.syllabus import Syllabus
    from quizcv.session.ports import Clock
    from quizcv.store.progress import ProgressStore


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which cards a session is about; nothing named means all of them."""

    names: Sequence[str] = ()
    """Topics or areas, whichever there is."""
    areas: Sequence[str] = ()
    levels: Sequence[str] = ()
    kinds: Sequence[str] = ()


@dataclass(frozen=True)
class Shelf:
    """The cards there are, what the learner has done with them, and the time."""

    library: Library
    syllabus: Syllabus
    store: ProgressStore
    clock: Clock

    @cached_property
    def proofs(self) -> Proofs:
        """What the locks of the banks prove."""
        return Proofs(self.library.banks)

    @property
    def order(self) -> list[str]:
        """The topics in the order in which they are learnt."""
        return [topic.topic for topic in self.syllabus]

    @property
    def messages(self) -> tuple[str, ...]:
        """Which added banks have problems; their sound cards can be asked all the same.

        Bundled banks are no business of the learner's: `quizcv doctor` speaks of them.
        """
        inside = content_dir()
        found = (p.file for p in self.library.problems if inside not in Path(p.file).parents)
        return tuple(
            f"{plural(count, 'problem')} in {file}: `quizcv bank check {file}` shows them"
            for file, count in Counter(found).items()
        )

    def askable(self, entries: Sequence[Entry]) -> Askable:
        """Return those of the cards that can be asked on this machine.

        Raises:
            ExecutionRefused: none can; or no card of a bank is proved, and it may not run here.
        """
        return askable(entries, self.library, self.proofs)

    def entries(self, wanted: Wanted) -> list[Entry]:
        """Return the cards of the topics, areas, levels and kinds named.

        Raises:
            UnknownName: one of the names does not exist.
        """
        found = select(
            self.library,
            self.syllabus,
            areas=wanted.areas,
            levels=wanted.levels,
            kinds=wanted.kinds,
        )
        return select_named(found, self.syllabus, wanted.names)


@contextmanager
def open_shelf(banks: Sequence[Path] | None = None) -> Iterator[Shelf]:
    """Give the library and the progress, closed at the end.

    Raises:
        BankUnreadable: an added bank is missing.
        ProgressError: the progress cannot be used as it is.
    """
    syllabus = open_syllabus()
    library = open_library(banks or (), syllabus=syllabus)
    with open_store() as store:
        store.adopt({old: entry.head.id for entry in library for old in entry.head.aliases})
        yield Shelf(library, syllabus, store, clocks.current())


def open_store() -> ProgressStore:
    """Return the learner's progress.

    Raises:
        ProgressError: it cannot be used as it is.
    """
    from quizcv.store.progress import open_progress  # noqa: PLC0415 - 3 ms of sqlite3, not for `study --help`

    return open_progress(state_dir(), clocks.current().now())
