r"""What runs after the fork: one job's cases, one after the other, and then the end.

The child tells the server of each step on a pipe of its own, as frames (quizcv.runner.frames):
`B<case>\n<params>` begins a case, `N<params>` are its numbers once drawn, `D<reply>` is its
outcome, `E` the end of the job. Which piece of code runs stands in the shared note. Standard
library only, and what it needs is bound beforehand, so that nothing a snippet patches is used here.
"""

from __future__ import annotations

import _thread
import builtins
import math
import os
import random
import sys
import time
import types
from signal import ITIMER_REAL, SIGALRM, setitimer, signal
from types import CodeType
from typing import TYPE_CHECKING, TypeVar

from quizcv.cards.draws import Rejected, draw
from quizcv.runner.frames import pack
from quizcv.runner.inside.failures import (
    FILENAME,
    CodeFailed,
    expire,
    failed_by,
    last_assignment,
    show_source,
)
from quizcv.runner.inside.shared_note import FIRST_LET, REQUIRE, SNIPPET
from quizcv.runner.inside.values import BadValue, Converter, TooLarge, to_json
from quizcv.runner.wire import CHANNEL, EXPRESSION_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from quizcv.runner.inside.capture import Streams
    from quizcv.runner.inside.progress import JobProgress
    from quizcv.runner.inside.shared_note import SharedNote
    from quizcv.runner.wire import Case, Failure, FailureCode, Numbers, Reply, Value

T = TypeVar("T")
_MATH = {k: v for k, v in vars(math).items() if not k.startswith("_") and k != "pow"}
_HARMLESS = frozenset({"syntax", "rejected"})
"""Failures of code that never ran: the child is as good as new."""
_cpu, _threads, _write = time.process_time, _thread._count, os.write


