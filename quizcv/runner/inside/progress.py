"""How far a job has come, over all of the children that work on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizcv.runner.wire import Failure, Job


class JobProgress:
    """Kept by the server; a child has what it was when it was forked."""

    def __init__(self, ident: int, job: Job) -> None:
        self.ident, self.job = ident, job
        self.case = 0
        """The index of the case to go on with."""
        self.seen: set[str] = set()
        """The sets of numbers, as JSON, of the cases before it."""
        self.given_up: dict[str, Failure] = {}
        """Expressions that are not tried again, with the failure they got."""
        self.retries = 0
        self.over = False

    @property
    def finished(self) -> bool:
        """Whether no case is left."""
        return self.over or self.case >= len(self.job["cases"])
