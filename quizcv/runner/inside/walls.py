"""The walls around code that is not trusted: their names, how they are put up, how they are tried.

There are two lists. `NAMESPACES` are walls that bubblewrap puts up around a server; each has the
arguments that ask for it. `CHILD` are walls that a child just forked puts up around itself, in
that order, at either level. Each can be tried from inside: `selftest` does so on this machine, the
host believes nothing else, and `quizcv doctor` shows what came of it. A new wall is one more
object in a list here, and a row in docs/isolation.md.

The host reads the lists too, on systems that cannot fork as well. Standard library only.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from quizcv.runner.inside import landlock, privileges, rlimits, seccomp
from quizcv.runner.inside.reaping import running_tasks
from quizcv.runner.wire import CHANNEL

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizcv.runner.wire import Limits

PRIVATE_TMP = "/tmp"  # noqa: S108 - the private one inside bubblewrap
PRIVATE_TMP_BYTES = 256 * 2**20
SHOWN = "SHOWN"
"""Among arguments, stands for those that show the interpreter and its libraries."""
_SPARE_TASKS = 128


class Outside(TypedDict):
    """What the caller of bubblewrap looks like, for the walls to compare with."""

    canary: str
    """A file in the caller's temporary folder."""
    home: str
    visible: list[str]
    """Files and folders that are shown inside."""
    namespaces: dict[str, str]
    environment: list[str]
    """Names of the variables that are given."""


class NamespaceWall(NamedTuple):
    """A wall that bubblewrap puts up around a server."""

    name: str
    arguments: tuple[str, ...]
    """What asks bubblewrap for it; those of all walls are given in the order of the list."""
    probe: Callable[[Outside], str]
    """Tries it from inside; returns what is wrong with it, or ''."""


def _network(outside: Outside) -> str:
    """No interface but loopback, in a namespace of its own."""
    names = [name for _, name in socket.if_nameindex()]
    if names not in ([], ["lo"]):
        return f"interfaces {', '.join(names)} are visible"
    return _shared(outside, "net")


