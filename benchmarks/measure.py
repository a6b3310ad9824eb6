"""Timing whole processes side by side: in turn, so that a drifting machine hits all alike."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Timing:
    """Wall-clock seconds of several runs of one command."""

    runs: tuple[float, ...]

    @property
    def median(self) -> float:
        """The figure to quote."""
        return statistics.median(self.runs)

    def as_json(self) -> dict[str, float]:
        """Return minimum, median and maximum, in seconds."""
        return {
            "min": round(min(self.runs), 4),
            "median": round(self.median, 4),
            "max": round(max(self.runs), 4),
        }


def alternate(
    commands: Mapping[str, Sequence[str]], runs: int, env: Mapping[str, str] | None = None
) -> dict[str, Timing]:
    """Run every command once to warm up, then `runs` times in turn; return their timings.

    Raises:
        subprocess.CalledProcessError: a command fails.
    """
    found: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            seconds = once(command, env)
            if turn:
                found[name].append(seconds)
    return {name: Timing(tuple(seconds)) for name, seconds in found.items()}


def once(command: Sequence[str], env: Mapping[str, str] | None = None) -> float:
    """Return the wall-clock seconds of one run.

    Raises:
        subprocess.CalledProcessError: the command fails.
    """
    began = time.perf_counter()
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **(env or {})}
    )
    seconds = time.perf_counter() - began
    if done.returncode:
        sys.stderr.write(done.stdout[-2000:] + done.stderr[-2000:])
        raise subprocess.CalledProcessError(done.returncode, command)
    return seconds


def children_peak_mb() -> float:
    """Return the largest resident size of any finished child so far, in MiB."""
    return round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, 1)


def ratio(left: float, right: float) -> float:
    """Return left over right, rounded for reading."""
    return round(left / right, 3)


def report(data: dict[str, Any]) -> None:
    """Print a benchmark's result."""
    print(json.dumps(data, indent=2))
