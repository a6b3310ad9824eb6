"""Values of options become what typer makes of them, without what typer imports for it."""

from __future__ import annotations

import io
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from types import SimpleNamespace
from typing import Annotated

import pytest
import typer
from typer.main import get_command

from quizcv.cli.coercion import spare_imports

ARGUMENTS = [
    [],
    ["one", "two"],
    ["--count", "3"],
    ["--count", "0"],
    ["--count", "few"],
    ["--share", "0.5", "--share", "1"],
    ["--bank", "a.yaml", "--bank", "b c.yaml"],
    ["--file", "x.md", "--name", "7", "--plain"],
    ["--no-such"],
]


def command():
    app = typer.Typer(add_completion=False)

    @app.command()
    def tell(
        names: Annotated[list[str] | None, typer.Argument()] = None,
        count: Annotated[int, typer.Option(min=1)] = 10,
        share: Annotated[list[float] | None, typer.Option()] = None,
        bank: Annotated[list[Path] | None, typer.Option()] = None,
        file: Annotated[Path | None, typer.Option()] = None,
        name: Annotated[str, typer.Option()] = "",
        plain: Annotated[bool, typer.Option("--plain")] = False,
    ) -> None:
        typer.echo(repr((names, count, share, bank, file, name, plain)))

    return get_command(app)


@pytest.mark.parametrize("arguments", ARGUMENTS, ids=" ".join)
def test_values_are_what_typer_makes_of_them(arguments: list[str]) -> None:
    own = command()
    spare_imports(own)
    told = [
        (done.exit_code, done.output)
        for done in (_run(each, arguments) for each in (command(), own))
    ]
    assert told[0] == told[1]


def _run(found, arguments: list[str]):
    told = io.StringIO()
    with redirect_stdout(told), redirect_stderr(told), pytest.raises(SystemExit) as end:
        found(arguments, prog_name="tell")
    return SimpleNamespace(exit_code=end.value.code, output=told.getvalue())


def test_a_session_begins_without_pydantic(tmp_path: Path) -> None:
    code = (
        "import sys; from quizcv.cli.main import main\n"
        "sys.argv = ['quizcv', 'quiz', 'none', '--bank', 'no.yaml', '--plain']\n"
        "try:\n    main()\nexcept SystemExit:\n    print('pydantic' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={"QUIZCV_HOME": str(tmp_path)},
    )
    assert done.stdout.strip() == "False", done.stderr
