"""`quizcv` itself: its version, and completion for the shell that is asked for."""

from __future__ import annotations

import pytest

from quizcv import __version__


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version(learner, option: str) -> None:
    assert learner(option).out == f"quizcv {__version__}\n"


@pytest.fixture
def bash(monkeypatch, tmp_path):
    """A home folder of a Bash user; the shell is named, not looked for."""
    monkeypatch.setenv("_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION", "1")
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_completion_is_shown(learner, bash) -> None:
    assert "complete -o default" in learner("--show-completion", "bash").out


def test_completion_is_installed(learner, bash) -> None:
    assert learner("--install-completion", "bash").code == 0
    assert "source" in (bash / ".bashrc").read_text()
