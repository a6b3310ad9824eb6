"""Makes a child of a process just forked: its own group, folder, descriptors and limits."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quizcv.runner.inside import landlock, seccomp
from quizcv.runner.inside.child import CHANNEL
from quizcv.runner.inside.reaping import running_tasks

if TYPE_CHECKING:
    from collections.abc import Sequence

OPEN_FILES = 256
_SPARE_TASKS = 128


@dataclass(frozen=True)
class Guards:
    """What is enforced on every child of a server."""

    mapped: int
    """Bytes of address space that the server has mapped itself."""
    processes: int
    """RLIMIT_NPROC, for kernels without a system call filter. It counts for nothing for root."""
    landlock: int = 0
    """The rights it restricts; 0 for none."""
    program: bytes = b""
    """The system call filter; empty for none."""


def available_guards(hardened: bool) -> Guards:
    """Return what can be enforced here; nothing beyond limits if it is not wanted."""
    mapped = _mapped_bytes()
    if hardened and seccomp.KNOWN and seccomp.can_forbid():
        rights = landlock.handled_rights()
        return Guards(mapped, resource.RLIM_INFINITY, rights, seccomp.filter_program())
    rights = landlock.handled_rights() if hardened else 0
    return Guards(mapped, running_tasks() + _SPARE_TASKS, rights)


def settle(home: str, out: int, err: int, result: int) -> None:
    """Give the process its own group, folder and descriptors.

    The session is the server's, which has no terminal, and so is standard input, which is empty.
    The pipes must not stand on descriptors 0 to 3.
    """
    os.setpgid(0, 0)
    signal.set_wakeup_fd(-1)
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.dup2(result, CHANNEL)
    os.closerange(CHANNEL + 1, OPEN_FILES * 4)
    os.mkdir(home, 0o700)  # noqa: PTH102
    os.chdir(home)
    os.environ["TMPDIR"] = os.environ["HOME"] = home
    tempfile.tempdir = None


def limit(limits: dict[str, Any], cases: int, guards: Guards) -> None:
    """Set the limits that a job asks for."""
    memory = guards.mapped + limits["memory_mb"] * 2**20
    cpu = int(limits["seconds"] * cases) + 2
    size = limits["file_mb"] * 2**20
    for which, soft, hard in _limits(memory, cpu, size, guards.processes):
        # macOS refuses some of them; wall-clock time and cleaning up do not depend on any.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(which, (soft, hard))


def _limits(memory: int, cpu: int, size: int, processes: int) -> Sequence[tuple[int, int, int]]:
    return (
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, cpu, cpu + 1),
        (resource.RLIMIT_FSIZE, size, size),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES, OPEN_FILES),
        (resource.RLIMIT_NPROC, processes, processes),
    )


def confine_to(home: str, guards: Guards) -> None:
    """Have the kernel hold the process to its folder and to computing."""
    if seccomp.KNOWN:
        seccomp.die_with_parent()
        seccomp.drop_capabilities()
    if guards.landlock:
        landlock.write_only_below(home, guards.landlock)
    if guards.program:
        seccomp.forbid_system_calls(guards.program)


def _mapped_bytes() -> int:
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:
        return 2**33
