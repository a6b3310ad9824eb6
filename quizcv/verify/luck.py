"""Whether a demonstration holds under other seeds than the one that its snippet chose.

A point that shows under one seed in ten is not shown. So a snippet that seeds its own generator
runs again with its seeds shifted: no assertion may fail, and no answer may change by more than a
learner could be off. Claims may change: they tell of the run that is shown.
"""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from quizcv.kinds import kind_of
from quizcv.runner.host.protocol import Case
from quizcv.verify.plan import job_for, single_case
from quizcv.verify.report import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quizcv.cards.library import Entry
    from quizcv.runner.host.protocol import Job, Limits, Outcome

FEWEST = 4
"""Other seeds tried on every card: a point that holds under half of all seeds is found out with a
probability of 94 %."""
MOST = 40
"""Other seeds tried where many sets of numbers are: what fails on 1 seed in 13 is found with a
probability of 96 %."""
STEP = 1_000
"""From one shift to the next: wider than what snippets count up from their own seed."""

_SEEDERS = frozenset({"manual_seed", "default_rng", "seed", "RandomState", "Random"})
_LUCK = frozenset({"exception", "missing", "bad-value"})
"""How code fails because of what it drew; time and memory run out for other reasons."""


class Reseeded(NamedTuple):
    """The runs of a card with a number added to its seeds."""

    shift: int
    outcomes: Sequence[Outcome]


def shifts(check: str, variants: int) -> tuple[int, ...]:
    """Return what to add to a snippet's seeds, time after time; nothing where it has none.

    Half as many as there are fresh sets of numbers, within bounds.
    """
    if not _spots(check):
        return ()
    count = min(MOST, max(FEWEST, variants // 2))
    return tuple(range(STEP, STEP * count + 1, STEP))


def shifted(check: str, shift: int) -> str:
    """Return a snippet with a number added to each of its seeds, line by line as it was."""
    raw = check.encode()
    for end in _spots(check):
        raw = b"%b + %d%b" % (raw[:end], shift, raw[end:])
    return raw.decode()


def seed_job(entry: Entry, key: str, shift: int, variants: int, limits: Limits | None) -> Job:
    """Return the job that runs a card under shifted seeds: on its own numbers and on one draw."""
    card = entry.card
    cases = (Case(seed=0), *([single_case(card, 1)] if card.vary and variants else []))
    return msgspec.structs.replace(
        job_for(card, key, cases, limits),
        snippet=shifted(card.check, shift),
        outputs=() if kind_of(card.answer).traits.spoken else ("answer",),
        let={},
        expressions={},
    )


def luck(
    entry: Entry, outcomes: Sequence[Outcome], reseeded: Sequence[Reseeded]
) -> Iterator[Finding]:
    """Yield that a card passes because of its seed, if it does.

    Args:
        entry: the card.
        outcomes: its runs under its own seeds, none of which failed.
        reseeded: those under others.
    """
    found = [finding for each in reseeded for finding in _first(entry, outcomes, each)]
    if found:
        told = f"under {len(found)} of {len(reseeded)} other seeds {found[0].message}"
        yield msgspec.structs.replace(found[0], message=told)


def _first(entry: Entry, outcomes: Sequence[Outcome], reseeded: Reseeded) -> Iterator[Finding]:
    """Yield the first thing that goes wrong under one other seed."""
    kind, answer = kind_of(entry.card.answer), entry.card.answer
    for run in reseeded.outcomes:
        failure = run.failure
        if failure is not None:
            if failure.code in _LUCK:
                line = failure.line or 1
                yield _finding(entry, f"it fails: {failure.message}", reseeded, run, line)
                return
            continue
        own = next((each for each in outcomes if each.params == run.params), None)
        if kind.traits.spoken or own is None:
            continue
        here, there = own.values["answer"], run.values["answer"]
        if kind.type_error(answer, there) or not kind.indistinct(answer, here, there):
            yield _finding(entry, "the answer changes", reseeded, run, 1, here, there)
            return


def _finding(
    entry: Entry,
    message: str,
    reseeded: Reseeded,
    run: Outcome,
    line: int,
    own: object = None,
    other: object = None,
) -> Finding:
    return Finding(
        code="lucky-seed",
        path="check",
        line=entry.place("check").line + line - 1,
        message=f"{message} (with {reseeded.shift} added)",
        params=run.params if entry.card.params else None,
        stated=own,
        computed=other,
    )


@lru_cache(maxsize=2048)
def _spots(check: str) -> tuple[int, ...]:
    """Return where the seeds end in a snippet's bytes, the last first."""
    if not any(name in check for name in _SEEDERS):
        return ()
    try:
        tree = ast.parse(check)
    except SyntaxError:
        return ()
    starts = [0]
    for line in check.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found = {
        starts[(seed.end_lineno or seed.lineno) - 1] + (seed.end_col_offset or 0)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _called(node) in _SEEDERS
        for seed in _seeds(node)
    }
    return tuple(sorted(found, reverse=True))


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def _seeds(call: ast.Call) -> Iterator[ast.expr]:
    """Yield what a call takes for a seed: a number, a sum, or what is called one."""
    named = [keyword.value for keyword in call.keywords if keyword.arg == "seed"]
    for argument in (*call.args[:1], *named):
        seed = argument
        while isinstance(seed, ast.List | ast.Tuple) and seed.elts:
            seed = seed.elts[0]
        match seed:
            case ast.Constant(value=int() as value) if not isinstance(value, bool):
                yield seed
            case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult()):
                yield seed
            case ast.Name(id=name) if "seed" in name.lower():
                yield seed