def _processes(outside: Outside) -> str:
    """No process but bubblewrap's and this one."""
    seen = [entry.name for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return f"{len(seen)} processes are visible" if len(seen) > 3 else _shared(outside, "pid")


def _tmp(outside: Outside) -> str:
    """A /tmp of its own, of limited size."""
    if not is_private_tmp(PRIVATE_TMP, PRIVATE_TMP_BYTES):
        return "its size is not limited"
    shown = [Path(path) for path in outside["visible"]]
    for path in Path(PRIVATE_TMP).iterdir():
        if not any(each.is_relative_to(path) for each in shown):
            return f"{path} is in it"
    return ""


def is_private_tmp(folder: str, most: int) -> bool:
    """Return whether a folder is a mount of its own that holds no more than `most` bytes."""
    size = os.statvfs(folder)
    return os.path.ismount(folder) and size.f_blocks * size.f_frsize <= most


def _files(outside: Outside) -> str:
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


def _home(outside: Outside) -> str:
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


def _environment(outside: Outside) -> str:
    """No variable but the given ones."""
    extra = sorted(set(os.environ) - set(outside["environment"]) - {"LC_CTYPE"})
    return f"{', '.join(extra)} came through" if extra else ""


def _session(_: Outside) -> str:
    """A session of its own, without the caller's terminal."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR))
    except OSError:
        return "" if os.getsid(0) else "the session is the caller's"
    return "the terminal can be opened"


def _parent(_: object) -> str:
    """Killed as soon as what started it ends."""
    return "" if privileges.dies_with_parent() else "it would outlive what started it"


def _privileges(outside: Outside) -> str:
    """No capability, and a user namespace of its own."""
    left = privileges.capabilities_left("CapEff", "CapPrm", "CapBnd")
    return left or _shared(outside, "user") or _shared(outside, "ipc")


def _shared(outside: Outside, name: str) -> str:
    same = str(Path(f"/proc/self/ns/{name}").readlink()) == outside["namespaces"][name]
    return f"the {name} namespace is the caller's" if same else ""


NAMESPACES = (
    NamespaceWall("no network", ("--unshare-net",), _network),
    NamespaceWall("no other processes", ("--unshare-pid", "--proc", "/proc"), _processes),
    # The interpreter may itself live below /tmp, so /tmp comes before what is shown.
    NamespaceWall("private /tmp", ("--size", str(PRIVATE_TMP_BYTES), "--tmpfs", PRIVATE_TMP), _tmp),
    NamespaceWall(
        "read-only files",
        ("--dev", "/dev", "--remount-ro", "/dev", SHOWN, "--remount-ro", "/"),
        _files,
    ),
    NamespaceWall("no home directory", (), _home),
    NamespaceWall("clean environment", ("--clearenv",), _environment),
    NamespaceWall("own session", ("--new-session",), _session),
    NamespaceWall("dies with its parent", ("--die-with-parent",), _parent),
    NamespaceWall(
        "no privileges",
        (
            *("--unshare-user", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"),
            *("--uid", "65534", "--gid", "65534", "--hostname", "quizcv", "--cap-drop", "ALL"),
        ),
        _privileges,
    ),
)


class Child(NamedTuple):
    """A process just forked, and what is to become of it."""

    home: str
    """The path of its folder, which it makes."""
    out: int
    err: int
    result: int
    """Its ends of the pipes; they must not stand on descriptors 0 to 3."""
    limits: Limits
    cases: int
    mapped: int
    """Bytes of address space that the server has mapped itself."""
    processes: int | None
    """Of this user in all; None where the filter of system calls stops a fork."""


class ChildWall(NamedTuple):
    """A wall that a child puts up around itself."""

    name: str
    enter: Callable[[Child], object]
    probe: Callable[[Child], str]
    """Tries it in a child that is behind all of them; returns what is wrong with it, or ''."""
    offered: Callable[[], bool] = lambda: True
    """Whether the system has it; asked once, in the server, before the first fork."""
    hardening: bool = False
    """Whether to leave it out where hardening is not wanted."""


def _lead_own_group(_: Child) -> None:
    # The session is the server's, which has no terminal.
    os.setpgid(0, 0)


def _group(_: Child) -> str:
    return "" if os.getpgid(0) == os.getpid() else "the group is its parent's"


def _take_descriptors(child: Child) -> None:
    """Leave standard input, which is the server's and empty, and the three pipes."""
    signal.set_wakeup_fd(-1)
    os.dup2(child.out, 1)
    os.dup2(child.err, 2)
    os.dup2(child.result, CHANNEL)
    os.closerange(CHANNEL + 1, rlimits.OPEN_FILES * 4)


def _descriptors(_: Child) -> str:
    for fd in range(CHANNEL + 1, rlimits.OPEN_FILES):
        with contextlib.suppress(OSError):
            os.fstat(fd)
            return f"descriptor {fd} is open"
    return ""


def _move_in(child: Child) -> None:
    os.mkdir(child.home, 0o700)  # noqa: PTH102
    os.chdir(child.home)
    os.environ["TMPDIR"] = os.environ["HOME"] = child.home
    tempfile.tempdir = None


def _folder(child: Child) -> str:
    if os.stat(".").st_mode & 0o077:  # noqa: PTH116
        return "others may look into it"
    return "" if tempfile.gettempdir() == child.home else "temporary files go elsewhere"


def _set_limits(child: Child) -> None:
    rlimits.set_limits(_wanted(child))


def _limits(child: Child) -> str:
    missing = rlimits.unset(_wanted(child))
    return f"{', '.join(missing)} cannot be set" if missing else ""


def _wanted(child: Child) -> rlimits.Wanted:
    return rlimits.wanted(child.limits, child.cases, child.mapped, child.processes)


def _capabilities(_: Child) -> str:
    return privileges.capabilities_left("CapEff", "CapPrm")


def _hold_to_folder(child: Child) -> None:
    landlock.write_only_below(child.home, landlock.handled_rights())


def _writing(child: Child) -> str:
    for folder, may in ((child.home, True), (str(Path(child.home).parent), False)):
        try:
            with tempfile.TemporaryFile(dir=folder):
                can = True
        except OSError:
            can = False
        if can != may:
            return f"{folder} can{'' if can else 'not'} be written"
    return ""


def _forbid_calls(_: Child) -> None:
    seccomp.forbid_system_calls(seccomp.filter_program())


def _calls(_: Child) -> str:
    try:
        if os.fork() == 0:
            os._exit(0)
    except PermissionError:
        return ""
    return "it can fork"


OWN_WRITING = ChildWall(
    "writes only in its own folder",
    _hold_to_folder,
    _writing,
    offered=lambda: landlock.handled_rights() > 0,
    hardening=True,
)
SYSTEM_CALLS = ChildWall(
    "only harmless system calls",
    _forbid_calls,
    _calls,
    offered=lambda: privileges.KNOWN and seccomp.can_forbid(),
    hardening=True,
)
CHILD = (
    ChildWall("own process group", _lead_own_group, _group),
    ChildWall("no descriptors but its own", _take_descriptors, _descriptors),
    ChildWall("own folder", _move_in, _folder),
    ChildWall("limits on memory, time and files", _set_limits, _limits),
    ChildWall(
        "dies with its server",
        lambda _: privileges.die_with_parent(),
        _parent,
        offered=lambda: privileges.KNOWN,
    ),
    ChildWall(
        "no capabilities",
        lambda _: privileges.drop_capabilities(),
        _capabilities,
        offered=lambda: privileges.KNOWN,
    ),
    OWN_WRITING,
    SYSTEM_CALLS,
)


def offered_walls(hardened: bool) -> tuple[ChildWall, ...]:
    """Return the walls that children can have here, of those that are wanted."""
    wanted = (wall for wall in CHILD if hardened or not wall.hardening)
    return tuple(wall for wall in wanted if wall.offered())


def spare_processes(walls: tuple[ChildWall, ...]) -> int | None:
    """Return how many processes this user may have, where no wall stops a fork."""
    return None if SYSTEM_CALLS in walls else running_tasks() + _SPARE_TASKS
