"""Dealing a card: one set of numbers, computed by both routes, ready to be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quizcv.cards import lock
from quizcv.cards.variant import Variant
from quizcv.kinds.compare import is_number
from quizcv.runner.host.protocol import Failure, Job, Outcome
from quizcv.verify.findings import findings, mistake_values
from quizcv.verify.plan import job_for, single_case

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizcv.cards.library import Entry


def deal_job(
    entry: Entry, seed: int | None, changes: Mapping[str, Any] | None = None, key: str = ""
) -> Job:
    """Return the job of one showing.

    Args:
        entry: the card.
        seed: the draw, or None for the default numbers.
        changes: numbers the learner chose, for a showing without a draw.
        key: the job's name, by default the card's id.
    """
    card = entry.card
    return job_for(card, key or card.id, (single_case(card, seed, changes),))


def condition_job(entry: Entry, changes: Mapping[str, Any]) -> Job:
    """Return the job that asks whether a learner's own numbers make sense for the card."""
    card = entry.card
    return Job(
        key=card.id,
        params=dict(card.params),
        cases=(single_case(card, None, changes),),
        expressions={"require": card.require or "True"},
    )


def makes_sense(outcome: Outcome) -> bool:
    """Return the verdict of a `condition_job`; a condition that fails is not met."""
    allowed = outcome.expressions.get("require", False)
    return not isinstance(allowed, Failure) and bool(allowed)


def dealt(
    entry: Entry, seed: int | None, outcome: Outcome, *, changed: bool = False
) -> Variant | Failure:
    """Return the numbers and answers of one showing, or why the card cannot be asked.

    A card whose two routes disagree on these numbers is never asked: the learner would be
    graded against a wrong answer. `changed` says that the numbers are the learner's own.
    """
    if outcome.failure is not None:
        return outcome.failure
    for found in findings(entry, outcome, default=seed is None and not changed):
        if not found.path.startswith("mistakes."):
            return Failure("exception", f"{found.code}: {found.message}")
    return variant_of(entry, seed, outcome)


def variant_of(entry: Entry, seed: int | None, outcome: Outcome) -> Variant:
    """Return the numbers and answers of a run in which nothing was wrong."""
    names = lock.arrays(entry.card)
    return Variant(
        card=entry.card.id,
        seed=seed,
        params=outcome.params,
        answer=_answer(outcome),
        let=outcome.let,
        claims={name: outcome.values[name] for name in entry.card.claims},
        mistakes=tuple(
            None if isinstance(value, Failure) else value
            for value in mistake_values(entry, outcome)
        ),
        arrays={name: outcome.values[name] for name in names},  # type: ignore[misc]
    )


def _answer(outcome: Outcome) -> Any:
    """Return what the check computed; where the closed form is 0, nothing that rounding left."""
    answer, closed = outcome.values.get("answer"), outcome.expressions.get("formula")
    rounded = isinstance(answer, float) and is_number(closed) and closed == 0
    return 0.0 if rounded else answer
