"""Interviews: begun, gone on with, closed; kept in the progress file from the first question."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quizcv.app import clock as clocks
from quizcv.app.desk import fresh_seed, open_desk, session_id
from quizcv.app.places import presets_dir
from quizcv.app.preset_files import preset_named, read_preset
from quizcv.app.shelf import open_shelf, open_store
from quizcv.cards.selecting import select
from quizcv.errors import UsageError
from quizcv.learner.history import area_to_probe, seen_lately
from quizcv.session.interview.interview import Interview
from quizcv.session.interview.interviewer import Interviewer
from quizcv.session.interview.keeping import close
from quizcv.session.interview.kinship import Kinship
from quizcv.session.interview.record import Record
from quizcv.session.interview.stored import read_record
from quizcv.store import interviews as stored

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quizcv.app.shelf import Shelf
    from quizcv.cards.library import Entry, Library
    from quizcv.schedule import Review
    from quizcv.session.interview.keeping import State
    from quizcv.session.interview.preset import Preset
    from quizcv.session.ports import Desk
    from quizcv.store.interviews import StoredInterview
    from quizcv.store.progress import ProgressStore


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What somebody asks an interview to be."""

    preset: Preset
    preset_file: Path | None = None
    minutes: float | None = None
    areas: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    seed: int | None = None
    ramp: str = ""
    without: tuple[str, ...] = ()
    banks: tuple[Path, ...] = ()


class StoredArchive:
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
        if self.number is None:
            now = clocks.current().now()
            self.number = stored.begin(self._store, self._session, self._preset, now, body)
        stored.save(self._store, self.number, state, body, review)


@dataclass(frozen=True)
class Sitting:
    """An interview to be sat, its record, and where that is kept."""

    interview: Interview
    record: Record
    archive: StoredArchive
    messages: tuple[str, ...]
    """Which added banks have problems, who proved them, and what had to be left out."""


def preset_for(name: str, file: Path | None, minutes: float | None) -> Preset:
    """Return a preset by its name or from a file, shortened or drawn out to so many minutes.

    Raises:
        UnknownName: there is none of that name.
        BankUnreadable: its file is unsound.
    """
    preset = read_preset(file) if file else preset_named(name, presets_dir())
    return preset.lasting(minutes) if minutes else preset


@contextmanager
def new_interview(wishes: Wishes) -> Iterator[Sitting]:
    """Give a new interview; its workers end with the block.

    Raises:
        UnknownName: a topic or an area does not exist.
        UsageError: there is no card to ask about.
    """
    with open_shelf(wishes.banks) as shelf:
        record = Record(
            preset=wishes.preset,
            seed=fresh_seed() if wishes.seed is None else wishes.seed,
            bank=bank_digest(shelf.library),
            areas=wishes.areas,
            topics=wishes.topics,
            shared=wishes.seed is not None,
            without=wishes.without,
            fixed_ramp=wishes.ramp,
            minutes_asked=wishes.minutes,
            preset_file=str(wishes.preset_file) if wishes.preset_file else None,
            added_banks=tuple(map(str, wishes.banks)),
        )
        if wishes.preset.one_area and not wishes.areas and not wishes.topics:
            record.areas = (_weakest_area(shelf, record),)
        with open_desk(shelf) as desk:
            session = session_id(desk.clock.now())
            archive = StoredArchive(shelf.store, session, record.preset.preset)
            yield _sitting(shelf, desk, record, archive, session)


@contextmanager
def interrupted_interview(old: StoredInterview, banks: Sequence[Path] | None) -> Iterator[Sitting]:
    """Give an interrupted interview to go on with, by default with the banks it had.

    Raises:
        UsageError: the banks have changed too much to go on.
    """
    record = record_of(old)
    with (
        open_shelf(banks or [Path(bank) for bank in record.added_banks]) as shelf,
        open_desk(shelf) as desk,
    ):
        archive = StoredArchive(shelf.store, old.session, record.preset.preset, old.id)
        yield _sitting(shelf, desk, record, archive, old.session)


def interrupted() -> StoredInterview | None:
    """Return the latest interview that was neither finished nor closed."""
    with open_store() as store:
        return _last_running(store)


def interrupted_or_refuse() -> StoredInterview:
    """Return the latest interview that was neither finished nor closed.

    Raises:
        UsageError: there is none.
    """
    found = interrupted()
    if found is None:
        raise UsageError("no interview was interrupted", "`quizcv mock` begins one")
    return found


def close_interrupted() -> None:
    """Close the interrupted interview; what was answered stays, and misses are in study.

    Raises:
        UsageError: there is none.
    """
    old = interrupted_or_refuse()
    now = clocks.current().now()
    with open_store() as store:
        archive = StoredArchive(store, old.session, old.preset, old.id)
        close(record_of(old), archive, old.session, now)
        store.end(old.session, now, {"closed": True})


def record_of(interview: StoredInterview) -> Record:
    """Return an interview's record as it was saved."""
    return read_record(interview.body)


def bank_digest(library: Library) -> str:
    """Return a name for the cards there are; the order of files does not matter."""
    told = "\n".join(sorted(f"{bank.id} {bank.digest}" for bank in library.banks))
    return f"sha256:{hashlib.sha256(told.encode()).hexdigest()}"


def _sitting(
    shelf: Shelf, desk: Desk, record: Record, archive: StoredArchive, session: str
) -> Sitting:
    # A shared seed asks everybody the same, whatever they have seen.
    before = [] if record.shared else _before(shelf.store, archive.number)
    seen = seen_lately(before)
    cards = shelf.askable(_chosen(shelf, record))
    interviewer = Interviewer(
        record.preset,
        cards.entries,
        Kinship(shelf.syllabus),
        record.seed,
        avoid=sorted({*record.without, *seen.cards}),
        ramp=record.fixed_ramp,
    )
    interview = Interview(interviewer, desk, archive, record, session, seen=seen.numbers)
    return Sitting(interview, record, archive, (*shelf.messages, *cards.messages))


def _chosen(shelf: Shelf, record: Record) -> list[Entry]:
    entries = select(shelf.library, shelf.syllabus, topics=record.topics, areas=record.areas)
    if not entries:
        raise UsageError("there is nothing to ask", "`quizcv list` shows the cards")
    return entries


def _weakest_area(shelf: Shelf, record: Record) -> str:
    now = None if record.shared else shelf.clock.now()
    areas = [entry.area for entry in shelf.library]
    return area_to_probe(areas, shelf.store.reviews(), record.seed, now)


def _before(store: ProgressStore, number: int | None) -> list[Record]:
    rows = stored.all_of(store)
    return [record_of(row) for row in rows if number is None or row.id < number]


def _last_running(store: ProgressStore) -> StoredInterview | None:
    rows = reversed(stored.all_of(store))
    return next((row for row in rows if row.state == "running"), None)
