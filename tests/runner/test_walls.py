"""Each wall around a child, tried one by one, from lists that are not the product's own.

The numbers of system calls are the kernel's: arch/x86/entry/syscalls/syscall_64.tbl, and
include/uapi/asm-generic/unistd.h for arm64.
"""

from __future__ import annotations

import errno
import json
import os
import platform
import resource
import struct
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

import quizcv
from quizcv.runner.host.pool import Pool
from quizcv.runner.host.protocol import Case, Job, Limits
from quizcv.runner.inside import walls
from quizcv.runner.inside.rlimits import wanted
from quizcv.runner.inside.seccomp import filter_program

ROOT = Path(quizcv.__file__).parents[1]
needs_filter = pytest.mark.skipif(
    not walls.SYSTEM_CALLS.offered(),
    reason="not run: the kernel offers no system call filter",
)
needs_landlock = pytest.mark.skipif(
    not walls.OWN_WRITING.offered(), reason="not run: the kernel offers no Landlock"
)
NULL, NONE = 0, -1

# name: number on x86-64, number on arm64, arguments that do no harm where the call is let through
DENIED = {
    "fork": (57, None, ()),
    "vfork": (58, None, ()),
    "execve": (59, 221, (NULL, NULL, NULL)),
    "execveat": (322, 281, (NONE, NULL, NULL, NULL, 0)),
    "socket": (41, 198, (1, 1, 0)),
    "ptrace": (101, 117, (0xFFFF, NONE, 0, 0)),
    "process_vm_readv": (310, 270, (NONE, NULL, 0, NULL, 0, 0)),
    "process_vm_writev": (311, 271, (NONE, NULL, 0, NULL, 0, 0)),
    "pidfd_open": (434, 434, (NONE, 0)),
    "pidfd_getfd": (438, 438, (NONE, 0, 0)),
    "pidfd_send_signal": (424, 424, (NONE, 0, NULL, 0)),
    "setrlimit": (160, 164, (NONE, NULL)),
    "io_uring_setup": (425, 425, (0, NULL)),
    "bpf": (321, 280, (NONE, NULL, 0)),
    "perf_event_open": (298, 241, (NULL, 0, NONE, NONE, 0)),
    "userfaultfd": (323, 282, (NONE,)),
    "add_key": (248, 217, (NULL, NULL, NULL, 0, 0)),
    "request_key": (249, 218, (NULL, NULL, NULL, 0)),
    "keyctl": (250, 219, (NONE, 0, 0, 0, 0)),
    "mount": (165, 40, (NULL, NULL, NULL, 0, NULL)),
    "umount2": (166, 39, (NULL, 0)),
    "move_mount": (429, 429, (NONE, NULL, NONE, NULL, 0)),
    "fsopen": (430, 430, (NULL, 0)),
    "open_tree": (428, 428, (NONE, NULL, 0)),
    "pivot_root": (155, 41, (NULL, NULL)),
    "chroot": (161, 51, (NULL,)),
    "unshare": (272, 97, (0,)),
    "setns": (308, 268, (NONE, 0)),
    "init_module": (175, 105, (NULL, 0, NULL)),
    "finit_module": (313, 273, (NONE, NULL, 0)),
    "delete_module": (176, 106, (NULL, 0)),
    "kexec_load": (246, 104, (0, 0, NULL, NONE)),
    "kexec_file_load": (320, 294, (NONE, NONE, 0, NULL, NONE)),
    "reboot": (169, 142, (0, 0, 0, NULL)),
    "swapon": (167, 224, (NULL, 0)),
    "swapoff": (168, 225, (NULL,)),
    "sethostname": (170, 161, (NULL, NONE)),
    "settimeofday": (164, 170, (NULL, NULL)),
    "clock_settime": (227, 112, (NONE, NULL)),
    "open_by_handle_at": (304, 265, (NONE, NULL, 0)),
    "mknodat": (259, 33, (NONE, NULL, 0, 0)),
    "shmget": (29, 194, (0x7EEDC0DE, 1, 0)),
    "msgget": (68, 186, (0x7EEDC0DE, 0)),
    "semget": (64, 190, (0x7EEDC0DE, 0, 0)),
    "mq_open": (240, 180, (NULL, 0, 0, NULL)),
}
CLONE, CLONE3, PRLIMIT = (56, 220), (435, 435), (302, 261)
SIGNALS = {
    "kill": (62, 129),
    "tkill": (200, 130),
    "tgkill": (234, 131),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
}
MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
COLUMN = {"x86_64": 0, "aarch64": 1}
ALLOWED, PERMISSION = "allowed", errno.EPERM
BLANK_PID = 0x7FEDCBA9
"""What stands in the filter for the process that installs it."""
THREAD, FILES = 0x10000, 0x400
"""CLONE_THREAD and CLONE_FILES."""


