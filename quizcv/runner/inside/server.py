"""The worker server: a separate interpreter that forks one child per job.

It is started by quizcv.runner.host.launch with a scrubbed environment, imports what snippets need
once, and then only waits: frames from the host come in, children run, outcomes go out. One
thread, no computation of its own, so that a fork is always safe. It ends when the host closes
its pipe. Standard library only.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import selectors
import signal
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn, TypedDict

from quizcv.runner.frames import Frames, pack
from quizcv.runner.inside import privileges
from quizcv.runner.inside.attempt import Attempt
from quizcv.runner.inside.capture import Streams
from quizcv.runner.inside.child import Runner
from quizcv.runner.inside.progress import JobProgress
from quizcv.runner.inside.reaping import (
    ended_children,
    kill_escaped,
    kill_group,
    kill_rest_of_group,
)
from quizcv.runner.inside.rlimits import mapped_bytes
from quizcv.runner.inside.shared_note import SharedNote
from quizcv.runner.inside.walls import (
    Child,
    ChildWall,
    is_private_tmp,
    offered_walls,
    spare_processes,
)
from quizcv.runner.scratch import Scratch

if TYPE_CHECKING:
    from collections.abc import Callable
    from resource import struct_rusage

    from quizcv.runner.wire import Ask, Head

_CHUNK = 1 << 16
_FRAME_LIMIT = 1 << 28
_SHORTEST_WAIT = 0.005


class Options(TypedDict):
    """How a server is to serve, as JSON on its command line."""

    slots: int
    root: str
    """Its own folder, all of which it sweeps."""
    private_bytes: int | None
    """The most that a private file system at `root` holds, inside bubblewrap; else None."""
    keep: list[str]
    """Paths below it that belong there: an interpreter mounted below /tmp."""
    hardened: bool
    path: list[str]
    preload: list[str]


@dataclass(frozen=True)
class Confinement:
    """The walls of every child of a server, and what they are measured by."""

    walls: tuple[ChildWall, ...]
    mapped: int
    processes: int | None

    @classmethod
    def here(cls, hardened: bool) -> Confinement:
        """Return what this system offers."""
        walls = offered_walls(hardened)
        return cls(walls, mapped_bytes(), spare_processes(walls))


class Server:
    """Reads jobs, keeps up to `slots` children at work, sends outcomes."""

    def __init__(
        self, slots: int, scratch: Scratch, confinement: Confinement, pipes: tuple[int, int]
    ) -> None:
        self._slots, self._scratch, self._confinement = slots, scratch, confinement
        host_in, host_out = pipes
        self._in, self._out = host_in, host_out
        self._frames, self._outgoing = Frames(_FRAME_LIMIT), bytearray()
        self._waiting: list[JobProgress] = []
        self._attempts: dict[int, Attempt] = {}
        self._streams = Streams()
        self._selector = selectors.DefaultSelector()
        self._selector.register(host_in, selectors.EVENT_READ, self._read_host)
        os.set_blocking(host_in, False)
        os.set_blocking(host_out, False)
        self._wake, wake_end = os.pipe()
        for fd in (self._wake, wake_end):
            os.set_blocking(fd, False)
        signal.set_wakeup_fd(wake_end, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._selector.register(self._wake, selectors.EVENT_READ, self._reap)
        self._open = True

    def serve(self) -> None:
        """Work until the host goes, then leave nothing behind."""
        try:
            while self._open:
                for key, _ in self._selector.select(self._patience()):
                    if key.fileobj in self._selector.get_map():
                        key.data()
                self._enforce_deadlines()
                self._fork_waiting()
                self._flush()
        finally:
            for pid in self._attempts:
                kill_group(pid)
            kill_escaped(known=())
            self._scratch.remove()

    def send(self, head: Head, body: bytes = b"") -> None:
        """Queue one frame for the host: a JSON line of ours, then the child's own bytes."""
        self._outgoing += pack(json.dumps(head).encode() + b"\n" + body)

    def _patience(self) -> float | None:
        if not self._attempts:
            return None
        first = min(attempt.deadline for attempt in self._attempts.values())
        # A killed child is waited for by its signal, not by looking again and again.
        return max(_SHORTEST_WAIT, first - time.monotonic())

    def _read_host(self) -> None:
        try:
            data = os.read(self._in, _CHUNK)
        except BlockingIOError:
            return
        self._open = bool(data)
        for frame in self._frames.feed(data):
            ask: Ask = json.loads(frame)
            self._waiting.append(JobProgress(ask["id"], ask["job"]))

    def _flush(self) -> None:
        try:
            while self._outgoing:
                del self._outgoing[: os.write(self._out, self._outgoing)]
        except BlockingIOError:
            pass
        except BrokenPipeError:
            self._open = False
        self._watch_output(bool(self._outgoing))

    def _watch_output(self, wanted: bool) -> None:
        watched = self._out in self._selector.get_map()
        if wanted and not watched:
            self._selector.register(self._out, selectors.EVENT_WRITE, lambda: None)
        elif watched and not wanted:
            self._selector.unregister(self._out)

    def _fork_waiting(self) -> None:
        while self._waiting and len(self._attempts) < self._slots:
            self._fork(self._waiting.pop(0))

    def _fork(self, progress: JobProgress) -> None:
        pipes = [os.pipe() for _ in range(3)]
        home, note = self._scratch.new(), SharedNote()
        attempt = Attempt(progress, home, note, [read for read, _ in pipes])
        pid = os.fork()
        if pid == 0:
            self._become_child(progress, home, note, [write for _, write in pipes])
        for read, write in pipes:
            os.close(write)
            os.set_blocking(read, False)
        self._attempts[pid] = attempt
        register = self._selector.register
        register(attempt.result, selectors.EVENT_READ, lambda: self._read_result(pid, attempt))
        for fd in attempt.streams:
            register(fd, selectors.EVENT_READ, self._watching(fd, attempt))

    def _watching(self, fd: int, attempt: Attempt) -> Callable[[], None]:
        def watch() -> None:
            if not attempt.read_stream(fd):
                self._selector.unregister(fd)

        return watch

    def _read_result(self, pid: int, attempt: Attempt) -> None:
        if not attempt.read(self.send):
            self._selector.unregister(attempt.result)
            if attempt.forged:
                kill_group(pid)

    def _enforce_deadlines(self) -> None:
        now = time.monotonic()
        for pid, attempt in self._attempts.items():
            if attempt.deadline <= now:
                attempt.timed_out = True
                kill_group(pid)

    def _reap(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(self._wake, _CHUNK)
        ended = ended_children()
        if not ended:
            return
        for pid in ended:
            if pid in self._attempts:
                kill_rest_of_group(pid)
        ended |= kill_escaped(known=self._attempts.keys() - ended.keys())
        for pid, (status, usage) in ended.items():
            if attempt := self._attempts.pop(pid, None):
                self._finish(attempt, status, usage)

    def _finish(self, attempt: Attempt, status: int, usage: struct_rusage) -> None:
        attempt.end(status, usage, self.send)
        for fd in (attempt.result, *attempt.streams):
            if fd in self._selector.get_map():
                self._selector.unregister(fd)
        attempt.close()
        self._scratch.sweep({each.home for each in self._attempts.values()})
        if attempt.progress.finished:
            self.send({"job": attempt.progress.ident, "end": True})
        else:
            self._waiting.insert(0, attempt.progress)

    def _become_child(
        self, progress: JobProgress, home: str, note: SharedNote, pipes: list[int]
    ) -> NoReturn:
        """Turn the forked process into a child and never return."""
        end, status = os._exit, 0  # as they are now: the snippet may replace anything in `os`
        try:
            limits, cases = progress.job["limits"], len(progress.job["cases"])
            result, out, err = pipes
            mapped, processes = self._confinement.mapped, self._confinement.processes
            child = Child(home, out, err, result, limits, cases, mapped, processes)
            for wall in self._confinement.walls:
                wall.enter(child)
            gc.enable()
            self._streams.limit(limits["output_kb"] * 1024)
            Runner(progress, note, self._streams).run()
        except BaseException as error:
            with contextlib.suppress(BaseException):
                os.write(2, f"{type(error).__name__}: {error}\n".encode())
            status = 70
        while True:
            with contextlib.suppress(BaseException):
                end(status)


def main(options: str) -> None:
    """Serve with `options`, the JSON of Options."""
    given: Options = json.loads(options)
    root, most = given["root"], given["private_bytes"]
    if most is not None and not is_private_tmp(root, most):
        sys.exit(f"{root} is not private, and all that is in it would be removed")
    host_in, host_out = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(2, 1)
    os.umask(0o077)
    sys.path += [entry for entry in given["path"] if entry not in sys.path]
    for name in given["preload"]:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    if torch := sys.modules.get("torch"):
        torch.set_num_threads(1)
    confinement = Confinement.here(given["hardened"])
    if privileges.KNOWN:
        privileges.become_reaper()
    scratch = Scratch(root, given["keep"])
    server = Server(given["slots"], scratch, confinement, (host_in, host_out))
    gc.collect()
    gc.freeze()
    gc.disable()
    server.send({"ready": [wall.name for wall in confinement.walls]})
    server._flush()
    server.serve()
