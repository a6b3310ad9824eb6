"""The command line: the table of commands, and what `quizcv` alone does."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcv import __version__
from quizcv.cli.group import HELP_OPTIONS, Group
from quizcv.ui.console import write

Group.lazy = {
    "verify": "quizcv.cli.verify:verify",
    "run": "quizcv.cli.run:run",
    "show": "quizcv.cli.browse:show",
    "list": "quizcv.cli.browse:list_cards",
    "search": "quizcv.cli.browse:search",
    "syllabus": "quizcv.cli.browse:syllabus",
    "trace": "quizcv.cli.trace:trace",
    "bank": "quizcv.cli.bank:app",
    "doctor": "quizcv.cli.doctor:doctor",
}

app = typer.Typer(
    cls=Group,
    context_settings=HELP_OPTIONS,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)


def _version(wanted: bool) -> None:
    if wanted:
        write(f"quizcv {__version__}\n")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", "-V", help="Print the version.", callback=_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Interview prep for computer vision and deep learning. Every answer has been executed."""


def main() -> None:
    """Run the command line."""
    app()
