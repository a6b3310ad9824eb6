"""One card with everything it says, computed where execution is possible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgspec import to_builtins

from quizcv.app.libraries import open_library
from quizcv.app.proofs import Proofs
from quizcv.app.results import Result
from quizcv.errors import ExecutionRefused, WorkerLost
from quizcv.kinds import kind_of
from quizcv.runner.host.protocol import Failure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quizcv.cards.library import Entry, Library
    from quizcv.cards.variant import Variant


@dataclass(frozen=True, kw_only=True)
class Shown(Result):
    """A card with the names its text interpolates, and the numbers behind them if they were run."""

    entry: Entry
    names: dict[str, Any]
    variant: Variant | None = None
    remark: str = ""

    @property
    def data(self) -> dict[str, Any]:
        """Where the card stands, its values, and the card itself."""
        entry = self.entry
        return {
            "bank": entry.bank,
            "area": entry.area,
            "file": entry.file,
            "line": entry.place("").line,
            "values": self.names,
            "card": to_builtins(entry.card),
        }


def show_card(name: str, banks: Sequence[Path] | None) -> Shown:
    """Return what a card shows at its default numbers: as proved, or else computed.

    Reading a bank needs no trust: where its code may not run, or fails, the stated values
    stand in for the computed ones and the remark says so.

    Raises:
        UnknownName: there is no such card.
    """
    library = open_library(banks or ())
    entry = library.entry(name)
    showings = Proofs(library.banks).showings(entry)
    if showings:
        return Shown(entry=entry, names=showings[0].names, variant=showings[0])
    return _computed(library, entry)


def _computed(library: Library, entry: Entry) -> Shown:
    from quizcv.app.workers import open_workers  # noqa: PLC0415 - 40 ms, to run something
    from quizcv.verify.deal import deal_job, dealt  # noqa: PLC0415 - 40 ms, as above

    try:
        with open_workers(library, 1) as workers:
            outcome = workers.run_one(deal_job(entry, None))
    except (ExecutionRefused, WorkerLost) as error:
        return _as_stated(entry, f"values as stated, not computed: {error}")
    variant = dealt(entry, None, outcome)
    if isinstance(variant, Failure):
        return _as_stated(entry, f"values as stated, the check failed: {variant.message}")
    return Shown(entry=entry, names=variant.names, variant=variant)


def _as_stated(entry: Entry, remark: str) -> Shown:
    return Shown(entry=entry, names=stated_names(entry), remark=remark)


def stated_names(entry: Entry) -> dict[str, Any]:
    """Return the names that the bank itself states, without running anything."""
    card = entry.card
    stated = kind_of(card.answer).stated(card.answer)
    answer = {} if stated is None else {"answer": stated}
    return {**card.params, **card.stated_claims, **answer}
