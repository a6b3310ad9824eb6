"""Proving cards for their lock: on every set of numbers where these are few, else on many draws.

A card is first verified as ever, on as many sets as a lock keeps. One that passes is run on the
rest of its domain, or on more draws, within a budget of time. What a lock keeps of it is a
function of what was proved.
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from quizcv.cards import draws, lock
from quizcv.cards.lock import Lock, Proof, Versions
from quizcv.cards.proof import proof_digest
from quizcv.cards.variant import draw_key
from quizcv.runner.host.protocol import Case, Failure, Job
from quizcv.verify.deal import variant_of
from quizcv.verify.findings import findings, require_failure
from quizcv.verify.judge import folded
from quizcv.verify.locked import Locks, agree, key_of, no_locks
from quizcv.verify.plan import job_for, single_case
from quizcv.verify.point import shows_point
from quizcv.verify.report import Finding
from quizcv.verify.run import judged, sound_ones

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quizcv.cards.library import Entry
    from quizcv.cards.lock import Method
    from quizcv.cards.variant import Variant
    from quizcv.errors import SourceProblem
    from quizcv.runner.host.protocol import Limits, Outcome
    from quizcv.verify.report import CardReport
    from quizcv.verify.run import Runs

KEPT = 32
"""Showings that a lock keeps of a card: more than anybody meets before they know it, and about
3 kB of text."""
SMALL = 2_000
"""Sets of numbers up to which a card is proved on every one of them."""
DRAWS = 300
"""Draws that a card with more sets is proved on: what goes wrong on 1 draw in 100 is found with a
probability of 95 %."""
BUDGET = 20.0
"""Seconds of CPU that one card may take; a thousand average cards then take minutes, and one that
trains a network on each set does not take as long as all others together."""
CHUNK = 64
"""Sets in one job, so that the cores share a card and its figures do not pile up."""
SEEDS = 1_000
"""Draws tried to find the seed of every set of a small domain; of 64 sets it finds all."""


def affordable(wanted: int, spent: float, sets: int) -> int:
    """Return how many of `wanted` further sets fit in the budget, when `sets` took `spent` seconds.

    Either all, or a multiple of `KEPT`, so that a little noise in the time changes nothing.
    """
    each = spent / sets
    if spent + wanted * each <= BUDGET:
        return wanted
    return max(0, int((BUDGET - spent) / each)) // KEPT * KEPT


def domain_size(entry: Entry) -> int:
    """Return how many sets of numbers a card's domains hold, before `require`."""
    return math.prod(draws.size(domain) for domain in entry.card.vary.values())


def prove(
    entries: Sequence[Entry],
    run: Runs,
    versions: Versions,
    *,
    variants: int = 0,
    problems: Sequence[SourceProblem] = (),
    limits: Limits | None = None,
    locks: Locks = no_locks,
) -> Iterator[tuple[CardReport, Proof | None]]:
    """Yield the report of every card, and the proof of each that passed.

    Args:
        entries: the cards, each named once.
        run: executes jobs.
        versions: what executes them.
        variants: fresh sets of numbers on which slips are tried, at least those that are kept.
        problems: what reading the banks found; a card it names fails without being run.
        limits: what one run of a snippet may use.
        locks: the locks there are. Where one agrees, its values stay, to the last digit.
    """
    sound, failed = sound_ones(entries, problems)
    for report in failed:
        yield report, None
    variants = max(variants, KEPT - 1)
    chosen = [entries[index] for index in sound]
    under_way: list[_Proving] = []
    for entry, report, outcomes in judged(chosen, run, variants=variants, limits=limits):
        if report.status != "passed":
            yield report, None
            continue
        proving = _Proving(entry, report, outcomes)
        if entry.card.vary:
            under_way.append(proving)
        else:
            yield proving.finished(versions, locks)
    small = [each for each in under_way if domain_size(each.entry) <= SMALL]
    _admit(small, run)
    yield from _rest(under_way, run, versions, limits, locks)


