"""`quizcv run`: show a card's snippet and execute it, with your own numbers if you like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from quizcv.cli import options
from quizcv.errors import UsageError

if TYPE_CHECKING:
    from quizcv.app.wiring import Workers
    from quizcv.cards.library import Entry
    from quizcv.runner.host.protocol import Outcome


def run(
    card: Annotated[str, typer.Argument(help="Id of the card.")],
    numbers: options.Numbers = None,
    seed: Annotated[int | None, typer.Option(help="Draw the numbers with this seed.")] = None,
    bank: options.Banks = None,
    as_json: options.Json = False,
) -> None:
    """Execute the snippet behind a card's answer; exit 1 if it fails."""
    from quizcv.app import wiring
    from quizcv.cli.params import card_numbers
    from quizcv.ui import console, run_view

    library = wiring.open_library(bank or [])
    entry = library.entry(card)
    changes = card_numbers(numbers, entry.card)
    with wiring.open_workers(library) as workers:
        outcome = _run(workers, entry, seed, changes)
    if as_json:
        console.emit_json(_as_json(entry, outcome))
    else:
        console.emit(*run_view.run_view(entry, outcome))
    if outcome.failure:
        raise typer.Exit(1)


def _run(workers: Workers, entry: Entry, seed: int | None, changes: dict[str, Any]) -> Outcome:
    """Run a draw, then the learner's changes to it.

    Raises:
        UsageError: the numbers break the card's own condition.
    """
    from quizcv.verify.deal import condition_job, deal_job, makes_sense

    if not changes:
        return workers.run_one(deal_job(entry, seed))
    if seed is not None:
        changes = {**workers.run_one(deal_job(entry, seed)).params, **changes}
    if not makes_sense(workers.run_one(condition_job(entry, changes))):
        raise UsageError(
            f"card {entry.card.id} makes no sense with these numbers",
            f"it requires {entry.card.require}",
        )
    return workers.run_one(deal_job(entry, None, changes))


def _as_json(entry: Entry, outcome: Outcome) -> dict[str, Any]:
    from msgspec import to_builtins

    return {
        "card": entry.card.id,
        "params": outcome.params,
        "snippet": entry.card.check,
        "answer": outcome.values.get("answer"),
        "formula": to_builtins(outcome.expressions.get("formula")),
        "let": outcome.let,
        "values": outcome.values,
        "stdout": outcome.stdout,
        "stderr": outcome.stderr,
        "seconds": outcome.seconds,
        "failure": to_builtins(outcome.failure),
    }
