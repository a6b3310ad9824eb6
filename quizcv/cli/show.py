"""`quizcv show`: one card with everything it says."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcv.app.showing import show_card
from quizcv.cli import options
from quizcv.cli.group import finish
from quizcv.ui import browse_view


def show(
    card: Annotated[str, typer.Argument(help="Id of the card.")],
    bank: options.Banks = None,
    as_json: options.Json = False,
) -> None:
    """Show one card with its answer, explanation, mistakes and code."""
    finish(show_card(card, bank), browse_view.card, as_json=as_json)
