"""Which job goes to which server, and when: plain logic, without any process."""

from __future__ import annotations

from collections import deque
from types import SimpleNamespace

import pytest

from quizcv.runner.host.protocol import Case, Failure, Job, Limits
from quizcv.runner.host.queues import WINDOW, PendingJob, ServerQueues

UP, STARTING = SimpleNamespace(ready=True), SimpleNamespace(ready=False)


def pending(number=1, **fields):
    return PendingJob(number, Job(str(number), {}, (Case(),), **fields), deque())


def queues_with(slots=2, **waiting):
    """Return queues whose servers are up, with so many jobs waiting for each."""
    queues = ServerQueues(slots)
    for kind, count in waiting.items():
        queues[kind].connection = UP
        queues[kind].waiting.extend(pending(1000 * len(kind) + n) for n in range(count))
    return queues


def hand_out(queues, eager=False):
    handed = []
    while (queue := queues.next(eager)) is not None:
        queue.take()
        handed.append(queue.kind)
    return handed


def test_a_server_alone_at_work_has_as_many_jobs_again_to_queue():
    assert hand_out(queues_with(slots=3, numpy=20)) == ["numpy"] * 6


def test_servers_at_work_together_share_the_slots_and_queue_nothing():
    handed = hand_out(queues_with(slots=4, numpy=20, torch=20))
    assert sorted(handed) == ["numpy"] * 2 + ["torch"] * 2


def test_with_one_slot_they_take_turns():
    queues, order = queues_with(slots=1, numpy=9, torch=9), []
    for _ in range(6):
        order += hand_out(queues)
        for queue in queues:
            queue.sent.clear()
    assert order == ["numpy", "torch"] * 3


def test_a_server_that_is_starting_gets_nothing_unless_asked_for_ahead():
    queues = queues_with(slots=2, torch=5)
    queues["torch"].connection = STARTING
    assert hand_out(queues) == []
    assert hand_out(queues, eager=True) == ["torch"] * 2


def test_while_torch_loads_its_jobs_pile_up_within_bounds():
    queues = queues_with(numpy=0, torch=WINDOW - 1)
    queues["torch"].connection = STARTING
    assert queues.hungry
    queues["torch"].waiting.append(pending())
    assert not queues.hungry


@pytest.mark.parametrize("kind", ["numpy", "torch"])
def test_no_more_jobs_are_taken_while_one_waits_for_a_server_that_is_up(kind):
    assert not queues_with(**{kind: 1}).hungry
    assert queues_with(**{kind: 0}).hungry


class TestLostServer:
    def test_its_jobs_are_tried_again_one_at_a_time(self):
        queues = queues_with(slots=2, numpy=4)
        hand_out(queues)
        queues["numpy"].lose(guilty=True)
        for _ in range(4):
            assert hand_out(queues) == ["numpy"]
            queues["numpy"].sent.clear()
        assert hand_out(queues) == []

    def test_a_job_that_loses_two_fails(self):
        queue = queues_with(numpy=1)["numpy"]
        unlucky = queue.take()
        queue.lose(guilty=True)
        assert not unlucky.sink
        queue.take()
        queue.lose(guilty=True)
        failure = unlucky.sink[0].outcomes[0].failure
        assert isinstance(failure, Failure)
        assert failure.code == "worker-lost"

    def test_a_server_that_did_not_start_is_nobodys_fault(self):
        queue = queues_with(numpy=1)["numpy"]
        for _ in range(5):
            queue.take()
            queue.lose(guilty=False)
        assert queue.alone[0].losses == 0


def test_patience_covers_a_case_whose_every_expression_hangs():
    queue = queues_with()["numpy"]
    queue.waiting.append(
        pending(let={"a": "1"}, expressions={"b": "2", "c": "3"}, limits=Limits(seconds=5))
    )
    queue.take()
    assert queue.patience == 2 * 5 + 3
    assert queues_with()["torch"].patience == 0


def test_a_caller_who_goes_takes_his_waiting_jobs_along():
    queue = queues_with()["numpy"]
    mine, other = pending(1), pending(2)
    queue.waiting.extend([mine, other])
    queue.forget(mine.sink)
    assert list(queue.waiting) == [other]
