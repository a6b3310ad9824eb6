"""Mock interviews as they were sat: begun, saved after each item, finished or closed."""

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

MockState: TypeAlias = Literal["running", "finished", "closed"]


class Mock(Struct, frozen=True, kw_only=True):
    """One interview. `body` is the interview's own record, in plain JSON types."""

    id: int
    session: str
    preset: str
    started: datetime
    state: MockState
    body: dict[str, Any]


def begin_mock(
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


def save_mock(
    store: ProgressStore,
    number: int,
    state: MockState,
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


def mock(store: ProgressStore, number: int) -> Mock | None:
    """Return the interview of that number, if there is one."""
    rows = store.rows("SELECT * FROM mocks WHERE id = ?", number)
    return _mock(rows[0]) if rows else None


def mocks(store: ProgressStore) -> list[Mock]:
    """Return every interview, oldest first."""
    return [_mock(row) for row in store.rows("SELECT * FROM mocks ORDER BY id")]


def _mock(row: sqlite3.Row) -> Mock:
    return Mock(
        id=row["id"],
        session=row["session"],
        preset=row["preset"],
        started=moment(row["started"]),
        state=row["state"],
        body=json.loads(row["body"]),
    )
