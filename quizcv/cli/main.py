"""The command line. Heavy modules are imported inside the commands that need them."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcv import __version__
from quizcv.cli import bank, browse, doctor, run, verify
from quizcv.cli.group import Group
from quizcv.ui.console import write

app = typer.Typer(
    cls=Group,
    help="Interview prep for computer vision and deep learning. Every answer has been executed.",
    context_settings={"help_option_names": ["-h", "--help"]},
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
        typer.Option("--version", "-V", help="Print the version.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    """Interview prep for computer vision and deep learning. Every answer has been executed."""


app.command("verify")(verify.verify)
app.command("run")(run.run)
app.command("show")(browse.show)
app.command("list")(browse.list_cards)
app.command("search")(browse.search)
app.command("syllabus")(browse.syllabus)
app.add_typer(bank.app, name="bank")
app.command("doctor")(doctor.doctor)


def main() -> None:
    """Run the command line."""
    app()
