"""The command line: the table of commands, and what `quizcv` alone does."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcv import __version__
from quizcv.cli.group import HELP_OPTIONS, Group
from quizcv.ui.console import write

Group.lazy = {
    "study": "quizcv.cli.study:study",
    "quiz": "quizcv.cli.quiz:quiz",
    "mock": "quizcv.cli.mock:app",
    "verify": "quizcv.cli.verify:verify",
    "run": "quizcv.cli.run:run",
    "show": "quizcv.cli.browse:show",
    "list": "quizcv.cli.browse:list_cards",
    "search": "quizcv.cli.browse:search",
    "syllabus": "quizcv.cli.browse:syllabus",
    "grade": "quizcv.cli.grade:app",
    "stats": "quizcv.cli.stats:stats",
    "plan": "quizcv.cli.plan:plan",
    "progress": "quizcv.cli.progress:app",
    "trace": "quizcv.cli.trace:trace",
    "bank": "quizcv.cli.bank:app",
    "doctor": "quizcv.cli.doctor:doctor",
}

app = typer.Typer(
    cls=Group,
    context_settings=HELP_OPTIONS,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
)


def _version(wanted: bool) -> None:
    if wanted:
        write(f"quizcv {__version__}\n")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001 - its callback has done the work
        bool,
        typer.Option(
            "--version", "-V", help="Print the version.", callback=_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Interview prep for computer vision and deep learning. Every answer has been executed."""
    if context.invoked_subcommand is None:
        from quizcv.cli.home import home

        home()


def main() -> None:
    """Run the command line, by that name also as `python -m quizcv`."""
    app(prog_name="quizcv")
