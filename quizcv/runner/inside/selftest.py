"""Runs inside bubblewrap and says for each wall whether it stands.

Started as `python -I -S -c <this file> <what the outside looks like>`, so it uses the standard
library only. Prints a JSON object: the name of the wall, and '' or what is wrong with it.
"""

from __future__ import annotations

import ctypes
import json
import os
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any

_PR_GET_PDEATHSIG = 2


def network(outside: dict[str, Any]) -> str:
    """No interface but loopback, in a namespace of its own."""
    names = [name for _, name in socket.if_nameindex()]
    if names not in ([], ["lo"]):
        return f"interfaces {', '.join(names)} are visible"
    return _shared(outside, "net")


def home(outside: dict[str, Any]) -> str:
    """Nothing of the home directory but what the interpreter needs, nothing of the real /tmp."""
    if Path(outside["canary"]).exists():
        return f"{outside['canary']} is visible"
    shown = [Path(path) for path in outside["visible"]]
    for folder in _skeleton(Path(outside["home"]), shown):
        for entry in folder.iterdir():
            if not any(path.is_relative_to(entry) for path in shown):
                return f"{entry} is visible"
    return ""


def _skeleton(top: Path, shown: list[Path]) -> list[Path]:
    """Return the folders at and below `top` that exist only to lead to what is shown."""
    parents = {parent for path in shown for parent in path.parents if parent.is_relative_to(top)}
    if any(top.is_relative_to(path) for path in shown):
        return []
    return [folder for folder in {top, *parents} if folder.exists()]


def processes(outside: dict[str, Any]) -> str:
    """No process but bubblewrap's and this one."""
    seen = [entry.name for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return f"{len(seen)} processes are visible" if len(seen) > 3 else _shared(outside, "pid")


def files(outside: dict[str, Any]) -> str:
    """Nothing can be written but /tmp."""
    for place in ["/", "/dev", "/etc", *outside["visible"]]:
        folder = Path(place) if Path(place).is_dir() else Path(place).parent
        if folder.is_dir():
            try:
                with tempfile.TemporaryFile(dir=folder):
                    return f"{folder} can be written"
            except OSError:
                continue
    return _shared(outside, "mnt")


def tmp(outside: dict[str, Any]) -> str:
    """A /tmp of its own, of limited size."""
    size = os.statvfs(outside["tmp"])
    if size.f_blocks * size.f_frsize > outside["tmp_bytes"]:
        return "its size is not limited"
    shown = [Path(path) for path in outside["visible"]]
    strange = [
        p for p in Path(outside["tmp"]).iterdir() if not any(s.is_relative_to(p) for s in shown)
    ]
    return f"{strange[0]} is in it" if strange else ""


def environment(outside: dict[str, Any]) -> str:
    """No variable but the given ones."""
    extra = sorted(set(os.environ) - set(outside["environment"]) - {"LC_CTYPE"})
    return f"{', '.join(extra)} came through" if extra else ""


def session(_: dict[str, Any]) -> str:
    """A session of its own, without the caller's terminal."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR))
    except OSError:
        return "" if os.getsid(0) else "the session is the caller's"
    return "the terminal can be opened"


def parent(_: dict[str, Any]) -> str:
    """Killed as soon as the caller ends."""
    number = ctypes.c_int()
    ctypes.CDLL(None).prctl(_PR_GET_PDEATHSIG, ctypes.byref(number), 0, 0, 0)
    return "" if number.value == 9 else "it would outlive the caller"


def privileges(outside: dict[str, Any]) -> str:
    """No capability, and a user namespace of its own."""
    for line in Path("/proc/self/status").read_text().splitlines():
        name, _, value = line.partition(":")
        if name in ("CapEff", "CapPrm", "CapBnd") and int(value, 16):
            return f"{name} is {value.strip()}"
    return _shared(outside, "user") or _shared(outside, "ipc")


def _shared(outside: dict[str, Any], name: str) -> str:
    same = str(Path(f"/proc/self/ns/{name}").readlink()) == outside["namespaces"][name]
    return f"the {name} namespace is the caller's" if same else ""


WALLS = {
    "no network": network,
    "no home directory": home,
    "no other processes": processes,
    "read-only files": files,
    "private /tmp": tmp,
    "clean environment": environment,
    "own session": session,
    "dies with its parent": parent,
    "no privileges": privileges,
}


def main(outside: dict[str, Any]) -> dict[str, str]:
    """Return what is wrong with each wall."""
    found = {}
    for name, wall in WALLS.items():
        try:
            found[name] = wall(outside)
        except Exception as error:
            found[name] = f"{type(error).__name__}: {error}"
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(json.loads(sys.argv[1]))))
