"""Runs jobs over worker servers and yields their results as they come."""

from __future__ import annotations

import importlib.util
import selectors
import time
from collections import deque
from typing import TYPE_CHECKING, Self, TypeVar

import msgspec

from quizcv.errors import WorkerLost
from quizcv.runner.host.isolation import Isolation
from quizcv.runner.host.lanes import Lane, Lanes, Task
from quizcv.runner.host.link import Link, Lost
from quizcv.runner.host.preload import server_for
from quizcv.runner.host.protocol import Failure, Job, Result
from quizcv.runner.host.replies import Head, outcome_of
from quizcv.runner.host.safe_text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

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
        self._lanes = Lanes(self.slots)
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
        for lane in self._lanes:
            lane.forget()
            self._drop(lane)

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
                while more and self._lanes.hungry:
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
            for lane in self._lanes:
                lane.forget(sink)

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
        task = Task(self._count, job, sink)
        if not job.cases:
            task.finish()
        elif kind != "numpy" and self._no_torch():
            task.fail(Failure("no-module", "No module named 'torch'"))
        else:
            self._lanes[kind].waiting.append(task)

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
        for lane in self._lanes:
            lane.quiet += waited
        for key, _ in ready:
            self._take_in(key.data)
        for lane in self._lanes:
            if lane.sent and lane.quiet > lane.patience + _SILENCE:
                self._recover(lane, Lost("the server hangs"))

    def _take_in(self, lane: Lane) -> None:
        lane.quiet = 0.0
        if lane.link is None:
            return
        try:
            for head, body in lane.link.read():
                if head.ready is not None:
                    lane.link.ready = True
                    lane.failed_starts = 0
                else:
                    _take_frame(lane, head, body)
        except Lost as lost:
            self._recover(lane, lost)
        self._dispatch()

    def _dispatch(self, eager: bool = False) -> None:
        """Hand over whatever may run now, starting the servers that it needs."""
        for lane in self._lanes:
            if lane.wanting and lane.link is None:
                lane.link = Link(lane.kind, self.slots, self.isolation)
                self._selector.register(lane.link.fd, selectors.EVENT_READ, lane)
        while (able := self._lanes.next(eager)) is not None:
            task = able.take()
            try:
                if able.link is not None:
                    able.link.send(msgspec.json.encode({"id": task.ident, "job": task.job}))
            except Lost as lost:
                self._recover(able, lost)

    def _recover(self, lane: Lane, lost: Lost) -> None:
        """Give up a server; its jobs are tried once more, each alone."""
        was_ready, words = lane.ready, lane.link.last_words() if lane.link else ""
        self._drop(lane, patience=0.5)
        lane.failed_starts += not was_ready
        if lane.failed_starts >= _FAILED_STARTS:
            why = f"the {lane.kind} worker does not start: {visible(words) or lost}"
            raise WorkerLost(why, "try `quizcv doctor`")
        lane.lose(guilty=was_ready)

    def _drop(self, lane: Lane, patience: float = 3.0) -> None:
        if lane.link is not None:
            self._selector.unregister(lane.link.fd)
            link, lane.link = lane.link, None
            # One that is still importing runs nothing and would notice only when it is done.
            link.close(patience if link.ready else 0.0)


def _take_frame(lane: Lane, head: Head, body: bytes) -> None:
    task = lane.sent.get(head.job)
    if task is None:
        return
    if head.end:
        del lane.sent[head.job]
        task.finish()
    else:
        task.outcomes.append(outcome_of(head, body, task.job.params))
