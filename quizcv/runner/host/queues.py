"""Jobs on their way: which server each goes to, and when it may."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, get_args

from quizcv.runner.host.preload import ServerKind
from quizcv.runner.host.protocol import Failure, Job, Outcome, Result
from quizcv.runner.wire import EXPRESSION_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizcv.runner.host.connection import Connection

WINDOW = 512
"""Jobs taken from the caller and not yet handed over, at most."""
_LOST_TWICE = 2


class PendingJob:
    """A job on its way: where it goes, what has come back, and who waits for it."""

    def __init__(self, ident: int, job: Job, sink: deque[Result]) -> None:
        self.ident, self.job, self.sink = ident, job, sink
        self.outcomes: list[Outcome] = []
        self.losses = 0

    def finish(self) -> None:
        """Give the caller what has come back."""
        self.sink.append(Result(self.job.key, tuple(self.outcomes)))

    def fail(self, failure: Failure) -> None:
        """Give the caller what has come back, and why there is no more."""
        self.outcomes.append(Outcome(dict(self.job.params), failure=failure))
        self.finish()

    @property
    def longest(self) -> float:
        """Seconds that one of its cases may take in all."""
        pieces = len(self.job.let) + len(self.job.expressions)
        return 2 * self.job.limits.seconds + pieces * EXPRESSION_SECONDS


class ServerQueue:
    """One kind of server, the jobs that wait for it and those it has."""

    def __init__(self, kind: ServerKind) -> None:
        self.kind = kind
        self.connection: Connection | None = None
        self.waiting: deque[PendingJob] = deque()
        self.alone: deque[PendingJob] = deque()
        """Jobs that have lost a server once: each has the next one to itself."""
        self.sent: dict[int, PendingJob] = {}
        self.quiet = 0.0
        """Seconds waited for it, since it last said something or was given work."""
        self.failed_starts = 0
        self.turn = 0

    @property
    def ready(self) -> bool:
        """Whether its server is up."""
        return self.connection is not None and self.connection.ready

    @property
    def wanting(self) -> bool:
        """Whether a job waits for it."""
        return bool(self.waiting or self.alone)

    @property
    def patience(self) -> float:
        """Seconds that the jobs it has may take without a word."""
        return max((job.longest for job in self.sent.values()), default=0.0)

    def take(self) -> PendingJob:
        """Return the job to hand over next, now counted as sent."""
        job = (self.alone or self.waiting).popleft()
        if not self.sent:
            self.quiet = 0.0
        self.sent[job.ident] = job
        return job

    def lose(self, guilty: bool) -> None:
        """Take back what the lost server had; a job under way for the second time fails.

        Args:
            guilty: whether the server was up, so that one of its jobs may have ended it.
        """
        for job in self.sent.values():
            job.losses += guilty
            if job.losses >= _LOST_TWICE:
                job.fail(Failure("worker-lost", "the worker died twice with this job"))
            else:
                job.outcomes.clear()
                self.alone.append(job)
        self.sent = {}

    def forget(self, sink: deque[Result] | None = None) -> None:
        """Drop the waiting jobs of one caller, or every job of all."""
        if sink is None:
            self.waiting, self.alone, self.sent = deque(), deque(), {}
            return
        self.waiting = deque(job for job in self.waiting if job.sink is not sink)
        self.alone = deque(job for job in self.alone if job.sink is not sink)


class ServerQueues:
    """All of them, sharing a number of slots."""

    def __init__(self, slots: int) -> None:
        self._slots = slots
        self._by_kind = {kind: ServerQueue(kind) for kind in get_args(ServerKind)}
        self._turns = 0

    def __getitem__(self, kind: ServerKind) -> ServerQueue:
        return self._by_kind[kind]

    def __iter__(self) -> Iterator[ServerQueue]:
        return iter(self._by_kind.values())

    @property
    def hungry(self) -> bool:
        """Whether to take another job from the caller: no server that is up has one waiting.

        While torch loads, its jobs pile up, within bounds, so that NumPy jobs behind them run.
        """
        if sum(len(queue.waiting) for queue in self) >= WINDOW:
            return False
        numpy = self["numpy"]
        loading = bool(numpy.waiting) and not numpy.ready
        return not loading and not any(queue.ready and queue.waiting for queue in self)

    def next(self, eager: bool) -> ServerQueue | None:
        """Return the queue that may be handed a job now, in fair turns.

        Args:
            eager: whether a server that is still starting may have it.
        """
        able = [queue for queue in self if self._may_have_one(queue, eager)]
        if not able:
            return None
        queue = min(able, key=lambda queue: (len(queue.sent), queue.turn))
        self._turns += 1
        queue.turn = self._turns
        return queue

    def _may_have_one(self, queue: ServerQueue, eager: bool) -> bool:
        """Keep the children of all servers within the slots.

        A server alone at work gets as many jobs again to queue, so that it never waits for this
        process. When several are at work, they share the slots and queue nothing.
        """
        if not queue.wanting:
            return False
        others = [each for each in self if each is not queue]
        elsewhere = sum(len(other.sent) for other in others)
        if not queue.ready and not (eager and not elsewhere and len(queue.sent) < self._slots):
            return False
        if queue.alone or any(job.losses for job in queue.sent.values()):
            return not queue.sent and not elsewhere
        rivals = elsewhere or any(other.ready and other.wanting for other in others)
        room = self._slots if rivals else 2 * self._slots
        return len(queue.sent) + elsewhere < room
