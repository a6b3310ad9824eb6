"""`quizcv grade`: grade one typed answer without a session."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcv.app.grading import grade_answer
from quizcv.cli import options
from quizcv.cli.group import HELP_OPTIONS, finish
from quizcv.ui.grade_view import grade_view

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
    finish(grade_answer(card, answer, numbers, seed, bank), grade_view, as_json=as_json)
