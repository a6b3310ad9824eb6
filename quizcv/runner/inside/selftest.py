"""Tries every wall on this machine and says for each whether it stands.

The host starts it in a fresh interpreter, inside bubblewrap or without, and reads the JSON object
that it prints: the name of each wall, and '' or what is wrong with it. Standard library only.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
from typing import TYPE_CHECKING, TypeVar

from quizcv.runner.inside.walls import CHILD, NAMESPACES, Child, offered_walls, spare_processes
from quizcv.runner.wire import CHANNEL

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizcv.runner.inside.walls import ChildWall, Outside
    from quizcv.runner.wire import Limits

T = TypeVar("T")
_HEADROOM = 2**31
_LIMITS: Limits = {
    "seconds": 5.0,
    "memory_mb": 1024,
    "output_kb": 64,
    "result_kb": 256,
    "file_mb": 16,
}


def main(outside: Outside | None) -> None:
    """Print what is wrong with each wall: bubblewrap's, if there is an outside, and a child's."""
    found = {} if outside is None else namespaces(outside)
    sys.stdout.write(json.dumps({**found, **child()}))


def namespaces(outside: Outside) -> dict[str, str]:
    """Return what is wrong with each of bubblewrap's walls around this process."""
    return {wall.name: _complaint(wall.probe, outside) for wall in NAMESPACES}


def child() -> dict[str, str]:
    """Fork a child that puts up its walls and tries them; return what is wrong with each."""
    walls = offered_walls(hardened=True)
    found = {wall.name: "not offered by this system" for wall in CHILD if wall not in walls}
    read, write = os.pipe()
    folder = tempfile.mkdtemp(prefix="quizcv-selftest-")
    home = f"{folder}/home"
    pid = os.fork()
    if pid == 0:
        with contextlib.suppress(BaseException):
            _try_out(walls, home, write)
        os._exit(0)
    os.close(write)
    with open(read, encoding="utf-8") as said:  # noqa: PTH123 - a descriptor
        text = said.read()
    os.waitpid(pid, 0)
    for path in (home, folder):
        with contextlib.suppress(OSError):
            os.rmdir(path)  # noqa: PTH106
    told = json.loads(text) if text else {}
    found |= {wall.name: told.get(wall.name, "the child died") for wall in walls}
    return {wall.name: found[wall.name] for wall in CHILD}


def _try_out(walls: tuple[ChildWall, ...], home: str, write: int) -> None:
    result = os.dup(write)
    made = Child(home, 1, 2, result, _LIMITS, 1, _HEADROOM, spare_processes(walls))
    entered = {wall.name: _complaint(wall.enter, made) for wall in walls}
    found = {wall.name: entered[wall.name] or _complaint(wall.probe, made) for wall in walls}
    os.write(CHANNEL, json.dumps(found).encode())


def _complaint(attempt: Callable[[T], object], about: T) -> str:
    try:
        return str(attempt(about) or "")
    except Exception as error:
        return f"{type(error).__name__}: {error}"
