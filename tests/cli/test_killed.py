"""SIGKILL at random moments of sessions played over a pseudo-terminal loses no answer.

Normally a handful of sessions; QUIZCV_KILLS=300 plays as many as a release is tested with.
"""

from __future__ import annotations

import os
import random
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from terminal import Terminal

from quizcv.store.progress import open_progress

SESSIONS = int(os.environ.get("QUIZCV_KILLS", "6"))
ASKED = "a whole number, such as"
GRADED = "Enter"
CARDS = "".join(
    f"""
  - id: sum-{number}
    topics: [sigmoid]
    level: warmup
    question: What is {{{{a}}}} + {{{{b}}}}?
    params: {{a: 2, b: 3}}
    vary: {{a: {{from: 1, to: 50}}, b: {{from: 60, to: 99}}}}
    answer: {{kind: integer, value: 5, formula: a + b}}
    check: answer = len([0] * a + [0] * b)
    explanation: Together {{{{answer}}}}.
"""
    for number in range(30)
)


class Player:
    """Somebody at a terminal who answers quickly, often wrongly, until the power fails."""

    def __init__(self, terminal: Terminal, chance: random.Random) -> None:
        self.terminal = terminal
        self.chance = chance
        self.sure = 0
        """Answers whose next question has appeared."""
        self.sent = 0
        self._wanted = ASKED

    def play(self) -> None:
        """Play for a random time, then pull the plug: at times during the start, mostly later."""
        early = self.chance.random() < 0.1
        seconds = self.chance.uniform(0, 1.5)
        deadline = time.monotonic() + (seconds if early else 60)
        begun = False
        while (left := deadline - time.monotonic()) > 0 and self.terminal.read(left):
            if not early and not begun and ASKED in self.terminal.text:
                begun, deadline = True, time.monotonic() + seconds
            self._respond()
        self.terminal.kill()
        self.terminal.end()

    def _respond(self) -> None:
        """Answer each question once, and go on from each verdict once."""
        if self._wanted not in self.terminal.text:
            return
        if self._wanted == ASKED:
            self.sure = self.sent
            self.sent += 1
            self.terminal.send("1\r")
            self._wanted = GRADED
        else:
            self.terminal.send(self.chance.choice(["\r", "\r", "2", "1"]))
            self._wanted = ASKED


def studying(home: Path, bank: Path) -> Terminal:
    # Where no bundled card joins in: those that need torch would take the time.
    asked = ["study", "sigmoid", "--kind", "integer", "--new", "30", "--bank", bank]
    environment = {"QUIZCV_HOME": str(home), "PATH": os.environ["PATH"]}
    return Terminal([sys.executable, "-m", "quizcv", *asked], env=environment)


def written_bank(folder: Path) -> Path:
    bank = folder / "sums.yaml"
    bank.write_text(f"bank: sums\ntitle: Sums\narea: activations\ncards:{CARDS}", encoding="utf-8")
    return bank


def test_every_answer_before_a_question_that_appeared_is_kept(tmp_path, home):
    bank, chance = written_bank(tmp_path), random.Random(11)
    total = answered = 0
    for _ in range(SESSIONS):
        with studying(home, bank) as terminal:
            player = Player(terminal, chance)
            player.play()
        with open_progress(home, datetime.now(UTC)) as store:
            kept = len(store.reviews())
            assert total + player.sure <= kept <= total + player.sent
            assert store.rows("PRAGMA integrity_check")[0][0] == "ok"
            states = store.states()
            store.rebuild()
            assert store.states() == states
        answered, total = answered + player.sure, kept
    assert answered > SESSIONS


@pytest.mark.parametrize(("pressed", "code"), [("\x03", 130), ("\x04", 0)])
def test_ctrl_c_and_ctrl_d_leave_a_summary_and_lose_nothing(tmp_path, home, pressed, code):
    with studying(home, written_bank(tmp_path)) as terminal:
        terminal.expect(ASKED)
        terminal.send("1\r")
        terminal.expect(GRADED)
        terminal.send(pressed)
        terminal.expect("0 of 1 right")
        assert terminal.end() == code
        assert "Traceback" not in terminal.text
    with open_progress(home, datetime.now(UTC)) as store:
        assert len(store.reviews()) == 1
        assert store.rows("SELECT summary FROM sessions")[0]["summary"] is not None
