"""What runs of a card say about its lock: the same values, a second time and perhaps elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from quizcv.cards.library import Entry
from quizcv.cards.lock import Lock
from quizcv.kinds import kind_of
from quizcv.kinds.compare import close, is_number, states_all
from quizcv.verify.deal import variant_of
from quizcv.verify.plan import claim
from quizcv.verify.report import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quizcv.cards.lock import Proof, Versions
    from quizcv.cards.variant import Variant
    from quizcv.runner.host.protocol import Outcome

Locks: TypeAlias = Callable[[Entry], Lock | None]
"""Finds the lock of a card's bank."""

DRIFT = 1e-6
"""How far a number may differ that no field of the card speaks of: a let, a mistake's value."""
DRAWN = 0.01
"""How far an array of a figure may differ, relative to its range: no eye sees less."""


def no_locks(entry: Entry) -> Lock | None:  # noqa: ARG001 - it finds none for any
    """Find no lock for any card."""
    return None


def seeds_of(entry: Entry, lock: Lock | None) -> tuple[int, ...]:
    """Return the draws that a lock keeps of a card."""
    showings = lock.showings(entry.card) if lock else ()
    return tuple(showing.seed for showing in showings if showing.seed is not None)


def lock_findings(
    entry: Entry, lock: Lock | None, outcomes: Sequence[Outcome], here: Versions, *, whole: bool
) -> Iterator[Finding]:
    """Yield where a card's lock is not what its runs say.

    Args:
        entry: the card.
        lock: that of its bank, if there is one.
        outcomes: runs of the card, none of which failed, the default numbers first.
        here: what ran it.
        whole: whether there has to be a lock, and every showing of it has to be among the runs.
    """
    miss = lock.miss(entry.card) if lock else None
    if lock is None or miss:
        if lock and miss and miss.state == "damaged":
            message = f"{miss.message}, in {lock.file}:{miss.line}"
            yield _finding(entry, "lock-damaged", message)
        elif whole:
            yield _unproved(entry, stale=miss is not None and miss.state == "stale")
        return
    proof = lock.proof(entry.card)
    if proof is None:
        return
    if whole:
        yield from _not_drawn(entry, proof, outcomes)
        yield from _differences(entry, "lock-differs", proof, outcomes, here)
    else:
        yield from _differences(entry, "differs-from-lock", proof, outcomes, here)


def _unproved(entry: Entry, *, stale: bool) -> Finding:
    if stale:
        message = "the card was changed since its lock was written"
        return _finding(entry, "lock-stale", message)
    return _finding(entry, "lock-missing", "no lock has this card")


def _not_drawn(entry: Entry, proof: Proof, outcomes: Sequence[Outcome]) -> Iterator[Finding]:
    """Yield the showings whose draw gives other numbers."""
    drawn = {(key_of(outcome.params), outcome.seed) for outcome in outcomes}
    for showing in proof.showings:
        if showing.seed is not None and (key_of(showing.params), showing.seed) not in drawn:
            message = f"draw {showing.seed} does not give the numbers that the lock has for it"
            yield _finding(entry, "lock-differs", message, showing.params)


def _differences(
    entry: Entry, code: str, proof: Proof, outcomes: Sequence[Outcome], here: Versions
) -> Iterator[Finding]:
    """Yield the values of the lock that are not those of the runs on the same numbers."""
    runs: dict[str, Variant] = {}
    for outcome in outcomes:
        runs.setdefault(key_of(outcome.params), variant_of(entry, outcome.seed, outcome))
    for showing in proof.showings:
        run = runs.get(key_of(showing.params))
        if run is None:
            continue
        for name, locked, computed in _unlike(entry, showing, run, default=showing.seed is None):
            message = f"{name} differs: the lock has it from {proof.versions[-1]}, here is {here}"
            yield _finding(entry, code, message, showing.params, locked, computed)


def agree(entry: Entry, one: Sequence[Variant], other: Sequence[Variant]) -> bool:
    """Return whether two series of showings are of the same draws and values."""
    return len(one) == len(other) and all(
        (left.seed, left.params) == (right.seed, right.params)
        and not any(_unlike(entry, left, right, default=left.seed is None))
        for left, right in zip(one, other, strict=True)
    )


def _unlike(
    entry: Entry, locked: Variant, run: Variant, *, default: bool
) -> Iterator[tuple[str, Any, Any]]:
    """Yield the name and both values of whatever differs beyond drift."""
    card = entry.card
    if not _same_answer(entry, locked.answer, run.answer, default=default):
        yield "the answer", locked.answer, run.answer
    for name in card.claims:
        if not _same_claim(entry, name, locked.claims[name], run.claims[name], default=default):
            yield name, locked.claims[name], run.claims[name]
    for name in card.let:
        if not _alike(locked.let[name], run.let[name]):
            yield name, locked.let[name], run.let[name]
    for index, (left, right) in enumerate(zip(locked.mistakes, run.mistakes, strict=True)):
        if not _alike(left, right):
            yield f"mistake {index + 1}", left, right
    for name, array in locked.arrays.items():
        if run.arrays and not _looks_alike(array, run.arrays[name]):
            yield f"the array {name}", None, None


def _same_answer(entry: Entry, locked: Any, computed: Any, *, default: bool) -> bool:
    answer = entry.card.answer
    kind = kind_of(answer)
    if kind.traits.spoken or kind.same(answer, locked, computed):
        return True
    if not default or kind.stated(answer) is None or answer.formula is not None:
        return False
    # The statement says how far the author trusts the value, as after training a network.
    written = entry.place("answer.value").text
    return all(kind.confirms(answer, value, written) for value in (locked, computed))


def _same_claim(entry: Entry, name: str, locked: Any, computed: Any, *, default: bool) -> bool:
    stated = claim(entry.card, name)
    if _alike(locked, computed, max(stated.drift, DRIFT)):
        return True
    if not default or stated.formula is not None:
        return False
    path = f"claims.{name}.value"
    path = path if path in entry.places else f"claims.{name}"
    return all(
        states_all(stated.value, value, stated.drift, path, lambda at: entry.place(at).text)
        for value in (locked, computed)
    )


def _alike(left: Any, right: Any, drift: float = DRIFT) -> bool:
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(
            _alike(one, other, drift) for one, other in zip(left, right, strict=True)
        )
    if is_number(left) and is_number(right):
        whole = type(left) is type(right) is int
        return left == right if whole else close(left, right, drift, scale=1.0)
    return type(left) is type(right) and bool(left == right)


def _looks_alike(left: Sequence[float], right: Sequence[float]) -> bool:
    allowed = DRAWN * (max(right) - min(right)) + DRIFT * abs(max(right))
    return len(left) == len(right) and all(
        abs(one - other) <= allowed for one, other in zip(left, right, strict=True)
    )


def key_of(params: dict[str, Any]) -> str:
    """Return a text that is equal for equal numbers of equal types."""
    return json.dumps(params, sort_keys=True)


def _finding(
    entry: Entry,
    code: str,
    message: str,
    params: dict[str, Any] | None = None,
    stated: Any = None,
    computed: Any = None,
) -> Finding:
    return Finding(
        code=code,
        path="",
        line=entry.place("").line,
        message=message,
        params=params if entry.card.params else None,
        stated=stated,
        computed=computed,
    )
