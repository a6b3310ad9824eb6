"""How a server is kept apart: bubblewrap where it works, and proof of every wall.

Nothing is assumed: `probe` starts a short program that tries each wall of `runner.inside.walls`
from inside and reports whether it stands. What to do where one does not is the caller's decision;
nothing here falls back.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from quizcv.runner.host.filesystem import read_only_arguments, readable_paths
from quizcv.runner.inside.walls import CHILD, NAMESPACES, PRIVATE_TMP, SHOWN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quizcv.runner.inside.walls import Outside

Level = Literal["bubblewrap", "process"]
_TIMEOUT = 20.0
_ENVIRONMENT: dict[str, str] = {}
"""Of the self-tests themselves."""
_SELF_TEST = (
    "import json, sys; sys.path.append(sys.argv[1]);"
    "from quizcv.runner.inside.selftest import main; main(json.loads(sys.argv[2]))"
)
_NAMESPACES = ("net", "pid", "ipc", "user", "uts", "mnt")


@dataclass(frozen=True)
class Isolation:
    """How a server is started: inside bubblewrap, or as a plain process with limits."""

    level: Level = "process"
    bwrap: str | None = None
    """Path of the bubblewrap program, at that level."""
    hardened: bool = True
    """Whether children are denied system calls and writing elsewhere, where the kernel can."""

    def wrapped(self, command: list[str], environment: dict[str, str]) -> list[str]:
        """Return the command line that runs `command` at this level."""
        if self.bwrap is None:
            return command
        setenv = [part for item in environment.items() for part in ("--setenv", *item)]
        walls = [each for wall in NAMESPACES for each in _arguments(wall.arguments)]
        return [self.bwrap, *walls, "--chdir", PRIVATE_TMP, *setenv, "--", *command]


def _arguments(words: Iterable[str]) -> list[str]:
    shown = read_only_arguments()
    return [part for word in words for part in (shown if word == SHOWN else [word])]


@dataclass(frozen=True)
class Guard:
    """One wall, whether it stands here, and what was seen."""

    name: str
    holds: bool
    detail: str = ""


@dataclass(frozen=True)
class IsolationReport:
    """What this machine offers."""

    isolation: Isolation
    """The strongest level that was proven."""
    guards: tuple[Guard, ...]
    reason: str = ""
    """Why it is not bubblewrap."""
    remedy: str = ""

    @property
    def level(self) -> Level:
        """'bubblewrap' when every wall stands, else 'process'."""
        return self.isolation.level


@cache
def probe() -> IsolationReport:
    """Try every wall on this machine, once per process; takes some tens of milliseconds."""
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        remedy = "install bubblewrap, for instance `apt install bubblewrap`"
        reason = "bwrap is not on PATH" if sys.platform == "linux" else "bubblewrap needs Linux"
        guards = (Guard("bubblewrap", False, reason), *_child_walls())
        return IsolationReport(Isolation("process"), guards, reason, remedy)
    isolation = Isolation("bubblewrap", bwrap)
    guards = _all_walls(isolation)
    down = [guard for guard in guards[: -len(CHILD)] if not guard.holds]
    if down:
        reason = "; ".join(f"{guard.name}: {guard.detail}" for guard in down)
        remedy = "allow unprivileged user namespaces, see docs/isolation.md"
        return IsolationReport(Isolation("process"), guards, reason, remedy)
    return IsolationReport(isolation, guards)


def _all_walls(isolation: Isolation) -> tuple[Guard, ...]:
    """Try bubblewrap's walls and a child's inside it; where it fails, a child's without it."""
    with tempfile.NamedTemporaryFile(prefix="quizcv-canary-") as canary:
        outside: Outside = {
            "canary": canary.name,
            "home": str(Path.home()),
            "visible": readable_paths(),
            "namespaces": {n: str(Path(f"/proc/self/ns/{n}").readlink()) for n in _NAMESPACES},
            "environment": ["PATH", "PWD"],
        }
        command = isolation.wrapped(_self_test(outside), {"PATH": "/usr/bin"})
        found = _guards(command, [wall.name for wall in (*NAMESPACES, *CHILD)])
    if isinstance(found, str):
        return (Guard("bubblewrap", False, found), *_child_walls())
    return found


def _child_walls() -> tuple[Guard, ...]:
    """Try what the system itself enforces on children, at either level."""
    names = [wall.name for wall in CHILD]
    found = _guards(_self_test(None), names)
    if isinstance(found, str):
        return tuple(Guard(name, False, found) for name in names)
    return found


def _self_test(outside: Outside | None) -> list[str]:
    root = str(Path(__file__).parents[3])
    return [sys.executable, "-I", "-S", "-c", _SELF_TEST, root, json.dumps(outside)]


def _guards(command: list[str], names: list[str]) -> tuple[Guard, ...] | str:
    """Run a self-test that must answer for each of these walls, or return why it did not."""
    done, said = _run(command)
    if not done:
        return said
    try:
        found = json.loads(said)
    except ValueError:
        found = None
    if not isinstance(found, dict) or list(found) != names:
        return "its self-test did not answer for every wall"
    return tuple(Guard(name, found[name] == "", str(found[name])) for name in names)


def _run(command: list[str]) -> tuple[bool, str]:
    """Return whether a command succeeded, and its output or the last line of its complaint."""
    try:
        done = subprocess.run(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_TIMEOUT,
            env=_ENVIRONMENT,
            cwd="/",
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return False, str(error)
    if done.returncode == 0:
        return True, done.stdout
    complaint = done.stderr.strip().splitlines() or [f"exit status {done.returncode}"]
    return False, complaint[-1]
