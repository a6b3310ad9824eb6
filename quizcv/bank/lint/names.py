"""Names: none undefined, none unused, none meaning two things."""

from __future__ import annotations

import keyword
from collections import Counter
from typing import TYPE_CHECKING

from quizcv.cards import prose
from quizcv.cards.expressions import BUILTIN_NAMES, MATH_NAMES
from quizcv.kinds import kind_of
from quizcv.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizcv.bank.lint.subject import Subject
    from quizcv.errors import SourceProblem

_EVERYWHERE = BUILTIN_NAMES | MATH_NAMES
_WHEN_NAMES = {"answer", "mistake"}
"""`when` may name the right answer and the mistake itself, by their formulas."""


def undefined_in_expressions(subject: Subject) -> Iterator[SourceProblem]:
    """An expression sees params, let (the earlier ones, within let), math and built-ins."""
    params = set(subject.card.params)
    lets = list(subject.card.let)
    for path, free in subject.free.items():
        field, _, name = path.partition(".")
        if field == "require":
            seen = params
        elif field == "let":
            seen = params | set(lets[: lets.index(name)])
        else:
            seen = params | set(lets)
            if path.endswith(".when"):
                seen |= _WHEN_NAMES
        for unknown in sorted(free - seen - _EVERYWHERE):
            remedy = did_you_mean(unknown, seen, otherwise=f"here stand {_listed(seen)}")
            message = f"nothing defines {unknown!r}; {remedy}"
            yield subject.entry.problem("undefined-name", message, path)


def undefined_in_check(subject: Subject) -> Iterator[SourceProblem]:
    """The check sees params and what it imports or assigns; it does not see let."""
    snippet = subject.snippet
    if snippet is None or snippet.stars:
        return
    params = set(subject.card.params)
    for name, line in snippet.needed.items():
        if name in params or name in BUILTIN_NAMES:
            continue
        if name in subject.card.let:
            why = "the check does not see `let`, so that it stays independent"
        elif name in MATH_NAMES:
            why = f"add `from math import {name}` to the snippet"
        else:
            seen = params | snippet.assigned
            why = did_you_mean(name, seen, otherwise="import or assign it first")
        yield subject.entry.problem(
            "undefined-name",
            f"the check reads {name!r}, which nothing defines: {why}",
            "check",
            line,
        )


def undefined_in_text(subject: Subject) -> Iterator[SourceProblem]:
    """A text interpolates params, let, claims and, after it was given, the answer."""
    card = subject.card
    known = {*card.params, *card.let, *card.claims}
    spoken = kind_of(card.answer).traits.spoken
    asked = {path for path, _ in prose.asked(card)}
    for path, names in subject.interpolated.items():
        for name in sorted(names - known):
            if name != "answer" or spoken:
                remedy = did_you_mean(name, known, otherwise=f"here stand {_listed(known)}")
                message = f"{{{{{name}}}}} stands for nothing; {remedy}"
                yield subject.entry.problem("undefined-name", message, path)
            elif path in asked:
                message = "{{answer}} is shown before the learner answers"
                yield subject.entry.problem("question-reveals-answer", message, path)


def unused(subject: Subject) -> Iterator[SourceProblem]:
    """Every param and every let is for something."""
    if subject.snippet is None or subject.syntax:
        return  # what does not parse may be what uses them
    read = set(subject.snippet.needed)
    for path, free in subject.free.items():
        if path != "require":
            read |= free
    for names in subject.interpolated.values():
        read |= names
    own = [("unused-param", f"params.{name}", name) for name in subject.card.params]
    own += [("unused-let", f"let.{name}", name) for name in subject.card.let]
    for code, path, name in own:
        if name not in read:
            yield subject.entry.problem(code, f"nothing uses {name!r}; use it or remove it", path)


def overwritten(subject: Subject) -> Iterator[SourceProblem]:
    """A check that assigns a param without reading it ignores the numbers it is given."""
    snippet = subject.snippet
    if snippet is None:
        return
    for name in sorted(snippet.assigned & set(subject.card.params)):
        if name not in snippet.needed:
            message = f"the check assigns {name!r} and so ignores the param of that name"
            yield subject.entry.problem("overwritten-param", message, "check")


def clashes(subject: Subject) -> Iterator[SourceProblem]:
    """A name is one thing, and not a word of Python or the answer."""
    card = subject.card
    owners = Counter([*card.params, *card.let, *card.claims])
    for field, names in (("params", card.params), ("let", card.let), ("claims", card.claims)):
        for name in names:
            if keyword.iskeyword(name):
                message = f"{name!r} is a word of Python; choose another name"
                yield subject.entry.problem("bad-name", message, f"{field}.{name}")
            elif name == "answer":
                message = "'answer' is what the check assigns; choose another name"
                yield subject.entry.problem("name-clash", message, f"{field}.{name}")
            elif owners[name] > 1 and field != "params":
                message = f"{name!r} is already defined in this card; choose another name"
                yield subject.entry.problem("name-clash", message, f"{field}.{name}")


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "no names"


RULES = (
    undefined_in_expressions,
    undefined_in_check,
    undefined_in_text,
    unused,
    overwritten,
    clashes,
)
