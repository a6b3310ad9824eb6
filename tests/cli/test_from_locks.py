"""Learning from locks: nothing is run, nothing that runs code is needed, and nobody is trusted."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from proving import prove

SUM = """\
  - id: sum-{n}
    topics: [max-pooling]
    level: core
    question: What is {{{{a}}}} + {{{{b}}}}?
    params: {{a: 1, b: {n}}}
    vary: {{a: {{from: 1, to: 900}}, b: [{n}, {m}]}}
    answer: {{kind: integer, value: {m}, formula: a + b}}
    check: |
      import {package}
      answer = {call}
    explanation: Together {{{{answer}}}}.
"""
TOLD = """\
import os, subprocess, sys
started = []
class Noted(subprocess.Popen):
    def __init__(self, *more, **named):
        started.append(more)
        super().__init__(*more, **named)
subprocess.Popen = Noted
{before}
from quizcv.cli.main import main
sys.argv = ['quizcv', *{arguments!r}]
try:
    main()
except SystemExit as end:
    code = end.code
heavy = [name for name in ('numpy', 'torch') if name in sys.modules]
print('TOLD', [code or 0, len(started), heavy])
"""
HIDDEN = """\
class Without:
    def __init__(self, finder):
        self.finder = finder
    def find_spec(self, name, path=None, target=None):
        if name.partition('.')[0] in {hidden!r}:
            return None
        return self.finder.find_spec(name, path, target)
    def __getattr__(self, name):
        return getattr(self.finder, name)
for name in {hidden!r}:
    sys.modules.pop(name, None)
sys.meta_path[:] = map(Without, sys.meta_path)
"""
NO_TORCH = HIDDEN.format(hidden=("numpy", "torch"))
NO_BWRAP = "os.environ['PATH'] = '/nowhere'\n"
UNIX = ("fcntl", "resource", "termios", "pwd")
WINDOWS = f"{HIDDEN.format(hidden=('numpy', 'torch', *UNIX))}{NO_BWRAP}del os.fork\n"


def sums(path: Path, count: int, package: str = "torch", first: int = 0) -> Path:
    call = "torch.tensor([a, b]).sum()" if package == "torch" else "int(numpy.sum([a, b]))"
    cards = (
        SUM.format(n=n, m=n + 1, package=package, call=call) for n in range(first, first + count)
    )
    path.write_text(
        f"bank: {path.stem}\ntitle: Sums\narea: pooling\ncards:\n{''.join(cards)}", encoding="utf-8"
    )
    return path


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """Another author's bank of torch cards, with its lock."""
    path = sums(tmp_path / "theirs.yaml", 12)
    prove(path)
    return path


@pytest.fixture
def play(tmp_path: Path):
    """Run a command line in an interpreter that counts processes and heavy imports."""

    def played(*arguments: object, typed: str = "", before: str = ""):
        home = str(tmp_path / "home")
        script = TOLD.format(before=before, arguments=[str(each) for each in arguments])
        done = subprocess.run(
            [sys.executable, "-c", script],
            input=typed,
            capture_output=True,
            text=True,
            timeout=120,
            env={
                "PATH": "/usr/bin:/bin",
                "HOME": str(tmp_path),
                "QUIZCV_HOME": str(tmp_path / home),
            },
        )
        out, _, told = done.stdout.rpartition("TOLD ")
        assert told, done.stderr
        return out, done.stderr, *json.loads(told.replace("'", '"'))

    return played


ONLY = "import quizcv.bank.bundled as bundled; bundled.bundled_paths = list"
"""Leaves the bundled banks out."""


def test_a_quiz_on_a_machine_that_can_run_nothing(play, tmp_path: Path) -> None:
    bank = sums(tmp_path / "theirs.yaml", 60)
    prove(bank)
    out, err, code, started, heavy = play(
        "quiz", "-n", 50, "--seed", 1, "--plain", "--bank", bank,
        typed="1\n" * 50, before=f"{WINDOWS}\n{ONLY}",
    )  # fmt: skip
    assert (code, started, heavy) == (0, 0, []), err
    assert "Question 50 of 50" in out
    assert "0 of 50 right" in out or re.search(r"\n\d+ of 50 right", out)
    assert err == (
        f"quizcv: {bank}: proved by its author, not on this machine "
        f"(`quizcv verify {bank}` proves it here)\n"
    )


def test_nothing_is_started_until_why_is_asked(play, theirs: Path) -> None:
    command = ("study", "--seed", 1, "--plain", "--bank", theirs)
    quiet = play(*command, typed="1\n\n1\n", before=ONLY)
    assert quiet[2:] == (0, 0, [])
    out, _, code, started, heavy = play(*command, typed="1\nw\n", before=ONLY)
    assert (code, heavy) == (0, [])
    assert started > 0
    assert "torch.tensor" in out


def test_why_says_what_is_missing_where_nothing_runs(play, theirs: Path) -> None:
    out, _, code, started, _ = play(
        "study", "--plain", "--bank", theirs, typed="1\nw\n", before=f"{WINDOWS}\n{ONLY}"
    )
    assert (code, started) == (0, 0)
    assert "snippets cannot run here" in out
    assert "Rated" in out


