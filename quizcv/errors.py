"""Everything quizcv raises on purpose.

QuizcvError                 exit code 1
├── UsageError              exit code 2: the command line asks for something impossible
│   ├── UnknownName         no card, topic, area or network of that name
│   └── BankUnreadable      a bank or syllabus cannot be read at all
├── ExecutionRefused        exit code 3: running this code would not be safe
├── WorkerLost              the worker server cannot be started or keeps dying
└── ProgressError           the learner's data cannot be used as it is

A message says what is wrong and where; `remedy` says what to do about it.
"""

from __future__ import annotations


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
    """A bank or syllabus file that cannot be read at all."""


class ExecutionRefused(QuizcvError):
    """Code that quizcv will not run here, with the command that helps."""

    exit_code = 3


class WorkerLost(QuizcvError):
    """The worker server cannot be started, or dies again and again."""


class ProgressError(QuizcvError):
    """The learner's data cannot be used as it is; it is never replaced silently."""
