"""Running a card's snippet, with the learner's numbers, and judging what came out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgspec import to_builtins

from quizcv.app.libraries import open_library
from quizcv.app.numbers import card_numbers
from quizcv.app.results import Result
from quizcv.app.workers import open_workers
from quizcv.errors import UsageError
from quizcv.runner.host.protocol import Failure
from quizcv.verify.deal import condition_job, deal_job, dealt, makes_sense

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quizcv.app.workers import Workers
    from quizcv.cards.library import Entry
    from quizcv.cards.variant import Variant
    from quizcv.runner.host.protocol import Outcome


@dataclass(frozen=True, kw_only=True)
class Ran(Result):
    """One run of a card's snippet."""

    entry: Entry
    outcome: Outcome
    variant: Variant | Failure
    """The card with these numbers, or what is wrong between the values."""

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong: the snippet failed, or its values do not agree with the formula."""
        return (self.variant.message,) if isinstance(self.variant, Failure) else ()

    @property
    def data(self) -> dict[str, Any]:
        """The numbers, the code, everything it computed, and what is wrong with it."""
        outcome = self.outcome
        return {
            "card": self.entry.card.id,
            "params": outcome.params,
            "snippet": self.entry.card.check,
            "answer": outcome.values.get("answer"),
            "formula": to_builtins(outcome.expressions.get("formula")),
            "let": outcome.let,
            "values": outcome.values,
            "stdout": outcome.stdout,
            "stderr": outcome.stderr,
            "seconds": outcome.seconds,
            "failure": to_builtins(outcome.failure),
            "problems": list(self.problems),
        }

    @property
    def exit_code(self) -> int:
        """1 where anything is wrong."""
        return int(bool(self.problems))


def run_card(
    name: str, numbers: Sequence[str] | None, seed: int | None, banks: Sequence[Path] | None
) -> Ran:
    """Run a card on its default numbers, on those of a draw, or with the learner's changes.

    Raises:
        UnknownName: there is no such card.
        UsageError: the numbers are none of the card's, or break its own condition.
        ExecutionRefused: its bank is not trusted and snippets cannot be isolated here.
    """
    library = open_library(banks or ())
    entry = library.entry(name)
    changes = card_numbers(numbers, entry.card)
    with open_workers(library) as workers:
        outcome = _run(workers, entry, seed, changes)
    variant = dealt(entry, seed, outcome, changed=bool(changes))
    return Ran(entry=entry, outcome=outcome, variant=variant)


def _run(workers: Workers, entry: Entry, seed: int | None, changes: dict[str, Any]) -> Outcome:
    """Run a draw, then the learner's changes to it."""
    if not changes:
        return workers.run_one(deal_job(entry, seed))
    if seed is not None:
        changes = {**workers.run_one(deal_job(entry, seed)).params, **changes}
    if not makes_sense(workers.run_one(condition_job(entry, changes))):
        raise UsageError(
            f"card {entry.card.id} makes no sense with these numbers",
            f"it requires {entry.card.require}",
        )
    return workers.run_one(deal_job(entry, None, changes))
