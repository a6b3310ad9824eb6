"""The limits of what runs, each at its boundary; they are written out here again."""

from __future__ import annotations

import inspect
import os
from collections import deque

import msgspec
import pytest

from quizcv.cards.draws import Rejected, draw
from quizcv.runner.frames import BadFrame, Frames, pack
from quizcv.runner.host.cache import ResultCache
from quizcv.runner.host.protocol import Case, Job, Limits, Outcome, Result
from quizcv.runner.host.queues import PendingJob, ServerQueue, ServerQueues
from quizcv.runner.inside.attempt import Attempt
from quizcv.runner.inside.progress import JobProgress
from quizcv.runner.inside.shared_note import SharedNote
from quizcv.runner.inside.values import BadValue, Converter, TooLarge


def test_what_a_child_may_use_where_nothing_is_said():
    assert msgspec.to_builtins(Limits()) == {
        "seconds": 10.0,
        "memory_mb": 2048,
        "output_kb": 64,
        "result_kb": 256,
        "file_mb": 16,
    }


def nested(depth):
    return [nested(depth - 1)] if depth else 1


@pytest.mark.parametrize(
    ("fits", "does_not", "budget", "error"),
    [
        (nested(32), nested(33), 10**6, BadValue),
        (10**4300 - 1, 10**4300, 10**6, TooLarge),
        ("abc", "abcd", 5, TooLarge),  # two bytes a value, and its letters
        ([1, 2], [1, 2, 3], 6, TooLarge),
        (2**20, 2**23, 7, TooLarge),  # 21 bits are 5 bytes, 24 bits are 6
    ],
    ids=["depth", "digits", "text", "list", "int"],
)
def test_what_may_leave_a_child(fits, does_not, budget, error):
    Converter(budget).convert(fits)
    with pytest.raises(error):
        Converter(budget).convert(does_not)


def test_a_container_that_cannot_fit_is_not_walked_through():
    Converter(102).convert([True] * 50)
    with pytest.raises(TooLarge, match="51 items"):
        Converter(102).convert([True] * 51)


@pytest.mark.parametrize(("accepted", "drawn"), [(1000, True), (1001, False)])
def test_a_thousand_draws_are_tried(accepted, drawn):
    tries = iter(range(1, 2000))

    def accept(numbers):
        return next(tries) == accepted

    if drawn:
        draw({"a": [1, 2]}, "key", accept)
        return
    with pytest.raises(Rejected, match="1000 draws"):
        draw({"a": [1, 2]}, "key", accept)


def test_a_frame_is_as_long_as_its_limit():
    assert list(Frames(3).feed(pack(b"abc"))) == [b"abc"]
    with pytest.raises(BadFrame):
        list(Frames(3).feed(pack(b"abcd")))


@pytest.mark.parametrize(("printed", "dropped"), [(1024, 0), (1025, 1)])
def test_output_beyond_its_limit_is_dropped(run, printed, dropped):
    outcome = run(f"print('x' * {printed}, end='')", limits=Limits(output_kb=1))
    assert (outcome.stdout.count("x"), outcome.dropped) == (1024, dropped)


@pytest.mark.parametrize(("letters", "code"), [(1011, None), (1012, "too-large")])
def test_a_result_fits_its_limit_as_json(run, letters, code):
    """{"answer":""} are thirteen bytes."""
    snippet = f"answer = 'x' * {letters}"
    failure = run(snippet, outputs=("answer",), limits=Limits(result_kb=1)).failure
    assert (failure and failure.code) == code


def test_a_message_has_two_thousand_letters(fails):
    assert fails("raise ValueError('x' * 3000)").message == "ValueError: " + "x" * 2000


def job(number=0, **fields):
    return Job(str(number), {}, (Case(),), **fields)


def test_an_expression_has_a_second_and_a_snippet_its_jobs_limit():
    """Both twice over, as the code that draws numbers has the snippet's limit again."""
    expressions = dict.fromkeys("abc", "1")
    given = job(expressions=expressions, let={"d": "1"}, limits=Limits(seconds=7))
    assert PendingJob(1, given, deque()).longest == 2 * 7 + 4 * 1


@pytest.mark.parametrize(
    ("phase", "allowed"), [(0, 7.0), (1, 7.0), (2, 1.0)], ids=["snippet", "require", "expression"]
)
def test_the_server_waits_a_quarter_of_a_second_more(phase, allowed):
    given = msgspec.to_builtins(job(expressions={"a": "1"}, limits=Limits(seconds=7)))
    note = SharedNote()
    pipes = [os.pipe() for _ in range(3)]
    attempt = Attempt(JobProgress(0, given), "home", note, [read for read, _ in pipes])
    note.write(phase)
    assert attempt.deadline - note.read()[1] == pytest.approx(allowed + 0.25, abs=1e-6)
    attempt.close()
    for _, write in pipes:
        os.close(write)


@pytest.mark.parametrize(("waiting", "hungry"), [(511, True), (512, False)])
def test_five_hundred_and_twelve_jobs_wait_at_most(waiting, hungry):
    queues = ServerQueues(2)
    queues["torch"].waiting.extend(PendingJob(n, job(n), deque()) for n in range(waiting))
    assert queues.hungry is hungry


def test_a_job_that_loses_its_server_twice_fails():
    queue, pending = ServerQueue("numpy"), PendingJob(1, job(), deque())
    queue.waiting.append(pending)
    queue.take()
    queue.lose(guilty=True)
    assert (list(queue.alone), list(pending.sink)) == ([pending], [])
    queue.take()
    queue.lose(guilty=True)
    assert pending.sink[0].outcomes[0].failure.code == "worker-lost"


def test_three_quarters_of_a_cache_that_is_too_large_stay(tmp_path):
    default = inspect.signature(ResultCache).parameters["max_bytes"].default
    assert default == 256 * 2**20
    cache = ResultCache(tmp_path, {}, max_bytes=0)
    keys = [cache.key(job(snippet=f"answer = {n}")) for n in range(8)]
    for key in keys:
        cache.save(key, Result("0", (Outcome({}),)))
    cache.close()
    again = ResultCache(tmp_path, {})
    assert len(again.find(keys)) == 6
    again.close()
