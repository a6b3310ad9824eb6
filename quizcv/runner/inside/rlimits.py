"""The limits that every Unix knows: memory, CPU time, size of files, open files, processes."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING or find_spec("resource") is not None:  # not on Windows, which runs no child
    import resource

if TYPE_CHECKING:
    from quizcv.runner.wire import Limits

OPEN_FILES = 256

Wanted = dict[str, tuple[int, int]]
"""Names of the resource module, each with its soft and its hard limit."""


def wanted(limits: Limits, cases: int, mapped: int, processes: int | None) -> Wanted:
    """Return the limits of a child.

    Args:
        limits: what its job may use on each case.
        cases: how many there are.
        mapped: bytes of address space that the server has mapped itself.
        processes: of the user in all, where nothing else stops a fork; it binds no root.
    """
    memory = mapped + limits["memory_mb"] * 2**20
    cpu = int(limits["seconds"] * cases) + 2
    size = limits["file_mb"] * 2**20
    most = resource.RLIM_INFINITY if processes is None else processes
    return {
        "RLIMIT_AS": (memory, memory),
        "RLIMIT_CPU": (cpu, cpu + 1),
        "RLIMIT_FSIZE": (size, size),
        "RLIMIT_CORE": (0, 0),
        "RLIMIT_NOFILE": (OPEN_FILES, OPEN_FILES),
        "RLIMIT_NPROC": (most, most),
    }


def set_limits(limits: Wanted) -> None:
    """Set them; macOS refuses some, and neither wall-clock time nor cleaning up needs any."""
    for name, pair in limits.items():
        try:
            resource.setrlimit(getattr(resource, name), pair)
        except (ValueError, OSError):
            continue


def unset(limits: Wanted) -> list[str]:
    """Return the names of those that are not in force."""
    inf = resource.RLIM_INFINITY
    return [
        name
        for name, pair in limits.items()
        if pair != (inf, inf) and resource.getrlimit(getattr(resource, name)) != pair
    ]


def mapped_bytes() -> int:
    """Return how much address space this process has mapped, as far as the system tells."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:
        return 2**33
