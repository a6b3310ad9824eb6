r"""What runs after the fork: one job's cases, one after the other, and then the end.

The child tells the server of each step on a pipe of its own, as frames (quizcv.runner.frames):
`B<case>\n<params>` begins a case, `N<params>` are its numbers once drawn, `D<reply>` is its
outcome, `E` the end of the job. Which piece of code runs stands on the board. Standard library
only, and what it needs is bound beforehand, so that nothing a snippet patches is used here.
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
from typing import TYPE_CHECKING, Any

from quizcv.runner.board import EXPRESSION_SECONDS, FIRST_LET, REQUIRE, SNIPPET
from quizcv.runner.frames import pack
from quizcv.runner.inside.draw import Rejected, draw
from quizcv.runner.inside.failures import (
    FILENAME,
    Trouble,
    expire,
    last_assignment,
    show_source,
    trouble_of,
)
from quizcv.runner.inside.values import BadValue, Converter, TooLarge, to_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizcv.runner.board import Board
    from quizcv.runner.inside.capture import Streams

CHANNEL = 3
"""The descriptor of the frames."""
_MATH = {k: v for k, v in vars(math).items() if not k.startswith("_") and k != "pow"}
_HARMLESS = frozenset({"syntax", "rejected"})
"""Failures of code that never ran: the child is as good as new."""
_cpu, _threads, _write = time.process_time, _thread._count, os.write


class Task:
    """A job as the server hands it to one child."""

    def __init__(
        self,
        job: dict[str, Any],
        start: int,
        seen: set[str],
        given_up: dict[str, dict[str, Any]],
    ) -> None:
        """Begin at case `start`.

        Args:
            job: the fields of quizcv.runner.host.protocol.Job.
            start: the index of a case.
            seen: the sets of numbers, as JSON, of the cases before it.
            given_up: expressions that are not tried again, with the failure they got.
        """
        self.job, self.start, self.seen, self.given_up = job, start, seen, given_up


class Runner:
    """Runs the cases of a task in this process."""

    def __init__(self, task: Task, board: Board, streams: Streams) -> None:
        self._task, self._job = task, task.job
        self._board, self._streams = board, streams
        self._seconds: float = task.job["limits"]["seconds"]
        self._budget: int = task.job["limits"]["result_kb"] * 1024
        self._codes: dict[tuple[str, str], CodeType] = {}
        self._untold = b""

    def run(self) -> None:
        """Run until the end, or until something went wrong that a fresh child should follow."""
        show_source(self._job["snippet"])
        cases, seen, distinct = self._job["cases"], self._task.seen, self._job["distinct"]
        for index in range(self._task.start, len(cases)):
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

    def _outcome(self, index: int, case: dict[str, Any]) -> dict[str, Any] | None:
        """Return the outcome of a case, or None when it repeats an earlier one."""
        began = _cpu()
        params = {**self._job["params"], **case["params"]}
        self._tell(b"B", f"{index}\n{to_json(params)}")
        reply: dict[str, Any] = {}
        signal(SIGALRM, expire)
        try:
            params = self._numbers(params, case["draw"])
            text = to_json(params)
            if self._job["distinct"] is not None and text in self._task.seen:
                return None
            self._task.seen.add(text)
            self._tell(b"N", text)
            self._run_case(params, case["seed"], reply)
        except Trouble as trouble:
            reply["failure"] = trouble.failure
        return {"params": params, **reply, "seconds": _cpu() - began}

    def _numbers(self, base: dict[str, Any], key: str | None) -> dict[str, Any]:
        if key is None:
            return base
        require = self._job["require"]

        def accept(drawn: dict[str, Any]) -> bool:
            return require is None or bool(self._evaluate(require, {**base, **drawn}))

        def drawn() -> dict[str, Any]:
            try:
                return draw(self._job["vary"], key, accept)
            except Rejected as error:
                raise Trouble("rejected", f"require: {error}") from None

        return {**base, **self._guarded(REQUIRE, "require", self._seconds, drawn)}

    def _run_case(self, params: dict[str, Any], seed: int, reply: dict[str, Any]) -> None:
        self._streams.renew()
        let = reply["let"] = {}
        scope = {**_MATH, **params}
        phase = FIRST_LET
        for name, source in self._job["let"].items():
            scope[name], let[name] = self._expression(phase, f"let {name}", source, scope)
            phase += 1
        found = reply["expressions"] = {}
        for name, source in self._job["expressions"].items():
            found[name] = self._attempt(phase, name, source, scope)
            phase += 1
        code = self._compiled(self._job["snippet"], "exec")
        _seed_generators(seed)
        names: dict[str, Any] = self._guarded(
            SNIPPET, "", self._seconds, lambda: _execute(code, params)
        )
        reply["values"] = self._outputs(names)

    def _attempt(self, phase: int, name: str, source: str, scope: dict[str, Any]) -> Any:
        given_up = self._task.given_up
        if name in given_up:
            return given_up[name]
        try:
            return self._expression(phase, "", source, scope)[1]
        except Trouble as trouble:
            if trouble.code == "timeout":
                given_up[name] = trouble.failure
            return trouble.failure

    def _expression(
        self, phase: int, where: str, source: str, scope: dict[str, Any]
    ) -> tuple[Any, Any]:
        """Return what an expression gives, as it is and converted."""

        def value() -> tuple[Any, Any]:
            raw = self._evaluate(source, scope)
            return raw, self._convert(Converter(self._budget), "the value", raw)

        seconds = min(self._seconds, EXPRESSION_SECONDS)
        return self._guarded(phase, where, seconds, value)  # type: ignore[no-any-return]

    def _evaluate(self, source: str, scope: dict[str, Any]) -> Any:
        return eval(self._compiled(source, "eval"), {**_MATH, **scope})  # noqa: S307

    def _compiled(self, source: str, mode: str) -> CodeType:
        code = self._codes.get((mode, source))
        if code is None:
            name = FILENAME if mode == "exec" else "<expression>"
            try:
                code = compile(source.strip() if mode == "eval" else source, name, mode)
            except SyntaxError as error:
                line = error.lineno if mode == "exec" else None
                raise Trouble("syntax", str(error.msg), line) from None
            except (ValueError, RecursionError, MemoryError, OverflowError) as error:
                raise Trouble("syntax", f"{type(error).__name__}: {error}") from None
            self._codes[mode, source] = code
        return code

    def _outputs(self, scope: dict[str, Any]) -> dict[str, Any]:
        wanted = self._job["outputs"]
        missing = [name for name in wanted if name not in scope]
        if missing:
            names = ", ".join(missing)
            raise Trouble("missing", f"the snippet ended without assigning {names}")
        converter = Converter(self._budget)

        def convert() -> dict[str, Any]:
            return {name: self._convert(converter, name, scope[name]) for name in wanted}

        values: dict[str, Any] = self._guarded(SNIPPET, "", self._seconds, convert)
        if len(to_json(values)) > self._budget:
            raise Trouble("too-large", f"more than {self._budget // 1024} KB of values")
        return values

    def _convert(self, converter: Converter, name: str, value: Any) -> Any:
        try:
            return converter.convert(value)
        except BadValue as error:
            code, message = "bad-value", f"{name} is {error}"
        except TooLarge as error:
            limit = f"{self._budget // 1024} KB"
            code, message = "too-large", f"{name} is too large ({error}; the limit is {limit})"
        known = name in self._job["outputs"]
        raise Trouble(code, message, last_assignment(self._job["snippet"], name) if known else None)

    def _guarded(self, phase: int, where: str, seconds: float, run: Callable[[], Any]) -> Any:
        """Return what `run` returns within `seconds`; whatever it raises becomes Trouble."""
        if self._untold:
            self._flush()
        self._board.note(phase)
        try:
            try:
                setitimer(ITIMER_REAL, seconds)
                return run()
            finally:
                setitimer(ITIMER_REAL, 0)
        except Trouble as trouble:
            if where and not trouble.message.startswith(where):
                trouble.message = f"{where}: {trouble.message}"
            raise
        except BaseException as error:
            raise trouble_of(error, where, seconds) from None

    def _tell(self, kind: bytes, text: str) -> None:
        self._untold += pack(kind + text.encode())

    def _flush(self) -> None:
        """Send what is untold, before any code runs and at the end."""
        while self._untold:
            self._untold = self._untold[_write(CHANNEL, self._untold) :]


def _execute(code: CodeType, params: dict[str, Any]) -> dict[str, Any]:
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


def _copy(value: Any) -> Any:
    return [_copy(item) for item in value] if isinstance(value, list) else value
