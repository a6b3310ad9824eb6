"""An interview's report as a document: headings, fields, tables; looks are decided elsewhere."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from msgspec import Struct

from quizcv.cards.model import Figure
from quizcv.formats import interview_words as words
from quizcv.session.interview.report import ERROR_KINDS, report
from quizcv.words import clock_time

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quizcv.session.interview.record import Exchange, Record
    from quizcv.session.interview.report import Report, Share

Tone: TypeAlias = Literal["", "good", "bad", "dim", "strong"]
TREND = 8
"""Earlier interviews shown."""


class Heading(Struct, frozen=True):
    """A title: level 1 is the document's own."""

    level: int
    text: str


class Prose(Struct, frozen=True):
    """Text with the little Markdown that cards use."""

    text: str


class Field(Struct, frozen=True):
    """A name and plain text, which is shown as it stands."""

    label: str
    text: str
    tone: Tone = ""


class Table(Struct, frozen=True):
    """Rows of plain text; `shares` (0 to 1) are drawn as a bar at the end of each row."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...] = ()


class Bullets(Struct, frozen=True):
    """A list of short texts with the Markdown of cards, each with a tone."""

    items: tuple[tuple[str, Tone], ...]


class Code(Struct, frozen=True):
    """Something to be copied: Python, or a command."""

    text: str
    language: Literal["python", "sh"] = "python"


class Chart(Struct, frozen=True):
    """A card's figure with everything its texts and lines use."""

    name: str
    """Unlike that of every other chart of the document."""
    figure: Figure
    plotted: dict[str, Any]


Block: TypeAlias = Heading | Prose | Field | Table | Bullets | Code | Chart


class Sat(Struct, frozen=True, kw_only=True):
    """An interview among others: its number and when it began."""

    number: int
    started: datetime
    record: Any
    """A `Record`."""


def overview(sat: Sat, earlier: Sequence[Sat] = ()) -> Iterator[Block]:
    """Yield what the interview showed as a whole; `earlier` are those before it, oldest first."""
    record: Record = sat.record
    found = report(record)
    yield Heading(1, f"{record.preset.title}, mock {sat.number}")
    yield Field("", sat.started.astimezone().strftime("%A %d %B %Y, %H:%M"), "dim")
    yield Field("", words.headline(found), "strong")
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
    rows = tuple(
        (f"{row.stated}%", f"{row.right / row.answers:.0%}", str(row.answers))
        for row in found.calibration
    )
    yield Table(("you said", "were right", "answers"), rows)


def _errors(found: Report) -> Iterator[Block]:
    if not found.errors:
        return
    yield Heading(2, "Errors by sort")
    for kind in ERROR_KINDS:
        made = [error for error in found.errors if error.kind == kind]
        if made:
            yield Field(f"{kind} ({len(made)})", "; ".join(map(words.error_line, made)))


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
    place = f"Chain {exchange.chain}, step {exchange.depth}: " if exchange.chain else ""
    yield Heading(3, f"{exchange.number}. {place}{words.ASKS[exchange.ask]}")
    yield Field("", f"{exchange.area} · {exchange.level} · {exchange.card}", "dim")
    yield Prose(exchange.question)
    if exchange.convention:
        yield Field("Convention", exchange.convention)
    if exchange.options:
        yield Bullets(tuple((f"{letter}\\) {text}", "") for letter, _, text in exchange.options))
    success = exchange.success
    tone: Tone = "good" if success else "bad" if success is False else ""
    yield Field("Outcome", words.outcome_line(exchange), tone)
    if answer := words.answer_text(exchange):
        yield Field("You answered", answer)
    if exchange.is_spoken:
        yield from _rubric(exchange)
    else:
        yield Field("Right", exchange.expected, "strong")
    if exchange.feedback:
        yield Prose(exchange.feedback)
    if exchange.mistake_kind and exchange.outcome == "wrong":
        yield Field("Sort of error", f"{exchange.mistake_kind}: {exchange.mistake}")
    yield Prose(exchange.explanation)
    if exchange.figure is not None:
        yield Chart(f"question-{exchange.number}", exchange.figure, exchange.plotted)
    if code:
        numbers = "\n".join(f"{name} = {value!r}" for name, value in exchange.params.items())
        yield Code(f"{numbers}\n\n{exchange.code}".strip())
    for source in exchange.sources:
        yield Field("Source", source, "dim")


def _rubric(exchange: Exchange) -> Iterator[Block]:
    if exchange.expected:
        yield Field("A good answer", exchange.expected)
    met = exchange.met
    yield Field("Points", "not rated" if met is None else "rated by yourself")
    yield Bullets(
        tuple(
            (point, "" if met is None else "good" if number in met else "bad")
            for number, point in enumerate(exchange.points, start=1)
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
