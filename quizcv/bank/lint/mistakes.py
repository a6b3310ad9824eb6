"""Mistakes are wrong, of the answer's kind, and each is one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quizcv.cards.model import (
    Boolean,
    Choice,
    Formula,
    Integer,
    Multi,
    Number,
    Order,
    Recall,
    Shape,
)
from quizcv.suggestion import with_suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizcv.bank.lint.subject import Subject
    from quizcv.cards.model import Answer, Mistake
    from quizcv.errors import SourceProblem

_OPTIONS = (Choice, Multi, Order)


def form(subject: Subject) -> Iterator[SourceProblem]:
    """Exactly one of formula, value and says; on recall cards only says."""
    for index, mistake in enumerate(subject.card.mistakes):
        path = f"mistakes.{index}"
        given = [
            name for name in ("formula", "value", "says") if getattr(mistake, name) is not None
        ]
        if len(given) != 1:
            has = " and ".join(given) or "none of them"
            message = f"a mistake has exactly one of formula, value and says; this has {has}"
            yield subject.entry.problem("mistake-form", message, path)
        elif isinstance(subject.card.answer, Recall) and given != ["says"]:
            message = "a recall card has nothing to compare with; put the mistake in `says`"
            yield subject.entry.problem("mistake-on-recall", message, f"{path}.{given[0]}")


def values(subject: Subject) -> Iterator[SourceProblem]:
    """A constant mistake is of the answer's type, and only where the answer is constant."""
    card = subject.card
    for index, mistake in enumerate(card.mistakes):
        if mistake.value is None or isinstance(card.answer, Recall):
            continue
        path = f"mistakes.{index}.value"
        if isinstance(card.answer, _OPTIONS):
            for key in mistake.value if isinstance(mistake.value, list) else [mistake.value]:
                if key not in card.answer.options:
                    told = f"{key!r} is not an option"
                    message = with_suggestion(told, str(key), card.answer.options)
                    yield subject.entry.problem("unknown-option", message, path)
        elif card.vary and not isinstance(card.answer, Boolean):
            message = "the right answer changes with the numbers; give the mistake as a formula"
            yield subject.entry.problem("mistake-value-varies", message, path)
        wanted = _wanted(card.answer, mistake.value)
        if wanted:
            yield subject.entry.problem("wrong-type", f"{mistake.value!r} is not {wanted}", path)


def _wanted(answer: Answer, value: Any) -> str:
    """Return what a mistake's value should be, or '' when it is that."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    match answer:
        case Integer():
            return "" if number and isinstance(value, int) else "a whole number"
        case Number() | Formula():
            return "" if number else "a number"
        case Shape():
            sizes = isinstance(value, list) and all(type(size) is int for size in value)
            return "" if sizes else "a list of sizes"
        case Boolean():
            return "" if isinstance(value, bool) else "true or false"
        case Choice():
            return "" if isinstance(value, str) else "an option's key"
        case _:
            return "" if isinstance(value, list) else "a list of option keys"


def wrong(subject: Subject) -> Iterator[SourceProblem]:
    """A mistake is not the right answer."""
    card = subject.card
    for index, mistake in enumerate(card.mistakes):
        path = f"mistakes.{index}"
        stated = mistake.value is not None and not card.vary  # draws change what is right
        if stated and _is_answer(card.answer, mistake.value):
            message = f"{mistake.value!r} is the right answer"
            yield subject.entry.problem("mistake-is-answer", message, f"{path}.value")
        own = subject.form(f"{path}.formula")
        if own is not None and own == subject.form("answer.formula"):
            message = "this is the formula of the right answer"
            yield subject.entry.problem("mistake-is-answer", message, f"{path}.formula")


def _is_answer(answer: Answer, value: Any) -> bool:
    if isinstance(answer, (Recall, Formula)):
        return False
    if isinstance(answer, Multi) and isinstance(value, list):
        return sorted(map(str, value)) == sorted(answer.value)
    if isinstance(answer, Number) and isinstance(value, (int, float)):
        return abs(value - answer.value) <= answer.atol + answer.rtol * abs(answer.value)
    return bool(value == answer.value)


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
