"""The stated answer by itself: its kind knows what it must be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizcv.kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizcv.bank.lint.subject import Subject
    from quizcv.errors import SourceProblem


def answer(subject: Subject) -> Iterator[SourceProblem]:
    """The answer agrees with its own options, axes and tolerances."""
    answer = subject.card.answer
    for fault in kind_of(answer).lint(answer, subject.entry.places):
        yield subject.entry.problem(*fault)


RULES = (answer,)
