"""Everything quizcv raises on purpose, and what it says of a file that is not as it should be.

QuizcvError                 exit code 1
├── UsageError              exit code 2: the command line asks for something impossible
│   ├── UnknownName         no card, topic, area or network of that name
│   └── BankUnreadable      a bank, syllabus or preset cannot be read at all
│       └── SourceError     because of what stands in it, which is a SourceProblem
├── ExecutionRefused        exit code 3: running this code would not be safe
├── WorkerLost              the worker server cannot be started or keeps dying
└── ProgressError           the learner's data cannot be used as it is

A message says what is wrong and where; `remedy` says what to do about it.

What an author has to mend is a value, not an exception: readers collect them all, so that a file
is mended in one pass. Only where nothing can be read on is one raised, as a `SourceError`.

SourceProblem               at a line and column of a file
├── FieldProblem            of a card, at a path such as `answer.value`: the card knows the place
└── TextProblem             in a piece of text: whoever has the text knows where it stands
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple


@dataclass(frozen=True)
class SourceProblem:
    """Something that an author has to mend, and where; line and column count from 1."""

    file: str
    """As it is shown; empty as long as whoever found the problem does not know it."""
    line: int
    column: int
    code: str
    """What kind of problem it is; docs/problems.md has them all."""
    message: str
    card: str | None = None
    """The id of the card that has it."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.code}: {self.message}"

    def within(self, file: str, card: str | None = None) -> SourceProblem:
        """Return the problem as one of that file, and of that card."""
        return replace(self, file=file, card=card)


class FieldProblem(NamedTuple):
    """Something to mend in a card, which becomes a SourceProblem where the card's file is known."""

    code: str
    message: str
    path: str


class TextProblem(NamedTuple):
    """Something to mend in a text, such as an expression; line and column count from 1 in it."""

    message: str
    line: int = 1
    column: int = 1


class QuizcvError(Exception):
    """An error meant for the person at the terminal, shown as one line."""

    exit_code = 1

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} ({self.remedy})" if self.remedy else self.message


class UsageError(QuizcvError):
    """The command line asks for something that cannot be done."""

    exit_code = 2


class UnknownName(UsageError):
    """A card, topic, area or network that does not exist."""


class BankUnreadable(UsageError):
    """A bank, syllabus or preset that cannot be read at all."""


class SourceError(BankUnreadable):
    """A file that has no reading, because of what stands in it."""

    def __init__(self, problem: SourceProblem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class ExecutionRefused(QuizcvError):
    """Code that quizcv will not run here, with the command that helps."""

    exit_code = 3


class WorkerLost(QuizcvError):
    """The worker server cannot be started, or dies again and again."""


class ProgressError(QuizcvError):
    """The learner's data cannot be used as it is; it is never replaced silently."""
