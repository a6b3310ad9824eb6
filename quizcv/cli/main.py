"""The command line: the table of commands, and what `quizcv` alone does."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcv import __version__
from quizcv.cli.group import HELP_OPTIONS, Group
from quizcv.ui.console import write

Group.lazy = {
    "study": (
        "quizcv.cli.study:study",
        "Go through what is due and what is new; answers set when a card comes back.",
    ),
    "quiz": (
        "quizcv.cli.quiz:quiz",
        "Answer mixed questions; see the score by topic and each miss explained.",
    ),
    "mock": (
        "quizcv.cli.mock:app",
        "Sit a timed mock interview: `quizcv mock screen`, `theory`, `deep` or a preset of yours.",
    ),
    "verify": (
        "quizcv.cli.verify:verify",
        "Run the checks of banks and cards; exit 1 if an answer cannot be reproduced.",
    ),
    "run": (
        "quizcv.cli.run:run",
        "Execute the snippet behind a card's answer; exit 1 if it fails.",
    ),
    "show": (
        "quizcv.cli.show:show",
        "Show one card with its answer, explanation, mistakes and code.",
    ),
    "list": (
        "quizcv.cli.list:list_cards",
        "List cards, all or those of a topic, area, level or kind.",
    ),
    "search": (
        "quizcv.cli.search:search",
        "Search ids, topics, questions, answers and explanations.",
    ),
    "syllabus": (
        "quizcv.cli.syllabus:syllabus",
        "Show the topics, and which of them the banks cover.",
    ),
    "grade": (
        "quizcv.cli.grade:app",
        "Grade an answer: exit 0 if right, 1 if wrong, 2 if it cannot be read.",
    ),
    "stats": (
        "quizcv.cli.stats:stats",
        "Show retention, weak topics, recurring mistakes, streak, calibration and what is due.",
    ),
    "plan": (
        "quizcv.cli.plan:plan",
        "Plan new cards, reviews and mocks up to an interview; study then follows it.",
    ),
    "progress": (
        "quizcv.cli.progress:app",
        "Back up, restore, export or rebuild what you have done.",
    ),
    "trace": (
        "quizcv.cli.trace:trace",
        "Show a bundled network layer by layer: shapes, parameters, MACs, receptive field.",
    ),
    "bank": ("quizcv.cli.bank:app", "Write, check and trust question banks."),
    "doctor": (
        "quizcv.cli.doctor:doctor",
        "Show versions, isolation and paths, and run snippets; exit 1 if something is broken.",
    ),
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
        from quizcv.cli.home import home  # noqa: PLC0415 - 61 ms, for `quizcv` alone

        home()


def main() -> None:
    """Run the command line, by that name also as `python -m quizcv`."""
    app(prog_name="quizcv")
