"""Deals cards from what was proved before; workers are started when something has to be run."""

from __future__ import annotations

import random
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from quizcv.app.rereading import reread
from quizcv.cards.library import Library
from quizcv.cards.variant import Variant, draw_key
from quizcv.errors import ExecutionRefused, WorkerLost
from quizcv.session.ports import Execution, Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quizcv.app.dealing import WorkerDealer
    from quizcv.app.proofs import Proofs
    from quizcv.cards.library import Entry
    from quizcv.kinds.base import Sample


class LazyWorkers:
    """The workers of a session. Until something is to be run, there is not even a probe."""

    def __init__(self, library: Library) -> None:
        self._banks = {bank.file: bank for bank in library.banks}
        self._dealer: WorkerDealer | None = None
        self._stack = ExitStack()

    def close(self) -> None:
        """End them, if there are any."""
        self._stack.close()

    def dealer(self, entry: Entry | None = None) -> WorkerDealer:
        """Return who deals by running checks, if the card's bank may run here.

        Raises:
            ExecutionRefused: its bank is not trusted and snippets cannot be isolated here.
        """
        from quizcv.app.dealing import WorkerDealer  # noqa: PLC0415 - 40 ms, to run something
        from quizcv.app.workers import open_workers  # noqa: PLC0415 - 40 ms, as above

        if self._dealer is None:
            workers = self._stack.enter_context(open_workers(Library(())))
            self._dealer = WorkerDealer(workers)
        if entry is not None and entry.file in self._banks:
            self._dealer.admit(Library((self._banks.pop(entry.file),)))
        return self._dealer


class LockDealer:
    """Deals a card's proved showings; what has none is dealt by workers, as if nothing was wrong.

    A seed chooses among the showings, and the seed of a showing is its own: whoever deals it again,
    in this session or another, gets the same numbers as long as the lock holds them.
    """

    def __init__(self, proofs: Proofs, workers: LazyWorkers) -> None:
        self._proofs = proofs
        self._workers = workers

    def showings(self, entry: Entry) -> Sequence[Variant]:
        """Return what was proved of the card, its default numbers first."""
        return self._proofs.showings(entry)

    def deal(self, entry: Entry, seed: int | None) -> Variant | Trouble:
        """Return the showing of that seed; where nothing is proved, a worker's."""
        showings = self.showings(entry)
        if showings:
            return chosen(showings, seed)
        try:
            return self._workers.dealer(entry).deal(entry, seed)
        except ExecutionRefused as refused:
            return Trouble(refused.message, refused.remedy)

    def prepare(self, entry: Entry, seed: int | None) -> None:
        """Begin to deal in the background what a worker has to deal."""
        if not self.showings(entry):
            try:
                self._workers.dealer(entry).prepare(entry, seed)
            except ExecutionRefused:
                return  # told when the card is asked

    def recompute(self, entry: Entry, params: Mapping[str, Any]) -> Variant | Trouble:
        """Return the card with exactly these numbers."""
        for showing in self.showings(entry):
            if showing.params == params:
                return replace(showing, seed=None)
        try:
            return self._workers.dealer(entry).recompute(entry, params)
        except (ExecutionRefused, WorkerLost) as error:
            return Trouble(error.message, error.remedy)

    def execute(self, entry: Entry, variant: Variant) -> Execution | Trouble:
        """Run the card's snippet with these numbers, to be shown."""
        try:
            return self._workers.dealer(entry).execute(entry, variant)
        except (ExecutionRefused, WorkerLost) as error:
            return Trouble(error.message, error.remedy)

    def sample(self, entry: Entry, variant: Variant, expression: str) -> Sequence[Sample] | None:
        """Compute a typed formula beside the card's own; None where nothing can be run."""
        try:
            return self._workers.dealer(entry).sample(entry, variant, expression)
        except (ExecutionRefused, WorkerLost):
            return None

    def reread(self, entry: Entry) -> Entry | Trouble:
        """Return the card as its file has it now, if it can be asked as it is now."""
        return reread(entry, self._may_be_asked)

    def _may_be_asked(self, library: Library, entry: Entry) -> None:
        if not self.showings(entry):
            self._workers.dealer().admit(library)


def chosen(showings: Sequence[Variant], seed: int | None) -> Variant:
    """Return the showing whose own seed this is, or else one that the seed chooses."""
    if seed is None:
        return showings[0]
    own = next((showing for showing in showings if showing.seed == seed), None)
    if own is not None:
        return own
    chance = random.Random(draw_key(showings[0].card, seed))  # noqa: S311 - repeatable on purpose
    found = showings[chance.randrange(len(showings))]
    # The default numbers have no draw: the seed that chose them stands for them, and for the
    # order of options.
    return found if found.seed is not None else replace(found, seed=seed)
