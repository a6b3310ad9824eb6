"""What runs after the fork: one job's cases, one after the other, and then the end.

The child tells the server each step on a pipe of its own, as frames (quizcv.runner.frames):
`B<case>\n<params>` begins a case, `N<params>` are its numbers once drawn, `P<what>` names the code
that runs next, `D<reply>` is its outcome, `E` the end of the job. Standard library only, and what
it needs is bound beforehand, so that nothing a snippet patches is used here.
"""

from __future__ import annotations

import _thread
import builtins
import linecache
import math
import os
import random
import signal
import sys
import time
import types
from typing import TYPE_CHECKING, Any, NoReturn

from quizcv.runner.capture import Streams
from quizcv.runner.draw import Rejected, draw
from quizcv.runner.frames import pack
from quizcv.runner.values import BadValue, Converter, TooLarge, to_json

if TYPE_CHECKING:
    from collections.abc import Callable

FILENAME = "<check>"
EXPRESSION_SECONDS = 1.0
_MATH = {k: v for k, v in vars(math).items() if not k.startswith("_") and k != "pow"}
_HARMLESS = frozenset({"syntax", "rejected"})
"""Failures of code that never ran: the child is as good as new."""
_cpu, _timer, _handle, _write = time.process_time, signal.setitimer, signal.signal, os.write
_REAL = signal.ITIMER_REAL
_threads = _thread._count
_CodeType = types.CodeType


class Expired(BaseException):
    """The soft alarm; not an Exception, so that `except Exception` does not swallow it."""


