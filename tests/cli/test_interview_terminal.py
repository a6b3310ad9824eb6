"""An interview in a real terminal of 80 by 24: the clock ticks, a kill loses nothing."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
from terminal import Terminal

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


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "sums.yaml").write_text(BANK)
    (tmp_path / "tiny.yaml").write_text(PRESET)
    return tmp_path


def begin(folder: Path, *arguments: str) -> Terminal:
    command = [sys.executable, "-c", WITHOUT_BUNDLED, "mock", "--preset", folder / "tiny.yaml"]
    environment = {"QUIZCV_HOME": str(folder / "home"), "PATH": os.environ["PATH"]}
    return Terminal([*command, "--bank", folder / "sums.yaml", *arguments], env=environment)


def answer(screen: Terminal) -> str:
    """Answer the question on the screen rightly, and be certain."""
    asked = screen.expect(r"What is (\d+) \+ (\d+)\?.*›")
    screen.send(f"{int(asked[1]) + int(asked[2])}\r")
    screen.expect("How sure are you")
    screen.send("4")
    screen.expect_gone("How sure are you")
    return f"{asked[1]} + {asked[2]}"


def test_the_clock_ticks_while_an_answer_stands_typed(folder):
    with begin(folder) as screen:
        screen.expect("Enter.* begin")
        screen.send("\r")
        screen.expect("1:00 for this question|0:59 for this question")
        screen.send("12")
        screen.expect("› 12")
        screen.expect(r"0:5[78] for this question · 4:5[78] of the interview left")
        # The line below the clock was drawn again with what was typed, in its place.
        lines = [line for line in screen.screen if line]
        assert "for this question" in lines[-2]
        assert lines[-1] == "› 12"
        assert sum("for this question" in line for line in lines) == 1
        screen.send("\x03")
        assert screen.end() == 130
        assert "quizcv mock --resume" in screen.text


def test_a_kill_in_the_middle_loses_no_answer_and_the_interview_goes_on(folder):
    with begin(folder, "--seed", "4") as screen:
        screen.expect("Enter.* begin")
        screen.send("\r")
        first = answer(screen)
        second = screen.expect(r"What is (\d+ \+ \d+)\?")[1]
        screen.kill()
        assert screen.end() == -signal.SIGKILL

    with begin(folder) as again:
        again.expect(r"Mock 1\b.*interrupted after 1 question.*Go on with it")
        again.send("y\n")
        again.expect("Enter.* begin")
        again.send("\r")
        assert answer(again) == second != first
        answer(again)
        again.expect("3 of 3 graded questions right")
        assert again.end() == 0
