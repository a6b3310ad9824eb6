"""What a mock interview needs from this machine: its cards, its history, a place in the store."""

from __future__ import annotations

import hashlib
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from quizcv.errors import UnknownName, UsageError
from quizcv.session.interview.stored import questions_of, read_record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizcv.cards.library import Entry, Library
    from quizcv.cli.sitting import Shelf
    from quizcv.schedule import Review
    from quizcv.session.interview.interview import Interview
    from quizcv.session.interview.interviewer import Interviewer
    from quizcv.session.interview.keeping import State
    from quizcv.session.interview.record import Record
    from quizcv.session.ports import Desk
    from quizcv.store import ProgressStore
    from quizcv.store.interviews import Mock


class MockArchive:
    """One interview in the progress file, from its first question on."""

    def __init__(
        self, store: ProgressStore, session: str, preset: str, number: int | None = None
    ) -> None:
        self._store = store
        self._session = session
        self._preset = preset
        self.number = number
        """Its number, as `quizcv mock list` shows it; None before the first question."""

    def save(self, state: State, body: dict[str, Any], review: Review | None = None) -> None:
        """Save how it stands, and a line of the review log with it: both or neither."""
        from datetime import UTC, datetime

        from quizcv.store.interviews import begin_mock, save_mock

        if self.number is None:
            now = datetime.now(UTC)
            self.number = begin_mock(self._store, self._session, self._preset, now, body)
        save_mock(self._store, self.number, state, body, review)


def record_of(mock: Mock) -> Record:
    """Return an interview's record as it was saved."""
    return read_record(mock.body)


def last_interrupted(store: ProgressStore) -> Mock | None:
    """Return the latest interview that was neither finished nor closed."""
    from quizcv.store.interviews import mocks

    return next((mock for mock in reversed(mocks(store)) if mock.state == "running"), None)


def mock_numbered(store: ProgressStore, number: int) -> Mock:
    """Return the interview of that number.

    Raises:
        UnknownName: there is none.
    """
    from quizcv.store.interviews import mock

    found = mock(store, number)
    if found is None:
        raise UnknownName(f"there is no mock {number}", "`quizcv mock list` shows them")
    return found


def earlier_records(store: ProgressStore, before: int | None = None) -> list[tuple[Mock, Record]]:
    """Return the interviews before that number (before None: all), oldest first."""
    from quizcv.store.interviews import mocks

    rows = [mock for mock in mocks(store) if before is None or mock.id < before]
    return [(mock, record_of(mock)) for mock in rows]


def bank_digest(library: Library) -> str:
    """Return a name for the cards there are; the order of files does not matter."""
    told = "\n".join(sorted(f"{bank.id} {bank.digest}" for bank in library.banks))
    return f"sha256:{hashlib.sha256(told.encode()).hexdigest()}"


def chosen_entries(shelf: Shelf, record: Record) -> list[Entry]:
    """Return the cards an interview may ask about.

    Raises:
        UnknownName: a topic or an area does not exist.
        UsageError: there is no card among them.
    """
    from quizcv.cards.selecting import select

    entries = select(shelf.library, shelf.syllabus, topics=record.topics, areas=record.areas)
    if not entries:
        raise UsageError("there is nothing to ask", "`quizcv list` shows the cards")
    return entries


def interviewer_for(shelf: Shelf, record: Record, avoid: Sequence[str]) -> Interviewer:
    """Return who asks: the same for the same record and banks."""
    from quizcv.session.interview.interviewer import Interviewer
    from quizcv.session.interview.kinship import Kinship

    return Interviewer(
        record.preset,
        chosen_entries(shelf, record),
        Kinship(shelf.syllabus),
        record.seed,
        avoid=avoid,
        ramp=record.fixed_ramp,
    )


def interview_for(
    shelf: Shelf, desk: Desk, record: Record, archive: MockArchive, session: str
) -> Interview:
    """Return an interview to sit, new or to go on with."""
    from quizcv.learner.history import seen_lately
    from quizcv.session.interview.interview import Interview

    # A shared seed asks everybody the same, whatever they have seen.
    before = [] if record.shared else earlier_records(shelf.store, archive.number)
    seen = seen_lately([other for _, other in before])
    avoid = sorted({*record.without, *seen.cards})
    interviewer = interviewer_for(shelf, record, avoid)
    return Interview(interviewer, desk, archive, record, session, seen=seen.numbers)


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


def summary(mock: Mock) -> dict[str, Any]:
    """Return an interview in a few facts, for `--json`."""
    from quizcv.session.interview.report import report

    record = record_of(mock)
    found = report(record)
    return {
        "id": mock.id,
        "preset": record.preset.preset,
        "started": mock.started.isoformat(),
        "state": mock.state,
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


def details(mock: Mock) -> dict[str, Any]:
    """Return an interview with its report and every question, for `--json`."""
    from quizcv.session.interview.report import report

    record = record_of(mock)
    return {
        **summary(mock),
        "bank": record.bank,
        "report": msgspec.to_builtins(report(record)),
        "questions": questions_of(record),
    }


def user_presets() -> Path:
    """Return the folder of the learner's own presets."""
    from quizcv.app.wiring import state_dir

    return state_dir() / "presets"
