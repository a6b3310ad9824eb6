"""The pytest plugin: cards as items with their own lines, failures with their evidence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from quizcv.pytest_plugin import BankFile


def run_pytest(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "quizcv.pytest_plugin",
        "--rootdir", str(folder), "-c", "/dev/null", "--quizcv-variants", "2",
    ]  # fmt: skip
    return subprocess.run(
        [*command, *arguments, str(folder)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        cwd=Path(__file__).parents[2],
        env={
            "PATH": "/usr/bin:/bin",
            "QUIZCV_HOME": str(folder / ".home"),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        },
    )


@pytest.fixture
def folder(bank: Path) -> Path:
    """A folder with a bank of two cards, a broken entry, and YAML that is no bank."""
    card = bank.read_text().split("cards:\n")[1]
    second = card.replace("sample-sum", "wrong-sum").replace("value: 5,", "value: 6,")
    bank.write_text(bank.read_text() + second + "  - id: broken\n    levle: warmup\n")
    (bank.parent / "settings.yaml").write_text("answer: 42\n")
    return bank.parent


def test_each_card_is_an_item_of_its_own(folder: Path) -> None:
    done = run_pytest(folder, "-v", "-rf")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "sample-sum PASSED" in done.stdout
    assert "wrong-sum FAILED" in done.stdout
    assert "value-differs" in done.stdout
    assert "stated 6, computed 5" in done.stdout
    assert "unknown-key" in done.stdout
    assert "settings.yaml" not in done.stdout
    assert "Traceback" not in done.stdout


def test_cards_are_selected_by_name_and_level(folder: Path) -> None:
    done = run_pytest(folder, "-q", "-k", "warmup and not wrong")
    assert "1 passed" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize(("variants", "outcome"), [(0, "1 passed"), (4, "1 failed")])
def test_each_card_is_run_on_so_many_fresh_numbers(bank: Path, variants: int, outcome: str) -> None:
    """The formula is right for the default numbers alone."""
    wrong = bank.read_text().replace("formula: a + b}", "formula: a + b + (a != 2)}")
    bank.write_text(wrong)
    done = run_pytest(bank.parent, "-q", "--quizcv-variants", str(variants))
    assert outcome in done.stdout, done.stdout + done.stderr


def test_an_item_points_at_its_card(folder: Path, request: pytest.FixtureRequest) -> None:
    file = BankFile.from_parent(request.session, path=folder / "sample.yaml")
    items = list(file.collect())
    first = next(item for item in items if item.name == "sample-sum")
    path, line, name = first.reportinfo()
    assert (path, line, name) == (folder / "sample.yaml", 4, "sample-sum")


def test_locks_are_asked_for_by_an_option(quizcv, bank: Path) -> None:
    domains = bank.read_text().replace("to: 50}", "to: 9}").replace("to: 99}", "to: 65}")
    bank.write_text(domains)
    assert run_pytest(bank.parent, "-q").returncode == 0
    missing = run_pytest(bank.parent, "-q", "--quizcv-locked")
    assert missing.returncode == 1
    assert "lock-missing" in missing.stdout
    assert quizcv("verify", bank, "--lock").code == 0
    assert run_pytest(bank.parent, "-q", "--quizcv-locked").returncode == 0
    lock = bank.with_suffix(".lock")
    lock.write_text(lock.read_text()[:-9])
    damaged = run_pytest(bank.parent, "-q")
    assert damaged.returncode == 1
    assert "lock-damaged" in damaged.stdout
