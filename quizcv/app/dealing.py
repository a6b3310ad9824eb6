"""Deals cards to a session from the workers of this command."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from quizcv.app.rereading import reread
from quizcv.cards.lock import arrays as plotted
from quizcv.cards.variant import Variant, draw_key
from quizcv.errors import WorkerLost
from quizcv.kinds.base import Sample
from quizcv.runner.host.protocol import Case, Failure, Job
from quizcv.session.ports import Execution, Trouble
from quizcv.verify.deal import condition_job, deal_job, dealt, makes_sense

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quizcv.app.workers import Workers
    from quizcv.cards.library import Entry, Library
    from quizcv.runner.host.protocol import Outcome

SAMPLES = 8
"""Sets of numbers a typed formula is compared on, beside those of the question."""


class WorkerDealer:
    """Deals by running checks in workers; the next card is dealt while the learner thinks."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._ahead: dict[str, Entry] = {}

    def showings(self, entry: Entry) -> Sequence[Variant]:  # noqa: ARG002 - for no card
        """Return nothing: whatever is asked is run."""
        return ()

    def prepare(self, entry: Entry, seed: int | None) -> None:
        """Begin to deal in the background."""
        key = _key(entry, seed)
        if key not in self._ahead:
            # A worker that does not start is reported when the card is asked, not before.
            with suppress(WorkerLost):
                self._workers.pool.submit(deal_job(entry, seed, key=key))
                self._ahead[key] = entry

    def deal(self, entry: Entry, seed: int | None) -> Variant | Trouble:
        """Return the card with the numbers of that draw, prepared or not."""
        key = _key(entry, seed)
        prepared = self._ahead.pop(key, None)
        if prepared is None:
            outcome = self._workers.run_one(deal_job(entry, seed))
        else:
            outcome = self._workers.pool.collect(key).outcomes[0]
            if prepared != entry:  # edited since
                outcome = self._workers.run_one(deal_job(entry, seed))
        return _variant(entry, dealt(entry, seed, outcome))

    def recompute(self, entry: Entry, params: Mapping[str, Any]) -> Variant | Trouble:
        """Return the card with exactly these numbers."""
        if not makes_sense(self._workers.run_one(condition_job(entry, params))):
            wanted = entry.card.require
            return Trouble(f"Those numbers make no sense here: {wanted}.")
        outcome = self._workers.run_one(deal_job(entry, None, params))
        return _variant(entry, dealt(entry, None, outcome, changed=True))

    def execute(self, entry: Entry, variant: Variant) -> Execution | Trouble:
        """Run the card's snippet with these numbers, to be shown."""
        outcome = self._workers.run_one(deal_job(entry, None, variant.params))
        if outcome.failure is not None:
            return _trouble(entry, outcome.failure)
        names = ("answer", *entry.card.claims)
        values = {name: outcome.values[name] for name in names if name in outcome.values}
        drawn = plotted(entry.card)
        arrays = {name: outcome.values[name] for name in drawn if name in outcome.values}
        return Execution(
            code=entry.card.check,
            params=outcome.params,
            values=values,
            stdout=outcome.stdout,
            seconds=outcome.seconds,
            arrays=arrays,  # type: ignore[arg-type]
        )

    def sample(self, entry: Entry, variant: Variant, expression: str) -> Sequence[Sample] | None:
        """Compute a typed formula and the card's own on the question's numbers and on others."""
        formula = entry.card.formula
        if formula is None:
            return None
        draws = range(SAMPLES if entry.card.vary else 0)
        job = deal_job(entry, None, variant.params)
        cases = (
            Case(params=variant.params),
            *(Case(draw=draw_key(entry.card.id, -1 - draw)) for draw in draws),
        )
        sampled = Job(
            key=f"{entry.card.id}:sample",
            params=job.params,
            cases=cases,
            let=job.let,
            expressions={"given": expression, "expected": formula},
            vary=job.vary,
            require=job.require,
        )
        outcomes = self._workers.pool.run_one(sampled).outcomes
        found = [sample for outcome in outcomes if (sample := _sample(outcome)) is not None]
        return found if outcomes and _sample(outcomes[0]) is not None else None

    def reread(self, entry: Entry) -> Entry | Trouble:
        """Return the card as its file has it now, if it may run as it is now."""
        return reread(entry, lambda library, _: self.admit(library))

    def admit(self, library: Library) -> None:
        """Make sure that the library's code may run here.

        Raises:
            ExecutionRefused: a bank is not trusted and snippets cannot be isolated here.
        """
        self._workers.admit(library)


def _key(entry: Entry, seed: int | None) -> str:
    return f"{entry.card.id}:{seed}"


def _variant(entry: Entry, variant: Variant | Failure) -> Variant | Trouble:
    return _trouble(entry, variant) if isinstance(variant, Failure) else variant


def _trouble(entry: Entry, failure: Failure) -> Trouble:
    if failure.code == "no-module":
        return Trouble(
            f"its check needs a package that is not installed: {failure.message}",
            "pip install 'quizcv[torch]'",
        )
    return Trouble(f"its check failed: {failure.message}", f"quizcv verify {entry.card.id}")


def _sample(outcome: Outcome) -> Sample | None:
    expected = outcome.expressions.get("expected")
    given = outcome.expressions.get("given")
    if not isinstance(expected, int | float):
        return None
    if isinstance(given, int | float):
        return Sample(outcome.params, float(given), float(expected))
    reason = given.message if isinstance(given, Failure) else "it is no number"
    return Sample(outcome.params, None, float(expected), reason)