class Runner:
    """Runs what is left of a job in this process."""

    def __init__(self, progress: JobProgress, note: SharedNote, streams: Streams) -> None:
        self._progress, self._job = progress, progress.job
        self._note, self._streams = note, streams
        self._seconds = progress.job["limits"]["seconds"]
        self._budget = progress.job["limits"]["result_kb"] * 1024
        self._codes: dict[tuple[str, str], CodeType] = {}
        self._untold = b""

    def run(self) -> None:
        """Run until the end, or until something went wrong that a fresh child should follow."""
        show_source(self._job["snippet"])
        cases, seen, distinct = self._job["cases"], self._progress.seen, self._job["distinct"]
        for index in range(self._progress.case, len(cases)):
            if distinct is not None and len(seen) >= distinct:
                break
            reply = self._outcome(index, cases[index])
            if reply is None:
                continue
            self._tell(b"D", to_json({**reply, **self._streams.take()}))
            failure = reply.get("failure")
            if (failure and failure["code"] not in _HARMLESS) or _threads() > 0:
                self._flush()
                return
        self._tell(b"E", "")
        self._flush()

    def _outcome(self, index: int, case: Case) -> Reply | None:
        """Return the outcome of a case, or None when it repeats an earlier one."""
        began = _cpu()
        params = {**self._job["params"], **case["params"]}
        self._tell(b"B", f"{index}\n{to_json(params)}")
        reply: Reply = {"params": params}
        signal(SIGALRM, expire)
        try:
            params = reply["params"] = self._numbers(params, case["draw"])
            text = to_json(params)
            if self._job["distinct"] is not None and text in self._progress.seen:
                return None
            self._progress.seen.add(text)
            self._tell(b"N", text)
            self._run_case(params, case["seed"], reply)
        except CodeFailed as failed:
            reply["failure"] = failed.failure
        reply["seconds"] = _cpu() - began
        return reply

    def _numbers(self, base: Numbers, key: str | None) -> Numbers:
        if key is None:
            return base
        require = self._job["require"]

        def accept(drawn: Numbers) -> bool:
            return require is None or bool(self._evaluate(require, {**base, **drawn}))

        def drawn() -> Numbers:
            try:
                return draw(self._job["vary"], key, accept)
            except Rejected as error:
                raise CodeFailed("rejected", f"require: {error}") from None

        return {**base, **self._guarded(REQUIRE, "require", self._seconds, drawn)}

    def _run_case(self, params: Numbers, seed: int, reply: Reply) -> None:
        self._streams.renew()
        let: Numbers = {}
        reply["let"] = let
        scope: dict[str, object] = {**_MATH, **params}
        piece = FIRST_LET
        for name, source in self._job["let"].items():
            scope[name], let[name] = self._expression(piece, f"let {name}", source, scope)
            piece += 1
        found: dict[str, Value | Failure] = {}
        reply["expressions"] = found
        for name, source in self._job["expressions"].items():
            found[name] = self._attempt(piece, name, source, scope)
            piece += 1
        code = self._compiled(self._job["snippet"], "exec")
        _seed_generators(seed)
        names = self._guarded(SNIPPET, "", self._seconds, lambda: _execute(code, params))
        reply["values"] = self._outputs(names)

    def _attempt(
        self, piece: int, name: str, source: str, scope: dict[str, object]
    ) -> Value | Failure:
        given_up = self._progress.given_up
        if name in given_up:
            return given_up[name]
        try:
            return self._expression(piece, "", source, scope)[1]
        except CodeFailed as failed:
            if failed.code == "timeout":
                given_up[name] = failed.failure
            return failed.failure

    def _expression(
        self, piece: int, where: str, source: str, scope: dict[str, object]
    ) -> tuple[object, Value]:
        """Return what an expression gives, as it is and converted."""

        def value() -> tuple[object, Value]:
            raw = self._evaluate(source, scope)
            return raw, self._convert(Converter(self._budget), "the value", raw)

        return self._guarded(piece, where, min(self._seconds, EXPRESSION_SECONDS), value)

    def _evaluate(self, source: str, scope: Mapping[str, object]) -> object:
        return eval(self._compiled(source, "eval"), {**_MATH, **scope})  # noqa: S307

    def _compiled(self, source: str, mode: str) -> CodeType:
        code = self._codes.get((mode, source))
        if code is None:
            name = FILENAME if mode == "exec" else "<expression>"
            try:
                code = compile(source.strip() if mode == "eval" else source, name, mode)
            except SyntaxError as error:
                line = error.lineno if mode == "exec" else None
                raise CodeFailed("syntax", str(error.msg), line) from None
            except (ValueError, RecursionError, MemoryError, OverflowError) as error:
                raise CodeFailed("syntax", f"{type(error).__name__}: {error}") from None
            self._codes[mode, source] = code
        return code

    def _outputs(self, scope: Mapping[str, object]) -> Numbers:
        wanted = self._job["outputs"]
        missing = [name for name in wanted if name not in scope]
        if missing:
            names = ", ".join(missing)
            raise CodeFailed("missing", f"the snippet ended without assigning {names}")
        converter = Converter(self._budget)

        def convert() -> Numbers:
            return {name: self._convert(converter, name, scope[name]) for name in wanted}

        values = self._guarded(SNIPPET, "", self._seconds, convert)
        if len(to_json(values)) > self._budget:
            raise CodeFailed("too-large", f"more than {self._budget // 1024} KB of values")
        return values

    def _convert(self, converter: Converter, name: str, value: object) -> Value:
        code: FailureCode
        try:
            return converter.convert(value)
        except BadValue as error:
            code, message = "bad-value", f"{name} is {error}"
        except TooLarge as error:
            limit = f"{self._budget // 1024} KB"
            code, message = "too-large", f"{name} is too large ({error}; the limit is {limit})"
        known = name in self._job["outputs"]
        raise CodeFailed(
            code, message, last_assignment(self._job["snippet"], name) if known else None
        )

    def _guarded(self, piece: int, where: str, seconds: float, run: Callable[[], T]) -> T:
        """Return what `run` returns within `seconds`; whatever it raises becomes CodeFailed."""
        if self._untold:
            self._flush()
        self._note.write(piece)
        try:
            try:
                setitimer(ITIMER_REAL, seconds)
                return run()
            finally:
                setitimer(ITIMER_REAL, 0)
        except CodeFailed as failed:
            if where and not failed.message.startswith(where):
                failed.message = f"{where}: {failed.message}"
            raise
        except BaseException as error:
            raise failed_by(error, where, seconds) from None

    def _tell(self, kind: bytes, text: str) -> None:
        self._untold += pack(kind + text.encode())

    def _flush(self) -> None:
        """Send what is untold, before any code runs and at the end."""
        while self._untold:
            self._untold = self._untold[_write(CHANNEL, self._untold) :]


def _execute(code: CodeType, params: Numbers) -> dict[str, object]:
    module = types.ModuleType("__main__")
    module.__dict__.update({k: _copy(v) for k, v in params.items()}, __builtins__=builtins)
    sys.modules["__main__"] = module
    exec(code, module.__dict__)  # noqa: S102
    return module.__dict__


def _seed_generators(seed: int) -> None:
    random.seed(seed)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(seed % 2**32)
    if torch := sys.modules.get("torch"):
        # What torch.manual_seed does for the CPU, without asking for other devices first.
        torch.default_generator.manual_seed(seed)


def _copy(value: Value) -> Value:
    return [_copy(item) for item in value] if isinstance(value, list) else value
