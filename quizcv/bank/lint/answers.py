"""The stated answer agrees with its own options, axes and tolerances."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quizcv.cards.model import Choice, Formula, Multi, Number, Order, Shape
from quizcv.suggestion import with_suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizcv.bank.lint.subject import Subject
    from quizcv.errors import SourceProblem

_POSITIONAL = re.compile(
    r"\b(?:all|none|both|neither|any) of (?:the )?(?:above|these|others|options)\b"
    r"|\b(?:both|either) [A-D] (?:and|or) [A-D]\b",
    re.IGNORECASE,
)


def options(subject: Subject) -> Iterator[SourceProblem]:
    """Options are at least two, differ, and read the same in any order."""
    answer = subject.card.answer
    if not isinstance(answer, (Choice, Multi, Order)):
        return
    if len(answer.options) < 2:
        message = "a question with options has at least two"
        yield subject.entry.problem("too-few-options", message, "answer.options")
    seen: dict[str, str] = {}
    for key, text in answer.options.items():
        path = f"answer.options.{key}"
        if _POSITIONAL.search(text):
            message = "options are shuffled when asked, so none may speak of the others"
            yield subject.entry.problem("positional-option", message, path)
        if text in seen:
            message = f"this option reads like {seen[text]!r}"
            yield subject.entry.problem("repeated-option", message, path)
        seen.setdefault(text, key)


def keys(subject: Subject) -> Iterator[SourceProblem]:
    """The value names options, each once; an order names all of them."""
    answer = subject.card.answer
    if not isinstance(answer, (Choice, Multi, Order)):
        return
    stated = [answer.value] if isinstance(answer, Choice) else answer.value
    for key in stated:
        if key not in answer.options:
            message = with_suggestion(f"{key!r} is not an option", key, answer.options)
            yield subject.entry.problem("unknown-option", message, "answer.value")
    if not stated:
        message = "no option is right; at least one must be"
        yield subject.entry.problem("empty-value", message, "answer.value")
    if len(set(stated)) < len(stated):
        message = "an option is named twice"
        yield subject.entry.problem("repeated-option", message, "answer.value")
    absent = sorted(set(answer.options) - set(stated))
    if isinstance(answer, Order) and absent:
        message = f"an order names every option; {', '.join(absent)} is missing"
        yield subject.entry.problem("order-incomplete", message, "answer.value")


def axes(subject: Subject) -> Iterator[SourceProblem]:
    """A shape has axes, and as many letters as axes where they are named."""
    answer = subject.card.answer
    if not isinstance(answer, Shape):
        return
    if any(size < 0 for size in answer.value):
        yield subject.entry.problem("out-of-range", "an axis has no negative size", "answer.value")
    if answer.axes is not None and len(answer.axes) != len(answer.value):
        message = f"{answer.axes} names {len(answer.axes)} axes, the value has {len(answer.value)}"
        yield subject.entry.problem("axes-mismatch", message, "answer.axes")


def tolerances(subject: Subject) -> Iterator[SourceProblem]:
    """What a learner may be off by is well above what the two routes may differ by."""
    answer = subject.card.answer
    if isinstance(answer, Formula):
        atol, size = 0.0, 1.0
    elif isinstance(answer, Number):
        atol, size = answer.atol, abs(answer.value)
    else:
        return
    path = "answer.rtol" if "answer.rtol" in subject.entry.places else "answer.drift"
    if size == 0 and atol == 0:
        message = "nothing but 0 itself is within rtol of 0; give `atol`"
        yield subject.entry.problem("tolerance-too-tight", message, "answer.value")
    elif atol + answer.rtol * size < 10 * answer.drift * size * (1 - 1e-9):
        message = f"rtol {answer.rtol:g} is less than ten times drift {answer.drift:g}"
        yield subject.entry.problem("tolerance-too-tight", message, path)


RULES = (options, keys, axes, tolerances)