def verdict(machine: str, number: int, *arguments: int, arch: int | None = None) -> str | int:
    """Run the filter as the kernel would: 'allowed', or the error number the caller gets."""
    padded = (*arguments, *(0,) * (6 - len(arguments)))
    data = struct.pack("=IIQ6Q", number, arch or MACHINES[machine], 0, *padded)
    steps = list(struct.iter_unpack("=HBBI", filter_program(machine)))
    place, loaded = 0, 0
    while True:
        code, if_true, if_false, value = steps[place]
        if code == 0x06:
            return ALLOWED if value == 0x7FFF0000 else value & 0xFFFF
        if code == 0x20:
            loaded = struct.unpack_from("=I", data, value)[0]
        elif {0x15: loaded == value, 0x35: loaded >= value, 0x45: loaded & value}[code]:
            place += if_true
        else:
            place += if_false
        place += 1


@pytest.mark.parametrize("machine", MACHINES)
def test_exactly_these_calls_are_denied(machine):
    """Whatever the arguments: each with zeros, with ones, and under any number up to 600."""
    column = COLUMN[machine]
    always = {call[column] for call in DENIED.values()} - {None}
    with_zeros = {n for n in range(600) if verdict(machine, n) == PERMISSION}
    with_ones = {n for n in range(600) if verdict(machine, n, *(2**64 - 1,) * 6) == PERMISSION}
    signals = {numbers[column] for numbers in SIGNALS.values()}
    assert with_zeros == always | signals | {CLONE[column]}
    assert with_ones == always | signals | {PRLIMIT[column]}


@pytest.mark.parametrize("machine", MACHINES)
def test_calls_that_depend_on_their_arguments(machine):
    column = COLUMN[machine]
    asked = [
        (CLONE, (THREAD,), ALLOWED),
        (CLONE, (THREAD | FILES,), ALLOWED),
        (CLONE, (FILES,), PERMISSION),
        (CLONE3, (), errno.ENOSYS),
        (PRLIMIT, (0, 9, 0), ALLOWED),
        (PRLIMIT, (0, 9, 1), PERMISSION),
        (PRLIMIT, (0, 9, 1 << 32), PERMISSION),
        *((numbers, (BLANK_PID, 9), ALLOWED) for numbers in SIGNALS.values()),
        *((numbers, (1, 9), PERMISSION) for numbers in SIGNALS.values()),
        *((numbers, (2**64 - 1, 9), PERMISSION) for numbers in SIGNALS.values()),
    ]
    got = [(call, given, verdict(machine, call[column], *given)) for call, given, _ in asked]
    assert got == asked


def test_there_is_no_second_way_to_a_call():
    """Another machine's numbers, and those of x32, which are the usual ones and a bit."""
    getpid = {"x86_64": 39, "aarch64": 172}
    for machine, number in getpid.items():
        assert verdict(machine, number) == ALLOWED
        assert verdict(machine, number, arch=0x40000003) == PERMISSION  # i386
    for number in (0, 39, 0x3FFFFFFF):
        assert verdict("x86_64", 0x40000000 | number) == PERMISSION
    assert verdict("x86_64", 0x3FFFFFFF) == ALLOWED


# Tried for real -------------------------------------------------------------------------------

# A fork that succeeds must not live on as a second child that answers.
TRY = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
answer = []
for name, number, arguments in calls:
    ctypes.set_errno(0)
    result = libc.syscall(*(ctypes.c_long(n) for n in (number, *arguments)))
    if result == 0 and name in ("fork", "vfork", "clone"):
        os._exit(0)
    answer.append([name, ctypes.get_errno() if result == -1 else 0])
