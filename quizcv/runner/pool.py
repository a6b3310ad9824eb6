"""Runs jobs over worker servers and yields their results as they come."""

from __future__ import annotations

import importlib.util
import selectors
import time
from collections import deque
from typing import TYPE_CHECKING, Self, TypeVar, get_args

import msgspec

from quizcv.errors import WorkerLost
from quizcv.runner.isolation import Isolation
from quizcv.runner.link import Link, Lost
from quizcv.runner.needs import Kind, server_for
from quizcv.runner.protocol import Failure, Job, Outcome, Result
from quizcv.runner.replies import Head, outcome_of
from quizcv.runner.safe_text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType


T = TypeVar("T")
_WINDOW = 512
"""Jobs taken from the caller and not yet handed over, at most."""
_LOST_TWICE = 2
_FAILED_STARTS = 3
_SILENCE = 15.0
"""Seconds beyond a job's limit after which a server that says nothing counts as hung."""


class _Task:
    """A job on its way: where it goes, what has come back, and who waits for it."""

    def __init__(self, ident: int, job: Job, kind: Kind, sink: deque[Result]) -> None:
        self.ident, self.job, self.kind, self.sink = ident, job, kind, sink
        self.outcomes: list[Outcome] = []
        self.losses = 0

    def finish(self) -> None:
        self.sink.append(Result(self.job.key, tuple(self.outcomes)))

    def fail(self, failure: Failure) -> None:
        self.outcomes.append(Outcome(dict(self.job.params), failure=failure))
        self.finish()


