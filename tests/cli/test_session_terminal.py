"""Sessions in a real terminal of 80 by 24: what a person sees, and how one leaves."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from terminal import Terminal

ROOT = Path(__file__).parents[2]
BANK = """\
bank: sums
title: Sums
area: convolution
cards:
  - id: sum
    topics: [conv-output-size]
    level: warmup
    question: >
      {text}What is {{{{a}}}} + 1?
    params: {{a: 2}}
    vary: {{a: {{from: 1, to: 90}}}}
    answer: {{kind: integer, value: 3, formula: a + 1}}
    check: |
      answer = len([0] * a + [0])
    explanation: >
      It is {{{{answer}}}}. {told}
"""
LONG = "".join(f"Paragraph {n} is here to be read.\n\n\n      " for n in range(30))
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
def terminal(tmp_path):
    """Return a function that runs a command on a bank with a text or an explanation to add."""
    (tmp_path / "tiny.yaml").write_text(PRESET)
    env = {
        "QUIZCV_HOME": str(tmp_path / "home"),
        "PYTHONPATH": str(ROOT),
        "PATH": os.environ["PATH"],
    }

    def run(*arguments: object, text: str = "", told: str = "") -> Terminal:
        bank = tmp_path / "sums.yaml"
        bank.write_text(BANK.format(text=text, told=told))
        argv = [sys.executable, "-c", WITHOUT_BUNDLED, *arguments, "--bank", bank]
        if arguments[0] == "mock":
            argv += ["--preset", tmp_path / "tiny.yaml"]
        return Terminal(argv, env=env)

    return run


def test_a_mistyped_command_leaves_the_clock_in_sight(terminal):
    with terminal("mock") as shown:
        shown.expect("Enter begin")
        shown.send("\r")
        shown.expect("for this question")
        shown.send("/foo\r")
        shown.expect("There is no command '/foo' here.")
        for seconds in ("0:58", "0:56"):
            shown.expect(f"{seconds} for this question")
            assert "There is no command" in shown.text
        shown.send("\x03")
        assert shown.end() == 130
        assert "quizcv mock --resume" in shown.text


def test_a_long_question_of_an_interview_scrolls_and_follows_the_window(terminal):
    with terminal("mock", text=LONG) as shown:
        shown.expect("Enter begin")
        shown.send("\r")
        shown.expect("for this question.*›")
        assert shown.screen[0].startswith("Question 1 of 3")
        shown.send("\x1b[6~\x1b[6~\x1b[6~\x1b[6~")
        shown.expect(r"What is \d+ \+ 1\?")
        assert "Question 1 of 3" not in shown.text
        assert "/s skip" in shown.text
        shown.resize(60, 14)
        shown.expect("Question 1 of 3.*more .arrow keys.*for this question.*›")
        shown.send("12")
        shown.expect("› 12")


@pytest.mark.parametrize(
    ("keys", "code"), [("\x03", 130), ("\x04", 0), ("/quit\r", 0)], ids=["Ctrl-C", "Ctrl-D", "quit"]
)
def test_a_quiz_is_left_with_its_score(terminal, keys, code):
    with terminal("quiz", "-n", 2) as shown:
        shown.expect("What is .*›")
        shown.send(keys)
        assert shown.end() == code
        assert "No answers" in shown.text
        assert "What is" not in shown.text or code == 130


def test_a_study_shows_its_verdict_and_goes_on(terminal):
    with terminal("study") as shown:
        found = shown.expect(r"What is (\d+) \+ 1\?.*›")
        shown.send(f"{int(found[1]) + 1}\r")
        shown.expect("✓ Right.*Enter next")
        assert shown.screen[0].startswith("1 · ")
        shown.send("q")
        assert shown.end() == 0
        assert "1 of 1 right" in shown.text


def test_a_long_verdict_of_a_study_scrolls_and_follows_the_window(terminal):
    columns, lines = 40, 16
    with terminal("study", told=LONG) as shown:
        shown.expect(r"What is \d+ \+ 1\?.*›")
        shown.send("1\r")
        shown.expect("✗ Wrong")
        assert len(shown.screen) == 24
        assert "Paragraph 29" not in shown.text
        shown.send("\x1b[6~" * 6)
        shown.expect(r"Paragraph 29 .*Enter next")
        assert "Wrong" not in shown.text
        shown.send("\x1b[A" * 2)
        shown.expect("↓ 2 more", seconds=5)
        shown.resize(columns, lines)
        shown.expect(r"Wrong.*more .arrow keys.*Enter next")
        assert max(map(len, shown.screen)) <= columns
        assert len(shown.screen) == lines
