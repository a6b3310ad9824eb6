"""Sentences about an interview that every front end and every report shares."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from quizcv.words import clock_time, plural

if TYPE_CHECKING:
    from quizcv.session.interview.record import Exchange, Record
    from quizcv.session.interview.report import Dimension, Error, Report
    from quizcv.session.interview.views import Briefing, Rubric, Timed, Times

ENDS = {
    "complete": "every question was asked",
    "time": "the time was over",
    "ended": "you ended it early",
    "closed": "it was interrupted and closed",
    None: "it was interrupted and can go on",
}
ASKS = {
    "short": "short question",
    "compute": "compute",
    "change": "a number changed",
    "why": "why, and what limits it",
    "next": "what follows",
    "error": "find the error",
}
OUTCOMES = {
    "open": "not answered when the interview ended",
    "right": "right",
    "wrong": "wrong",
    "skipped": "skipped",
    "time-up": "time up",
    "spoken": "spoken",
}


def countdown(seconds: float) -> str:
    """Return the seconds left as a clock that shows 0:00 only when they are over."""
    return clock_time(ceil(max(0.0, seconds)))


def times_line(times: Times) -> str:
    """Return what is left, in words short enough for a status line."""
    total = f"{countdown(times.interview)} of the interview left"
    if times.question is None:
        return total
    return f"{countdown(times.question)} for this question · {total}"


def briefing_lines(view: Briefing) -> list[str]:
    """Return what an interview consists of, and its rules."""
    parts = [f"{title}: {count} × {clock_time(seconds)}" for title, count, seconds in view.parts]
    lines = [f"{view.minutes:g} minutes, {plural(view.questions, 'question')}", *parts]
    if view.areas:
        lines.append(f"On {', '.join(view.areas)}")
    if view.done:
        left = clock_time(view.seconds_left)
        lines.append(f"Interrupted after {plural(view.done, 'question')}; {left} left. It goes on.")
    return [
        *lines,
        "",
        "Every question has its own time, and the interview has one for all.",
        "After each answer you say how sure you are. What was right comes in the debrief.",
        f"After a hint an answer is worth {view.hint_cap:.0%} at most.",
        "You can skip a question, and pause once.",
    ]


def place(view: Timed) -> str:
    """Return where a question stands in the interview."""
    asked = view.asked
    parts = [f"Question {asked.number} of {asked.total}"]
    if view.chain is None:
        parts.append(view.part)
    else:
        parts.append(f"chain {view.chain} of {view.chains}, step {view.depth} of {view.depths}")
    return " · ".join([*parts, asked.area, asked.level])


def rubric_head(view: Rubric) -> str:
    """Return how far the debrief is, and what to do."""
    return (
        f"Debrief {view.place} of {view.total}. You judge this answer: "
        "which of the points did you make?"
    )


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
    told = [OUTCOMES[exchange.outcome]]
    if exchange.outcome == "spoken":
        share = exchange.share
        rated = "not rated" if share is None else f"{share:.0%} of the points, self-rated"
        told = [f"spoken: {rated}"]
    if exchange.outcome != "open":
        told.append(f"{clock_time(exchange.seconds)} of {clock_time(exchange.budget)}")
    if exchange.late:
        cut = exchange.outcome == "spoken"
        told.append("cut off by the clock" if cut else "not answered in time")
    if exchange.hints:
        told.append(plural(exchange.hints, "hint"))
    if exchange.confidence is not None:
        told.append(f"{exchange.confidence}% sure")
    return ", ".join(told)


def answer_text(exchange: Exchange) -> str:
    """Return what was answered, as it was read; empty where nothing was."""
    return exchange.given or exchange.typed.strip()


def error_line(error: Error) -> str:
    """Return a wrong answer in a line."""
    name = error.name or "none of the known mistakes"
    return f"question {error.number}: {name} ({error.card})"
