"""What a server sends is read as if the snippet had forged it."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizcv.runner import wire
from quizcv.runner.host.messages import ask, head_of, outcome_of
from quizcv.runner.host.protocol import Case, Failure, Job, Limits, Outcome

HEAD: wire.Head = {"job": 1, "seed": 7, "stdout": "low ", "dropped": (2, 0)}
PARAMS = {"n": 3}


def outcome(reply, head=HEAD):
    body = reply if isinstance(reply, bytes) else json.dumps(reply).encode()
    return outcome_of(head, body, PARAMS)


def test_puts_both_parts_together():
    reply = {"params": {"n": 4}, "values": {"answer": [1, 2.5]}, "let": {"a": 1}, "seconds": 0.5}
    reply |= {"expressions": {"f": 2, "g": {"code": "exception", "message": "no", "line": None}}}
    reply |= {"stdout": "text", "dropped": [1, 4]}
    found = outcome(reply)
    assert found.params == {"n": 4}
    assert found.values == {"answer": [1, 2.5]}
    assert found.expressions == {"f": 2, "g": Failure("exception", "no")}
    assert found.stdout.startswith("textlow ")
    assert (found.seed, found.dropped, found.seconds) == (7, 7, 0.5)


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"{",
        b"\xff\xfe",
        [],
        {},
        {"params": {}, "values": {"answer": None}},
        {"params": {}, "values": {"answer": {"a": 1}}},
        {"params": {}, "values": {"answer": [[None]]}},
        {"params": {}, "values": {"answer": [{"a": 1}]}},
        {"params": {"n": None}},
        b'{"params": {}, "values": {"answer": NaN}}',
        b'{"params": {}, "values": {"answer": 1e999}}',
        {"params": {}, "expressions": {"f": {"code": "made-up", "message": ""}}},
        {"params": {}, "failure": {"code": "exception"}},
        b'{"params": {}, "values": {"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}",
    ],
    ids=lambda reply: str(reply)[:30],
)
def test_a_forged_reply_is_a_bad_value_with_the_jobs_own_params(reply):
    found = outcome(reply)
    assert found.failure == Failure("bad-value", "the result could not be read")
    assert (found.params, found.values) == (PARAMS, {})


def test_a_failed_case_has_no_values_whatever_it_says():
    failure = {"code": "exception", "message": "no", "line": 2}
    found = outcome({"params": {}, "values": {"answer": 1}, "failure": failure})
    assert found.failure == Failure("exception", "no", 2)
    assert found.values == {}


def test_the_servers_word_on_a_dead_child_counts():
    head = HEAD | {"failure": {"code": "crashed", "message": "killed", "line": None}}
    assert outcome({"n": 5}, head).params == {"n": 5}
    for forged in (b"", b"[", {"n": None}):
        found = outcome(forged, head)
        assert found.failure == Failure("crashed", "killed")
        assert found.params == PARAMS


def test_all_text_is_made_visible():
    bell = "\x1b]52;c;eA==\x07"
    failure = {"code": "exception", "message": bell, "line": None}
    reply = {"params": {bell: bell}, "let": {"a": [bell]}, "failure": failure, "stderr": bell}
    reply["expressions"] = {"f": bell, bell: failure}
    found = outcome(reply, HEAD | {"stdout": bell})
    assert "\x1b" not in str(found)
    assert "\x07" not in str(found)


@given(st.binary())
def test_no_bytes_get_through_as_anything_else(body):
    assert isinstance(outcome(body), Outcome)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_no_values_but_plain_ones_get_through(value):
    found = outcome(json.dumps({"params": {}, "values": {"answer": value}}).encode())
    if found.failure is None:
        assert all(type(leaf) in (bool, int, float, str) for leaf in leaves(found.values["answer"]))


@given(st.binary())
def test_a_forged_head_is_told_apart(frame):
    try:
        head, _ = head_of(frame)
    except msgspec.DecodeError:
        return
    assert head.keys() <= wire.Head.__annotations__.keys()


def leaves(value):
    return [leaf for item in value for leaf in leaves(item)] if type(value) is list else [value]


FULL = Job(
    key="conv",
    params={"n": 3, "names": ["a"], "big": 2**70},
    cases=(Case(), Case(seed=1, params={"n": 4}, draw="k")),
    snippet="answer = n",
    outputs=("answer",),
    let={"span": "n + 1"},
    expressions={"answer.formula": "n"},
    vary={"n": [1, 2], "s": {"from": 1, "to": 4, "step": 1}},
    require="n > 1",
    distinct=3,
    limits=Limits(seconds=2),
)


@pytest.mark.parametrize("job", [FULL, Job("bare", {}, (Case(),))], ids=["full", "bare"])
def test_a_job_crosses_the_pipe_as_the_wire_says(job):
    sent = json.loads(ask(7, job))
    assert sent["id"] == 7
    assert sent["job"].keys() == wire.Job.__annotations__.keys()
    assert sent["job"]["limits"].keys() == wire.Limits.__annotations__.keys()
    assert all(case.keys() == wire.Case.__annotations__.keys() for case in sent["job"]["cases"])
    assert msgspec.convert(sent["job"], Job) == job


def test_what_the_host_keeps_of_a_failure_is_what_crosses_the_pipe():
    assert Failure.__struct_fields__ == tuple(wire.Failure.__annotations__)
