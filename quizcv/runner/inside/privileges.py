"""What a process gives up for good: privileges, capabilities, and living on after its parent.

Linux only, by prctl and capset. Standard library only.
"""

from __future__ import annotations

import ctypes
import errno
import signal
import struct
import sys
from pathlib import Path

_PR_SET_PDEATHSIG, _PR_GET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 2, 4
_PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS = 36, 38


class Unavailable(OSError):
    """The kernel refused, or is none that is known here."""


KNOWN = sys.platform == "linux"
"""Whether this system has prctl and capabilities at all."""
_libc = ctypes.CDLL(None, use_errno=True) if KNOWN else None
if _libc is not None:
    _libc.prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]


def prctl(option: int, *args: int) -> None:
    """Call prctl.

    Raises:
        Unavailable: the kernel refused, or has no such thing.
    """
    if _libc is None or _libc.prctl(option, *(*args, 0, 0, 0, 0)[:4]) != 0:
        raise Unavailable(ctypes.get_errno(), f"prctl {option}")


def become_reaper() -> None:
    """Have orphaned descendants re-parented to this process, and hide its memory from them."""
    prctl(_PR_SET_CHILD_SUBREAPER, 1)
    prctl(_PR_SET_DUMPABLE, 0)


def die_with_parent() -> None:
    """Have the kernel kill this process as soon as the thread that forked it ends."""
    prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))


def dies_with_parent() -> bool:
    """Return whether it would."""
    number = ctypes.c_int()
    prctl(_PR_GET_PDEATHSIG, ctypes.addressof(number))
    return number.value == signal.SIGKILL


def forbid_new_privileges() -> None:
    """Promise never to gain privileges, which the kernel wants before it restricts a process."""
    prctl(_PR_SET_NO_NEW_PRIVS, 1)


def drop_capabilities() -> None:
    """Give up every capability, for good: afterwards root is a user like any other."""
    if _libc is None:
        raise Unavailable(errno.ENOSYS, "capabilities")
    header = struct.pack("=Ii", 0x20080522, 0)
    if _libc.capset(header, bytes(24)) != 0:
        raise Unavailable(ctypes.get_errno(), "capset")


def capabilities_left(*sets: str) -> str:
    """Return which of these sets in /proc/self/status is not empty, and what is in it, or ''."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        name, _, value = line.partition(":")
        if name in sets and int(value, 16):
            return f"{name} is {value.strip()}"
    return ""