class _Lane:
    """One kind of server, the jobs that wait for it and those it has."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.link: Link | None = None
        self.waiting: deque[_Task] = deque()
        self.alone: deque[_Task] = deque()
        """Jobs that have lost a server once: each has the next one to itself."""
        self.sent: dict[int, _Task] = {}
        self.failed_starts = 0
        self.turn = 0

    @property
    def ready(self) -> bool:
        return self.link is not None and self.link.ready

    @property
    def wanting(self) -> bool:
        return bool(self.waiting or self.alone)


class Pool:
    """Up to one server of each kind, with NumPy, torch or optimizers, started when a job needs it.

    Not more than `slots` children run at a time in all. For one thread only: the one that made it.
    Leaving the `with` block ends every process, also after an exception or Ctrl-C.
    """

    def __init__(self, slots: int = 1, isolation: Isolation | None = None) -> None:
        self.slots = max(1, slots)
        self.isolation = isolation or Isolation()
        self._lanes: dict[Kind, _Lane] = {kind: _Lane(kind) for kind in get_args(Kind)}
        self._selector = selectors.DefaultSelector()
        self._ahead: dict[str, deque[Result]] = {}
        self._count = 0
        self._turns = 0
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
        for lane in self._lanes.values():
            lane.waiting.clear()
            lane.alone.clear()
            lane.sent.clear()
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
                while more and self._hungry():
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
            self._forget(sink)

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
        task = _Task(self._count, job, kind, sink)
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

    def _hungry(self) -> bool:
        """Whether to take another job: no server that is up has one waiting for it.

        While torch loads, its jobs pile up, within bounds, so that NumPy jobs behind them run.
        """
        lanes = self._lanes.values()
        if sum(len(lane.waiting) for lane in lanes) >= _WINDOW:
            return False
        numpy = self._lanes["numpy"]
        loading = bool(numpy.waiting) and not numpy.ready
        return not loading and not any(lane.ready and lane.waiting for lane in lanes)

    def _forget(self, sink: deque[Result]) -> None:
        """Drop the jobs of a caller who has gone; those already running come to nothing."""
        for lane in self._lanes.values():
            lane.waiting = deque(task for task in lane.waiting if task.sink is not sink)
            lane.alone = deque(task for task in lane.alone if task.sink is not sink)

    def _pump(self) -> None:
        """Hand out jobs, wait for something to happen, and take it in."""
        self._dispatch()
        for key, _ in self._selector.select(1.0):
            lane: _Lane = key.data
            try:
                self._take_in(lane)
            except Lost as lost:
                self._recover(lane, lost)
        self._check_silence()

    def _take_in(self, lane: _Lane) -> None:
        if lane.link is None:
            return
        for head, body in lane.link.read():
            if head.ready is not None:
                lane.link.ready = True
                lane.failed_starts = 0
            else:
                self._take_frame(lane, head, body)
        self._dispatch()

    def _take_frame(self, lane: _Lane, head: Head, body: bytes) -> None:
        task = lane.sent.get(head.job)
        if task is None:
            return
        if head.end:
            del lane.sent[head.job]
            task.finish()
        else:
            task.outcomes.append(outcome_of(head, body, task.job.params))

    def _dispatch(self, eager: bool = False) -> None:
        """Hand over whatever may run now, in fair turns."""
        while True:
            able = [lane for lane in self._lanes.values() if self._may_send(lane, eager)]
            if not able:
                return
            lane = min(able, key=lambda lane: (len(lane.sent), lane.turn))
            self._turns += 1
            lane.turn = self._turns
            self._send(lane, (lane.alone if lane.alone else lane.waiting).popleft())

    def _may_send(self, lane: _Lane, eager: bool) -> bool:
        """Keep the children of all servers within the slots.

        A server alone at work gets as many jobs again to queue, so that it never waits for this
        process. When several are at work, they share the slots and queue nothing.
        """
        if not lane.wanting or not self._started(lane):
            return False
        others = [each for each in self._lanes.values() if each is not lane]
        sent_elsewhere = sum(len(other.sent) for other in others)
        if not lane.ready and not (eager and not sent_elsewhere and len(lane.sent) < self.slots):
            return False
        if lane.alone or any(task.losses for task in lane.sent.values()):
            return not lane.sent and not sent_elsewhere
        rivals = sent_elsewhere or any(other.ready and other.wanting for other in others)
        room = self.slots if rivals else 2 * self.slots
        return len(lane.sent) + sent_elsewhere < room

    def _started(self, lane: _Lane) -> bool:
        if lane.link is None:
            lane.link = Link(lane.kind, self.slots, self.isolation)
            self._selector.register(lane.link.fd, selectors.EVENT_READ, lane)
        return True

    def _send(self, lane: _Lane, task: _Task) -> None:
        lane.sent[task.ident] = task
        if lane.link is None:
            return
        try:
            lane.link.send(msgspec.json.encode({"id": task.ident, "job": task.job}))
        except Lost as lost:
            self._recover(lane, lost)

    def _check_silence(self) -> None:
        for lane in self._lanes.values():
            if lane.link is not None and lane.sent:
                longest = max(task.job.limits.seconds for task in lane.sent.values())
                if time.monotonic() - lane.link.heard > longest + _SILENCE:
                    self._recover(lane, Lost("the server hangs"))

    def _recover(self, lane: _Lane, lost: Lost) -> None:
        """Give up a server; its jobs are tried once more, each alone."""
        link = lane.link
        was_ready, words = lane.ready, link.last_words() if link else ""
        self._drop(lane, patience=0.5)
        lane.failed_starts += not was_ready
        if lane.failed_starts >= _FAILED_STARTS:
            why = f"the {lane.kind} worker does not start: {visible(words) or lost}"
            raise WorkerLost(why, "try `quizcv doctor`")
        for task in lane.sent.values():
            task.losses += was_ready
            if task.losses >= _LOST_TWICE:
                task.fail(Failure("worker-lost", "the worker died twice with this job"))
            else:
                task.outcomes.clear()
                lane.alone.append(task)
        lane.sent = {}

    def _drop(self, lane: _Lane, patience: float = 3.0) -> None:
        if lane.link is not None:
            self._selector.unregister(lane.link.fd)
            link, lane.link = lane.link, None
            # One that is still importing runs nothing and would notice only when it is done.
            link.close(patience if link.ready else 0.0)
