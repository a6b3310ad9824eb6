"""When a session goes line by line: `--plain`, `TERM=dumb`, pipes; a real terminal tells."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

pexpect = pytest.importorskip("pexpect")

ROOT = Path(__file__).parents[2]
ESCAPE = "\x1b"
PROGRAM = """\
import shlex, sys
import quizcv.bank.bundled
from quizcv.cli.main import app
quizcv.bank.bundled.bundled_paths = list
for line in sys.argv[1:]:
    print("BEGIN", flush=True)
    app(shlex.split(line), standalone_mode=False)
    print("END", flush=True)
"""
COMMANDS = ("study", "quiz", "mock start theory", "mock show 1")


@pytest.fixture(scope="module")
def screens(learners, card):
    """Run the four commands in one terminal of a kind, each until Ctrl-D; return what it got."""
    learner = learners()
    bank = learner.bank("convolution", card("varied", "sum", "stride"))
    learner.sit("mock", "theory", input="/s\n")
    seen: dict[str, dict[str, str]] = {}

    def run(terminal: str, option: str) -> dict[str, str]:
        if terminal + option not in seen:
            added = {"mock show 1": ""}
            lines = [f"{c} {added.get(c, f'--bank {bank}')} {option}" for c in COMMANDS]
            environment = {**os.environ, "QUIZCV_HOME": str(learner.home), "TERM": terminal}
            child = pexpect.spawn(
                sys.executable, ["-c", PROGRAM, *lines], env=environment, cwd=ROOT, encoding="utf-8"
            )
            child.delaybeforesend = None
            seen[terminal + option] = {command: _until_the_end(child) for command in COMMANDS}
        return seen[terminal + option]

    return run


def _until_the_end(child) -> str:
    """Return what a command wrote; wherever it waits for somebody, they press Ctrl-D."""
    child.expect_exact("BEGIN")
    text = ""
    while True:
        which = child.expect([r"END\r\n", r"> $", r"› ", r" begin"], timeout=30)
        text += child.before
        if which == 0:
            return text
        child.send("\x04")


@pytest.mark.parametrize(
    ("terminal", "option", "plain"),
    [("xterm", "--plain", True), ("dumb", "", True), ("xterm", "", False)],
)
@pytest.mark.parametrize("command", COMMANDS)
def test_lines_or_screens(screens, terminal: str, option: str, command: str, plain: bool) -> None:
    shown = screens(terminal, option)[command]
    assert shown.strip()
    assert (ESCAPE not in shown) == plain
