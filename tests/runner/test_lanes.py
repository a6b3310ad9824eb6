"""Which job goes to which server, and when: plain logic, without any process."""

from __future__ import annotations

from collections import deque
from types import SimpleNamespace

import pytest

from quizcv.runner.host.lanes import WINDOW, Lanes, Task
from quizcv.runner.host.protocol import Case, Failure, Job, Limits

UP, STARTING = SimpleNamespace(ready=True), SimpleNamespace(ready=False)


def task(number=1, **fields):
    return Task(number, Job(str(number), {}, (Case(),), **fields), deque())


def lanes_with(slots=2, **waiting):
    """Return lanes whose servers are up, with so many jobs waiting for each."""
    lanes = Lanes(slots)
    for kind, count in waiting.items():
        lanes[kind].link = UP
        lanes[kind].waiting.extend(task(1000 * len(kind) + n) for n in range(count))
    return lanes


def hand_out(lanes, eager=False):
    handed = []
    while (lane := lanes.next(eager)) is not None:
        lane.take()
        handed.append(lane.kind)
    return handed


def test_a_server_alone_at_work_has_as_many_jobs_again_to_queue():
    assert hand_out(lanes_with(slots=3, numpy=20)) == ["numpy"] * 6


def test_servers_at_work_together_share_the_slots_and_queue_nothing():
    handed = hand_out(lanes_with(slots=4, numpy=20, torch=20))
    assert sorted(handed) == ["numpy"] * 2 + ["torch"] * 2


def test_with_one_slot_they_take_turns():
    lanes, order = lanes_with(slots=1, numpy=9, torch=9), []
    for _ in range(6):
        order += hand_out(lanes)
        for lane in lanes:
            lane.sent.clear()
    assert order == ["numpy", "torch"] * 3


def test_a_server_that_is_starting_gets_nothing_unless_asked_for_ahead():
    lanes = lanes_with(slots=2, torch=5)
    lanes["torch"].link = STARTING
    assert hand_out(lanes) == []
    assert hand_out(lanes, eager=True) == ["torch"] * 2


def test_while_torch_loads_its_jobs_pile_up_within_bounds():
    lanes = lanes_with(numpy=0, torch=WINDOW - 1)
    lanes["torch"].link = STARTING
    assert lanes.hungry
    lanes["torch"].waiting.append(task())
    assert not lanes.hungry


@pytest.mark.parametrize("kind", ["numpy", "torch"])
def test_no_more_jobs_are_taken_while_one_waits_for_a_server_that_is_up(kind):
    assert not lanes_with(**{kind: 1}).hungry
    assert lanes_with(**{kind: 0}).hungry


class TestLostServer:
    def test_its_jobs_are_tried_again_one_at_a_time(self):
        lanes = lanes_with(slots=2, numpy=4)
        hand_out(lanes)
        lanes["numpy"].lose(guilty=True)
        for _ in range(4):
            assert hand_out(lanes) == ["numpy"]
            lanes["numpy"].sent.clear()
        assert hand_out(lanes) == []

    def test_a_job_that_loses_two_fails(self):
        lane = lanes_with(numpy=1)["numpy"]
        unlucky = lane.take()
        lane.lose(guilty=True)
        assert not unlucky.sink
        lane.take()
        lane.lose(guilty=True)
        failure = unlucky.sink[0].outcomes[0].failure
        assert isinstance(failure, Failure)
        assert failure.code == "worker-lost"

    def test_a_server_that_did_not_start_is_nobodys_fault(self):
        lane = lanes_with(numpy=1)["numpy"]
        for _ in range(5):
            lane.take()
            lane.lose(guilty=False)
        assert lane.alone[0].losses == 0


def test_patience_covers_a_case_whose_every_expression_hangs():
    lane = lanes_with()["numpy"]
    lane.waiting.append(
        task(let={"a": "1"}, expressions={"b": "2", "c": "3"}, limits=Limits(seconds=5))
    )
    lane.take()
    assert lane.patience == 2 * 5 + 3
    assert lanes_with()["torch"].patience == 0


def test_a_caller_who_goes_takes_his_waiting_jobs_along():
    lane = lanes_with()["numpy"]
    mine, other = task(1), task(2)
    lane.waiting.extend([mine, other])
    lane.forget(mine.sink)
    assert list(lane.waiting) == [other]
