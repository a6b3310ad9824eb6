"""`quizcv bank`: writing, reading and trusting banks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quizcv.cli import options
from quizcv.cli.group import HELP_OPTIONS
from quizcv.errors import UsageError

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
    from msgspec import to_builtins

    from quizcv.app import wiring
    from quizcv.ui import console
    from quizcv.words import plural

    library = wiring.open_library(paths, bundled=False)
    if as_json:
        problems = to_builtins(list(library.problems))
        files = [bank.file for bank in library.banks]
        console.emit_json({"files": files, "cards": len(library), "problems": problems})
    else:
        for problem in library.problems:
            console.write(f"{problem}\n")
        counts = {"card": len(library), "bank": len(library.banks)}
        counts["problem"] = len(library.problems)
        console.write(", ".join(plural(count, noun) for noun, count in counts.items()) + "\n")
    if library.problems:
        raise typer.Exit(2)


@app.command("schema")
def schema() -> None:
    """Print the JSON Schema of the bank format, for editors."""
    from quizcv.bank.schema import schema_text
    from quizcv.ui import console

    console.write(schema_text())


@app.command("new")
def new(
    path: Annotated[Path, typer.Argument(help="The file to write, such as pooling.yaml.")],
    area: Annotated[str, typer.Option(help="Area of the syllabus.")] = "convolution",
) -> None:
    """Write a new bank with one working card to start from."""
    from quizcv.cli.scaffold import bank_text
    from quizcv.ui import console

    if path.suffix not in {".yaml", ".yml"}:
        raise UsageError(f"{path} is not named like a bank", "end the name in .yaml")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(bank_text(path.stem, area))
    except FileExistsError as error:
        raise UsageError(f"{path} exists already", "choose another name") from error
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error
    console.write(
        f"{path} written. Change its card, then:\n"
        f"  quizcv verify {path}        runs its checks\n"
        f"  quizcv study --bank {path}  asks it beside the bundled cards\n"
    )


@app.command("trust")
def trust(
    paths: Annotated[list[Path], typer.Argument(help="Bank files or folders you have read.")],
) -> None:
    """Let banks run where snippets cannot be isolated, as they are now; an edit revokes."""
    from quizcv.app.wiring import state_dir
    from quizcv.bank.files import bank_files
    from quizcv.store.trust import TrustStore
    from quizcv.ui import console

    store = TrustStore(state_dir())
    for path in bank_files(paths):
        entry = store.trust(path)
        console.write(f"trusted {entry.path} as {entry.digest}\n")


@app.command("untrust")
def untrust(
    paths: Annotated[list[Path], typer.Argument(help="Bank files or folders.")],
) -> None:
    """Take trust back."""
    from quizcv.app.wiring import state_dir
    from quizcv.bank.files import bank_files
    from quizcv.store.trust import TrustStore
    from quizcv.ui import console

    store = TrustStore(state_dir())
    files = [file for path in paths for file in (bank_files([path]) if path.is_dir() else [path])]
    unknown = [path for path in files if not store.untrust(path)]
    for path in files:
        remark = "was not trusted" if path in unknown else "is no longer trusted"
        console.write(f"{path} {remark}\n")
    if files == unknown:
        raise typer.Exit(1)


@app.command("list")
def list_banks(bank: options.Banks = None, as_json: options.Json = False) -> None:
    """List the banks with their cards, problems and trust."""
    from quizcv.app import wiring
    from quizcv.app.trust import trust_of
    from quizcv.store.trust import TrustStore
    from quizcv.ui import bank_view, console

    store = TrustStore(wiring.state_dir())
    trusted = {entry.path: entry.digest for entry in store.listed()}
    library = wiring.open_library([*(bank or []), *(path for path in trusted if path.exists())])
    rows = [
        {
            "bank": one.id,
            "title": one.title,
            "area": one.area,
            "file": one.file,
            "cards": len(one.entries),
            "problems": len(one.problems),
            "digest": one.digest,
            "trust": trust_of(one, store),
        }
        for one in library.banks
    ]
    if as_json:
        console.emit_json({"banks": rows})
    else:
        console.emit(bank_view.bank_table(rows))
