"""Landlock (Linux 5.13 and later): a child writes in its own folder and nowhere else.

Without it, a snippet could disturb the folder of another that runs beside it, and at process
level every file of the user. Standard library only.
"""

from __future__ import annotations

import ctypes
import os
import struct

from quizcv.runner.inside.privileges import KNOWN, Unavailable, forbid_new_privileges

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_VERSION_FLAG, _PATH_BENEATH = 1, 1
_WRITE_FILE, _TRUNCATE = 1 << 1, 1 << 14
# remove_dir, remove_file, make_char, make_dir, make_reg, make_sock, make_fifo, make_block, make_sym
_CHANGES = sum(1 << bit for bit in range(4, 13))
_REFER = 1 << 13
_libc = ctypes.CDLL(None, use_errno=True) if KNOWN else None


def handled_rights() -> int:
    """Return the kinds of writing that this kernel can restrict; 0 where it has no Landlock."""
    try:
        version = _call(_CREATE, None, 0, _VERSION_FLAG)
    except Unavailable:
        return 0
    rights = _WRITE_FILE | _CHANGES
    return rights | (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)


def write_only_below(folder: str, rights: int) -> None:
    """Restrict this process, for good, to writing below `folder` and to /dev/null.

    Args:
        folder: an existing folder.
        rights: what `handled_rights` returned.

    Raises:
        Unavailable: the kernel refused.
    """
    ruleset = _call(_CREATE, struct.pack("=Q", rights), 8, 0)
    _allow(ruleset, folder, rights)
    _allow(ruleset, os.devnull, rights & (_WRITE_FILE | _TRUNCATE))
    forbid_new_privileges()
    _call(_RESTRICT, ruleset, 0)
    os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    _call(_ADD_RULE, ruleset, _PATH_BENEATH, struct.pack("=Qi", rights, fd), 0)
    os.close(fd)


def _call(number: int, *args: bytes | int | None) -> int:
    if _libc is None:
        raise Unavailable(0, "no Landlock")
    result: int = _libc.syscall(ctypes.c_long(number), *args)
    if result < 0:
        raise Unavailable(ctypes.get_errno(), "landlock")
    return result
