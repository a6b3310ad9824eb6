"""`quizcv progress`: the learner's data, to keep, to move and to read."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from quizcv.cli import options
from quizcv.cli.group import HELP_OPTIONS

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


def _path() -> Path:
    from quizcv.app.wiring import state_dir

    return state_dir() / "progress.sqlite"


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="A new file.")], as_json: options.Json = False
) -> None:
    """Copy everything into one file."""
    from quizcv.store import backups, open_progress

    with open_progress(_path().parent):
        backups.save(_path(), file)
    _say(f"Saved to {file}.", {"file": str(file)}, as_json=as_json)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")], as_json: options.Json = False
) -> None:
    """Put a backup in the place of what is there, which is kept."""
    from quizcv.store import backups, open_progress

    kept = backups.restore(_path(), file, datetime.now(UTC))
    with open_progress(_path().parent) as store:
        count = len(store.reviews())
    remark = f" What was there before is kept in {kept}." if kept else ""
    data = {"file": str(file), "reviews": count, "kept": str(kept) if kept else None}
    _say(f"Restored {count:,} answers from {file}.{remark}", data, as_json=as_json)


@app.command()
def export(
    file: Annotated[Path | None, typer.Argument(help="By default standard output.")] = None,
    form: Annotated[
        Format, typer.Option("--format", "-f", help="Everything as JSON, or the log as CSV.")
    ] = Format.JSON,
) -> None:
    """Write everything as JSON, or the review log as CSV."""
    import json

    from quizcv.store import export as formats
    from quizcv.store import open_progress
    from quizcv.ui.console import write

    with open_progress(_path().parent) as store:
        if form is Format.CSV:
            text = formats.as_csv(store)
        else:
            text = json.dumps(formats.as_json(store), indent=2, ensure_ascii=False) + "\n"
    if file is None:
        write(text)
    else:
        from quizcv.store.database import explained

        with explained(file):
            file.write_text(text, encoding="utf-8")


@app.command()
def rebuild(as_json: options.Json = False) -> None:
    """Derive every card's schedule from the review log again."""
    from quizcv.store import open_progress

    with open_progress(_path().parent) as store:
        count = store.rebuild()
    _say(f"{count:,} cards rebuilt from the log.", {"cards": count}, as_json=as_json)


def _say(text: str, data: dict[str, object], *, as_json: bool) -> None:
    from quizcv.ui import console

    if as_json:
        console.emit_json(data)
    else:
        console.write(f"{text}\n")
