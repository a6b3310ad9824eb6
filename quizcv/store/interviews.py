"""Interviews as they were sat: begun, saved after each item, finished or closed.

The table is called `mocks`, as it was when it was released.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from msgspec import Struct

from quizcv.store.rows import moment, stamp

if TYPE_CHECKING:
    import sqlite3

    from quizcv.schedule import Review
    from quizcv.store.progress import ProgressStore

State: TypeAlias = Literal["running", "finished", "closed"]


class StoredInterview(Struct, frozen=True, kw_only=True):
    """One interview. `body` is the interview's own record, in plain JSON types."""

    id: int
    session: str
    preset: str
    started: datetime
    state: State
    body: dict[str, Any]


def begin(
    store: ProgressStore, session: str, preset: str, started: datetime, body: dict[str, Any]
) -> int:
    """Save an interview that begins and return its number."""
    with store.writing() as database:
        cursor = database.execute(
            "INSERT INTO mocks (session, preset, started, state, body) "
            "VALUES (?, ?, ?, 'running', ?)",
            (session, preset, stamp(started), json.dumps(body)),
        )
        return int(cursor.lastrowid or 0)


def save(
    store: ProgressStore,
    number: int,
    state: State,
    body: dict[str, Any],
    review: Review | None = None,
) -> None:
    """Save how an interview stands, and a line of the review log with it: both or neither."""
    with store.writing() as database:
        if review is not None:
            store.record(review)
        database.execute(
            "UPDATE mocks SET state = ?, body = ? WHERE id = ?", (state, json.dumps(body), number)
        )


def numbered(store: ProgressStore, number: int) -> StoredInterview | None:
    """Return the interview of that number, if there is one."""
    rows = store.rows("SELECT * FROM mocks WHERE id = ?", number)
    return _interview(rows[0]) if rows else None


def all_of(store: ProgressStore) -> list[StoredInterview]:
    """Return every interview, oldest first."""
    return [_interview(row) for row in store.rows("SELECT * FROM mocks ORDER BY id")]


def _interview(row: sqlite3.Row) -> StoredInterview:
    return StoredInterview(
        id=row["id"],
        session=row["session"],
        preset=row["preset"],
        started=moment(row["started"]),
        state=row["state"],
        body=json.loads(row["body"]),
    )
