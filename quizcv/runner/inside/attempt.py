"""The server's side of one child: its pipes, how far it has come, and how it ended."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import time
from typing import TYPE_CHECKING

from quizcv.runner.frames import BadFrame, Frames
from quizcv.runner.inside.capture import Capture, output_of
from quizcv.runner.inside.shared_note import REQUIRE, SNIPPET, pieces_of_code
from quizcv.runner.wire import EXPRESSION_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from resource import struct_rusage
    from typing import TypeAlias

    from quizcv.runner.inside.progress import JobProgress
    from quizcv.runner.inside.shared_note import SharedNote
    from quizcv.runner.wire import Failure, FailureCode, Head

    Send: TypeAlias = Callable[[Head, bytes], None]

GRACE = 0.25
"""Seconds between the child's own soft alarm and its end by the server."""
_RETRIES = 3
_CHUNK = 1 << 16
_REPLY_OVERHEAD = 1 << 21


class Attempt:
    """One child working on a job."""

    def __init__(
        self, progress: JobProgress, home: str, note: SharedNote, pipes: list[int]
    ) -> None:
        """Follow a child that is about to be forked.

        Args:
            progress: of the job, which this moves on.
            home: the child's folder.
            note: shared with it.
            pipes: the ends to read, of its result, standard output and standard error.
        """
        limits = progress.job["limits"]
        self.progress, self.home, self._note = progress, home, note
        self.result, out, err = pipes
        self.seconds = limits["seconds"]
        size = limits["output_kb"] * 1024
        self.streams = {out: Capture(size), err: Capture(size)}
        self.timed_out = self.forged = self._advanced = False
        self._frames = Frames(limits["result_kb"] * 2048 + _REPLY_OVERHEAD)
        self._params: bytes | None = None
        self._numbers = False
        self._forked = time.monotonic()

    @property
    def deadline(self) -> float:
        """When the code that runs now has had its time, on the monotonic clock."""
        piece, since = self._note.read()
        latest = self._forked + self._longest()
        return min(max(since, self._forked) + self._allowed(piece), latest) + GRACE

    def _allowed(self, piece: int) -> float:
        if piece in (SNIPPET, REQUIRE):
            return self.seconds
        return min(self.seconds, EXPRESSION_SECONDS)

    def _longest(self) -> float:
        """Return the seconds that honest code may take in all, lest the note is forged."""
        job = self.progress.job
        pieces = len(job["let"]) + len(job["expressions"])
        return len(job["cases"]) * (2 * self.seconds + pieces * EXPRESSION_SECONDS)

    def read_stream(self, fd: int) -> bool:
        """Take in what one of its streams holds; return False when the other side is closed."""
        try:
            data = os.read(fd, _CHUNK)
        except BlockingIOError:
            return True
        self.streams[fd].add(data)
        return bool(data)

    def read(self, send: Send) -> bool:
        """Take in what the child reports and pass outcomes on; return whether to go on.

        False means that the channel is closed, or that something else wrote to it.
        """
        try:
            data = os.read(self.result, _CHUNK)
        except BlockingIOError:
            return True
        try:
            for frame in self._frames.feed(data):
                self._step(frame[:1], frame[1:], send)
        except (BadFrame, ValueError):
            self.forged = True
        return bool(data) and not self.forged

    def _step(self, kind: bytes, body: bytes, send: Send) -> None:
        progress, job = self.progress, self.progress.job
        if kind == b"B":
            number, _, params = body.partition(b"\n")
            if not progress.case <= int(number) < len(job["cases"]):
                raise BadFrame("a case out of turn")
            progress.case, self._params, self._numbers = int(number), params, False
        elif kind == b"N" and self._params is not None and not self._numbers:
            self._params, self._numbers = body, True
        elif kind == b"D" and self._params is not None:
            self._drain()
            self._close_case(body, None, send)
        elif kind == b"E":
            progress.over = True
        else:
            raise BadFrame("an unknown frame")

    def _drain(self) -> None:
        """Take in what was written before the outcome: a pipe holds no more than one chunk."""
        for fd in self.streams:
            self.read_stream(fd)

    def _close_case(self, body: bytes, failure: Failure | None, send: Send) -> None:
        progress = self.progress
        case = progress.job["cases"][progress.case]
        written = output_of(*self.streams.values())
        head: Head = {
            "job": progress.ident,
            "seed": case["seed"],
            "failure": failure,
            "stdout": written["stdout"],
            "stderr": written["stderr"],
            "dropped": written["dropped"],
        }
        send(head, body)
        if self._numbers and self._params is not None:
            progress.seen.add(self._params.decode("utf-8", "replace"))
        progress.case += 1
        progress.retries = 0
        self._params, self._advanced = None, True

    def end(self, status: int, usage: struct_rusage, send: Send) -> None:
        """Account for the child's death: the case it was at fails, unless it had done its part."""
        while self._more() and self.read(send):
            pass
        progress = self.progress
        if progress.finished or (self._params is None and self._advanced and not self.forged):
            return
        self._drain()
        names, (piece, _) = pieces_of_code(progress.job), self._note.read()
        where = names[piece] if self._params is not None and 0 <= piece < len(names) else ""
        failure = self._failure(status, usage, self._allowed(piece))
        kind, _, name = where.partition(" ")
        if kind == "expression" and progress.retries < _RETRIES:
            progress.given_up[name] = failure
            progress.retries += 1
            return
        if where:
            failure["message"] = f"{where}: {failure['message']}"
        params = self._params or json.dumps(progress.job["params"]).encode()
        self._close_case(params, failure, send)

    def _more(self) -> bool:
        """Whether the channel holds more of a dead child's frames."""
        return bool(select.select([self.result], [], [], 0)[0])

    def _failure(self, status: int, usage: struct_rusage, allowed: float) -> Failure:
        code = os.waitstatus_to_exitcode(status)
        spent = usage.ru_utime + usage.ru_stime
        if self.forged:
            return _failure("bad-value", "something wrote to the channel of the results")
        if self.timed_out:
            return _failure("timeout", f"took longer than {allowed:g} s")
        if code == -signal.SIGXCPU or (code == -signal.SIGKILL and spent > self.seconds):
            return _failure("timeout", f"used {spent:.1f} s of CPU time")
        if code < 0:
            return _failure("crashed", f"killed by {_signal_name(-code)}")
        return _failure("exited", f"ended with exit status {code} and no result")

    def close(self) -> None:
        """Close this side of the child's pipes, and the note."""
        for fd in (self.result, *self.streams):
            os.close(fd)
        self._note.close()


def _failure(code: FailureCode, message: str) -> Failure:
    return {"code": code, "message": message, "line": None}


def _signal_name(number: int) -> str:
    name = f"signal {number}"
    with contextlib.suppress(ValueError):
        known = signal.Signals(number)
        name = f"{known.name} ({signal.strsignal(number)})"
    return name
