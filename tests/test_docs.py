"""The README names every command, its own two commands, and what it shows is real."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from quizcv.cli.group import Group
from quizcv.cli.main import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", sorted(Group.lazy))
def test_every_command_is_in_the_readme_and_has_help(command: str) -> None:
    assert f"`quizcv {command}" in README or f"`{command}`" in README
    done = CliRunner().invoke(app, [command, "--help"])
    assert done.exit_code == 0
    assert "Usage" in done.output


@pytest.mark.parametrize(
    "command",
    [
        "pip install -c constraints.txt '.[torch]' && quizcv verify",
        "pip install -c constraints.txt '.[torch,test]' && pytest",
    ],
)
def test_ci_runs_the_readmes_commands(command: str) -> None:
    assert f"\n{command}\n" in README
    assert command.replace("pip install", "pip install --quiet") in CI


@pytest.mark.parametrize(
    "link", ["docs/isolation.md", "docs/writing-cards.md", "docs/problems.md", "docs/locks.md"]
)
def test_linked_pages_exist(link: str) -> None:
    assert f"({link})" in README
    assert (ROOT / link).is_file()


def test_the_output_in_the_readme_is_real(quizcv) -> None:
    block = README.split("```\n$ quizcv ", 1)[1].split("```", 1)[0]
    command, _, shown = block.partition("\n")
    done = quizcv(*command.split())
    assert done.code == 0
    assert shown.strip() in done.out


def test_every_bundled_bank_names_the_schema() -> None:
    for path in (ROOT / "content").glob("*/*.yaml"):
        first, _, _ = path.read_text(encoding="utf-8").partition("\n")
        schema = first.removeprefix("# yaml-language-server: $schema=")
        assert (path.parent / schema).resolve() == ROOT / "quizcv" / "bank" / "bank.schema.json"
