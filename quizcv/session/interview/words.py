"""Sentences about an interview that was sat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizcv.words import clock_time, plural

if TYPE_CHECKING:
    from quizcv.session.interview.exchange import Exchange
    from quizcv.session.interview.record import Record
    from quizcv.session.interview.report import Dimension, Error, Report

ENDS = {
    "complete": "every question was asked",
    "time": "the time was over",
    "ended": "you ended it early",
    "closed": "it was interrupted and closed",
    None: "it was interrupted and can go on",
}
OUTCOMES = {
    "open": "not answered when the interview ended",
    "right": "right",
    "wrong": "wrong",
    "skipped": "skipped",
    "time-up": "time up",
    "spoken": "spoken",
}


def headline(report: Report) -> str:
    """Return the one sentence to take away: the weakest dimension first."""
    if report.score is None:
        return "Nothing was scored."
    if report.weakest is None:
        return f"Score {report.score:.0%}. No weak side showed."
    return f"Weakest: {dimension_line(report.weakest)} Score {report.score:.0%}."


def dimension_line(dimension: Dimension) -> str:
    """Return a dimension with what it rests on, as a sentence."""
    good, count = dimension.good, dimension.count
    told = {
        "correctness": f"{good:.0f} of {count} graded questions right",
        "explanation": f"{plural(count, 'spoken answer')}, by your own judgement",
        "speed": f"{good:.0f} of {count} answered in time",
        "independence": f"{good:.0f} of {count} answered without a hint",
        "calibration": f"how sure you were against how right you were, {plural(count, 'answer')}",
    }[dimension.name]
    return f"{dimension.name}, {dimension.value:.0%} ({told})."


def facts(record: Record, report: Report) -> list[tuple[str, str]]:
    """Return what happened, as names and values."""
    asked = f"{report.asked} of {report.planned} asked: {ENDS[report.end]}"
    counts = [
        f"{report.right} right",
        f"{report.wrong} wrong",
        f"{report.skipped} skipped",
        f"{report.time_up} out of time",
    ]
    if report.spoken:
        rest = f", {report.unrated} left unrated" if report.unrated else ""
        counts.append(f"{report.spoken} spoken (self-rated{rest})")
    pace = "" if report.pace is None else f", {report.pace:.0%} of the time allowed was used"
    rows = [
        ("Questions", asked),
        ("Answers", ", ".join(counts)),
        ("Time", f"{clock_time(report.seconds)} of {clock_time(report.limit)}{pace}"),
        ("Hints", str(report.hints)),
    ]
    if report.pauses:
        rows.append(("Pause", clock_time(sum(report.pauses))))
    if report.resumed:
        rows.append(("Interrupted", f"{plural(report.resumed, 'time')}, and taken up again"))
    return [*rows, ("Seed", str(record.seed))]


def outcome_line(exchange: Exchange) -> str:
    """Return how an answer went, with its time, its hints and how sure it was."""
    outcome, came = exchange.outcome, exchange.came
    told = [OUTCOMES[outcome]]
    if outcome == "spoken":
        share = exchange.share
        rated = "not rated" if share is None else f"{share:.0%} of the points, self-rated"
        told = [f"spoken: {rated}"]
    if outcome != "open":
        told.append(f"{clock_time(came.seconds)} of {clock_time(exchange.posed.budget)}")
    if came.late:
        told.append("cut off by the clock" if outcome == "spoken" else "not answered in time")
    if came.hints:
        told.append(plural(came.hints, "hint"))
    if came.confidence is not None:
        told.append(f"{came.confidence}% sure")
    return ", ".join(told)


def answer_text(exchange: Exchange) -> str:
    """Return what was answered, as it was read; empty where nothing was."""
    return exchange.came.read or exchange.came.typed.strip()


def error_line(error: Error) -> str:
    """Return a wrong answer in a line."""
    name = error.name or "none of the known mistakes"
    return f"question {error.number}: {name} ({error.card})"
