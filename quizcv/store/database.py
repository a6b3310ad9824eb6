"""Opens the progress file: creates it, brings it up to date, or refuses it with the way out."""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from quizcv.errors import ProgressError
from quizcv.store.schema import APPLICATION_ID, MIGRATIONS, VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE = 10.0
"""Seconds to wait for another session that is writing."""
MAGIC = b"SQLite format 3\x00"


def open_database(
    path: Path, before_upgrade: Callable[[], object] = lambda: None
) -> sqlite3.Connection:
    """Return a connection to the file at `path`, created or upgraded as needed.

    `before_upgrade` is called when a file that has data is about to be migrated.

    Raises:
        ProgressError: the file is damaged, from a newer quizcv, no quizcv file, or out of reach.
    """
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        _refuse_strange(path)
        database = connect(path)
        try:
            version = checked_version(database, path)
            if 0 < version < VERSION:
                before_upgrade()
            migrate(database)
        except BaseException:
            database.close()
            raise
    return database


def connect(path: Path) -> sqlite3.Connection:
    """Return a connection without transactions of its own: every write says BEGIN IMMEDIATE."""
    database = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    database.row_factory = sqlite3.Row
    database.execute("PRAGMA foreign_keys = ON")
    # Commits reach the disk before the next question appears, power cuts included.
    database.execute("PRAGMA synchronous = FULL")
    return database


def checked_version(database: sqlite3.Connection, path: Path) -> int:
    """Return the file's schema version after looking for damage; 0 is an empty file.

    Raises:
        ProgressError: damaged, from a newer quizcv, or another program's file.
    """
    version = int(database.execute("PRAGMA user_version").fetchone()[0])
    owner = database.execute("PRAGMA application_id").fetchone()[0]
    tables = database.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if owner not in (0, APPLICATION_ID) or (owner == 0 and tables):
        raise ProgressError(
            f"{path} is not quizcv's file", "move it away, or set QUIZCV_HOME to another folder"
        )
    if version > VERSION:
        raise ProgressError(
            f"{path} was written by a newer quizcv (data version {version}, this one knows "
            f"{VERSION})",
            "upgrade quizcv, or set QUIZCV_HOME to another folder",
        )
    if database.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise damaged(path)
    return version


def migrate(database: sqlite3.Connection) -> None:
    """Bring the tables up to date, each step in one transaction with its version number.

    Two processes may arrive here at once: the second finds the step done.
    """
    _write_ahead(database)
    while (version := _version(database)) < VERSION:
        with transaction(database):
            if _version(database) != version:
                continue
            for statement in MIGRATIONS[version]:
                database.execute(statement)
            database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            database.execute(f"PRAGMA user_version = {version + 1}")


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """Hold the file for writing; all of the block is written, or nothing."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system complain about into ProgressError."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise ProgressError(
                f"{path} is being written by another quizcv", "end that one and try again"
            ) from error
        raise ProgressError(
            f"{path} cannot be used: {error}",
            "make its folder writable with room on the disk, or set QUIZCV_HOME to another folder",
        ) from error
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise  # a fault of this program, not of the file
    except sqlite3.DatabaseError as error:
        raise damaged(path) from error
    except OSError as error:
        raise ProgressError(
            f"{path} cannot be used: {error.strerror or error}",
            "make its folder writable, or set QUIZCV_HOME to another folder",
        ) from error


def damaged(path: Path) -> ProgressError:
    """Return the error for a file that SQLite cannot read, naming the latest good copy."""
    copies = sorted((path.parent / "backups").glob("*.sqlite"))
    latest = (
        f"`quizcv progress restore {copies[-1]}`"
        if copies
        else "`quizcv progress restore FILE` with a copy of yours"
    )
    return ProgressError(
        f"{path} is damaged; nothing was changed",
        f"{latest}; the damaged file is then kept beside it",
    )


def _refuse_strange(path: Path) -> None:
    """Refuse what is plainly no database. An empty file is a first start that was killed.

    Raises:
        ProgressError: see above; an empty file where there once was data counts as damaged.
    """
    if not path.exists():
        return
    with path.open("rb") as file:
        head = file.read(len(MAGIC))
    empty_but_had_data = not head and any((path.parent / "backups").glob("*.sqlite"))
    if (head and head != MAGIC) or empty_but_had_data:
        raise damaged(path)


def _write_ahead(database: sqlite3.Connection) -> None:
    """Switch to the write-ahead log, which the file remembers; readers then never block."""
    deadline = time.monotonic() + PATIENCE
    while database.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        # Switching needs the file alone for a moment, and SQLite does not wait for that itself.
        try:
            database.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _version(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA user_version").fetchone()[0])
