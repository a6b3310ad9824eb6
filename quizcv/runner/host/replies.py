"""Reads what a server sends. Nothing in it is trusted: a snippet may have forged it."""

from __future__ import annotations

from math import isfinite
from typing import Any

import msgspec
from msgspec import Struct

from quizcv.runner.host.protocol import Failure, Outcome, Value
from quizcv.runner.host.safe_text import visible

_Plain = bool | int | float | str | list[Any]


class Ready(Struct, frozen=True):
    """What a server says of itself once it has started."""

    seccomp: bool
    landlock: bool


class Head(Struct, frozen=True):
    """The server's own part of a frame."""

    job: int = -1
    end: bool = False
    ready: Ready | None = None
    seed: int = 0
    stdout: str = ""
    stderr: str = ""
    dropped: tuple[int, int] = (0, 0)
    failure: Failure | None = None


class _Reply(Struct, frozen=True):
    params: dict[str, _Plain]
    seconds: float = 0.0
    values: dict[str, _Plain] = {}
    let: dict[str, _Plain] = {}
    expressions: dict[str, _Plain | Failure] = {}
    failure: Failure | None = None
    stdout: str = ""
    stderr: str = ""
    dropped: tuple[int, int] = (0, 0)


_head = msgspec.json.Decoder(Head)
_reply = msgspec.json.Decoder(_Reply)
_params = msgspec.json.Decoder(dict[str, _Plain])


def head_of(frame: bytes) -> tuple[Head, bytes]:
    """Return the server's part of a frame, and the child's.

    Raises:
        msgspec.DecodeError: this is no frame of a server's.
    """
    head, _, body = frame.partition(b"\n")
    return _head.decode(head), body


def outcome_of(head: Head, body: bytes, params: dict[str, Any]) -> Outcome:
    """Return the outcome in a frame; `params` stand in where the child gave none that are sound."""
    try:
        if head.failure is None:
            return _finished(head, _reply.decode(body))
        return _outcome(head, _Reply(_params.decode(body), failure=head.failure))
    except (msgspec.DecodeError, ValueError, RecursionError):
        failure = head.failure or Failure("bad-value", "the result could not be read")
        return _outcome(head, _Reply(params, failure=failure))


def _finished(head: Head, reply: _Reply) -> Outcome:
    # A failed case has no values, whatever the child says.
    sound = reply if reply.failure is None else msgspec.structs.replace(reply, values={})
    return _outcome(head, sound)


def _outcome(head: Head, reply: _Reply) -> Outcome:
    return Outcome(
        params=_safe_dict(reply.params),
        seed=head.seed,
        values=_safe_dict(reply.values),
        let=_safe_dict(reply.let),
        expressions={
            visible(name): _safe_failure(value) if isinstance(value, Failure) else _safe(value)
            for name, value in reply.expressions.items()
        },
        failure=None if reply.failure is None else _safe_failure(reply.failure),
        stdout=_captured(reply.stdout + head.stdout, reply.dropped[0] + head.dropped[0]),
        stderr=_captured(reply.stderr + head.stderr, reply.dropped[1] + head.dropped[1]),
        dropped=sum(reply.dropped) + sum(head.dropped),
        seconds=reply.seconds,
    )


def _safe_dict(values: dict[str, Any]) -> dict[str, Value]:
    return {visible(name): _safe(value) for name, value in values.items()}


def _safe(value: Any) -> Value:
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, list):
        return [_safe(item) for item in value]
    if isinstance(value, float) and not isfinite(value):
        raise ValueError("a number that is not finite")
    if not isinstance(value, bool | int | float):
        raise ValueError("a value outside the closed set")
    return value


def _safe_failure(failure: Failure) -> Failure:
    return Failure(failure.code, visible(failure.message), failure.line)


def _captured(text: str, dropped: int) -> str:
    note = f"\n[{dropped:,} more bytes were dropped]" if dropped else ""
    return visible(text) + note
