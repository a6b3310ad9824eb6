"""`quizcv bank`: writing, reading and trusting banks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quizcv.app import banks
from quizcv.bank.schema import schema_text
from quizcv.cli import options
from quizcv.cli.group import HELP_OPTIONS, finish
from quizcv.ui import bank_view
from quizcv.ui.console import write

app = typer.Typer(
    help="Write, check and trust question banks.",
    no_args_is_help=True,
    add_completion=False,
    context_settings=HELP_OPTIONS,
)


@app.command("check")
def check(
    paths: Annotated[list[Path], typer.Argument(help="Bank files or folders.")],
    as_json: options.Json = False,
) -> None:
    """Read banks and report every problem, without running anything in them."""
    finish(banks.check_banks(paths), bank_view.checked, as_json=as_json)


@app.command("schema")
def schema() -> None:
    """Print the JSON Schema of the bank format, for editors."""
    write(schema_text())


@app.command("new")
def new(
    path: Annotated[Path, typer.Argument(help="The file to write, such as pooling.yaml.")],
    area: Annotated[str, typer.Option(help="Area of the syllabus.")] = "convolution",
) -> None:
    """Write a new bank with one working card to start from."""
    finish(banks.new_bank(path, area), bank_view.written)


@app.command("trust")
def trust(
    paths: Annotated[list[Path], typer.Argument(help="Bank files or folders you have read.")],
) -> None:
    """Let banks run where snippets cannot be isolated, as they are now; an edit revokes."""
    finish(banks.trust_banks(paths), bank_view.trusted)


@app.command("untrust")
def untrust(
    paths: Annotated[list[Path], typer.Argument(help="Bank files or folders.")],
) -> None:
    """Take trust back."""
    finish(banks.untrust_banks(paths), bank_view.untrusted)


@app.command("list")
def list_banks(bank: options.Banks = None, as_json: options.Json = False) -> None:
    """List the banks with their cards, problems and trust."""
    finish(banks.list_banks(bank), bank_view.bank_table, as_json=as_json)
