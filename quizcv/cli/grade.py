"""`quizcv grade`: grade one typed answer without a session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from quizcv.cli import options
from quizcv.cli.group import HELP_OPTIONS
from quizcv.errors import QuizcvError

if TYPE_CHECKING:
    from quizcv.app.dealing import WorkerDealer
    from quizcv.cards.library import Entry
    from quizcv.cards.variant import Variant

INVALID = 2

# An answer such as -7.2 is no option.
app = typer.Typer(add_completion=False)


@app.command(context_settings={**HELP_OPTIONS, "ignore_unknown_options": True})
def grade(
    card: Annotated[str, typer.Argument(help="Id of the card.")],
    answer: Annotated[str, typer.Argument(help="What you would type in a session.")],
    numbers: options.Numbers = None,
    seed: Annotated[int | None, typer.Option(help="Draw the numbers with this seed.")] = None,
    bank: options.Banks = None,
    as_json: options.Json = False,
) -> None:
    """Grade an answer: exit 0 if right, 1 if wrong, 2 if it cannot be read."""
    from quizcv.app import wiring
    from quizcv.app.dealing import WorkerDealer
    from quizcv.cards.template import fill
    from quizcv.cli.params import card_numbers
    from quizcv.grading import grade as graded_answer

    library = wiring.open_library(bank or [])
    entry = library.entry(card)
    changes = card_numbers(numbers, entry.card)
    with wiring.open_workers(library, 1) as workers:
        dealer = WorkerDealer(workers)
        variant = _variant(dealer, entry, seed, changes)
        found = graded_answer(
            entry.card,
            variant,
            answer,
            sample=lambda expression: dealer.sample(entry, variant, expression),
        )
    verdict = {
        "verdict": found.verdict,
        "feedback": fill(found.feedback, variant.names),
        "expected": fill(found.expected, variant.names),
        "given": fill(found.given, variant.names),
    }
    _print({"card": entry.card.id, "params": variant.params, **verdict}, as_json=as_json)
    if found.verdict != "correct":
        raise typer.Exit(1 if found.verdict == "wrong" else INVALID)


def _variant(
    dealer: WorkerDealer, entry: Entry, seed: int | None, changes: dict[str, Any]
) -> Variant:
    from msgspec.structs import replace

    from quizcv.session.ports import Trouble

    dealt = dealer.deal(entry, seed)
    if changes and not isinstance(dealt, Trouble):
        dealt = dealer.recompute(entry, {**dealt.params, **changes})
    if isinstance(dealt, Trouble):
        raise QuizcvError(f"{entry.card.id}: {dealt.message}", dealt.remedy)
    return replace(dealt, seed=seed)


def _print(found: dict[str, Any], *, as_json: bool) -> None:
    from quizcv.ui import console

    if as_json:
        console.emit_json(found)
        return
    console.write(f"{found['verdict']}: {found['given'] or 'not readable'}\n")
    if found["feedback"]:
        console.write(f"{found['feedback']}\n")
    if found["verdict"] == "wrong":
        console.write(f"Right: {found['expected']}\n")
