"""How long a learner waits: for the first screen, for the first question, and for a verdict.

    python benchmarks/session.py [--cards 10000] [--runs 7]

Prints, each against `quizcv --version` and measured in turn with it: the first question of
`quizcv study --plain` over the bundled banks and over a bank of that size with its lock, both
opened before (goal: at most 2.5 times), and `quizcv` alone (at most 3 times). Then the time to
grade one typed answer in process.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
import timeit
from pathlib import Path
from typing import TYPE_CHECKING

from generate import NUMPY_CHECK, write_bank, write_proofs
from measure import Timing, once, ratio, report

from quizcv.cards.variant import Variant
from quizcv.grading import grade
from quizcv.kinds.numbers import Integer

if TYPE_CHECKING:
    from collections.abc import Callable

GOALS = {"bundled": 2.5, "generated": 2.5, "home": 3.0}
GRADINGS = 2000


def first_question(home: Path, *more: str) -> float:
    """Return the seconds from the start of the command to its first question.

    Raises:
        RuntimeError: it ended without one.
    """
    command = [sys.executable, "-m", "quizcv", "study", "--plain", *more]
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
    quizcv = [sys.executable, "-m", "quizcv"]
    with tempfile.TemporaryDirectory() as name:
        bank, home = Path(name) / "bank.yaml", Path(name) / "home"
        write_bank(bank, options.cards, NUMPY_CHECK)
        write_proofs(bank)
        state = {"QUIZCV_HOME": str(home)}
        own = ("--bank", str(bank), "conv-output-size")
        measured: dict[str, Callable[[], float]] = {
            "bundled": lambda: first_question(home),
            "generated": lambda: first_question(home, *own),
            "home": lambda: once(quizcv, state),
            "version": lambda: once([*quizcv, "--version"], state),
        }
        cold = {name: measure() for name, measure in measured.items()}
        rounds = [[measure() for measure in measured.values()] for _ in range(options.runs)]
    columns = zip(*rounds, strict=True)
    timings = {name: Timing(column) for name, column in zip(measured, columns, strict=True)}
    version = timings["version"].median
    report(
        {
            "cards": options.cards,
            "never_opened_seconds": {name: round(cold[name], 3) for name in GOALS},
            "seconds": {name: timing.as_json() for name, timing in timings.items()},
            "over_version": {name: ratio(timings[name].median, version) for name in GOALS},
            "goals": GOALS,
            "grading_ms": grading_ms(),
        }
    )


if __name__ == "__main__":
    main()