class Trouble(Exception):
    """A failure on its way into the reply."""

    def __init__(self, code: str, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.line = code, message, line

    @property
    def failure(self) -> dict[str, Any]:
        """The failure as it stands in a reply."""
        return {"code": self.code, "message": self.message, "line": self.line}


def expire(*_: object) -> NoReturn:
    """Handle SIGALRM."""
    raise Expired


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
            seen: the sets of numbers, as JSON, of the cases before it.
            given_up: expressions that are not tried again, with the failure they got.
        """
        self.job, self.start, self.seen, self.given_up = job, start, seen, given_up


class Runner:
    """Runs the cases of a task in this process."""

    def __init__(self, task: Task, channel: int) -> None:
        self._task, self._job, self._channel = task, task.job, channel
        self._seconds: float = task.job["limits"]["seconds"]
        self._budget: int = task.job["limits"]["result_kb"] * 1024
        self._codes: dict[tuple[str, str], _CodeType] = {}
        self._streams = Streams(task.job["limits"]["output_kb"] * 1024)

    def run(self) -> None:
        """Run until the end, or until something went wrong that a fresh child should follow."""
        seen = self._task.seen
        distinct = self._job["distinct"]
        for index in range(self._task.start, len(self._job["cases"])):
            if distinct is not None and len(seen) >= distinct:
                break
            case = self._job["cases"][index]
            base = {**self._job["params"], **case["params"]}
            self._tell(b"B", f"{index}\n{to_json(base)}")
            began = _cpu()
            reply: dict[str, Any] = {}
            params = base
            try:
                params = self._numbers(base, case["draw"])
                text = to_json(params)
                if distinct is not None and text in seen:
                    continue
                seen.add(text)
                self._tell(b"N", text)
                self._run_case(params, case["seed"], reply)
            except Trouble as trouble:
                reply["failure"] = trouble.failure
            failure = reply.get("failure")
            self._reply({"params": params, **reply, "seconds": _cpu() - began})
            if (failure and failure["code"] not in _HARMLESS) or _threads() > 0:
                return
        self._tell(b"E", "")

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

        self._tell(b"P", "require")
        return {**base, **self._guarded("require", self._seconds, drawn)}

    def _run_case(self, params: dict[str, Any], seed: int, reply: dict[str, Any]) -> None:
        self._streams.install()
        let = reply["let"] = {}
        raw: dict[str, Any] = {}
        for name, source in self._job["let"].items():
            what = f"let {name}"
            raw[name], let[name] = self._expression(what, source, {**params, **raw}, what)
        reply["expressions"] = {
            name: self._attempt(name, source, {**params, **raw})
            for name, source in self._job["expressions"].items()
        }
        self._tell(b"P", "")
        scope: dict[str, Any] = self._guarded(
            "", self._seconds, lambda: self._execute(params, seed)
        )
        reply["values"] = self._outputs(scope)

    def _attempt(self, name: str, source: str, scope: dict[str, Any]) -> Any:
        given_up = self._task.given_up
        if name in given_up:
            return given_up[name]
        try:
            return self._expression(f"expression {name}", source, scope, "")[1]
        except Trouble as trouble:
            if trouble.code == "timeout":
                given_up[name] = trouble.failure
            return trouble.failure

    def _expression(
        self, phase: str, source: str, scope: dict[str, Any], where: str
    ) -> tuple[Any, Any]:
        """Return what an expression gives, as it is and converted."""
        self._tell(b"P", phase)

        def value() -> tuple[Any, Any]:
            raw = self._evaluate(source, scope)
            return raw, self._convert(Converter(self._budget), "the value", raw)

        seconds = min(self._seconds, EXPRESSION_SECONDS)
        return self._guarded(where, seconds, value)  # type: ignore[no-any-return]

    def _evaluate(self, source: str, scope: dict[str, Any]) -> Any:
        return eval(self._compiled(source, "eval"), {**_MATH, **scope})  # noqa: S307

    def _compiled(self, source: str, mode: str) -> _CodeType:
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

    def _execute(self, params: dict[str, Any], seed: int) -> dict[str, Any]:
        code = self._compiled(self._job["snippet"], "exec")
        _seed_generators(seed)
        module = types.ModuleType("__main__")
        module.__dict__.update({k: _copy(v) for k, v in params.items()}, __builtins__=builtins)
        sys.modules["__main__"] = module
        exec(code, module.__dict__)  # noqa: S102
        return module.__dict__

    def _outputs(self, scope: dict[str, Any]) -> dict[str, Any]:
        wanted = self._job["outputs"]
        missing = [name for name in wanted if name not in scope]
        if missing:
            names = ", ".join(missing)
            raise Trouble("missing", f"the snippet ended without assigning {names}")
        converter = Converter(self._budget)

        def convert() -> dict[str, Any]:
            return {name: self._convert(converter, name, scope[name]) for name in wanted}

        values: dict[str, Any] = self._guarded("", self._seconds, convert)
        if len(to_json(values)) > self._budget:
            raise Trouble("too-large", f"more than {self._budget // 1024} KB of values")
        return values

    def _convert(self, converter: Converter, name: str, value: Any) -> Any:
        try:
            return converter.convert(value)
        except BadValue as error:
            raise Trouble("bad-value", f"{name} is {error}", self._assigned(name)) from None
        except TooLarge as error:
            limit = f"{self._budget // 1024} KB"
            message = f"{name} is too large ({error}; the limit is {limit})"
            raise Trouble("too-large", message, self._assigned(name)) from None

    def _assigned(self, name: str) -> int | None:
        """Return the last line of the snippet that assigns `name`."""
        if name not in self._job["outputs"]:
            return None
        import ast

        stores = ast.walk(ast.parse(self._job["snippet"]))
        lines = [
            node.lineno
            for node in stores
            if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store)
        ]
        return max(lines, default=None)

    def _guarded(self, where: str, seconds: float, run: Callable[[], Any]) -> Any:
        """Return what `run` returns within `seconds`; whatever it raises becomes Trouble."""
        _handle(signal.SIGALRM, expire)
        try:
            try:
                _timer(_REAL, seconds)
                return run()
            finally:
                _timer(_REAL, 0)
        except Trouble as trouble:
            if where and not trouble.message.startswith(where):
                trouble.message = f"{where}: {trouble.message}"
            raise
        except BaseException as error:
            raise _trouble(error, where, seconds) from None

    def _tell(self, kind: bytes, text: str) -> None:
        frame = pack(kind + text.encode())
        while frame:
            frame = frame[_write(self._channel, frame) :]

    def _reply(self, reply: dict[str, Any]) -> None:
        self._tell(b"D", to_json({**reply, **self._streams.take()}))


def _trouble(error: BaseException, where: str, seconds: float) -> Trouble:
    line = _line(error)
    prefix = f"{where}: " if where else ""
    if isinstance(error, Expired):
        return Trouble("timeout", f"{prefix}took longer than {seconds:g} s", line)
    text = _text(error)
    code = "exception"
    if isinstance(error, SystemExit):
        code, text = "exited", f"the code ends itself ({text})"
    elif isinstance(error, ModuleNotFoundError):
        code = "no-module"
    elif isinstance(error, MemoryError) or "can't allocate memory" in text or "bad_alloc" in text:
        code = "memory"
    return Trouble(code, prefix + text, line)


def _text(error: BaseException) -> str:
    """Return 'Type: message'; an exception's own code may raise or loop while it is asked."""
    name = type.__getattribute__(type(error), "__name__")
    try:
        _timer(_REAL, EXPRESSION_SECONDS / 2)
        text = str.__str__(str(error))[:2000]
    except BaseException:
        return f"{name} (its message cannot be shown)"
    finally:
        _timer(_REAL, 0)
    if not text and isinstance(error, AssertionError):
        line = _line(error)
        text = linecache.getline(FILENAME, line).strip() if line else ""
    return f"{name}: {text}" if text else str(name)


def _line(error: BaseException) -> int | None:
    """Return the innermost line of the snippet that the traceback goes through."""
    found, step = None, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == FILENAME:
            found = step.tb_lineno
        step = step.tb_next
    return found


def _seed_generators(seed: int) -> None:
    random.seed(seed)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(seed % 2**32)
    if torch := sys.modules.get("torch"):
        # What torch.manual_seed does for the CPU, without asking for other devices first.
        torch.default_generator.manual_seed(seed)


def _copy(value: Any) -> Any:
    return [_copy(item) for item in value] if isinstance(value, list) else value


def source_lines(snippet: str) -> None:
    """Let tracebacks and `inspect` find the snippet's source."""
    lines = snippet.splitlines(keepends=True)
    linecache.cache[FILENAME] = (len(snippet), None, lines, FILENAME)
