"""The values that a card's text needs, computed where execution is possible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quizcv.bank.model import Claim, Formula, Recall
from quizcv.errors import ExecutionRefused, WorkerLost

if TYPE_CHECKING:
    from quizcv.bank.library import Entry, Library


def names_for(library: Library, entry: Entry) -> tuple[dict[str, Any], str]:
    """Return the names a card's text interpolates at its default numbers, and a remark.

    Reading a bank needs no trust: where its code may not run, or fails, the stated values
    stand in for the computed ones and the remark says so.
    """
    from quizcv.cli.wiring import open_workers
    from quizcv.runner.protocol import Failure
    from quizcv.verify.deal import deal_job, dealt

    try:
        with open_workers(library, 1) as workers:
            outcome = workers.run_one(deal_job(entry, None))
    except (ExecutionRefused, WorkerLost) as error:
        return stated_names(entry), f"values as stated, not computed: {error}"
    variant = dealt(entry, None, outcome)
    if isinstance(variant, Failure):
        return stated_names(entry), f"values as stated, the check failed: {variant.message}"
    return variant.names, ""


def stated_names(entry: Entry) -> dict[str, Any]:
    """Return the names that the bank itself states, without running anything."""
    card = entry.card
    names: dict[str, Any] = dict(card.params)
    for name, claim in card.claims.items():
        names[name] = claim.value if isinstance(claim, Claim) else claim
    if not isinstance(card.answer, Recall | Formula):
        names["answer"] = card.answer.value
    return names
