"""An interview in a real terminal of 80 by 24: the clock ticks, a kill loses nothing."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BANK = """\
bank: sums
title: Sums
area: convolution
cards:
""" + "".join(
    f"""\
  - id: sum-{n}
    topics: [conv-output-size]
    level: warmup
    question: What is {{{{a}}}} + {n}?
    params: {{a: 2}}
    vary: {{a: {{from: 1, to: 90}}}}
    answer: {{kind: integer, value: {2 + n}, formula: a + {n}}}
    check: |
      answer = len([0] * a + [0] * {n})
    explanation: It is {{{{answer}}}}.
"""
    for n in range(1, 7)
)
PRESET = """\
preset: tiny
title: Tiny
minutes: 5
parts:
  - {title: Short, count: 3, level: warmup, steps: [{ask: short, seconds: 60}]}
"""
WITHOUT_BUNDLED = (
    "import quizcv.bank.bundled as b; b.bundled_paths = list; "
    "from quizcv.cli.main import main; main()"
)


class Terminal:
    """A command on a pseudo-terminal."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.shown = ""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            environment = {
                "QUIZCV_HOME": str(folder / "home"),
                "PYTHONPATH": str(ROOT),
                "PATH": os.environ["PATH"],
                "TERM": "xterm",
            }
            command = [sys.executable, "-c", WITHOUT_BUNDLED, "mock", *arguments]
            os.execve(sys.executable, command, environment)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def until(self, pattern: str, seconds: float = 30) -> re.Match[str]:
        """Wait until the screen has shown something, and forget what came before it."""
        deadline = time.monotonic() + seconds
        while (found := re.search(pattern, self.shown)) is None:
            assert time.monotonic() < deadline, self.shown[-2000:]
            if select.select([self.fd], [], [], 0.1)[0]:
                try:
                    self.shown += os.read(self.fd, 65536).decode(errors="replace")
                except OSError:
                    assert re.search(pattern, self.shown), self.shown[-2000:]
        self.shown = self.shown[found.end() :]
        return found

    def type(self, text: str) -> None:
        os.write(self.fd, text.encode())

    def answer(self) -> str:
        """Answer the question on the screen rightly, and be certain."""
        asked = self.until(r"What is (\d+) \+ (\d+)\?")
        self.until("›")
        self.type(f"{int(asked[1]) + int(asked[2])}\r")
        self.until("How sure are you")
        self.type("4")
        return asked[0]

    def end(self, sent: int | None = None) -> int:
        """Wait for the end, after a signal where one is given; return the status."""
        if sent is not None:
            os.kill(self.pid, sent)
        deadline = time.monotonic() + 30
        while True:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                os.close(self.fd)
                return os.waitstatus_to_exitcode(status)
            assert time.monotonic() < deadline
            if select.select([self.fd], [], [], 0.05)[0]:
                try:
                    self.shown += os.read(self.fd, 65536).decode(errors="replace")
                except OSError:
                    time.sleep(0.05)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "sums.yaml").write_text(BANK)
    (tmp_path / "tiny.yaml").write_text(PRESET)
    return tmp_path


def begin(folder: Path, *arguments: str) -> Terminal:
    return Terminal(
        folder, "--preset", f"{folder}/tiny.yaml", "--bank", f"{folder}/sums.yaml", *arguments
    )


def test_the_clock_ticks_while_an_answer_stands_typed(folder):
    screen = begin(folder)
    screen.until("Enter.* begin")
    screen.type("\r")
    screen.until("1:00 for this question|0:59 for this question")
    screen.type("12")
    screen.until(r"0:5[78] for this question · 4:5[78] of the interview left")
    # The line is drawn again below the clock, with what was typed.
    screen.until("› 12")
    screen.type("\x03")
    assert screen.end() == 130
    assert "quizcv mock --resume" in screen.shown


def test_a_kill_in_the_middle_loses_no_answer_and_the_interview_goes_on(folder):
    screen = begin(folder, "--seed", "4")
    screen.until("Enter.* begin")
    screen.type("\r")
    first = screen.answer()
    second = screen.until(r"What is (\d+) \+ (\d+)\?")[0]
    assert screen.end(signal.SIGKILL) == -signal.SIGKILL

    again = begin(folder)
    again.until("Mock 1 .*interrupted after 1 question.*Go on with it")
    again.type("y\n")
    again.until("Enter.* begin")
    again.type("\r")
    assert again.answer() == second != first
    again.answer()
    again.until("No weak side showed|Weakest: ")
    again.until("3 right, 0 wrong")
    assert again.end() == 0
