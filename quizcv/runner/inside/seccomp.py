"""The system call filter of children: no new processes, programs or sockets.

A seccomp filter denies (EPERM) what no snippet needs: fork, execve, socket, ptrace, signals to
others, new limits, mounts and the like. Threads stay possible. It matters most where RLIMIT_NPROC
counts for nothing, as for root. Elsewhere than on Linux with x86-64 or arm64 it is not available;
the server then relies on killing what a job left behind.

Standard library only; everything that can be prepared is prepared in the server before it forks.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import os
import platform
import struct
import sys

from quizcv.runner.inside.privileges import Unavailable, forbid_new_privileges, prctl

_PR_SET_SECCOMP = 22
_CLONE_THREAD = 0x10000

# name: number on x86-64, number on arm64 (None: does not exist there).
_DENIED: dict[str, tuple[int | None, int | None]] = {
    "fork": (57, None),
    "vfork": (58, None),
    "execve": (59, 221),
    "execveat": (322, 281),
    "socket": (41, 198),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424),
    "setrlimit": (160, 164),
    "io_uring_setup": (425, 425),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "mount": (165, 40),
    "umount2": (166, 39),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "open_tree": (428, 428),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "unshare": (272, 97),
    "setns": (308, 268),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "sethostname": (170, 161),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "open_by_handle_at": (304, 265),
    "mknodat": (259, 33),
    # What these make outlives the process.
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
}
_CLONE, _CLONE3, _PRLIMIT = (56, 220), (435, 435), (302, 261)
_SIGNALS = ((62, 129), (200, 130), (234, 131), (129, 138), (297, 240))
"""kill, tkill, tgkill, rt_sigqueueinfo, rt_tgsigqueueinfo: allowed towards oneself only."""

_ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_ANY_PID = 0x7FEDCBA9
"""Stands for the process id in a program; no process has it."""
_NUMBER, _ARCH, _ARG0, _ARG2_LOW, _ARG2_HIGH = 0, 4, 16, 32, 36


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


@functools.cache
def filter_program(machine: str = platform.machine()) -> bytes:
    """Return the seccomp program for that kind of machine, with a blank for the process id.

    It is kept: a server makes it once, before its first fork.

    Raises:
        Unavailable: the numbers of its system calls are not known here.
    """
    if machine not in _ARCHITECTURES:
        raise Unavailable(errno.ENOSYS, f"no filter for {machine}")
    column, arch = _ARCHITECTURES[machine]
    allow = _op(_RETURN, _ALLOW)
    deny = _op(_RETURN, _ERRNO | errno.EPERM)
    ops = [_op(_LOAD, _ARCH), _op(_EQUAL, arch, 1, 0), deny, _op(_LOAD, _NUMBER)]
    if column == 0:  # the x32 numbers, a second way to every call
        ops += [_op(_AT_LEAST, 0x40000000, 0, 1), deny]
    # ENOSYS makes the C library fall back to clone, whose flags a filter can see.
    ops += [_op(_EQUAL, _CLONE3[column], 0, 1), _op(_RETURN, _ERRNO | errno.ENOSYS)]
    ops += [_op(_EQUAL, _CLONE[column], 0, 4), _op(_LOAD, _ARG0)]
    ops += [_op(_ANY_BIT, _CLONE_THREAD, 0, 1), allow, deny]
    for numbers in _SIGNALS:
        ops += [_op(_EQUAL, numbers[column], 0, 4), _op(_LOAD, _ARG0)]
        ops += [_op(_EQUAL, _ANY_PID, 0, 1), allow, deny]
    ops += [_op(_EQUAL, _PRLIMIT[column], 0, 6), _op(_LOAD, _ARG2_LOW), _op(_EQUAL, 0, 0, 3)]
    ops += [_op(_LOAD, _ARG2_HIGH), _op(_EQUAL, 0, 0, 1), allow, deny]
    for pair in _DENIED.values():
        number = pair[column]
        if number is not None:
            ops += [_op(_EQUAL, number, 0, 1), deny]
    return b"".join([*ops, allow])


def _op(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value & 0xFFFFFFFF)


def forbid_system_calls(program: bytes) -> None:
    """Install a filter in this process and all of its threads; there is no way back.

    Raises:
        Unavailable: no Linux, or a kernel without seccomp.
    """
    ops = program.replace(
        _ANY_PID.to_bytes(4, sys.byteorder), os.getpid().to_bytes(4, sys.byteorder)
    )
    memory = ctypes.create_string_buffer(ops, len(ops))
    header = _Program(len(ops) // 8, ctypes.addressof(memory))
    forbid_new_privileges()
    prctl(_PR_SET_SECCOMP, 2, ctypes.addressof(header))


def can_forbid() -> bool:
    """Try the filter in a forked child and return whether it really stops a fork.

    For single-threaded processes only.
    """
    if platform.machine() not in _ARCHITECTURES:
        return False
    program = filter_program()
    pid = os.fork()
    if pid == 0:
        try:
            forbid_system_calls(program)
            if os.fork() == 0:
                os._exit(0)
        except PermissionError:
            os._exit(42)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 42
