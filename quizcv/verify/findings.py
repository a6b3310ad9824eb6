"""What one run of a card shows to be wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from msgspec.structs import replace

from quizcv.cards.model import Claim
from quizcv.kinds import kind_of
from quizcv.kinds.compare import close, is_number, scale_of, states_all
from quizcv.runner.host.protocol import Failure, Outcome
from quizcv.verify.plan import claim
from quizcv.verify.report import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizcv.cards.library import Entry


class Run(NamedTuple):
    """One run of a card, which findings are made from."""

    entry: Entry
    outcome: Outcome
    default: bool
    """Whether these are the card's own numbers, for which values are stated."""

    def finding(
        self, code: str, path: str, message: str, stated: Any = None, computed: Any = None
    ) -> Finding:
        """Return a finding at a path of the card, with the numbers of this run."""
        numbers = self.outcome.params if self.entry.card.params else None
        return Finding(
            code=code,
            path=path,
            line=self.entry.place(path).line,
            message=message,
            params=numbers,
            stated=stated,
            computed=computed,
        )

    def failure(self, failure: Failure, path: str) -> Finding:
        """Return the finding that code at `path` failed."""
        if failure.code == "rejected":
            return self.finding("draws-rejected", "require", failure.message)
        prefix = "check" if path == "check" else "expression"
        found = self.finding(f"{prefix}-{failure.code}", path, failure.message)
        return replace(found, line=found.line + failure.line - 1) if failure.line else found


def require_failure(entry: Entry, failure: Failure) -> Finding:
    """Return the finding that `require` itself fails, on some numbers of the card's domains."""
    return Run(entry, Outcome({}), default=False).failure(failure, "require")


def findings(entry: Entry, outcome: Outcome, *, default: bool) -> Iterator[Finding]:
    """Yield everything wrong with one run of a card.

    `default` says that these are the card's own numbers, for which values are stated.
    """
    run = Run(entry, outcome, default)
    if outcome.failure is not None:
        yield run.failure(outcome.failure, "check")
        return
    if outcome.dropped:
        message = f"the snippet prints {outcome.dropped:,} bytes more than anyone will read"
        yield run.finding("output-flood", "check.output", message)
    yield from _answers(run)
    yield from _claims(run)
    yield from _mistakes(run)
    yield from _figures(run)


def _answers(run: Run) -> Iterator[Finding]:
    entry, outcome, default = run
    answer, kind = entry.card.answer, kind_of(entry.card.answer)
    if kind.traits.spoken:
        return
    executed = outcome.values["answer"]
    wrong_type = kind.type_error(answer, executed)
    if wrong_type:
        yield run.finding("wrong-type", "check", wrong_type, None, executed)
        return
    stated = kind.stated(answer)
    written = entry.place("answer.value").text
    if default and stated is not None and not kind.confirms(answer, executed, written):
        message = "the stated value is not what the check computes"
        yield run.finding("value-differs", "answer.value", message, stated, executed)
    if entry.card.formula is None:
        return
    closed = outcome.expressions["formula"]
    if isinstance(closed, Failure):
        yield run.failure(closed, "answer.formula")
    elif not kind.same(answer, closed, executed):
        message = "the formula does not give what the check computes"
        yield run.finding("formula-differs", "answer.formula", message, closed, executed)


def _claims(run: Run) -> Iterator[Finding]:
    entry, outcome, default = run

    def written(path: str) -> str:
        return entry.place(path).text

    for name in entry.card.claims:
        stated, executed = claim(entry.card, name), outcome.values[name]
        spelled_out = isinstance(entry.card.claims[name], Claim)
        path = f"claims.{name}.value" if spelled_out else f"claims.{name}"
        if default and not states_all(stated.value, executed, stated.drift, path, written):
            message = f"the claim {name} is not what the check computes"
            yield run.finding("claim-differs", path, message, stated.value, executed)
        closed = outcome.expressions.get(f"claim.{name}")
        if isinstance(closed, Failure):
            yield run.failure(closed, f"claims.{name}.formula")
        elif closed is not None and not _claims_agree(stated, closed, executed):
            message = f"the formula of the claim {name} does not give what the check computes"
            yield run.finding("claim-differs", f"claims.{name}.formula", message, closed, executed)


def _claims_agree(stated: Claim, closed: Any, executed: Any) -> bool:
    if isinstance(closed, float) or isinstance(executed, float):
        return close(closed, executed, stated.drift, scale=scale_of(stated.value))
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


def _mistakes(run: Run) -> Iterator[Finding]:
    entry, outcome, default = run
    answer, kind = entry.card.answer, kind_of(entry.card.answer)
    right = outcome.values.get("answer")
    seen: list[tuple[int, Any]] = []
    for index, value in enumerate(mistake_values(entry, outcome)):
        path = f"mistakes.{index}"
        if isinstance(value, Failure):
            yield run.failure(value, f"{path}.formula")
        elif value is not None and (default or entry.card.mistakes[index].formula):
            if kind.indistinct(answer, value, right):
                message = "this mistake is the right answer, or within the learner's tolerance"
                yield run.finding("mistake-is-right", path, message, value, right)
            for other, earlier in seen:
                if kind.indistinct(answer, value, earlier):
                    message = f"mistakes {other + 1} and {index + 1} give the same answer"
                    yield run.finding("mistakes-collide", path, message, value, earlier)
            seen.append((index, value))


def _figures(run: Run) -> Iterator[Finding]:
    """A figure can be drawn: every array holds numbers, as many as there are along x."""
    entry, outcome, _ = run
    figure = entry.card.figure
    if figure is None:
        return
    arrays = {name: outcome.values[name] for name in (figure.x, *figure.series.values())}
    for name, array in arrays.items():
        if not (isinstance(array, list) and array and all(map(is_number, array))):
            yield run.finding("figure-mismatch", "figure", f"{name} is not a list of numbers")
            return
    lengths = {name: len(cast("list[Any]", array)) for name, array in arrays.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} has {length}" for name, length in lengths.items())
        yield run.finding("figure-mismatch", "figure", f"the arrays differ in length: {told}")
