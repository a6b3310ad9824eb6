"""The pytest plugin: cards as items with their own lines, failures with their evidence."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from quizcv.pytest_plugin import BankFile, _looks_like_a_bank

ROOT = Path(__file__).parents[2]


def run_pytest(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "quizcv.pytest_plugin",
        "--rootdir", str(folder), "-c", "/dev/null", "--quizcv-variants", "2",
    ]  # fmt: skip
    return subprocess.run(
        [*command, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        cwd=folder,
        env={
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(ROOT),
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
    done = run_pytest(folder, "-v", "-rf", str(folder))
    assert done.returncode == 1, done.stdout + done.stderr
    assert "sample-sum PASSED" in done.stdout
    assert "wrong-sum FAILED" in done.stdout
    assert "value-differs" in done.stdout
    assert "stated 6, computed 5" in done.stdout
    assert "unknown-key" in done.stdout
    assert "settings.yaml" not in done.stdout
    assert "Traceback" not in done.stdout


def test_cards_are_selected_by_name_and_level(folder: Path) -> None:
    done = run_pytest(folder, "-q", "-k", "warmup and not wrong", str(folder))
    assert "1 passed" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize(("variants", "outcome"), [(0, "1 passed"), (4, "1 failed")])
def test_each_card_is_run_on_so_many_fresh_numbers(bank: Path, variants: int, outcome: str) -> None:
    """The formula is right for the default numbers alone."""
    wrong = bank.read_text().replace("formula: a + b}", "formula: a + b + (a != 2)}")
    bank.write_text(wrong)
    done = run_pytest(bank.parent, "-q", "--quizcv-variants", str(variants), str(bank))
    assert outcome in done.stdout, done.stdout + done.stderr


def test_an_item_points_at_its_card(folder: Path, request: pytest.FixtureRequest) -> None:
    file = BankFile.from_parent(request.session, path=folder / "sample.yaml")
    items = list(file.collect())
    first = next(item for item in items if item.name == "sample-sum")
    path, line, name = first.reportinfo()
    assert (path, line, name) == (folder / "sample.yaml", 4, "sample-sum")


FOREIGN = "bank: Example Savings\niban: DE00\naccounts: [{name: a}]\n"


@pytest.fixture
def strangers(tmp_path: Path) -> Path:
    """Somebody's project: a test, and YAML that speaks of a bank, of cards, or not in text."""
    folder = tmp_path / "strangers"
    folder.mkdir()
    (folder / "test_own.py").write_text("def test_own():\n    pass\n")
    (folder / "app.yaml").write_text(FOREIGN)
    (folder / "visa.yaml").write_text("bank: savings\ncards: [visa]\n")
    (folder / "bytes.yaml").write_bytes(b"bank: \xff\xfe\n")
    return folder


@pytest.mark.parametrize("where", [[], ["."], ["test_own.py", "."]])
def test_strangers_yaml_is_left_alone(strangers: Path, where: list[str]) -> None:
    done = run_pytest(strangers, "-q", *where)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout


def test_what_is_gone_before_it_is_read_is_left_alone(tmp_path: Path) -> None:
    assert not _looks_like_a_bank(tmp_path / "gone.yaml")


def test_a_file_that_is_named_is_a_bank_whatever_it_holds(strangers: Path) -> None:
    done = run_pytest(strangers, "-q", "app.yaml", "bytes.yaml")
    assert done.returncode == 1
    assert "unknown-key" in done.stdout
    assert "is not UTF-8" in done.stdout


@pytest.mark.parametrize("banks", ["banks", "banks/*.yaml", "**/sample.yaml", "banks/sample.yaml"])
def test_the_ini_option_names_folders_and_patterns(strangers: Path, bank: Path, banks: str) -> None:
    folder = strangers / "banks"
    folder.mkdir()
    (folder / "syllabus.yaml").write_text("topics: []\n")
    bank.rename(folder / "sample.yaml")
    done = run_pytest(strangers, "-q", "-o", f"quizcv_banks={banks}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed" in done.stdout


def test_nothing_is_collected_without_being_asked_for(strangers: Path, bank: Path) -> None:
    bank.rename(strangers / "sample.yaml")
    assert "1 passed" in run_pytest(strangers, "-q").stdout


def test_the_plugin_is_not_installed_by_itself() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "pytest11" not in project.get("entry-points", {})


def test_locks_are_asked_for_by_an_option(quizcv, bank: Path) -> None:
    domains = bank.read_text().replace("to: 50}", "to: 9}").replace("to: 99}", "to: 65}")
    bank.write_text(domains)
    assert run_pytest(bank.parent, "-q", bank.name).returncode == 0
    missing = run_pytest(bank.parent, "-q", bank.name, "--quizcv-locked")
    assert missing.returncode == 1
    assert "lock-missing" in missing.stdout
    assert quizcv("verify", bank, "--lock").code == 0
    assert run_pytest(bank.parent, "-q", bank.name, "--quizcv-locked").returncode == 0
    lock = bank.with_suffix(".lock")
    lock.write_text(lock.read_text()[:-9])
    damaged = run_pytest(bank.parent, "-q", bank.name)
    assert damaged.returncode == 1
    assert "lock-damaged" in damaged.stdout


@pytest.mark.parametrize("option", [[], ["--quizcv-locked"]], ids=["compared", "locked"])
def test_a_lock_that_is_no_lock_is_an_item_that_fails(bank: Path, option: list[str]) -> None:
    bank.with_suffix(".lock").write_text("nothing that was proved\n")
    done = run_pytest(bank.parent, "-v", *option, str(bank))
    assert "lock-damaged:1 FAILED" in done.stdout, done.stdout + done.stderr
    assert ("sample-sum PASSED" in done.stdout) == (not option)
