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
from datetime import UTC, datetime
from pathlib import Path

import pytest

from quizcv.store.progress import open_progress

pty = pytest.importorskip("pty")

SESSIONS = int(os.environ.get("QUIZCV_KILLS", "6"))
ASKED = b"a whole number, such as"
GRADED = b"Enter"
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
                # Where no bundled card joins in: those that need torch would take the time.
                "sigmoid",
                "--kind",
                "integer",
                "--new",
                "30",
            ]
            os.execv(sys.executable, [sys.executable, *command, "--bank", str(bank)])

    def play(self) -> None:
        """Play for a random time, then pull the plug: at times during the start, mostly later."""
        early = self.chance.random() < 0.1
        seconds = self.chance.uniform(0, 1.5)
        deadline = time.monotonic() + (seconds if early else 60)
        while (left := deadline - time.monotonic()) > 0:
            if select.select([self.fd], [], [], left)[0]:
                try:
                    self._seen += os.read(self.fd, 65536)
                except OSError:
                    break
                if not early and not self._asked and ASKED in self._seen:
                    deadline = time.monotonic() + seconds
                self._respond()
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)

    def read_until(self, wanted: bytes, seconds: float = 30.0) -> bytes:
        """Return what appeared, up to `wanted` or the end."""
        seen, deadline = b"", time.monotonic() + seconds
        while wanted not in seen and time.monotonic() < deadline:
            if select.select([self.fd], [], [], 0.1)[0]:
                try:
                    seen += os.read(self.fd, 65536)
                except OSError:
                    break
        assert wanted in seen
        return seen

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


def written_bank(folder: Path) -> Path:
    bank = folder / "sums.yaml"
    bank.write_text(f"bank: sums\ntitle: Sums\narea: activations\ncards:{CARDS}", encoding="utf-8")
    return bank


def test_every_answer_before_a_question_that_appeared_is_kept(tmp_path):
    bank = written_bank(tmp_path)
    home, chance = tmp_path / "home", random.Random(11)
    total = answered = 0
    for _ in range(SESSIONS):
        player = Player(home, bank, chance)
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


@pytest.mark.parametrize(("pressed", "code"), [(b"\x03", 130), (b"\x04", 0)])
def test_ctrl_c_and_ctrl_d_leave_a_summary_and_lose_nothing(tmp_path, pressed, code):
    player = Player(tmp_path / "home", written_bank(tmp_path), random.Random(1))
    shown = player.read_until(ASKED)
    os.write(player.fd, b"1\r")
    shown = player.read_until(b"Enter")
    os.write(player.fd, pressed)
    shown = player.read_until(b"0 of 1 right")
    assert b"Traceback" not in shown
    _, status = os.waitpid(player.pid, 0)
    os.close(player.fd)
    assert os.waitstatus_to_exitcode(status) == code
    with open_progress(tmp_path / "home", datetime.now(UTC)) as store:
        assert len(store.reviews()) == 1
        assert store.rows("SELECT summary FROM sessions")[0]["summary"] is not None
