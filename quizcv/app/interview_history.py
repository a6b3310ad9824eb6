"""The interviews that were sat: listed, shown, and the command that asks the same again."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from quizcv.app.interviews import record_of
from quizcv.app.results import Result
from quizcv.app.shelf import open_store
from quizcv.errors import UnknownName
from quizcv.session.interview.report import report
from quizcv.session.interview.stored import questions_of
from quizcv.store import interviews as stored

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from quizcv.session.interview.record import Record
    from quizcv.store.interviews import State, StoredInterview


@dataclass(frozen=True, kw_only=True)
class Sat:
    """An interview that was sat."""

    number: int
    started: datetime
    state: State
    record: Record


@dataclass(frozen=True, kw_only=True)
class InterviewsListed(Result):
    """The interviews there were, oldest first."""

    sat: Sequence[Sat]

    @property
    def data(self) -> dict[str, Any]:
        """Each in a few facts."""
        return {"mocks": [_summary(one) for one in self.sat]}


@dataclass(frozen=True, kw_only=True)
class InterviewShown(Result):
    """One interview with its report, and those before it."""

    sat: Sat
    earlier: Sequence[Sat]
    whole: bool = True
    """With every question, not only what was missed."""

    @property
    def data(self) -> dict[str, Any]:
        """The facts, the report and every question."""
        record = self.sat.record
        return {
            **_summary(self.sat),
            "bank": record.bank,
            "report": msgspec.to_builtins(report(record)),
            "questions": questions_of(record),
        }


def list_interviews() -> InterviewsListed:
    """Return the interviews there were."""
    with open_store() as store:
        return InterviewsListed(sat=[_sat(row) for row in stored.all_of(store)])


def show_interview(number: int, *, whole: bool = True) -> InterviewShown:
    """Return the interview of that number; `whole`: with every question.

    Raises:
        UnknownName: there is none.
    """
    with open_store() as store:
        found = stored.numbered(store, number)
        if found is None:
            raise UnknownName(f"there is no mock {number}", "`quizcv mock list` shows them")
        earlier = [_sat(row) for row in stored.all_of(store) if row.id < number]
    return InterviewShown(sat=_sat(found), earlier=earlier, whole=whole)


def replay_command(record: Record) -> str:
    """Return the command that asks the same questions again, whoever types it."""
    preset = record.preset
    words = ["quizcv", "mock"]
    words += ["--preset", record.preset_file] if record.preset_file else [preset.preset]
    words += ["--seed", str(record.seed)]
    if record.minutes_asked is not None:
        words += ["--minutes", f"{record.minutes_asked:g}"]
    for area in record.areas:
        words += ["--area", area]
    for topic in record.topics:
        words += ["--topic", topic]
    if record.ramp:
        words += ["--ramp", record.ramp]
    if record.avoided:
        words += ["--without", ",".join(record.avoided)]
    for bank in record.added_banks:
        words += ["--bank", bank]
    return shlex.join(words)


def _sat(row: StoredInterview) -> Sat:
    return Sat(number=row.id, started=row.started, state=row.state, record=record_of(row))


def _summary(sat: Sat) -> dict[str, Any]:
    record = sat.record
    found = report(record)
    return {
        "id": sat.number,
        "preset": record.preset.preset,
        "started": sat.started.isoformat(),
        "state": sat.state,
        "end": record.end,
        "seed": record.seed,
        "areas": list(record.areas),
        "topics": list(record.topics),
        "score": found.score,
        "weakest": found.weakest.name if found.weakest else None,
        "asked": found.asked,
        "planned": found.planned,
        "seconds": found.seconds,
        "replay": replay_command(record),
    }
