"""The layers import one way, and starting up stays light."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[1]

HEAVY = ("numpy", "torch", "sqlite3", "fsrs", "textual", "yaml", "rich.console")


def test_the_layers_import_one_way(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(str(ROOT / "pyproject.toml"), no_cache=True)
    assert status == 0, capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["study", "--help"]])
def test_starting_up_imports_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        f"sys.argv = ['quizcv', *{arguments!r}]\n"
        "from quizcv.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print('loaded:', *sorted(set({HEAVY!r}) & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = set(done.stdout.rpartition("loaded:")[2].split())
    # Typer draws its own help pages with rich.
    assert loaded <= ({"rich.console"} if "--help" in arguments else set())


@pytest.mark.parametrize(
    "path", sorted((ROOT / "quizcv").rglob("*.py")), ids=lambda path: path.stem
)
def test_only_the_console_prints(path: Path) -> None:
    if path.name in {"console.py", "selftest.py"}:
        return
    text = path.read_text(encoding="utf-8")
    for forbidden in ("sys.stdout.write", "sys.stderr.write"):
        assert forbidden not in text
