"""The one place that prints: results to standard output, everything else to standard error."""

from __future__ import annotations

import json
import os
import sys
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.console import Console, RenderableType

    from quizcv.app.results import Result

SCHEMA = 1
"""Version of every `--json` envelope."""

PIPE_WIDTH = 100
"""Columns that paragraphs and tables fill where there is no terminal to ask."""


@cache
def out() -> Console:
    """Return the console on standard output; a pipe without COLUMNS counts as PIPE_WIDTH wide."""
    from rich.console import Console  # noqa: PLC0415 - 13 ms, not for `--version` and `--json`

    piped = not sys.stdout.isatty() and "COLUMNS" not in os.environ
    width = PIPE_WIDTH if piped else None
    return Console(highlight=False, emoji=False, markup=False, width=width)


@cache
def err() -> Console:
    """Return the console on standard error, for progress and complaints."""
    from rich.console import Console  # noqa: PLC0415 - 13 ms, not for `--version` and `--json`

    return Console(stderr=True, highlight=False, emoji=False, markup=False, soft_wrap=True)


def emit(*renderables: RenderableType) -> None:
    """Print renderables to standard output, one below the other."""
    from rich.text import Text  # noqa: PLC0415 - 9 ms, not for `--version` and `--json`

    for renderable in renderables:
        # Plain lines go out whole, for scripts and for copying; the terminal folds them.
        out().print(renderable, soft_wrap=isinstance(renderable, Text))


R = TypeVar("R", bound="Result")


def present(
    result: R, view: Callable[[R], Iterable[RenderableType]], *, as_json: bool = False
) -> None:
    """Print a command's result as JSON, or as its view shows it; texts of a view as they stand."""
    complain(*result.messages)
    if as_json:
        emit_json(result.data)
        return
    for part in view(result):
        if isinstance(part, str):
            write(part)
        else:
            emit(part)


def emit_json(data: dict[str, Any]) -> None:
    """Print a result as JSON with its schema version first."""
    text = json.dumps({"schema": SCHEMA, **data}, indent=2, ensure_ascii=False, allow_nan=False)
    write(text + "\n")


def write(text: str) -> None:
    """Write text to standard output as it stands."""
    sys.stdout.write(text)


def complain(*lines: str) -> None:
    """Write lines to standard error."""
    for line in lines:
        sys.stderr.write(f"quizcv: {line}\n")


def is_interactive() -> bool:
    """Return whether both ends of the conversation are a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()
