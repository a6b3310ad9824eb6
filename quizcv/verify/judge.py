"""From all the runs of a card to its report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import to_builtins
from msgspec.structs import replace

from quizcv.kinds import kind_of
from quizcv.kinds.compare import close
from quizcv.runner.host.protocol import Failure, Outcome
from quizcv.verify.deal import variant_of
from quizcv.verify.findings import findings
from quizcv.verify.luck import luck
from quizcv.verify.plan import card_slips
from quizcv.verify.point import rarely_the_point
from quizcv.verify.report import CardReport, Finding, Status
from quizcv.verify.slips import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from quizcv.cards.library import Entry
    from quizcv.verify.luck import Reseeded

SLOW = 1.0
"""CPU seconds of one case beyond which a check is called slow."""


ENOUGH = 30
"""Sets of numbers after which a mistake that never applied is taken never to apply."""


class Mutation(NamedTuple):
    """How many slips were tried on a card, and which of them its check did not notice."""

    tried: int
    survivors: tuple[str, ...]

    @property
    def caught(self) -> int:
        """Slips that gave another number than the check at least once."""
        return self.tried - len(self.survivors)


def judge(
    entry: Entry,
    outcomes: Sequence[Outcome],
    reseeded: Sequence[Reseeded] = (),
    *,
    cached: bool = False,
) -> CardReport:
    """Return the report of a card whose job gave `outcomes`, the default numbers first.

    `reseeded` are its runs under other seeds than its snippet's own.
    """
    if any(_lacks_torch(outcome) for outcome in outcomes):
        return report(entry, "skipped", [_torch_missing(entry)])
    mutation = _mutate(entry, outcomes)
    problems = folded(
        [
            *(f for i, o in enumerate(outcomes) for f in findings(entry, o, default=i == 0)),
            *_seed_dependence(entry, outcomes),
            *_idle_mistakes(entry, outcomes),
            *_weak_check(entry, mutation),
            *_slow_check(entry, outcomes),
        ]
    )
    if not _any_failed(problems):
        problems = _acknowledged(
            entry,
            [
                *problems,
                *luck(entry, outcomes, reseeded),
                *rarely_the_point(entry, [variant_of(entry, o.seed, o) for o in outcomes]),
            ],
        )
    failed = _any_failed(problems)
    first = outcomes[0]
    return report(
        entry,
        "failed" if failed else "passed",
        problems,
        variants=len(outcomes) - 1 if entry.card.vary else 0,
        routes=_routes(entry, problems),
        mutants=mutation.tried,
        caught=mutation.caught,
        seconds=round(_seconds(outcomes) + sum(_seconds(each.outcomes) for each in reseeded), 4),
        runs=len(outcomes) + sum(len(each.outcomes) for each in reseeded),
        cached=cached,
        values={**first.let, **{k: v for k, v in first.values.items() if _is_fact(entry, k)}},
    )


def _any_failed(problems: Iterable[Finding]) -> bool:
    return any(not problem.is_warning for problem in problems)


def _seconds(outcomes: Iterable[Outcome]) -> float:
    return sum(outcome.seconds for outcome in outcomes)


def _acknowledged(entry: Entry, found: list[Finding]) -> list[Finding]:
    """Return what the author has not given a reason for, and the reasons for what is not there."""
    reasons = entry.card.acknowledge
    codes = {finding.code for finding in found}
    left = [finding for finding in found if finding.code not in reasons]
    vain = [code for code in reasons if code not in codes]
    for code in vain:
        message = f"{code} is acknowledged and was not found"
        left.append(_finding(entry, "acknowledged-in-vain", f"acknowledge.{code}", message))
    return left


def report(entry: Entry, status: Status, problems: list[Finding], **counts: Any) -> CardReport:
    """Return a report that carries the card's own facts beside what was found."""
    card = entry.card
    return CardReport(
        id=card.id,
        bank=entry.bank,
        area=entry.area,
        file=entry.file,
        line=entry.place("").line,
        topics=list(card.topics),
        kind=card.kind,
        level=card.level,
        status=status,
        problems=problems,
        snippet=card.check,
        snippet_line=entry.place("check").line,
        sources=_sources(entry, problems),
        **counts,
    )


def _sources(entry: Entry, problems: list[Finding]) -> dict[str, tuple[int, str]]:
    """Return what stands at each path that is at fault, with its line."""
    paths = sorted({problem.path for problem in problems if not problem.is_warning})
    card = to_builtins(entry.card) if paths else {}
    found = ((path, entry.place(path), _standing_at(card, path)) for path in paths)
    return {
        path: (place.line, place.text or text)
        for path, place, text in found
        if path != "check" and (place.text or text)
    }


