"""Host's structs to what crosses the pipe, and back. Nothing that comes back is trusted.

A snippet may have forged every word of a reply: types are checked, what is no plain finite value
is refused, and control characters are made visible.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

import msgspec

from quizcv.runner import wire
from quizcv.runner.host.protocol import Failure, Outcome
from quizcv.runner.host.safe_text import visible

if TYPE_CHECKING:
    from quizcv.runner.host.protocol import Job

_head = msgspec.json.Decoder(wire.Head)
_reply = msgspec.json.Decoder(wire.Reply)
_params = msgspec.json.Decoder(wire.Numbers)


def ask(ident: int, job: Job) -> bytes:
    """Return `wire.Ask`: a job has the fields of `wire.Job`."""
    return msgspec.json.encode({"id": ident, "job": job})


def head_of(frame: bytes) -> tuple[wire.Head, bytes]:
    """Return the server's part of a frame, and the child's.

    Raises:
        msgspec.DecodeError: this is no frame of a server's.
    """
    head, _, body = frame.partition(b"\n")
    return _head.decode(head), body


def outcome_of(head: wire.Head, body: bytes, params: wire.Numbers) -> Outcome:
    """Return the outcome in a frame; `params` stand in where the child gave none that are sound."""
    failure = head.get("failure")
    try:
        if failure is None:
            return _outcome(head, _reply.decode(body))
        return _outcome(head, {"params": _params.decode(body), "failure": failure})
    except (msgspec.DecodeError, ValueError, RecursionError):
        unread: wire.Failure = {
            "code": "bad-value",
            "message": "the result could not be read",
            "line": None,
        }
        return _outcome(head, {"params": params, "failure": failure or unread})


def _outcome(head: wire.Head, reply: wire.Reply) -> Outcome:
    failure = reply.get("failure")
    lost, lost_here = reply.get("dropped", (0, 0)), head.get("dropped", (0, 0))
    out = reply.get("stdout", "") + head.get("stdout", "")
    err = reply.get("stderr", "") + head.get("stderr", "")
    return Outcome(
        params=_numbers(reply["params"]),
        seed=head.get("seed", 0),
        # A failed case has no values, whatever the child says.
        values={} if failure else _numbers(reply.get("values", {})),
        let=_numbers(reply.get("let", {})),
        expressions={
            visible(name): _failure(value) if isinstance(value, dict) else _value(value)
            for name, value in reply.get("expressions", {}).items()
        },
        failure=None if failure is None else _failure(failure),
        stdout=_captured(out, lost[0] + lost_here[0]),
        stderr=_captured(err, lost[1] + lost_here[1]),
        dropped=sum(lost) + sum(lost_here),
        seconds=reply.get("seconds", 0.0),
    )


def _numbers(values: wire.Numbers) -> wire.Numbers:
    return {visible(name): _value(value) for name, value in values.items()}


def _value(value: object) -> wire.Value:
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, list):
        return [_value(item) for item in value]
    if isinstance(value, float) and not isfinite(value):
        raise ValueError("a number that is not finite")
    if not isinstance(value, bool | int | float):
        raise ValueError("a value outside the closed set")
    return value


def _failure(failure: wire.Failure) -> Failure:
    return Failure(failure["code"], visible(failure["message"]), failure["line"])


def _captured(text: str, dropped: int) -> str:
    note = f"\n[{dropped:,} more bytes were dropped]" if dropped else ""
    return visible(text) + note
