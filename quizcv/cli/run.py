"""`quizcv run`: show a card's snippet and execute it, with your own numbers if you like."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcv.app.running import run_card
from quizcv.cli import options
from quizcv.cli.group import finish
from quizcv.ui.run_view import run_view


def run(
    card: Annotated[str, typer.Argument(help="Id of the card.")],
    numbers: options.Numbers = None,
    seed: Annotated[int | None, typer.Option(help="Draw the numbers with this seed.")] = None,
    bank: options.Banks = None,
    as_json: options.Json = False,
) -> None:
    """Execute the snippet behind a card's answer; exit 1 if it fails."""
    finish(run_card(card, numbers, seed, bank), run_view, as_json=as_json)