def test_the_same_numbers_are_asked_for_the_same_seed(play, theirs: Path) -> None:
    command = ("quiz", "-n", 9, "--seed", 4, "--plain", "--bank", theirs)
    first, again = (play(*command, typed="/s\n" * 9, before=ONLY)[0] for _ in range(2))
    assert first == again
    assert len(set(re.findall(r"What is (.*)\?", first))) == 9


def left_out(play, bank: Path, *more: object, before: str = WINDOWS) -> tuple[str, str, int]:
    out, err, code, *_ = play(
        "study", "--plain", "--bank", bank, *more, typed="/q\n", before=f"{before}\n{ONLY}"
    )
    return out, err, code


def test_cards_that_nothing_proves_are_left_out_once_where_nothing_runs(play, theirs) -> None:
    changed = theirs.read_text().replace("a + b}", "b + a}", 5)
    theirs.write_text(changed)
    out, err, code = left_out(play, theirs, "--new", 50)
    assert code == 0
    assert "5 cards left out: this system cannot run checks" in err
    assert "Question 1" in out


def test_cards_that_need_torch_are_left_out_once_where_it_is_missing(play, theirs) -> None:
    theirs.write_text(theirs.read_text().replace("a + b}", "b + a}", 5))
    _, err, code = left_out(play, theirs, before=NO_TORCH)
    assert code == 0
    assert "5 cards left out: their checks need torch (pip install 'quizcv[torch]')" in err


def test_a_strangers_bank_is_asked_without_trust_where_its_lock_proves_it(play, theirs) -> None:
    out, err, code = left_out(play, theirs, before=NO_BWRAP)
    assert code == 0
    assert "Question 1" in out
    assert "proved by its author, not on this machine" in err


def test_what_of_it_is_not_proved_is_left_out_and_the_rest_asked(play, theirs) -> None:
    theirs.write_text(theirs.read_text().replace("a + b}", "b + a}", 3))
    out, err, code = left_out(play, theirs, before=NO_BWRAP)
    assert code == 0
    assert "Question 1" in out
    assert f"3 cards left out: {theirs} is not trusted" in err


def test_without_a_lock_it_is_refused_as_ever(play, theirs) -> None:
    theirs.with_suffix(".lock").unlink()
    _, err, code = left_out(play, theirs, before=NO_BWRAP)
    assert code == 3
    assert "is not trusted, and its snippets cannot be isolated here" in err


def test_where_no_card_can_be_asked_the_reason_is_told(play, theirs) -> None:
    theirs.with_suffix(".lock").unlink()
    _, err, code = left_out(play, theirs)
    assert code == 3
    assert "nothing can be asked here; 12 cards left out: this system cannot run checks" in err


def test_a_stale_lock_is_passed_over_in_silence(play, tmp_path: Path) -> None:
    bank = sums(tmp_path / "own.yaml", 1, "numpy")
    prove(bank)
    bank.write_text(bank.read_text().replace("a + b}", "b + a}"))
    out, err, code, started, _ = play(
        "quiz", "-n", 1, "--plain", "--bank", bank, typed="1\n", before=ONLY
    )
    assert (code, err) == (0, "")
    assert started > 0
    assert "Question 1 of 1" in out


def test_a_card_is_graded_and_shown_from_its_lock(play, theirs: Path) -> None:
    more = ("--bank", theirs)
    out, _, *rest = play("grade", "sum-4", "5", *more, before=WINDOWS)
    assert (out, rest) == ("correct: 5\n", [0, 0, []])
    assert play("grade", "sum-4", "5", "-p", "a=3", *more, before=WINDOWS)[2] == 3
    out, _, *rest = play("show", "sum-4", *more, before=WINDOWS)
    assert rest == [0, 0, []]
    assert "Answer: 5" in out
    assert "as stated" not in out


def test_doctor_tells_what_can_be_asked_and_what_cannot_be_run(play, tmp_path: Path) -> None:
    bank = sums(tmp_path / "theirs.yaml", 3)
    prove(bank)
    only = f"{ONLY[:-4]}lambda: [__import__('pathlib').Path({str(bank)!r})]"
    for hidden, why in (
        (WINDOWS, "this system cannot run checks"),
        (NO_TORCH, "their checks need torch"),
    ):
        out, *_ = play("doctor", "--json", before=f"{hidden}\n{only}")
        told = json.loads(out)["bundled"]
        assert (told["proved"], list(told["cannot_run"].values())) == (3, [3])
        assert why in next(iter(told["cannot_run"]))


def test_a_bank_that_was_verified_here_is_proved_here(play, tmp_path: Path) -> None:
    bank = sums(tmp_path / "theirs.yaml", 2, "numpy")
    prove(bank)
    command = ("study", "--plain", "--bank", bank)
    assert "proved by its author" in play(*command, typed="/q\n", before=ONLY)[1]
    assert play("verify", "sum-0", "--bank", bank, before=ONLY)[2] == 0
    assert "proved by its author" in play(*command, typed="/q\n", before=ONLY)[1]
    assert play("verify", bank, before=ONLY)[2] == 0
    assert play(*command, typed="/q\n", before=ONLY)[1] == f"quizcv: {bank}: proved here\n"
    lock = bank.with_suffix(".lock")
    lock.write_text(lock.read_text().replace("0.0.9", "0.0.8"))
    assert "proved by its author" in play(*command, typed="/q\n", before=ONLY)[1]
