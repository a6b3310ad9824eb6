"""`quizcv search`: cards by the words in them."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcv.app.browsing import search_cards
from quizcv.cli import options
from quizcv.cli.group import finish
from quizcv.ui import browse_view


def search(
    words: Annotated[list[str], typer.Argument(help="Words that all have to occur.")],
    bank: options.Banks = None,
    as_json: options.Json = False,
) -> None:
    """Search ids, topics, questions, answers and explanations."""
    finish(search_cards(words, bank), browse_view.card_table, as_json=as_json)
