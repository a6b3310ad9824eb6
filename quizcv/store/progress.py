"""The learner's progress, as sessions and commands use it.

Every method that writes commits before it returns.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from quizcv.errors import ProgressError
from quizcv.schedule import (
    DEFAULT_RETENTION,
    CardState,
    Kind,
    Review,
    Scheduler,
    Settings,
    replayed,
    state_after,
)
from quizcv.store import backups
from quizcv.store.database import explained, open_database, transaction
from quizcv.store.rows import (
    INSERT_REVIEW,
    INSERT_STATE,
    moment,
    review_from,
    review_row,
    stamp,
    state_from,
    state_row,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path
    from types import TracebackType

_LIVE = "id NOT IN (SELECT review FROM undone)"
_NAMED = "coalesce((SELECT new FROM renames WHERE old = reviews.card), card)"


FILE = "progress.sqlite"


def open_progress(folder: Path, now: datetime) -> ProgressStore:
    """Return the progress kept in `folder`, created on first use.

    `now` names the copy that is made before a file of an older quizcv is brought up to date.

    Raises:
        ProgressError: the file cannot be used as it is; it is left untouched.
    """
    path = folder / FILE
    database = open_database(path, lambda: backups.back_up(path, now))
    return ProgressStore(path, database)


class ProgressStore:
    """One open progress file."""

    def __init__(self, path: Path, database: sqlite3.Connection) -> None:
        self.path = path
        self.database = database
        self._scheduler: Scheduler | None = None

    def __enter__(self) -> ProgressStore:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.database.close()

    @property
    def scheduler(self) -> Scheduler:
        """The scheduler with this learner's retention and parameters."""
        if self._scheduler is None:
            settings = self.settings()
            self._scheduler = Scheduler(
                settings.retention or DEFAULT_RETENTION, settings.parameters
            )
        return self._scheduler

    # Sessions ---------------------------------------------------------------------------------

    def begin(
        self, session: str, kind: Kind, at: datetime, seed: int | None, settings: Mapping[str, Any]
    ) -> None:
        """Note that a session begins."""
        with self.writing() as database:
            database.execute(
                "INSERT INTO sessions (id, kind, started, seed, settings) VALUES (?, ?, ?, ?, ?)",
                (session, kind, stamp(at), seed, json.dumps(settings)),
            )

    def end(self, session: str, at: datetime, summary: Mapping[str, Any]) -> None:
        """Note that a session has ended, and how."""
        with self.writing() as database:
            database.execute(
                "UPDATE sessions SET ended = ?, summary = ? WHERE id = ?",
                (stamp(at), json.dumps(summary), session),
            )

    def last_session(self, kind: Kind) -> str | None:
        """Return the id of the last session of that kind in which anything was answered."""
        query = f"SELECT session FROM reviews WHERE kind = ? AND {_LIVE} ORDER BY id DESC LIMIT 1"  # noqa: S608
        row = self._one(query, kind)
        return None if row is None else str(row["session"])

    # The log ----------------------------------------------------------------------------------

    def record(self, review: Review) -> Review:
        """Append an answer and return it with its place in the log."""
        with self.writing():
            return self._append(review)

    def amend(self, old: Review, new: Review) -> Review:
        """Mark `old` as undone and append `new` in its place, both or neither."""
        with self.writing() as database:
            self._mark_undone(database, old, new.at)
            return self._append(new)

    def undo(self, review: Review, at: datetime) -> None:
        """Mark an answer as undone; its card is as it was before."""
        with self.writing() as database:
            self._mark_undone(database, review, at)

    def reviews(
        self, *, session: str | None = None, card: str | None = None, since: datetime | None = None
    ) -> list[Review]:
        """Return the answers that stand, oldest first, under their cards' present ids."""
        wheres: list[str] = [_LIVE]
        values: list[Any] = []
        if session is not None:
            wheres, values = [*wheres, "session = ?"], [*values, session]
        if card is not None:
            wheres = [*wheres, "card IN (SELECT ? UNION SELECT old FROM renames WHERE new = ?)"]
            values = [*values, card, card]
        if since is not None:
            wheres, values = [*wheres, "at >= ?"], [*values, stamp(since)]
        columns = f"*, {_NAMED} AS named"
        query = f"SELECT {columns} FROM reviews WHERE {' AND '.join(wheres)} ORDER BY id"  # noqa: S608
        return [replace(review_from(row), card=row["named"]) for row in self.rows(query, *values)]

    def _append(self, review: Review) -> Review:
        cursor = self.database.execute(INSERT_REVIEW, review_row(review))
        written = replace(review, id=cursor.lastrowid)
        before = self.state(review.card)
        after = state_after(before, written, self.scheduler)
        if after is not None and after is not before:
            self.database.execute(INSERT_STATE, state_row(after))
        return written

    def _mark_undone(self, database: sqlite3.Connection, review: Review, at: datetime) -> None:
        database.execute(
            "INSERT OR IGNORE INTO undone (review, at) VALUES (?, ?)", (review.id, stamp(at))
        )
        self._derive(database, review.card)

    # What is derived from it ------------------------------------------------------------------

    def state(self, card: str) -> CardState | None:
        """Return what is known about one card; None for a card never rated."""
        row = self._one("SELECT * FROM states WHERE card = ?", card)
        return None if row is None else state_from(row)

    def states(self) -> dict[str, CardState]:
        """Return the state of every card that was ever rated."""
        return {row["card"]: state_from(row) for row in self.rows("SELECT * FROM states")}

    def rebuild(self) -> int:
        """Derive every state from the log again; return how many there are."""
        with self.writing() as database:
            return self._rebuild(database)

    def adopt(self, renames: Mapping[str, str]) -> None:
        """Let cards keep the history they have under former ids ({old: new})."""
        known = {row["old"]: row["new"] for row in self.rows("SELECT old, new FROM renames")}
        fresh = {old: new for old, new in renames.items() if known.get(old) != new}
        if not fresh:
            return
        with self.writing() as database:
            for old, new in fresh.items():
                database.execute("INSERT OR REPLACE INTO renames VALUES (?, ?)", (old, new))
                database.execute("DELETE FROM states WHERE card = ?", (old,))
                self._derive(database, new)

    def _rebuild(self, database: sqlite3.Connection) -> int:
        database.execute("DELETE FROM states")
        logs: dict[str, list[Review]] = {}
        for review in self.reviews():
            logs.setdefault(review.card, []).append(review)
        states = [replayed(log, self.scheduler) for log in logs.values()]
        rows = [state_row(state) for state in states if state is not None]
        database.executemany(INSERT_STATE, rows)
        return len(rows)

    def _derive(self, database: sqlite3.Connection, card: str) -> None:
        state = replayed(self.reviews(card=card), self.scheduler)
        database.execute("DELETE FROM states WHERE card = ?", (card,))
        if state is not None:
            database.execute(INSERT_STATE, state_row(state))

    # Flags, settings --------------------------------------------------------------------------

    def flag(self, card: str, at: datetime, note: str = "") -> None:
        """Put a card aside for a closer look; flagging again changes the note."""
        with self.writing() as database:
            database.execute(
                "INSERT OR REPLACE INTO flags VALUES (?, ?, ?)", (card, stamp(at), note)
            )

    def unflag(self, card: str) -> None:
        """Take the flag off a card."""
        with self.writing() as database:
            database.execute("DELETE FROM flags WHERE card = ?", (card,))

    def flags(self) -> dict[str, tuple[datetime, str]]:
        """Return when each flagged card was flagged, and the note."""
        rows = self.rows("SELECT * FROM flags ORDER BY at")
        return {row["card"]: (moment(row["at"]), row["note"]) for row in rows}

    def settings(self) -> Settings:
        """Return what the learner has set.

        Raises:
            ProgressError: a setting in the file is out of its range.
        """
        rows = self.rows("SELECT name, value FROM settings")
        try:
            return msgspec.convert({r["name"]: json.loads(r["value"]) for r in rows}, Settings)
        except msgspec.ValidationError as error:
            raise ProgressError(
                f"{self.path} holds a setting that cannot be: {error}",
                "`quizcv progress restore FILE` with a copy from before",
            ) from error

    def change(self, settings: Settings) -> None:
        """Keep settings in the place of those there are. States follow the scheduler's at once."""
        before, after = self.settings(), settings
        with self.writing() as database:
            for name, value in msgspec.to_builtins(after).items():
                if value is None:
                    database.execute("DELETE FROM settings WHERE name = ?", (name,))
                else:
                    row = (name, json.dumps(value))
                    database.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", row)
            if (before.retention, before.parameters) != (after.retention, after.parameters):
                self._scheduler = None
                self._rebuild(database)

    def back_up(self, now: datetime) -> None:
        """Copy the file if its last copy is a day old."""
        backups.back_up_daily(self.path, now)

    # Reading and writing ----------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Hold the file for one transaction: all of the block is written, or nothing.

        Inside another such block it is part of that one.
        """
        if self.database.in_transaction:
            yield self.database
            return
        with explained(self.path), transaction(self.database):
            yield self.database

    def rows(self, query: str, *values: Any) -> Sequence[sqlite3.Row]:
        """Return what a query reads."""
        with explained(self.path):
            return self.database.execute(query, values).fetchall()

    def _one(self, query: str, *values: Any) -> sqlite3.Row | None:
        with explained(self.path):
            row: sqlite3.Row | None = self.database.execute(query, values).fetchone()
            return row
