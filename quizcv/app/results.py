"""What a command comes to: one object that text, JSON and the exit code are all made of."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Result(ABC):
    """The outcome of a command. Whether it went well is decided here and nowhere else."""

    messages: tuple[str, ...] = ()
    """Lines for standard error, beside whatever is shown."""

    @property
    @abstractmethod
    def data(self) -> dict[str, Any]:
        """What `--json` prints, without the schema version."""

    @property
    def exit_code(self) -> int:
        """0 where all is well; 1 where a check failed or an answer is wrong; 2 for bad input."""
        return 0
