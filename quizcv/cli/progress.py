"""`quizcv progress`: the learner's data, to keep, to move and to read."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from quizcv.app import progress
from quizcv.cli import options
from quizcv.cli.group import HELP_OPTIONS, finish
from quizcv.ui import progress_view

app = typer.Typer(
    help="Back up, restore, export or rebuild what you have done.",
    context_settings=HELP_OPTIONS,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class Format(StrEnum):
    """How the data is written."""

    JSON = "json"
    CSV = "csv"


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="A new file.")], as_json: options.Json = False
) -> None:
    """Copy everything into one file."""
    finish(progress.save_copy(file), progress_view.saved, as_json=as_json)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")], as_json: options.Json = False
) -> None:
    """Put a backup in the place of what is there, which is kept."""
    finish(progress.restore_copy(file), progress_view.restored, as_json=as_json)


@app.command()
def export(
    file: Annotated[Path | None, typer.Argument(help="By default standard output.")] = None,
    form: Annotated[
        Format, typer.Option("--format", "-f", help="Everything as JSON, or the log as CSV.")
    ] = Format.JSON,
) -> None:
    """Write everything as JSON, or the review log as CSV."""
    finish(progress.export_all(file, csv=form is Format.CSV), progress_view.exported)


@app.command()
def rebuild(as_json: options.Json = False) -> None:
    """Derive every card's schedule from the review log again."""
    finish(progress.rebuild_states(), progress_view.rebuilt, as_json=as_json)
