"""The check assigns what it must, computes it, and by a route of its own."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from quizcv.cards.repetition import normal_form
from quizcv.kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizcv.bank.lint.subject import Subject
    from quizcv.cards.expressions import Snippet
    from quizcv.errors import SourceProblem

MAX_LINES = 40


def assigned(subject: Subject) -> Iterator[SourceProblem]:
    """The check assigns the answer, every claim and every array of the figure."""
    snippet, card = subject.snippet, subject.card
    if snippet is None or snippet.stars:
        return
    if not kind_of(card.answer).traits.spoken and "answer" not in snippet.assigned:
        message = "the check never assigns `answer`"
        yield subject.entry.problem("missing-answer", message, "check")
    for name in card.claims:
        if name not in snippet.assigned:
            message = f"the check never assigns {name!r}, which is claimed"
            yield subject.entry.problem("missing-claim", message, f"claims.{name}")
    arrays = {"figure.x": card.figure.x} if card.figure else {}
    arrays |= (
        {f"figure.series.{k}": v for k, v in card.figure.series.items()} if card.figure else {}
    )
    for path, name in arrays.items():
        if name not in snippet.assigned:
            message = f"the check never assigns {name!r}, which the figure plots"
            yield subject.entry.problem("missing-array", message, path)


def can_fail(subject: Subject) -> Iterator[SourceProblem]:
    """A check that passes whatever happens proves nothing."""
    snippet, card = subject.snippet, subject.card
    if snippet is None:
        return
    values = snippet.values.get("answer", [])
    if kind_of(card.answer).traits.spoken:
        if not card.claims and not snippet.asserts:
            message = "nothing in it can fail; assert what the text says, or state it as a claim"
            yield subject.entry.problem("check-cannot-fail", message, "check")
    elif values and not snippet.asserts and "answer" not in snippet.grown and _one_literal(values):
        line = values[0].lineno
        message = "the check writes the answer down; let it compute the answer"
        yield subject.entry.problem("answer-not-computed", message, "check", line)


def _one_literal(values: list[ast.expr]) -> bool:
    """Whether all of the values are the same literal."""
    shown = set()
    for value in values:
        try:
            shown.add(repr(ast.literal_eval(value)))
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return False
    return len(shown) == 1


def own_route(subject: Subject) -> Iterator[SourceProblem]:
    """The check does not compute the formula over again."""
    snippet = subject.snippet
    if snippet is None:
        return
    inside: dict[str, ast.expr] | None = None
    for path, name in (("answer.formula", "answer"), *_claim_formulas(subject)):
        wanted = subject.form(path)
        if wanted is None:
            continue
        inside = _assigned_once(snippet) if inside is None else inside
        for value in snippet.values.get(name, ()):
            if normal_form(value, inside) == wanted:
                message = f"the check repeats the formula of {name!r}; find an independent route"
                yield subject.entry.problem("check-repeats-formula", message, "check", value.lineno)


def _claim_formulas(subject: Subject) -> Iterator[tuple[str, str]]:
    for name in subject.card.claims:
        yield f"claims.{name}.formula", name


def _assigned_once(snippet: Snippet) -> dict[str, ast.expr]:
    """Return what each name stands for that the snippet assigns in one place."""
    return {
        name: values[0]
        for name, values in snippet.values.items()
        if len(values) == 1 and snippet.stores[name] == 1
    }


def length(subject: Subject) -> Iterator[SourceProblem]:
    """Snippets are for reading."""
    lines = [line for line in subject.card.check.splitlines() if line.strip()]
    if len(lines) > MAX_LINES:
        message = f"{len(lines)} lines; a learner reads up to {MAX_LINES}"
        yield subject.entry.problem("snippet-too-long", message, "check")


RULES = (assigned, can_fail, own_route, length)
