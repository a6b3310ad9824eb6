"""How fast quizcv starts, beside what it cannot do without.

    python benchmarks/startup.py [--runs 15]

Prints `quizcv --version` against `python -c "import typer"` (goal: at most 1.2 times).
"""

from __future__ import annotations

import argparse
import sys

from measure import alternate, ratio, report

GOAL = 1.2


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    timings = alternate(
        {
            "version": [sys.executable, "-m", "quizcv", "--version"],
            "typer": [sys.executable, "-c", "import typer"],
            "help": [sys.executable, "-m", "quizcv", "--help"],
            "list": [sys.executable, "-m", "quizcv", "list"],
            "python": [sys.executable, "-c", "pass"],
        },
        runs,
    )
    report(
        {
            "seconds": {name: timing.as_json() for name, timing in timings.items()},
            "version_over_typer": ratio(timings["version"].median, timings["typer"].median),
            "goal": GOAL,
        }
    )


if __name__ == "__main__":
    main()
