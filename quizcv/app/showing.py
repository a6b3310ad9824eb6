"""The values that a card's text needs, computed where execution is possible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quizcv.errors import ExecutionRefused, WorkerLost
from quizcv.kinds import kind_of

if TYPE_CHECKING:
    from quizcv.cards.library import Entry, Library
    from quizcv.cards.variant import Variant


@dataclass(frozen=True)
class Shown:
    """The names a card's text interpolates, and the numbers behind them where they were run."""

    names: dict[str, Any]
    variant: Variant | None = None
    remark: str = ""


def computed(library: Library, entry: Entry) -> Shown:
    """Return what a card shows at its default numbers.

    Reading a bank needs no trust: where its code may not run, or fails, the stated values
    stand in for the computed ones and the remark says so.
    """
    from quizcv.app.wiring import open_workers
    from quizcv.runner.host.protocol import Failure
    from quizcv.verify.deal import deal_job, dealt

    try:
        with open_workers(library, 1) as workers:
            outcome = workers.run_one(deal_job(entry, None))
    except (ExecutionRefused, WorkerLost) as error:
        return Shown(stated_names(entry), None, f"values as stated, not computed: {error}")
    variant = dealt(entry, None, outcome)
    if isinstance(variant, Failure):
        remark = f"values as stated, the check failed: {variant.message}"
        return Shown(stated_names(entry), None, remark)
    return Shown(variant.names, variant)


def stated_names(entry: Entry) -> dict[str, Any]:
    """Return the names that the bank itself states, without running anything."""
    card = entry.card
    stated = kind_of(card.answer).stated(card.answer)
    answer = {} if stated is None else {"answer": stated}
    return {**card.params, **card.stated_claims, **answer}
