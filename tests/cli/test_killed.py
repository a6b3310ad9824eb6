"""SIGKILL at random moments of sessions played over a pseudo-terminal loses no answer.

Normally a handful of sessions; QUIZCV_KILLS=300 plays as many as a release is tested with.
"""

from __future__ import annotations

import os
import random
import select
import signal
import sys
import time
from pathlib import Path

import pytest

from quizcv.store import open_progress

pty = pytest.importorskip("pty")

SESSIONS = int(os.environ.get("QUIZCV_KILLS", "6"))
ASKED = b"a whole number, such as"
GRADED = b"Enter"
CARDS = "".join(
    f"""
  - id: sum-{number}
    topics: [conv-output-size]
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

    def __init__(self, home: Path, bank: Path, chance: random.Random) -> None:
        self.chance = chance
        self.sure = 0
        """Answers whose next question has appeared."""
        self.sent = 0
        self._seen = b""
        self._asked = 0
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(QUIZCV_HOME=str(home), TERM="xterm-256color", COLUMNS="80")
            command = [
                "-m",
                "quizcv",
                "study",
                "conv-output-size",
                "--kind",
                "integer",
                "--new",
                "30",
            ]
            os.execv(sys.executable, [sys.executable, *command, "--bank", str(bank)])

    def play(self, seconds: float) -> None:
        """Play that long, then pull the plug."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            if select.select([self.fd], [], [], left)[0]:
                try:
                    self._seen += os.read(self.fd, 65536)
                except OSError:
                    break
                self._respond()
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)

    def _respond(self) -> None:
        """Answer each question once, and go on from each verdict once."""
        while True:
            asked, graded = self._seen.find(ASKED), self._seen.find(GRADED)
            if asked >= 0 and (graded < 0 or asked < graded):
                self.sure = self._asked
                self._asked += 1
                self._seen = self._seen[asked + len(ASKED) :]
                self.sent += 1
                os.write(self.fd, b"1\r")
            elif graded >= 0:
                self._seen = self._seen[graded + len(GRADED) :]
                os.write(self.fd, self.chance.choice([b"\r", b"\r", b"2", b"1"]))
            else:
                return


def test_every_answer_before_a_question_that_appeared_is_kept(tmp_path):
    bank = tmp_path / "sums.yaml"
    bank.write_text(f"bank: sums\ntitle: Sums\narea: convolution\ncards:{CARDS}", encoding="utf-8")
    home, chance = tmp_path / "home", random.Random(11)
    total = answered = 0
    for _ in range(SESSIONS):
        player = Player(home, bank, chance)
        player.play(chance.uniform(0.3, 3.0))
        with open_progress(home) as store:
            kept = len(store.reviews())
            assert total + player.sure <= kept <= total + player.sent
            assert store.rows("PRAGMA integrity_check")[0][0] == "ok"
            states = store.states()
            store.rebuild()
            assert store.states() == states
        answered, total = answered + player.sure, kept
    assert answered > SESSIONS
