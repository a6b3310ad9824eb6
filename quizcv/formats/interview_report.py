"""An interview's report as a document: headings, fields, tables; looks are decided elsewhere."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from quizcv.session.blocks import Bullets, Chart, Code, Heading, Line, Options, Prose, Table
from quizcv.session.interview import words
from quizcv.session.interview.record import Record
from quizcv.session.interview.report import ERROR_KINDS, report
from quizcv.session.interview.steps import STEPS
from quizcv.session.words import calibration_table, with_numbers
from quizcv.words import clock_time

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quizcv.session.blocks import Block, Tone
    from quizcv.session.interview.exchange import Exchange
    from quizcv.session.interview.report import Report, Share

TREND = 8
"""Earlier interviews shown."""


class Sat(Struct, frozen=True, kw_only=True):
    """An interview among others: its number and when it began."""

    number: int
    started: datetime
    record: Record


def overview(sat: Sat, earlier: Sequence[Sat] = ()) -> Iterator[Block]:
    """Yield what the interview showed as a whole; `earlier` are those before it, oldest first."""
    record = sat.record
    found = report(record)
    yield Heading(1, f"{record.preset.title}, mock {sat.number}")
    yield Line(sat.started.astimezone().strftime("%A %d %B %Y, %H:%M"), "dim")
    yield Line(words.headline(found), "strong")
    yield Table((), tuple(words.facts(record, found)))
    yield from _dimensions(found)
    yield from _shares("By area", "area", found.areas)
    yield from _shares("By depth of the chain", "step", found.depths)
    yield from _calibration(found)
    yield from _errors(found)
    yield from _trend(sat, earlier)
    yield from _next_steps(found)


def questions(record: Record, *, misses_only: bool = False, code: bool = True) -> Iterator[Block]:
    """Yield every question with what was answered and what is right."""
    shown = [e for e in record.exchanges if not (misses_only and e.success is True)]
    if not shown:
        return
    yield Heading(2, "What was missed" if misses_only else "Question by question")
    for exchange in shown:
        yield from _question(exchange, code=code)


def _dimensions(found: Report) -> Iterator[Block]:
    if not found.dimensions:
        return
    yield Heading(2, "Weakest side first")
    rows = []
    for dimension in found.dimensions:
        _, _, basis = words.dimension_line(dimension).partition(" (")
        name = dimension.name
        label = f"{name} (self-rated)" if name == "explanation" else name
        rows.append((label, f"{dimension.value:.0%}", basis.removesuffix(").")))
    yield Table(("", "", "from"), tuple(rows), tuple(d.value for d in found.dimensions))


def _shares(title: str, column: str, shares: Sequence[Share]) -> Iterator[Block]:
    if not shares:
        return
    yield Heading(2, title)
    rows = tuple((s.name, f"{s.points:g} of {s.questions}", f"{s.value:.0%}") for s in shares)
    yield Table((column, "points", ""), rows, tuple(s.value for s in shares))


def _calibration(found: Report) -> Iterator[Block]:
    if not found.calibration:
        return
    yield Heading(2, "Sure and right")
    yield calibration_table((row.stated, row.right, row.answers) for row in found.calibration)


def _errors(found: Report) -> Iterator[Block]:
    if not found.errors:
        return
    yield Heading(2, "Errors by sort")
    for kind in ERROR_KINDS:
        made = [error for error in found.errors if error.kind == kind]
        if made:
            told = "; ".join(map(words.error_line, made))
            yield Line(told, label=f"{kind} ({len(made)})")


def _trend(sat: Sat, earlier: Sequence[Sat]) -> Iterator[Block]:
    """Compare with earlier interviews of the same preset."""
    same = [other for other in earlier if other.record.preset.preset == sat.record.preset.preset]
    known = [(other, report(other.record)) for other in [*same, sat]]
    scored = [(other, found) for other, found in known if found.score is not None][-TREND - 1 :]
    if len(scored) < 2:
        return
    yield Heading(2, "Trend")
    rows = tuple(
        (
            str(other.number),
            other.started.astimezone().strftime("%d %b %Y"),
            f"{found.score:.0%}",
            found.weakest.name if found.weakest else "none",
        )
        for other, found in scored
    )
    yield Table(("mock", "date", "score", "weakest"), rows, tuple(f.score or 0 for _, f in scored))


def _next_steps(found: Report) -> Iterator[Block]:
    if not found.study:
        return
    yield Heading(2, "What to do next")
    yield Code(f"quizcv study {' '.join(found.study[:3])}", "sh")
    yield Prose("What you missed is due in study now, with new numbers.")


def _question(exchange: Exchange, *, code: bool) -> Iterator[Block]:
    posed, asked = exchange.posed, exchange.asked
    place = f"Chain {posed.chain}, step {posed.depth}: " if posed.chain else ""
    yield Heading(3, f"{asked.number}. {place}{STEPS[posed.ask].title}")
    yield Line(f"{asked.area} · {asked.level} · {asked.card}", "dim")
    yield Prose(asked.text)
    if asked.convention:
        yield Line(asked.convention, label="Convention")
    if asked.options:
        yield Options(tuple((option.letter, option.text) for option in asked.options))
    success = exchange.success
    tone: Tone = "good" if success else "bad" if success is False else ""
    yield Line(words.outcome_line(exchange), tone, "Outcome")
    if answer := words.answer_text(exchange):
        yield Line(answer, label="You answered")
    if posed.is_spoken:
        yield from _rubric(exchange)
    else:
        yield Line(posed.expected, "strong", "Right")
    if exchange.feedback:
        yield Prose(exchange.feedback)
    if exchange.mistake_kind and exchange.outcome == "wrong":
        yield Line(f"{exchange.mistake_kind}: {exchange.mistake}", label="Sort of error")
    yield Prose(posed.explanation)
    if posed.figure is not None:
        yield Chart(f"question-{asked.number}", posed.figure, posed.plotted)
    if code:
        yield Code(with_numbers(posed.params, posed.code))
    for source in posed.sources:
        yield Line(source, "dim", "Source")


def _rubric(exchange: Exchange) -> Iterator[Block]:
    if exchange.posed.expected:
        yield Line(exchange.posed.expected, label="A good answer")
    met = exchange.met
    yield Line("not rated" if met is None else "rated by yourself", label="Points")
    yield Bullets(
        tuple(
            (point, "" if met is None else "good" if number in met else "bad")
            for number, point in enumerate(exchange.posed.points, start=1)
        )
    )


def listing(sats: Sequence[tuple[Sat, str]]) -> Table:
    """Return a table of interviews, each with its state."""
    rows = []
    for sat, state in sats:
        found = report(sat.record)
        rows.append(
            (
                str(sat.number),
                sat.started.astimezone().strftime("%d %b %Y %H:%M"),
                sat.record.preset.preset,
                "" if found.score is None else f"{found.score:.0%}",
                f"{found.asked}/{found.planned}",
                clock_time(found.seconds),
                found.weakest.name if found.weakest else "",
                "interrupted" if state == "running" else state,
            )
        )
    header = ("mock", "began", "preset", "score", "asked", "time", "weakest", "state")
    return Table(header, tuple(rows))
