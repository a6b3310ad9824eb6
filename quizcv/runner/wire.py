"""What crosses the pipes between host, server and child, field for field.

The host's own structs (`host.protocol`) become these and are made from these in `host.messages`,
and nowhere else. Standard library only: servers and children import it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Required, TypeAlias, TypedDict

if TYPE_CHECKING:
    Value: TypeAlias = bool | int | float | str | list["Value"]
    """What a snippet may hand back; NumPy and torch scalars and small arrays become it."""
else:
    # msgspec reads no type that holds itself: what is in a list, `host.messages` looks at.
    Value = bool | int | float | str | list

Numbers: TypeAlias = dict[str, Value]

CHANNEL = 3
"""The descriptor on which a child sends its frames."""
EXPRESSION_SECONDS = 1.0
"""What an expression may take; a snippet has its job's limit."""

FailureCode = Literal[
    "exception",  # the code raised; `line` is its line in the snippet
    "syntax",  # the code does not compile
    "missing",  # the snippet ended without assigning a name it must assign
    "bad-value",  # NaN, infinity, or a type outside the closed set
    "too-large",  # a result, or too much of it
    "timeout",  # wall clock or CPU limit
    "memory",  # memory limit
    "crashed",  # killed by a signal
    "exited",  # ended without a result
    "rejected",  # `require` refused every draw
    "no-module",  # an import that is not installed
    "worker-lost",  # the server died with this job, twice
]

Span = TypedDict("Span", {"from": int | float, "to": int | float, "step": int | float})
"""A domain of evenly spaced numbers, both ends included."""


class Failure(TypedDict):
    """Why a piece of code has no value."""

    code: FailureCode
    message: str
    line: int | None


class Limits(TypedDict):
    """What one child may use."""

    seconds: float
    memory_mb: int
    output_kb: int
    result_kb: int
    file_mb: int


class Case(TypedDict):
    """One set of numbers to run a job on."""

    seed: int
    params: Numbers
    draw: str | None


class Job(TypedDict):
    """A snippet, the expressions around it, and the cases to run them on."""

    key: str
    params: Numbers
    cases: list[Case]
    snippet: str
    outputs: list[str]
    let: dict[str, str]
    expressions: dict[str, str]
    vary: dict[str, list[Value] | Span]
    require: str | None
    distinct: int | None
    limits: Limits


class Ask(TypedDict):
    """A frame from the host to a server: do this job."""

    id: int
    job: Job


class Output(TypedDict):
    """What a case wrote, and how many bytes of each stream were dropped."""

    stdout: str
    stderr: str
    dropped: tuple[int, int]


class Reply(TypedDict, total=False):
    """A child's own words on one case, in the second part of a frame to the host."""

    params: Required[Numbers]
    values: Numbers
    let: Numbers
    expressions: dict[str, Value | Failure]
    failure: Failure
    seconds: float
    stdout: str
    stderr: str
    dropped: tuple[int, int]


class Head(TypedDict, total=False):
    """The server's words, in the first part of a frame to the host.

    A server says `ready` once, with the walls its children are behind. Of a job it says how each
    case went and then `end`. With a `failure`, what follows are a dead child's params alone.
    """

    ready: list[str]
    job: int
    end: bool
    seed: int
    failure: Failure | None
    stdout: str
    stderr: str
    dropped: tuple[int, int]
