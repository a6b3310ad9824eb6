"""What one run of a card shows to be wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from quizcv.cards.model import Claim
from quizcv.kinds import kind_of
from quizcv.kinds.compare import is_number, states_all, within
from quizcv.runner.host.protocol import Failure, Outcome
from quizcv.verify.plan import claim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizcv.cards.library import Entry


class Issue(NamedTuple):
    """A finding before its place in the file is known and repeats are folded."""

    code: str
    path: str
    message: str
    stated: Any = None
    computed: Any = None
    line: int | None = None


def issues(entry: Entry, outcome: Outcome, *, default: bool) -> Iterator[Issue]:
    """Yield everything wrong with one run of a card.

    `default` says that these are the card's own numbers, for which values are stated.
    """
    if outcome.failure is not None:
        yield failure_issue(outcome.failure, "check")
        return
    if outcome.dropped:
        message = f"the snippet prints {outcome.dropped:,} bytes more than anyone will read"
        yield Issue("output-flood", "check", message)
    yield from _answer_issues(entry, outcome, default=default)
    yield from _claim_issues(entry, outcome, default=default)
    yield from _mistake_issues(entry, outcome, default=default)
    yield from _figure_issues(entry, outcome)


def failure_issue(failure: Failure, path: str) -> Issue:
    """Return the issue that code at `path` failed."""
    prefix = "check" if path == "check" else "expression"
    code = "draws-rejected" if failure.code == "rejected" else f"{prefix}-{failure.code}"
    where = "require" if failure.code == "rejected" else path
    return Issue(code, where, failure.message, line=failure.line)


def _answer_issues(entry: Entry, outcome: Outcome, *, default: bool) -> Iterator[Issue]:
    answer, kind = entry.card.answer, kind_of(entry.card.answer)
    if kind.traits.spoken:
        return
    executed = outcome.values["answer"]
    wrong_type = kind.type_error(answer, executed)
    if wrong_type:
        yield Issue("wrong-type", "check", wrong_type, None, executed)
        return
    stated = kind.stated(answer)
    written = entry.place("answer.value").text
    if default and stated is not None and not kind.confirms(answer, executed, written):
        message = "the stated value is not what the check computes"
        yield Issue("value-differs", "answer.value", message, stated, executed)
    if entry.card.formula is None:
        return
    closed = outcome.expressions["formula"]
    if isinstance(closed, Failure):
        yield failure_issue(closed, "answer.formula")
    elif not kind.same(answer, closed, executed):
        message = "the formula does not give what the check computes"
        yield Issue("formula-differs", "answer.formula", message, closed, executed)


def _claim_issues(entry: Entry, outcome: Outcome, *, default: bool) -> Iterator[Issue]:
    def written(path: str) -> str:
        return entry.place(path).text

    for name in entry.card.claims:
        stated, executed = claim(entry.card, name), outcome.values[name]
        spelled_out = isinstance(entry.card.claims[name], Claim)
        path = f"claims.{name}.value" if spelled_out else f"claims.{name}"
        if default and not states_all(stated.value, executed, stated.drift, path, written):
            message = f"the claim {name} is not what the check computes"
            yield Issue("claim-differs", path, message, stated.value, executed)
        closed = outcome.expressions.get(f"claim.{name}")
        if isinstance(closed, Failure):
            yield failure_issue(closed, f"claims.{name}.formula")
        elif closed is not None and not _claims_agree(closed, executed, stated.drift):
            message = f"the formula of the claim {name} does not give what the check computes"
            yield Issue("claim-differs", f"claims.{name}.formula", message, closed, executed)


def _claims_agree(closed: Any, executed: Any, drift: float) -> bool:
    if isinstance(closed, float) or isinstance(executed, float):
        return isinstance(closed, int | float) and within(closed, executed, drift)
    return bool(closed == executed)


def mistake_values(entry: Entry, outcome: Outcome) -> list[Any]:
    """Return each mistake's value for these numbers: a Failure, or None where it has none."""
    found: list[Any] = []
    for index, mistake in enumerate(entry.card.mistakes):
        applies = outcome.expressions.get(f"when.{index}", True)
        if isinstance(applies, Failure):
            found.append(applies)
        elif not applies or mistake.says:
            found.append(None)
        elif mistake.formula:
            found.append(outcome.expressions[f"mistake.{index}"])
        else:
            found.append(mistake.value)
    return found


def _mistake_issues(entry: Entry, outcome: Outcome, *, default: bool) -> Iterator[Issue]:
    answer, kind = entry.card.answer, kind_of(entry.card.answer)
    right = outcome.values.get("answer")
    seen: list[tuple[int, Any]] = []
    for index, value in enumerate(mistake_values(entry, outcome)):
        path = f"mistakes.{index}"
        if isinstance(value, Failure):
            yield failure_issue(value, f"{path}.formula")
        elif value is not None and (default or entry.card.mistakes[index].formula):
            if kind.indistinct(answer, value, right):
                message = "this mistake is the right answer, or within the learner's tolerance"
                yield Issue("mistake-is-right", path, message, value, right)
            for other, earlier in seen:
                if kind.indistinct(answer, value, earlier):
                    message = f"mistakes {other + 1} and {index + 1} give the same answer"
                    yield Issue("mistakes-collide", path, message, value, earlier)
            seen.append((index, value))


def _figure_issues(entry: Entry, outcome: Outcome) -> Iterator[Issue]:
    """A figure can be drawn: every array holds numbers, as many as there are along x."""
    figure = entry.card.figure
    if figure is None:
        return
    arrays = {name: outcome.values[name] for name in (figure.x, *figure.series.values())}
    for name, array in arrays.items():
        if not (isinstance(array, list) and array and all(map(is_number, array))):
            yield Issue("figure-mismatch", "figure", f"{name} is not a list of numbers")
            return
    lengths = {name: len(cast("list[Any]", array)) for name, array in arrays.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} has {length}" for name, length in lengths.items())
        yield Issue("figure-mismatch", "figure", f"the arrays differ in length: {told}")
