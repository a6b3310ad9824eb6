"""Mistakes are wrong, of the answer's kind, and each is one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quizcv.kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizcv.bank.lint.subject import Subject
    from quizcv.cards.model import Mistake
    from quizcv.errors import SourceProblem


def form(subject: Subject) -> Iterator[SourceProblem]:
    """Exactly one of formula, value and says; where the answer is spoken, only says."""
    spoken = kind_of(subject.card.answer).traits.spoken
    for index, mistake in enumerate(subject.card.mistakes):
        path = f"mistakes.{index}"
        given = [
            name for name in ("formula", "value", "says") if getattr(mistake, name) is not None
        ]
        if len(given) != 1:
            has = " and ".join(given) or "none of them"
            message = f"a mistake has exactly one of formula, value and says; this has {has}"
            yield subject.entry.problem("mistake-form", message, path)
        elif spoken and given != ["says"]:
            kind = subject.card.kind
            message = f"a {kind} card has nothing to compare with; put the mistake in `says`"
            yield subject.entry.problem("mistake-on-recall", message, f"{path}.{given[0]}")


def values(subject: Subject) -> Iterator[SourceProblem]:
    """A constant mistake is of the answer's type, and only where the answer is constant."""
    card, kind = subject.card, kind_of(subject.card.answer)
    for index, mistake in enumerate(card.mistakes):
        if mistake.value is None:
            continue
        for code, message in kind.lint_mistake(card.answer, mistake.value, varies=bool(card.vary)):
            yield subject.entry.problem(code, message, f"mistakes.{index}.value")


def wrong(subject: Subject) -> Iterator[SourceProblem]:
    """A mistake is not the right answer."""
    card, kind = subject.card, kind_of(subject.card.answer)
    right = None if card.vary else kind.stated(card.answer)  # draws change what is right
    for index, mistake in enumerate(card.mistakes):
        path = f"mistakes.{index}"
        stated = mistake.value is not None and right is not None
        if stated and kind.indistinct(card.answer, mistake.value, right):
            message = f"{mistake.value!r} is the right answer"
            yield subject.entry.problem("mistake-is-answer", message, f"{path}.value")
        own = subject.form(f"{path}.formula")
        if own is not None and own == subject.form("answer.formula"):
            message = "this is the formula of the right answer"
            yield subject.entry.problem("mistake-is-answer", message, f"{path}.formula")


def distinct(subject: Subject) -> Iterator[SourceProblem]:
    """No mistake is listed twice."""
    seen: dict[tuple[Any, ...], int] = {}
    for index, mistake in enumerate(subject.card.mistakes):
        content = _content(mistake)
        if content in seen:
            message = f"this is mistake {seen[content] + 1} again"
            yield subject.entry.problem("repeated-mistake", message, f"mistakes.{index}")
        seen.setdefault(content, index)


def _content(mistake: Mistake) -> tuple[Any, ...]:
    return (mistake.formula, repr(mistake.value), mistake.says, mistake.when)


RULES = (form, values, wrong, distinct)
