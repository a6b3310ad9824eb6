"""The walls around a worker server: bubblewrap where it works, and proof that it does.

Bubblewrap gives the server namespaces of its own: no network, no view of other processes, a file
system that holds only the interpreter and its libraries, read-only, and a small private /tmp.
Nothing is assumed: `probe` starts a short program inside and reports for each wall whether it
stands. What to do where one does not is the caller's decision; nothing here falls back.
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
from typing import Literal

from quizcv.runner.host.filesystem import PRIVATE_TMP_BYTES, read_only_arguments, readable_paths

Level = Literal["bubblewrap", "process"]
_TIMEOUT = 20.0
_ENVIRONMENT: dict[str, str] = {}
"""Of the self-tests themselves."""
SYSTEM_CALLS, OWN_FOLDER = "only harmless system calls", "writes only in its own folder"
INSIDE = "/tmp"  # noqa: S108 - the private one inside the walls


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
        # The interpreter may itself live below /tmp, so /tmp comes before what is shown.
        files = (*_PRIVATE, *read_only_arguments(), "--remount-ro", "/", "--chdir", INSIDE)
        return [self.bwrap, *_WALLS, *files, *setenv, "--", *command]


_WALLS = (
    *("--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"),
    *("--unshare-cgroup-try", "--uid", "65534", "--gid", "65534", "--hostname", "quizcv"),
    *("--cap-drop", "ALL", "--die-with-parent", "--new-session", "--clearenv"),
)
_PRIVATE = (
    *("--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"),
    *("--size", str(PRIVATE_TMP_BYTES), "--tmpfs", INSIDE),
)


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
    kernel = _probe_kernel()
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        remedy = "install bubblewrap, for instance `apt install bubblewrap`"
        reason = "bwrap is not on PATH" if sys.platform == "linux" else "bubblewrap needs Linux"
        guards = (Guard("bubblewrap", False, reason), *kernel)
        return IsolationReport(Isolation("process"), guards, reason, remedy)
    walls = _probe_walls(Isolation("bubblewrap", bwrap))
    down = [guard for guard in walls if not guard.holds]
    if down:
        reason = "; ".join(f"{guard.name}: {guard.detail}" for guard in down)
        remedy = "allow unprivileged user namespaces, see docs/isolation.md"
        return IsolationReport(Isolation("process"), (*walls, *kernel), reason, remedy)
    return IsolationReport(Isolation("bubblewrap", bwrap), (*walls, *kernel))


def _probe_kernel() -> tuple[Guard, Guard]:
    """Try what the kernel itself enforces on children, at either level."""
    code = (
        "import sys; sys.path.append(sys.argv[1]);"
        "from quizcv.runner.inside import landlock, seccomp;"
        "print(int(seccomp.KNOWN and seccomp.can_forbid()), int(landlock.handled_rights() > 0))"
    )
    root = str(Path(__file__).parents[3])
    done, said = _run([sys.executable, "-I", "-S", "-c", code, root])
    calls, writing = said.split() if done else ("0", "0")
    why = "not offered by this kernel" if done else said
    return (
        Guard(SYSTEM_CALLS, calls == "1", "" if calls == "1" else why),
        Guard(OWN_FOLDER, writing == "1", "" if writing == "1" else why),
    )


def _probe_walls(isolation: Isolation) -> tuple[Guard, ...]:
    """Run `quizcv.runner.inside.selftest` inside and return what it found."""
    source = Path(__file__).parents[1].joinpath("inside", "selftest.py").read_text(encoding="utf-8")
    with tempfile.NamedTemporaryFile(prefix="quizcv-canary-") as canary:
        outside = {
            "canary": canary.name,
            "home": str(Path.home()),
            "visible": readable_paths(),
            "namespaces": {n: _namespace(n) for n in ("net", "pid", "ipc", "user", "uts", "mnt")},
            "environment": ["PATH", "PWD"],
            "tmp": INSIDE,
            "tmp_bytes": PRIVATE_TMP_BYTES,
        }
        command = [sys.executable, "-I", "-S", "-c", source, json.dumps(outside)]
        holds, said = _run(isolation.wrapped(command, {"PATH": "/usr/bin"}))
    if not holds:
        return (Guard("bubblewrap", False, said),)
    try:
        found = json.loads(said)
        return tuple(Guard(name, not detail, detail) for name, detail in found.items())
    except (ValueError, AttributeError):
        return (Guard("bubblewrap", False, "its self-test gave no answer"),)


def _namespace(name: str) -> str:
    return str(Path(f"/proc/self/ns/{name}").readlink())


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
