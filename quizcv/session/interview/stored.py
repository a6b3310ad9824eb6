"""The form in which interviews are kept: one flat object a question, as it always was.

`body_of` and `read_record` are the only ones that know it; `mock show --json` prints it too.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from quizcv.cards.model import Figure, Level
from quizcv.kinds.options import Option
from quizcv.kinds.verdict import SlipKind
from quizcv.session.asked import Asked
from quizcv.session.interview.exchange import Came, Exchange, Given, Judgement, Outcome, Posed
from quizcv.session.interview.record import Record

_ALIKE = (
    *("part", "chain", "depth", "ask", "bank", "fingerprint", "practice", "params", "draw"),
    *("budget", "expected_seconds", "expected", "points", "explanation", "sources", "code"),
    *("figure", "plotted"),
)
"""Fields that are called the same in `Posed` and on the disk."""


class StoredExchange(Struct, frozen=True, kw_only=True):
    """A question on the disk. Fields may be added with a default; none may go or change."""

    number: int
    part: str
    chain: int | None = None
    depth: int = 1
    ask: str
    card: str
    bank: str
    area: str
    topics: tuple[str, ...]
    level: Level
    kind: str
    fingerprint: str
    practice: bool = False
    question: str
    form: str
    convention: str | None = None
    options: tuple[tuple[str, str, str], ...] = ()
    """Letter, key and text of each."""
    unit: str | None = None
    params: dict[str, Any]
    draw: int | None
    budget: float
    expected_seconds: float

    outcome: Outcome = "open"
    typed: str = ""
    given: str = ""
    seconds: float = 0.0
    hints: int = 0
    confidence: int | None = None
    mistake: str | None = None
    mistake_kind: SlipKind | None = None
    feedback: str = ""
    met: tuple[int, ...] | None = None
    late: bool = False
    logged: bool = False

    expected: str = ""
    points: tuple[str, ...] = ()
    explanation: str = ""
    sources: tuple[str, ...] = ()
    code: str = ""
    figure: Figure | None = None
    plotted: dict[str, Any] = {}


def body_of(record: Record) -> dict[str, Any]:
    """Return a record in plain JSON types."""
    rest = {name: getattr(record, name) for name in record.__struct_fields__}
    return {**msgspec.to_builtins({**rest, "exchanges": None}), "exchanges": questions_of(record)}


def questions_of(record: Record) -> list[dict[str, Any]]:
    """Return the questions of a record in plain JSON types."""
    return [msgspec.to_builtins(_stored(exchange)) for exchange in record.exchanges]


def read_record(body: dict[str, Any]) -> Record:
    """Return the record that `body_of` has written, in this release or in an earlier one.

    Raises:
        msgspec.ValidationError: it is none.
    """
    record = msgspec.convert({**body, "exchanges": []}, Record)
    stored = msgspec.convert(body.get("exchanges", []), list[StoredExchange])
    record.exchanges = [_exchange(each) for each in stored]
    return record


def _stored(exchange: Exchange) -> StoredExchange:
    posed, asked, came = exchange.posed, exchange.posed.asked, exchange.came
    return StoredExchange(
        **{name: getattr(posed, name) for name in _ALIKE},
        number=asked.number,
        card=asked.card,
        area=asked.area,
        topics=asked.topics,
        level=asked.level,
        kind=asked.kind,
        question=asked.text,
        form=asked.form,
        convention=asked.convention,
        options=tuple((o.letter, o.key, o.text) for o in asked.options),
        unit=asked.unit,
        outcome=exchange.outcome,
        typed=came.typed,
        given=came.read,
        seconds=came.seconds,
        hints=came.hints,
        confidence=came.confidence,
        late=came.late,
        mistake=exchange.mistake,
        mistake_kind=exchange.mistake_kind,
        feedback=exchange.feedback,
        met=exchange.met,
        logged=exchange.logged,
    )


def _exchange(stored: StoredExchange) -> Exchange:
    how: Came = (
        "answered" if stored.outcome == "right" or stored.outcome == "wrong" else stored.outcome
    )
    asked = Asked(
        number=stored.number,
        card=stored.card,
        area=stored.area,
        topics=stored.topics,
        level=stored.level,
        kind=stored.kind,
        text=stored.question,
        form=stored.form,
        convention=stored.convention,
        options=tuple(Option(*option) for option in stored.options),
        unit=stored.unit,
    )
    return Exchange(
        posed=Posed(
            **{name: getattr(stored, name) for name in _ALIKE},
            asked=asked,
            remark="" if how == "answered" else stored.feedback,
        ),
        given=Given(
            how=how,
            typed=stored.typed,
            read=stored.given,
            seconds=stored.seconds,
            hints=stored.hints,
            confidence=stored.confidence,
            late=stored.late,
        ),
        judgement=_judgement(stored),
        logged=stored.logged,
    )


def _judgement(stored: StoredExchange) -> Judgement | None:
    if stored.outcome in ("right", "wrong"):
        return Judgement(
            right=stored.outcome == "right",
            feedback=stored.feedback,
            mistake=stored.mistake,
            mistake_kind=stored.mistake_kind,
        )
    return None if stored.met is None else Judgement(met=stored.met)
