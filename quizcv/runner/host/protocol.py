"""What the host asks of a worker and what comes back.

A job is one snippet with the expressions around it, run over several cases (sets of numbers).
Everything crosses the pipe as JSON of a closed set of types (`runner.wire`); nothing is pickled.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from quizcv.runner.wire import FailureCode, Value


class Limits(Struct, frozen=True):
    """What one child may use."""

    seconds: float = 10.0
    """Wall-clock seconds for the snippet on each case; an expression has one second at most."""
    memory_mb: int = 2048
    """Address space above what the server has mapped when it forks."""
    output_kb: int = 64
    """Of standard output and of standard error, each; the rest is dropped and said so."""
    result_kb: int = 256
    """Of the values of one case."""
    file_mb: int = 16


class Failure(Struct, frozen=True):
    """Why a piece of code has no value."""

    code: FailureCode
    message: str
    line: int | None = None


class Case(Struct, frozen=True):
    """One set of numbers: the job's params, changed by `params`, then by a draw from `vary`."""

    seed: int = 0
    """Seeds random, numpy.random and torch before the snippet, so that a slip is repeatable."""
    params: dict[str, Any] = {}
    draw: str | None = None
    """Key of the draw: random.Random(draw). None takes the numbers as they are."""


class Job(Struct, frozen=True):
    """A snippet, the expressions around it, and the cases to run them on."""

    key: str
    """The caller's own name for the job; comes back with its result."""
    params: dict[str, Any]
    cases: tuple[Case, ...]
    snippet: str = ""
    outputs: tuple[str, ...] = ()
    """Names the snippet must assign."""
    let: dict[str, str] = {}
    """Named expressions, each seeing params and those before it; the other expressions see them."""
    expressions: dict[str, str] = {}
    """Independent expressions over params, let and the names of the math module."""
    vary: dict[str, Any] = {}
    """Domains of a draw: a list of values, or {'from', 'to', 'step'}, both ends included."""
    require: str | None = None
    """A drawn set of numbers is rejected until this expression over params is true."""
    distinct: int | None = None
    """Stop after that many different sets of numbers; cases that repeat one are skipped."""
    limits: Limits = Limits()


class Outcome(Struct, frozen=True):
    """What one case gave."""

    params: dict[str, Any]
    seed: int = 0
    values: dict[str, Value] = {}
    """The outputs; empty when `failure` is set."""
    let: dict[str, Value] = {}
    expressions: dict[str, Value | Failure] = {}
    failure: Failure | None = None
    """Why the snippet, a let or the draw gave nothing."""
    stdout: str = ""
    stderr: str = ""
    dropped: int = 0
    """Bytes of output beyond the limit, of both streams together."""
    seconds: float = 0.0
    """CPU seconds of the case, measured in the child."""


class Result(Struct, frozen=True):
    """The outcomes of a job, in the order of its cases, repeats left out."""

    key: str
    outcomes: tuple[Outcome, ...]