"""


@pytest.fixture(scope="module", params=["process", "bubblewrap"])
def inside(request, isolation_of, pool):
    """Run a snippet at a level and return its answer."""

    def run_in(running, snippet, params=None, cases=(Case(),), limits=Limits()):  # noqa: B008
        outcome = running.run_one(
            Job("wall", params or {}, cases, snippet, ("answer",), limits=limits)
        ).outcomes[0]
        assert outcome.failure is None
        return outcome.values["answer"]

    if request.param == "process":
        yield lambda *given, **more: run_in(pool, *given, **more)
        return
    with Pool(isolation=isolation_of("bubblewrap")) as walled:
        yield lambda *given, **more: run_in(walled, *given, **more)


def refused_here():
    """Return the calls to try on this machine: name, number and arguments."""
    column = COLUMN[platform.machine()]
    calls = [
        [name, call[column], list(call[2])]
        for name, call in DENIED.items()
        if call[column] is not None
    ]
    calls.append(["clone", CLONE[column], [0, 0, 0, 0, 0]])
    calls.append(["prlimit64", PRLIMIT[column], [0, 999, 1, 0]])
    return calls + [[name, numbers[column], [1, 0, 0, 0]] for name, numbers in SIGNALS.items()]


@needs_filter
def test_a_child_that_tries_each_call_is_refused_each(inside):
    calls = refused_here()
    assert inside(TRY, {"calls": calls}) == [[name, errno.EPERM] for name, *_ in calls]
    clone3 = ["clone3", CLONE3[COLUMN[platform.machine()]], [NULL, 0]]
    assert inside(TRY, {"calls": [clone3]}) == [["clone3", errno.ENOSYS]]


@needs_filter
@pytest.mark.skipif(os.getuid() != 0, reason="not run: the kernel itself refuses these to users")
def test_the_filter_alone_refuses_each_to_root():
    """Without the walls that would refuse some of them anyhow."""
    calls = refused_here()
    script = (
        "import json, sys; sys.path.append(sys.argv[1]); calls = json.loads(sys.argv[2])\n"
        "from quizcv.runner.inside.seccomp import filter_program, forbid_system_calls\n"
        f"forbid_system_calls(filter_program())\n{TRY}\nprint(json.dumps(answer))"
    )
    command = [sys.executable, "-c", script, ROOT, json.dumps(calls)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30)
    assert json.loads(done.stdout) == [[name, errno.EPERM] for name, *_ in calls]


@needs_filter
def test_a_child_may_not_gain_anything(inside):
    """Neither privileges, nor a look at its memory by others, nor a life after its server."""
    snippet = """
import ctypes
status = dict(line.split(":\\t") for line in open("/proc/self/status") if ":\\t" in line)
names = ("CapInh", "CapPrm", "CapEff", "CapAmb", "NoNewPrivs", "Seccomp")
libc, number = ctypes.CDLL(None), ctypes.c_int()
libc.prctl(2, ctypes.byref(number), 0, 0, 0)
answer = [[name, int(status[name], 16)] for name in names]
answer += [["dies with", number.value], ["dumpable", libc.prctl(3, 0, 0, 0, 0)]]
"""
    gained = {"CapInh": 0, "CapPrm": 0, "CapEff": 0, "CapAmb": 0}
    held = {"NoNewPrivs": 1, "Seccomp": 2, "dies with": 9, "dumpable": 0}
    assert dict(inside(snippet)) == gained | held


LIMITS = """
import resource
names = ("AS", "CPU", "FSIZE", "CORE", "NOFILE", "NPROC")
answer = [[name, *resource.getrlimit(getattr(resource, "RLIMIT_" + name))] for name in names]
"""


@needs_filter
def test_the_limits_of_a_child(inside):
    asked = Limits(seconds=3, memory_mb=512, file_mb=7)
    found = {name: pair for name, *pair in inside(LIMITS, cases=(Case(),) * 2, limits=asked)}
    more = {name: pair for name, *pair in inside(LIMITS, limits=Limits(memory_mb=513))}
    assert found["CPU"] == [8, 9]  # 3 s a case and two to spare, then a second until the kill
    assert found["FSIZE"] == [7 * 2**20] * 2
    assert found["CORE"] == [0, 0]
    assert found["NOFILE"] == [256, 256]
    ours = resource.getrlimit(resource.RLIMIT_NPROC)
    assert set(found["NPROC"]) <= {resource.RLIM_INFINITY, *ours}  # the filter sees to it
    assert found["AS"][0] == found["AS"][1] >= 512 * 2**20
    assert more["AS"][0] - found["AS"][0] == 2**20


def test_without_the_filter_processes_are_counted(monkeypatch):
    monkeypatch.setattr(walls, "running_tasks", lambda: 100)
    found = walls.offered_walls(hardened=False)
    assert {walls.SYSTEM_CALLS, walls.OWN_WRITING}.isdisjoint(found)
    assert walls.spare_processes((*found, walls.SYSTEM_CALLS)) is None
    limits = wanted(msgspec.to_builtins(Limits()), 1, 0, walls.spare_processes(found))
    assert limits["RLIMIT_NPROC"] == (228, 228)


# Landlock -------------------------------------------------------------------------------------

WRITE = r"""
import ctypes, json, os, stat, sys
root, own, outside = sys.argv[1:]
sys.path.append(root)
from quizcv.runner.inside import landlock

