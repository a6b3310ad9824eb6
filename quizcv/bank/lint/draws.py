"""`vary`, and what only makes sense beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quizcv.cards.draws import lands_on_its_end, size
from quizcv.cards.model import Range
from quizcv.kinds import kind_of
from quizcv.suggestion import with_suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizcv.bank.lint.subject import Subject
    from quizcv.errors import SourceProblem


def domains(subject: Subject) -> Iterator[SourceProblem]:
    """Each varied param exists and has at least two values to draw."""
    params = subject.card.params
    for name, domain in subject.card.vary.items():
        path = f"vary.{name}"
        if name not in params:
            message = with_suggestion(f"{name!r} is not in params", name, params)
            yield subject.entry.problem("unknown-vary", message, path)
            continue
        wrong = _range_fault(domain) if isinstance(domain, Range) else _list_fault(domain)
        if wrong:
            yield subject.entry.problem("bad-vary", wrong, path)
        odd = _odd_one(params[name], domain)
        if odd is not None:
            message = f"{odd!r} is not of the type of the default, {params[name]!r}"
            yield subject.entry.problem("vary-type", message, path)


def _range_fault(domain: Range) -> str:
    if domain.step <= 0:
        return "the step must be above 0"
    if domain.first > domain.last:
        return f"the range is empty: from {domain.first} to {domain.last}"
    if not lands_on_its_end(domain):
        return f"steps of {domain.step} from {domain.first} never land on {domain.last}"
    return "" if size(domain) > 1 else "a single value cannot vary; leave it out of `vary`"


def _list_fault(domain: list[Any]) -> str:
    if not domain:
        return "the list is empty; give values to draw from"
    if len(domain) == 1:
        return "a single value cannot vary; leave it out of `vary`"
    shown = [repr(value) for value in domain]
    repeated = next((value for value in shown if shown.count(value) > 1), None)
    return f"{repeated} is listed twice" if repeated else ""


def _odd_one(default: Any, domain: list[Any] | Range) -> Any:
    """Return a drawn value of another type than the default, or None."""
    values = [domain.first, domain.last] if isinstance(domain, Range) else domain
    return next((value for value in values if _sort(value) != _sort(default)), None)


def _sort(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return type(value).__name__
    return "number"


def second_route(subject: Subject) -> Iterator[SourceProblem]:
    """A drawn set of numbers has no stated value, so a formula must stand in."""
    card = subject.card
    if card.vary and card.formula is None:
        message = (
            f"a {card.kind} card has no formula to compare on fresh numbers; drop `vary`"
            if kind_of(card.answer).traits.spoken
            else "fresh numbers need `answer.formula` to compare the check with"
        )
        yield subject.entry.problem("vary-without-formula", message, "vary")


def pointless(subject: Subject) -> Iterator[SourceProblem]:
    """`require` and `when` restrict draws."""
    card = subject.card
    if card.vary:
        return
    if card.require is not None:
        message = "`require` restricts draws, and this card has no `vary`"
        yield subject.entry.problem("unused-require", message, "require")
    for index, mistake in enumerate(card.mistakes):
        if mistake.when is not None:
            message = "`when` restricts draws, and this card has no `vary`"
            yield subject.entry.problem("unused-when", message, f"mistakes.{index}.when")


RULES = (domains, second_route, pointless)