def _rest(
    under_way: Sequence[_Proving],
    run: Runs,
    versions: Versions,
    limits: Limits | None,
    locks: Locks,
) -> Iterator[tuple[CardReport, Proof | None]]:
    """Run the cards on the sets of numbers that are left, and yield each as it is done."""
    for proving in under_way:
        proving.plan()
        if not proving.chunks:
            yield proving.finished(versions, locks)
    jobs = (
        job_for(proving.entry.card, f"{index}.{number}", chunk, limits)
        for index, proving in enumerate(under_way)
        for number, chunk in enumerate(proving.chunks)
    )
    for result, _ in run(jobs):
        proving = under_way[int(result.key.partition(".")[0])]
        proving.take(result.outcomes)
        if not proving.waiting:
            yield proving.finished(versions, locks)


class _Proving:
    """A card on its way: the sets of numbers on which nothing was wrong, and what was."""

    def __init__(self, entry: Entry, report: CardReport, outcomes: Sequence[Outcome]) -> None:
        self.entry, self.report = entry, report
        self.admissible: list[dict[str, Any]] | None = None
        """Every set of a small domain that `require` lets pass; None where they are too many."""
        self.chunks: list[tuple[Case, ...]] = []
        self.waiting = 0
        self.method: Method = "draws" if entry.card.vary else "exhaustive"
        self._problems: list[Finding] = []
        self._spent = sum(outcome.seconds for outcome in outcomes)
        self._seeds: dict[str, int] = {}
        """The first draw that gives a set."""
        default, *drawn = outcomes if entry.card.vary else outcomes[:1]
        self._default = variant_of(entry, None, default)
        self._last = 0
        self._proved: dict[str, Variant] = {key_of(default.params): self._default}
        for outcome in drawn:
            self._last = outcome.seed
            self._seeds[key_of(outcome.params)] = outcome.seed
            self._keep(outcome)

    def plan(self) -> None:
        """Choose the sets to run: all there are, or further draws, as many as time allows."""
        cases = self._others()
        if cases is not None:
            count = affordable(len(cases), self._spent, len(self._proved))
            if count == len(cases):
                self.method = "exhaustive"
            cases = cases[:count] if self.method == "exhaustive" else cases[: min(count, DRAWS)]
        else:
            wanted = max(0, DRAWS - self._last)
            count = affordable(wanted, self._spent, len(self._proved))
            seeds = range(self._last + 1, self._last + 1 + count)
            cases = [single_case(self.entry.card, seed) for seed in seeds]
        self.chunks = [tuple(cases[at : at + CHUNK]) for at in range(0, len(cases), CHUNK)]
        self.waiting = len(self.chunks)

    def _others(self) -> list[Case] | None:
        """Return the admissible sets not yet run, in the order of the draws that give them.

        None where there are too many sets to know them all.
        """
        if self.admissible is None:
            return None
        card = self.entry.card
        sets = {key_of({**card.params, **drawn}): drawn for drawn in self.admissible}
        domains = msgspec.to_builtins(card.vary)

        def accept(drawn: dict[str, Any]) -> bool:
            return key_of({**card.params, **drawn}) in sets

        unnamed = sets.keys() - self._seeds.keys()
        for seed in range(1, SEEDS + 1):
            if not unnamed:
                break
            try:
                drawn = draws.draw(domains, str(draw_key(card.id, seed)), accept)
            except draws.Rejected:
                continue
            key = key_of({**card.params, **drawn})
            self._seeds.setdefault(key, seed)
            unnamed.discard(key)
        seeded = sorted((seed, key) for key, seed in self._seeds.items() if key in sets)
        order = dict.fromkeys((*(key for _, key in seeded), *sets))
        return [
            Case(seed=self._seeds.get(key, 0), params=sets[key])
            for key in order
            if key not in self._proved
        ]

    def take(self, outcomes: Sequence[Outcome]) -> None:
        """Take in the runs of one chunk."""
        self.waiting -= 1
        for outcome in outcomes:
            self._spent += outcome.seconds
            key = key_of(outcome.params)
            if key in self._proved:
                continue
            found = [f for f in findings(self.entry, outcome, default=False) if not f.is_warning]
            self._problems += found
            if not found:
                if self.admissible is None:
                    self._seeds.setdefault(key, outcome.seed)
                self._keep(outcome)

    def refuse(self, failure: Failure) -> None:
        """Note that `require` itself fails on some set."""
        self._problems.append(require_failure(self.entry, failure))

    def _keep(self, outcome: Outcome) -> None:
        seed = self._seeds.get(key_of(outcome.params))
        showing = variant_of(self.entry, seed, outcome)
        self._proved.setdefault(key_of(outcome.params), replace(showing, arrays={}))

    def finished(self, versions: Versions, locks: Locks) -> tuple[CardReport, Proof | None]:
        """Return the card's report, and its proof if nothing was wrong."""
        proof = self._proof(versions)
        if not self._problems:
            self._problems += _unfit(self.entry, proof)
        sets = len(self._proved)
        report = replace(
            self.report,
            problems=[*self.report.problems, *folded(self._problems)],
            variants=sets - 1,
            runs=max(self.report.runs, sets),
            seconds=round(self._spent, 4),
        )
        if self._problems:
            return replace(report, status="failed"), None
        settled = _settled(self.entry, proof, locks(self.entry))
        return replace(report, proofs=len(settled.versions)), settled

    def _proof(self, versions: Versions) -> Proof:
        card = self.entry.card
        drawn = [each for each in self._proved.values() if each.seed is not None]
        drawn.sort(key=lambda each: (not shows_point(card, each), each.seed))
        return Proof(
            digest=proof_digest(card),
            method=self.method,
            sets=len(self._proved),
            versions=(versions,),
            showings=(self._default, *drawn[: KEPT - 1]),
        )


