"""What an interview showed: scores, errors by sort, the weakest dimension first. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

from quizcv.session.interview.record import End

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quizcv.session.interview.exchange import Exchange
    from quizcv.session.interview.record import Record

DimensionName: TypeAlias = Literal[
    "correctness", "explanation", "speed", "independence", "calibration"
]
ErrorKind: TypeAlias = Literal["arithmetic", "convention", "concept", "unsorted"]
ERROR_KINDS: tuple[ErrorKind, ...] = ("arithmetic", "convention", "concept", "unsorted")
ENOUGH_STATED = 3
"""Answers with a stated confidence below which calibration says nothing."""


class Share(Struct, frozen=True, kw_only=True):
    """Points of the questions of one sort."""

    name: str
    points: float
    questions: int

    @property
    def value(self) -> float:
        """Points a question, 0 to 1."""
        return self.points / self.questions


class Dimension(Struct, frozen=True, kw_only=True):
    """One side of a performance, 0 to 1.

    correctness: graded questions that were right; explanation: points of rubrics that were made,
    by the candidate's own judgement; speed: questions answered in time; independence: answers
    without a hint; calibration: 1 less the mean gap between confidence stated and answers right.
    """

    name: DimensionName
    value: float
    count: int
    """Questions it rests on."""
    good: float
    """Of these."""


class Error(Struct, frozen=True, kw_only=True):
    """A wrong answer, by what was wrong with it."""

    number: int
    """Of the question."""
    card: str
    kind: ErrorKind
    name: str | None
    """The mistake's name; None where none of the card's mistakes matched."""


class Calibration(Struct, frozen=True, kw_only=True):
    """What came of one stated confidence."""

    stated: int
    """Per cent."""
    right: int
    answers: int


class Report(Struct, frozen=True, kw_only=True):
    """An interview summed up."""

    score: float | None
    """Mean of all points, 0 to 1; None where nothing was scored."""
    planned: int
    asked: int
    """Questions that were answered, skipped or timed out."""
    right: int
    wrong: int
    skipped: int
    time_up: int
    spoken: int
    unrated: int
    """Spoken answers that nobody judged; they do not count."""
    hints: int
    seconds: float
    limit: float
    pace: float | None
    """Time used of the time allowed, over all questions asked."""
    pauses: tuple[float, ...]
    resumed: int
    end: End | None
    dimensions: tuple[Dimension, ...]
    """The weakest first."""
    areas: tuple[Share, ...]
    """The weakest first."""
    depths: tuple[Share, ...]
    """By place in the chain: the name is `1 compute`, `2 change`, …"""
    calibration: tuple[Calibration, ...]
    errors: tuple[Error, ...]
    """Arithmetic, convention, concept, unsorted."""
    study: tuple[str, ...]
    """Topics of what was missed, the most missed first."""

    @property
    def weakest(self) -> Dimension | None:
        """The dimension to work on; None where everything was perfect or nothing was asked."""
        first = self.dimensions[0] if self.dimensions else None
        return first if first and first.value < 1 else None


def points(exchange: Exchange, hint_cap: float) -> float | None:
    """Return what an answer is worth, 0 to 1; None if it is not scored."""
    if exchange.outcome == "open" or (exchange.outcome == "spoken" and exchange.share is None):
        return None
    full = exchange.share if exchange.outcome == "spoken" else float(exchange.outcome == "right")
    return min(full or 0.0, hint_cap) if exchange.came.hints else full


def report(record: Record) -> Report:
    """Return the report of an interview, finished or not."""
    asked = record.answered
    cap = record.preset.hint_cap
    scored = [(e, worth) for e in asked if (worth := points(e, cap)) is not None]
    allowed = sum(e.posed.budget for e in asked)
    return Report(
        score=sum(worth for _, worth in scored) / len(scored) if scored else None,
        planned=record.preset.questions,
        asked=len(asked),
        right=sum(e.outcome == "right" for e in asked),
        wrong=sum(e.outcome == "wrong" for e in asked),
        skipped=sum(e.outcome == "skipped" for e in asked),
        time_up=sum(e.outcome == "time-up" for e in asked),
        spoken=sum(e.outcome == "spoken" for e in asked),
        unrated=sum(e.outcome == "spoken" and e.met is None for e in asked),
        hints=sum(e.came.hints for e in asked),
        seconds=record.elapsed,
        limit=record.preset.minutes * 60,
        pace=sum(min(e.came.seconds, e.posed.budget) for e in asked) / allowed if allowed else None,
        pauses=record.pauses,
        resumed=record.resumed,
        end=record.end,
        dimensions=tuple(sorted(_dimensions(asked), key=lambda d: d.value)),
        areas=tuple(sorted(_shares((e.asked.area, w) for e, w in scored), key=lambda s: s.value)),
        depths=tuple(
            sorted(
                _shares(
                    (f"{e.posed.depth} {e.posed.ask}", w)
                    for e, w in scored
                    if e.posed.chain is not None
                ),
                key=lambda share: int(share.name.split()[0]),
            )
        ),
        calibration=tuple(_calibration(asked)),
        errors=tuple(sorted(_errors(asked), key=lambda e: ERROR_KINDS.index(e.kind))),
        study=tuple(_missed_topics(scored)),
    )


def _dimensions(asked: list[Exchange]) -> Iterable[Dimension]:
    graded = [e for e in asked if e.outcome != "spoken"]
    answered = [e for e in asked if e.outcome in ("right", "wrong", "spoken")]
    rated = [e.share for e in asked if e.outcome == "spoken" and e.share is not None]
    in_time = [e for e in asked if e.outcome != "time-up" and not e.came.late]
    stated = _calibration(asked)
    if graded:
        yield _dimension("correctness", sum(e.outcome == "right" for e in graded), len(graded))
    if rated:
        yield _dimension("explanation", sum(rated), len(rated))
    if asked:
        yield _dimension("speed", len(in_time), len(asked))
    if answered:
        yield _dimension("independence", sum(not e.came.hints for e in answered), len(answered))
    if (count := sum(row.answers for row in stated)) >= ENOUGH_STATED:
        gap = sum(abs(row.stated / 100 * row.answers - row.right) for row in stated)
        yield _dimension("calibration", count - gap, count)


def _dimension(name: DimensionName, good: float, count: int) -> Dimension:
    return Dimension(name=name, value=good / count, count=count, good=good)


def _shares(pairs: Iterable[tuple[str, float]]) -> list[Share]:
    tally: dict[str, list[float]] = {}
    for name, worth in pairs:
        tally.setdefault(name, []).append(worth)
    return [
        Share(name=name, points=sum(tally[name]), questions=len(tally[name]))
        for name in sorted(tally)
    ]


def _calibration(asked: list[Exchange]) -> list[Calibration]:
    tally: dict[int, list[bool]] = {}
    for exchange in asked:
        if exchange.came.confidence is not None:
            tally.setdefault(exchange.came.confidence, []).append(exchange.outcome == "right")
    return [
        Calibration(stated=stated, right=sum(went), answers=len(went))
        for stated, went in sorted(tally.items())
    ]


def _errors(asked: list[Exchange]) -> Iterable[Error]:
    for exchange in asked:
        if exchange.outcome == "wrong":
            yield Error(
                number=exchange.asked.number,
                card=exchange.asked.card,
                kind=exchange.mistake_kind or "unsorted",
                name=exchange.mistake,
            )


def _missed_topics(scored: list[tuple[Exchange, float]]) -> list[str]:
    """Return the first topics of what cost points, those that cost most first."""
    lost: dict[str, float] = {}
    for exchange, worth in scored:
        if worth < 1:
            lost[exchange.asked.topics[0]] = lost.get(exchange.asked.topics[0], 0.0) + 1 - worth
    return sorted(lost, key=lambda topic: (-lost[topic], topic))