def _standing_at(card: Any, path: str) -> str:
    """Return the text at a dotted path inside a card; nothing where there is none."""
    for part in path.split("."):
        if isinstance(card, list):
            card = card[int(part)]
        else:
            card = card.get(part) if isinstance(card, dict) else None
    return card if isinstance(card, str) else ""


def _lacks_torch(outcome: Outcome) -> bool:
    failure = outcome.failure
    return failure is not None and failure.code == "no-module" and "torch" in failure.message


def _torch_missing(entry: Entry) -> Finding:
    message = "torch is not installed; `pip install 'quizcv[torch]'` adds it"
    return Finding(code="torch-missing", message=message, line=entry.place("check").line)


def _is_fact(entry: Entry, name: str) -> bool:
    return name == "answer" or name in entry.card.claims


def _routes(entry: Entry, problems: list[Finding]) -> int:
    """Count the sources that agreed: executed, stated where one is, formula where one is."""
    at_fault = {problem.path for problem in problems if not problem.is_warning}
    if "check" in at_fault:
        return 0
    answer = entry.card.answer
    stated = kind_of(answer).stated(answer) is not None and "answer.value" not in at_fault
    formula = answer.formula is not None and "answer.formula" not in at_fault
    return 1 + stated + formula


def _seed_dependence(entry: Entry, outcomes: Sequence[Outcome]) -> Iterator[Finding]:
    """Compare the two runs under different seeds of a card without fresh numbers."""
    if entry.card.vary or any(outcome.failure for outcome in outcomes):
        return
    first, second = outcomes[0].values, outcomes[-1].values
    for name in filter(lambda name: _is_fact(entry, name), first):
        if not _stable(first[name], second[name]):
            message = f"{name} changes with the random seed; seed the generator in the snippet"
            yield _finding(entry, "depends-on-seed", "check", message, first[name], second[name])


def _stable(left: Any, right: Any) -> bool:
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(_stable, left, right))
    if isinstance(left, float) and isinstance(right, float):
        return close(left, right, 1e-6, scale=1.0)
    return bool(left == right)


def _idle_mistakes(entry: Entry, outcomes: Sequence[Outcome]) -> Iterator[Finding]:
    sound = [outcome for outcome in outcomes if outcome.failure is None]
    for index, mistake in enumerate(entry.card.mistakes):
        applies = (outcome.expressions.get(f"when.{index}") for outcome in sound)
        if mistake.when and len(sound) >= ENOUGH and all(value is False for value in applies):
            message = "`when` is false on every set of numbers"
            yield _finding(entry, "mistake-never-applies", f"mistakes.{index}.when", message)


def _mutate(entry: Entry, outcomes: Sequence[Outcome]) -> Mutation:
    """Count the slips whose number differs from the executed one on at least one run."""
    sound = [o for o in outcomes if o.failure is None and "answer" in o.values]
    tried = card_slips(entry.card) if sound else []
    survivors = tuple(
        f"`{plain(slip.expression)}` ({slip.what})"
        for index, slip in enumerate(tried)
        if all(_survives(entry, outcome, f"slip.{index}") for outcome in sound)
    )
    return Mutation(len(tried), survivors)


def _survives(entry: Entry, outcome: Outcome, name: str) -> bool:
    value = outcome.expressions[name]
    if isinstance(value, Failure):
        return False
    answer = entry.card.answer
    return kind_of(answer).same(answer, value, outcome.values["answer"])


def _weak_check(entry: Entry, mutation: Mutation) -> Iterator[Finding]:
    if mutation.survivors:
        shown = "; ".join(mutation.survivors[:3])
        rest = len(mutation.survivors) - 3
        more = f"; and {rest} more" if rest > 0 else ""
        count = f"{len(mutation.survivors)} of {mutation.tried}"
        message = f"{count} slips give the same numbers: {shown}{more}"
        yield _finding(entry, "weak-check", "answer.formula", message)


def _slow_check(entry: Entry, outcomes: Sequence[Outcome]) -> Iterator[Finding]:
    slowest = max(outcome.seconds for outcome in outcomes)
    if slowest > SLOW:
        yield _finding(entry, "slow-check", "check", f"one run takes {slowest:.1f} s of CPU")


def folded(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings with those that repeat over many numbers made one, its first example."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.code, finding.path), []).append(finding)
    return [
        replace(first, message=f"{first.message} (on {1 + len(more)} sets of numbers)")
        if more
        else first
        for first, *more in groups.values()
    ]


def _finding(
    entry: Entry, code: str, path: str, message: str, stated: Any = None, computed: Any = None
) -> Finding:
    """Return a finding about all runs together."""
    return Finding(
        code=code,
        path=path,
        line=entry.place(path).line,
        message=message,
        stated=stated,
        computed=computed,
    )
