"""Ending processes for good: children, their groups, and whatever escaped from them."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container
    from resource import struct_rusage

_TRIES = 200
_PAUSE = 0.002


def kill_group(pid: int) -> None:
    """Kill a child and everything in the process group it leads."""
    kill_rest_of_group(pid)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGKILL)


def kill_rest_of_group(pid: int) -> None:
    """Kill what is left of the process group that the ended child `pid` led."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def ended_children() -> dict[int, tuple[int, struct_rusage]]:
    """Reap every child that has ended; return wait status and resource use by pid."""
    ended: dict[int, tuple[int, struct_rusage]] = {}
    while True:
        try:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return ended
        if pid == 0:
            return ended
        ended[pid] = status, usage


def kill_escaped(known: Container[int]) -> dict[int, tuple[int, struct_rusage]]:
    """Kill every child of this process that is not in `known`, and what they leave in turn.

    As a child subreaper this process inherits daemons that left their group and session. Returns
    what was reaped meanwhile.
    """
    reaped: dict[int, tuple[int, struct_rusage]] = {}
    for _ in range(_TRIES):
        escaped = [pid for pid in children() if pid not in known]
        if not escaped:
            break
        for pid in escaped:
            kill_group(pid)
        reaped |= ended_children()
        time.sleep(_PAUSE)
    return reaped


def running_tasks() -> int:
    """Return how many processes and threads this user has, as far as can be seen."""
    uid, count = os.getuid(), 0
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if folder.stat().st_uid == uid:
                count += sum(1 for _ in (folder / "task").iterdir())
    return count


def children() -> list[int]:
    """Return the pids of this process's children, where the system tells (Linux)."""
    pid = os.getpid()
    try:
        return [int(word) for word in Path(f"/proc/self/task/{pid}/children").read_text().split()]
    except OSError:
        return _children_by_stat(pid)


def _children_by_stat(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(stat.parent.name))
    return found
