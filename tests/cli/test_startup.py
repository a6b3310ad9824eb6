"""What starting up imports, and that what is imported late says what that saves."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from quizcv.cli.group import Group
from quizcv.cli.main import app

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "quizcv").rglob("*.py"))
ASKS_FOR_THE_TIME = {
    "quizcv/app/clock.py",
    # When a stored result was last used: it is compared with what other processes wrote.
    "quizcv/runner/host/cache.py",
}


@pytest.mark.parametrize("arguments", [["--version"], ["--help"]])
def test_no_command_is_imported_to_be_listed(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        f"sys.argv = ['quizcv', *{arguments!r}]\n"
        "from quizcv.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('loaded:', *(name for name in sys.modules if name.startswith('quizcv.')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = set(done.stdout.rpartition("loaded:")[2].split())
    assert {name for name in loaded if name.startswith("quizcv.cli.")} == {
        "quizcv.cli.coercion",
        "quizcv.cli.group",
        "quizcv.cli.main",
    }
    assert not {name for name in loaded if name.startswith(("quizcv.app", "quizcv.session"))}


@pytest.mark.parametrize("name", list(Group.lazy))
def test_the_line_in_the_list_is_the_commands_own(name: str) -> None:
    command = get_command(app).get_command(None, name)
    own = " ".join(command.help.partition("\n\n")[0].split())
    assert Group.lazy[name][1] == own


def test_the_list_of_commands_has_their_lines(quizcv) -> None:
    shown = " ".join(re.sub(r"[^\x20-\x7e]", " ", quizcv("--help").out).split())
    for name, (_, line) in Group.lazy.items():
        assert f"{name} {line.split(';')[0]}" in shown


def test_a_late_import_says_what_it_saves() -> None:
    late = [line for path in SOURCES for line in path.read_text().splitlines() if "PLC0415" in line]
    assert late
    for line in late:
        assert re.search(r"# noqa: PLC0415 - (\d[\d,.]* ms|not there on Windows)", line), line


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_only_the_clock_asks_the_machine_for_the_time(path: Path) -> None:
    if path.relative_to(ROOT).as_posix() in ASKS_FOR_THE_TIME:
        return
    assert not re.search(r"\bnow\(UTC\)|datetime\.now|date\.today|time\.time\(", path.read_text())