def file(kind, device=0):
    return lambda folder: os.mknod(f"{folder}/{kind:o}", kind | 0o600, device)

def write(folder):
    os.close(os.open(f"{folder}/file", os.O_WRONLY))

ways = {
    "write": write,
    "remove_dir": lambda folder: os.rmdir(f"{folder}/empty"),
    "remove_file": lambda folder: os.unlink(f"{folder}/old"),
    "make_char": file(stat.S_IFCHR),
    "make_dir": lambda folder: os.mkdir(f"{folder}/new"),
    "make_reg": file(stat.S_IFREG),
    "make_sock": file(stat.S_IFSOCK),
    "make_fifo": file(stat.S_IFIFO),
    "make_block": file(stat.S_IFBLK, os.makedev(7, 0)),
    "make_sym": lambda folder: os.symlink("file", f"{folder}/link"),
    "refer": lambda folder: os.rename(f"{folder}/a/moved", f"{folder}/b/moved"),
    "truncate": lambda folder: os.truncate(f"{folder}/file", 0),
}

def tried(way, folder):
    try:
        way(folder)
    except OSError as error:
        return error.errno
    return 0

landlock.write_only_below(own, landlock.handled_rights())
found = {name: [tried(way, own), tried(way, outside)] for name, way in ways.items()}
with open(os.devnull, "w") as null:
    null.write("x")
print(json.dumps([ctypes.CDLL(None).syscall(444, None, ctypes.c_size_t(0), 1), found]))
"""
SINCE = {"refer": 2, "truncate": 3}
"""Rights that came with a later version of Landlock than the first."""


@needs_landlock
def test_each_way_to_write_stays_in_the_own_folder(tmp_path):
    for name in ("own", "outside"):
        for folder in ("a", "b", "empty"):
            (tmp_path / name / folder).mkdir(parents=True)
        for file in ("file", "old", "a/moved"):
            (tmp_path / name / file).write_text("x")
    command = [sys.executable, "-c", WRITE, ROOT, tmp_path / "own", tmp_path / "outside"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30)
    version, found = json.loads(done.stdout)
    if os.getuid() != 0:
        del found["make_block"]  # only root makes these, with or without Landlock
    for name, since in SINCE.items():
        if version < since:
            del found[name]
    assert found == {name: [0, errno.EACCES] for name in found}


# Bubblewrap -----------------------------------------------------------------------------------


def test_each_namespace_is_another_one(isolation_of):
    names = ["user", "ipc", "pid", "net", "uts", "cgroup", "mnt"]
    snippet = """
import os, socket
answer = [[os.readlink(f"/proc/self/ns/{name}") for name in names], os.getuid(), os.getgid(),
    socket.gethostname(), os.statvfs("/tmp").f_blocks * os.statvfs("/tmp").f_frsize]
"""
    with Pool(isolation=isolation_of("bubblewrap")) as walled:
        job = Job("names", {"names": names}, (Case(),), snippet, ("answer",))
        inside, *rest = walled.run_one(job).outcomes[0].values["answer"]
    outside = [str(Path(f"/proc/self/ns/{name}").readlink()) for name in names]
    shared = [name for name, a, b in zip(names, inside, outside, strict=True) if a == b]
    assert shared == []
    assert rest == [65534, 65534, "quizcv", 256 * 2**20]
