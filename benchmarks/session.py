"""How long a learner waits: for the first question of a large bank, and for a verdict.

    python benchmarks/session.py [--cards 10000] [--runs 7]

Prints the first question of `quizcv study --plain` over a bank of that size, opened before, against
`quizcv --version` (goal: at most 3 times), and the time to grade one typed answer in process.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
import timeit
from pathlib import Path

from generate import NUMPY_CHECK, write_bank
from measure import Timing, once, ratio, report

from quizcv.cards.variant import Variant
from quizcv.grading import grade
from quizcv.kinds.numbers import Integer

GOAL = 3.0
GRADINGS = 2000


def first_question(bank: Path, home: Path) -> float:
    """Return the seconds from the start of the command to its first question.

    Raises:
        RuntimeError: it ended without one.
    """
    command = [sys.executable, "-m", "quizcv", "study", "--plain", "--bank", str(bank)]
    began = time.perf_counter()
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={"QUIZCV_HOME": str(home), "PATH": "/usr/bin:/bin"},
    ) as process:
        if process.stdout is None or process.stdin is None:
            raise RuntimeError("no pipes")
        for line in process.stdout:
            if line.startswith("Question 1"):
                seconds = time.perf_counter() - began
                process.stdin.write("/q\n")
                process.stdin.flush()
                return seconds
    raise RuntimeError("study asked nothing")


def grading_ms() -> float:
    """Return the milliseconds of grading one typed whole number."""
    from quizcv.bank.loader import load_bank

    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "one.yaml"
        write_bank(path, 1, NUMPY_CHECK)
        card = load_bank(path).entries[0].card
    if not isinstance(card.answer, Integer):
        raise TypeError("the generated card asks for a whole number")
    variant = Variant(card=card.id, seed=1, params=dict(card.params), answer=card.answer.value)
    seconds = timeit.timeit(lambda: grade(card, variant, "17"), number=GRADINGS)
    return round(1000 * seconds / GRADINGS, 4)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    version = [sys.executable, "-m", "quizcv", "--version"]
    with tempfile.TemporaryDirectory() as name:
        bank = Path(name) / "bank.yaml"
        write_bank(bank, options.cards, NUMPY_CHECK)
        home = Path(name) / "home"
        cold = first_question(bank, home)
        once(version)
        pairs = [(first_question(bank, home), once(version)) for _ in range(options.runs)]
    asked, started = (Timing(tuple(side)) for side in zip(*pairs, strict=True))
    report(
        {
            "cards": options.cards,
            "first_question_never_opened_seconds": round(cold, 3),
            "first_question_seconds": asked.as_json(),
            "version_seconds": started.as_json(),
            "first_question_over_version": ratio(asked.median, started.median),
            "goal": GOAL,
            "grading_ms": grading_ms(),
        }
    )


if __name__ == "__main__":
    main()
