"""Runs jobs over worker servers and yields their results as they come."""

from __future__ import annotations

import importlib.util
import selectors
import time
from collections import deque
from typing import TYPE_CHECKING, Self, TypeVar

from quizcv.errors import WorkerLost
from quizcv.runner.host.connection import Connection, Lost
from quizcv.runner.host.isolation import Isolation
from quizcv.runner.host.messages import ask, outcome_of
from quizcv.runner.host.preload import server_for
from quizcv.runner.host.protocol import Failure, Job, Result
from quizcv.runner.host.queues import PendingJob, ServerQueue, ServerQueues
from quizcv.runner.host.safe_text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

    from quizcv.runner.wire import Head

T = TypeVar("T")
_FAILED_STARTS = 3
_SILENCE = 15.0
"""Seconds beyond what its jobs may take after which a server counts as hung."""


class Pool:
    """Up to one server of each kind, with NumPy, torch or its compiler, begun when a job needs it.

    Not more than `slots` children run at a time in all. For one thread only: the one that made it.
    Leaving the `with` block ends every process, also after an exception or Ctrl-C.
    """

    def __init__(self, slots: int = 1, isolation: Isolation | None = None) -> None:
        self.slots = max(1, slots)
        self.isolation = isolation or Isolation()
        self._queues = ServerQueues(self.slots)
        self._selector = selectors.DefaultSelector()
        self._ahead: dict[str, deque[Result]] = {}
        self._count = 0
        self._torch_missing: bool | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the servers and whatever they run. The pool can be used again afterwards."""
        self._ahead.clear()
        for queue in self._queues:
            queue.forget()
            self._drop(queue)

    def run(self, jobs: Iterable[Job]) -> Iterator[Result]:
        """Yield a result for each job, as soon as it is there.

        Jobs are taken from `jobs` only as they are needed, so that any number fits in memory.

        Raises:
            WorkerLost: a server cannot be started.
        """
        yield from self.stream(jobs)

    def stream(self, items: Iterable[Job | T]) -> Iterator[Result | T]:
        """Do as `run` does; what is no job passes through untouched, without waiting."""
        sink: deque[Result] = deque()
        source, more, owed = iter(items), True, 0
        try:
            while True:
                while more and self._queues.hungry:
                    item = next(source, None)
                    if isinstance(item, Job):
                        self._add(item, sink)
                        self._dispatch()
                        owed += 1
                    elif item is None:
                        more = False
                    else:
                        yield item
                if sink:
                    owed -= 1
                    self._dispatch()
                    yield sink.popleft()
                elif owed or more:
                    self._pump()
                else:
                    return
        finally:
            for queue in self._queues:
                queue.forget(sink)

    def run_one(self, job: Job) -> Result:
        """Return the result of one job.

        Raises:
            WorkerLost: a server cannot be started.
        """
        return next(self.run([job]))

    def submit(self, job: Job) -> None:
        """Begin a job whose result `collect` fetches later, by the job's key."""
        self._ahead[job.key] = deque()
        self._add(job, self._ahead[job.key])
        self._dispatch(eager=True)

    def collect(self, key: str) -> Result:
        """Return the result of a submitted job, waiting for it if need be.

        Raises:
            KeyError: no such job was submitted, or it was collected before.
            WorkerLost: a server cannot be started.
        """
        sink = self._ahead[key]
        while not sink:
            self._pump()
        del self._ahead[key]
        return sink.popleft()

    def _add(self, job: Job, sink: deque[Result]) -> None:
        kind = server_for(job)
        self._count += 1
        pending = PendingJob(self._count, job, sink)
        if not job.cases:
            pending.finish()
        elif kind != "numpy" and self._no_torch():
            pending.fail(Failure("no-module", "No module named 'torch'"))
        else:
            self._queues[kind].waiting.append(pending)

    def _no_torch(self) -> bool:
        if self._torch_missing is None:
            self._torch_missing = importlib.util.find_spec("torch") is None
        return self._torch_missing

    def _pump(self) -> None:
        """Hand out jobs, wait for something to happen, and take it in."""
        self._dispatch()
        began = time.monotonic()
        ready = self._selector.select(1.0)
        waited = time.monotonic() - began
        for queue in self._queues:
            queue.quiet += waited
        for key, _ in ready:
            self._take_in(key.data)
        for queue in self._queues:
            if queue.sent and queue.quiet > queue.patience + _SILENCE:
                self._recover(queue, Lost("the server hangs"))

    def _take_in(self, queue: ServerQueue) -> None:
        queue.quiet = 0.0
        if queue.connection is None:
            return
        try:
            for head, body in queue.connection.read():
                if "ready" in head:
                    queue.connection.ready = True
                    queue.failed_starts = 0
                else:
                    _take_frame(queue, head, body)
        except Lost as lost:
            self._recover(queue, lost)
        self._dispatch()

    def _dispatch(self, eager: bool = False) -> None:
        """Hand over whatever may run now, starting the servers that it needs."""
        for queue in self._queues:
            if queue.wanting and queue.connection is None:
                queue.connection = Connection(queue.kind, self.slots, self.isolation)
                self._selector.register(queue.connection.fd, selectors.EVENT_READ, queue)
        while (able := self._queues.next(eager)) is not None:
            pending = able.take()
            try:
                if able.connection is not None:
                    able.connection.send(ask(pending.ident, pending.job))
            except Lost as lost:
                self._recover(able, lost)

    def _recover(self, queue: ServerQueue, lost: Lost) -> None:
        """Give up a server; its jobs are tried once more, each alone."""
        was_ready, words = queue.ready, queue.connection.last_words() if queue.connection else ""
        self._drop(queue, patience=0.5)
        queue.failed_starts += not was_ready
        if queue.failed_starts >= _FAILED_STARTS:
            why = f"the {queue.kind} worker does not start: {visible(words) or lost}"
            raise WorkerLost(why, "try `quizcv doctor`")
        queue.lose(guilty=was_ready)

    def _drop(self, queue: ServerQueue, patience: float = 3.0) -> None:
        if queue.connection is not None:
            self._selector.unregister(queue.connection.fd)
            connection, queue.connection = queue.connection, None
            # One that is still importing runs nothing and would notice only when it is done.
            connection.close(patience if connection.ready else 0.0)


def _take_frame(queue: ServerQueue, head: Head, body: bytes) -> None:
    ident = head.get("job", -1)
    pending = queue.sent.get(ident)
    if pending is None:
        return
    if head.get("end"):
        del queue.sent[ident]
        pending.finish()
    else:
        pending.outcomes.append(outcome_of(head, body, pending.job.params))
