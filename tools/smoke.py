"""Try the installed quizcv: a command of each sort, and a quiz through a pipe.

    python tools/smoke.py

Uses the interpreter that runs it, and a home of its own. Needs no torch.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

COMMANDS: dict[str, int] = {
    "--version": 0,
    "--help": 0,
    "study --help": 0,
    "mock --help": 0,
    "list --area convolution": 0,
    "show conv-output-size": 0,
    "search stride": 0,
    "syllabus": 0,
    "stats": 0,
    "grade perceptron-boolean-count 14": 0,
    "grade perceptron-boolean-count 16": 1,
    "bank list": 0,
    "no-such-command": 2,
    "show no-such-card": 2,
}
TYPED = "1\n2\n3\n"


def run(arguments: list[str], typed: str, home: str) -> subprocess.CompletedProcess[str]:
    """Run quizcv in an empty folder, with a home of its own."""
    return subprocess.run(
        [sys.executable, "-m", "quizcv", *arguments],
        input=typed,
        capture_output=True,
        text=True,
        env={**os.environ, "QUIZCV_HOME": home},
        cwd=home,
        check=False,
    )


def main() -> int:
    """Return how many commands did not do what they should, having said which."""
    wrong = 0
    with tempfile.TemporaryDirectory() as home:
        cases = [(command, "", code) for command, code in COMMANDS.items()]
        for command, typed, code in [*cases, ("quiz pooling -n 2 --plain", TYPED, 0)]:
            done = run(command.split(), typed, home)
            if done.returncode != code or "Traceback" in done.stdout + done.stderr:
                wrong += 1
                print(f"quizcv {command}: exit code {done.returncode}\n{done.stderr}")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
