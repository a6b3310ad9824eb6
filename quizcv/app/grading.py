"""Grading one typed answer without a session."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from quizcv.app.libraries import open_library
from quizcv.app.lock_dealing import LazyWorkers
from quizcv.app.numbers import card_numbers
from quizcv.app.proofs import Proofs
from quizcv.app.results import Result
from quizcv.cards.template import fill
from quizcv.errors import QuizcvError
from quizcv.grading import grade
from quizcv.session.ports import Trouble

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quizcv.app.dealing import WorkerDealer
    from quizcv.cards.library import Entry
    from quizcv.cards.variant import Variant

_CODES = {"correct": 0, "wrong": 1, "invalid": 2}


@dataclass(frozen=True, kw_only=True)
class Graded(Result):
    """A verdict on an answer; 'invalid' is one that cannot be read and never counts as wrong."""

    card: str
    params: dict[str, Any]
    verdict: str
    feedback: str
    expected: str
    given: str

    @property
    def data(self) -> dict[str, Any]:
        """The verdict with the numbers it is about."""
        return {
            "card": self.card,
            "params": self.params,
            "verdict": self.verdict,
            "feedback": self.feedback,
            "expected": self.expected,
            "given": self.given,
        }

    @property
    def exit_code(self) -> int:
        """0 if right, 1 if wrong, 2 if unreadable."""
        return _CODES[self.verdict]


def grade_answer(
    name: str,
    answer: str,
    numbers: Sequence[str] | None,
    seed: int | None,
    banks: Sequence[Path] | None,
) -> Graded:
    """Grade an answer to a card on its default numbers, a draw's, or the learner's.

    Raises:
        UnknownName: there is no such card.
        UsageError: the numbers are none of the card's.
        QuizcvError: the card cannot be asked with these numbers.
    """
    library = open_library(banks or ())
    entry = library.entry(name)
    changes = card_numbers(numbers, entry.card)
    showings = Proofs(library.banks).showings(entry)
    with closing(LazyWorkers(library)) as workers:
        known = next((showing for showing in showings if showing.seed == seed), None)
        if known is None or changes:
            known = _run(workers.dealer(entry), entry, seed, changes)
        variant = known
        found = grade(
            entry.card,
            variant,
            answer,
            sample=lambda expression: workers.dealer(entry).sample(entry, variant, expression),
        )
    names = variant.names
    return Graded(
        card=entry.card.id,
        params=variant.params,
        verdict=found.verdict,
        feedback=fill(found.feedback, names),
        expected=fill(found.expected, names),
        given=fill(found.given, names),
    )


def _run(dealer: WorkerDealer, entry: Entry, seed: int | None, changes: dict[str, Any]) -> Variant:
    dealt = dealer.deal(entry, seed)
    if changes and not isinstance(dealt, Trouble):
        dealt = dealer.recompute(entry, {**dealt.params, **changes})
    if isinstance(dealt, Trouble):
        raise QuizcvError(f"{entry.card.id}: {dealt.message}", dealt.remedy)
    return replace(dealt, seed=seed)
