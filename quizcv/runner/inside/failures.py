"""How whatever went wrong in a child becomes a failure: its code, its words and its line.

Standard library only, bound at import, like everything that runs after a snippet.
"""

from __future__ import annotations

import linecache
from signal import ITIMER_REAL, setitimer
from typing import TYPE_CHECKING, NoReturn

from quizcv.runner.wire import EXPRESSION_SECONDS

if TYPE_CHECKING:
    from quizcv.runner.wire import Failure, FailureCode

FILENAME = "<check>"
"""What tracebacks call the snippet."""
_LONGEST = 2000


class Expired(BaseException):
    """The soft alarm; not an Exception, so that `except Exception` does not swallow it."""


class CodeFailed(Exception):
    """A failure on its way into the reply."""

    def __init__(self, code: FailureCode, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.line = code, message, line

    @property
    def failure(self) -> Failure:
        """The failure as it stands in a reply."""
        return {"code": self.code, "message": self.message, "line": self.line}


def expire(*_: object) -> NoReturn:
    """Handle SIGALRM."""
    raise Expired


def failed_by(error: BaseException, where: str, seconds: float) -> CodeFailed:
    """Return what `error` amounts to; `where` names the expression, empty for the snippet."""
    line = line_of(error)
    prefix = f"{where}: " if where else ""
    if isinstance(error, Expired):
        return CodeFailed("timeout", f"{prefix}took longer than {seconds:g} s", line)
    text = _text_of(error)
    code: FailureCode = "exception"
    if isinstance(error, SystemExit):
        code, text = "exited", f"the code ends itself ({text})"
    elif isinstance(error, ModuleNotFoundError):
        code = "no-module"
    elif isinstance(error, MemoryError) or "can't allocate memory" in text or "bad_alloc" in text:
        code = "memory"
    return CodeFailed(code, prefix + text, line)


def _text_of(error: BaseException) -> str:
    """Return 'Type: message'; an exception's own code may raise or loop while it is asked."""
    name = type.__getattribute__(type(error), "__name__")
    try:
        setitimer(ITIMER_REAL, EXPRESSION_SECONDS / 2)
        text = str.__str__(str(error))[:_LONGEST]
    except BaseException:
        return f"{name} (its message cannot be shown)"
    finally:
        setitimer(ITIMER_REAL, 0)
    if not text and isinstance(error, AssertionError):
        line = line_of(error)
        text = linecache.getline(FILENAME, line).strip() if line else ""
    return f"{name}: {text}" if text else str(name)


def line_of(error: BaseException) -> int | None:
    """Return the innermost line of the snippet that the traceback goes through."""
    found, step = None, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == FILENAME:
            found = step.tb_lineno
        step = step.tb_next
    return found


def last_assignment(snippet: str, name: str) -> int | None:
    """Return the last line of the snippet that assigns `name`."""
    import ast  # noqa: PLC0415 - 2 ms in a child, only when it failed

    lines = [
        node.lineno
        for node in ast.walk(ast.parse(snippet))
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store)
    ]
    return max(lines, default=None)


def show_source(snippet: str) -> None:
    """Let tracebacks and `inspect` find the snippet's source."""
    lines = snippet.splitlines(keepends=True)
    linecache.cache[FILENAME] = (len(snippet), None, lines, FILENAME)