def _admit(small: Sequence[_Proving], run: Runs) -> None:
    """Find out which sets of the small domains `require` lets pass."""

    def jobs() -> Iterator[Job]:
        for index, proving in enumerate(small):
            card = proving.entry.card
            sets = _all_sets(proving.entry)
            if card.require is None:
                proving.admissible = sets
            else:
                proving.admissible = []
                cases = tuple(Case(params=each) for each in sets)
                params = msgspec.to_builtins(card.params)
                yield Job(str(index), params, cases, expressions={"require": card.require})

    for result, _ in run(jobs()):
        proving = small[int(result.key)]
        names = list(proving.entry.card.vary)
        for outcome in result.outcomes:
            allowed = outcome.failure or outcome.expressions["require"]
            if isinstance(allowed, Failure):
                proving.refuse(allowed)
            elif allowed and proving.admissible is not None:
                proving.admissible.append({name: outcome.params[name] for name in names})


def _all_sets(entry: Entry) -> list[dict[str, Any]]:
    domains = msgspec.to_builtins(entry.card.vary)
    each = itertools.product(*(draws.values(domain) for domain in domains.values()))
    return [dict(zip(domains, values, strict=True)) for values in each]


def _settled(entry: Entry, proof: Proof, present: Lock | None) -> Proof:
    """Return the proof that a lock already has, with these versions, where the two agree."""
    old = present.proof(entry.card) if present else None
    if old is None or not agree(entry, old.showings, proof.showings):
        return proof
    (now,) = proof.versions
    return replace(proof, versions=lock.joined(old.versions, now), showings=old.showings)


def _unfit(entry: Entry, proof: Proof) -> Iterator[Finding]:
    """Yield what keeps a lock from holding a card, if anything does: it could not be read again."""
    card = entry.card
    miss = Lock(entry.bank, {card.id: lock.sealed(card, proof)}).miss(card)
    if miss:
        message = f"a lock cannot hold this card: {miss.message}"
        yield Finding(code="lock-differs", message=message, line=entry.place("").line)
