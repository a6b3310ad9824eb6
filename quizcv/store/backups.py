"""Copies of the progress file: made by themselves, thinned with age, checked before they return."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from quizcv.atomic import replacing
from quizcv.errors import ProgressError, UsageError
from quizcv.store.database import MAGIC, checked_version, connect, explained

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

FORMAT = "progress-%Y%m%dT%H%M%SZ.sqlite"
EVERY = timedelta(hours=20)
"""Time between automatic copies: one a day, also for somebody who studies a little earlier."""
_DAYS, _WEEKS, _MONTHS = 7, 5, 12


def back_up_daily(path: Path, now: datetime) -> Path | None:
    """Copy the file at `path` if the last copy is a day old, and thin the copies.

    Returns the copy's path, None if there was no need.
    """
    times = copies(path)
    if times and now - max(times) < EVERY:
        return None
    made = back_up(path, now)
    times = copies(path)
    for when in set(times) - kept(times):
        times[when].unlink(missing_ok=True)
    return made


def back_up(path: Path, now: datetime) -> Path:
    """Copy the file at `path` into its folder of backups."""
    folder = path.parent / "backups"
    folder.mkdir(exist_ok=True)
    target = folder / now.astimezone(UTC).strftime(FORMAT)
    copy_to(path, target)
    return target


def copies(path: Path) -> dict[datetime, Path]:
    """Return the automatic copies there are of the file at `path`, by their time."""
    found = {}
    for file in (path.parent / "backups").glob("progress-*.sqlite"):
        try:
            found[datetime.strptime(file.name, FORMAT).replace(tzinfo=UTC)] = file
        except ValueError:
            continue  # somebody's own file: never counted, never deleted
    return found


def kept(times: Collection[datetime]) -> set[datetime]:
    """Return which copies stay: the last of each of 7 days, 5 weeks and 12 months."""
    keep: set[datetime] = set()
    periods = (
        (_DAYS, lambda t: (t.year, t.month, t.day)),
        (_WEEKS, lambda t: t.isocalendar()[:2]),
        (_MONTHS, lambda t: (t.year, t.month)),
    )
    for count, period in periods:
        last_of = {period(when): when for when in sorted(times)}
        keep.update(sorted(last_of.values())[-count:])
    return keep


def save(path: Path, target: Path) -> None:
    """Copy the file at `path` to `target`, which must not exist.

    Raises:
        UsageError: `target` exists.
        ProgressError: it cannot be written.
    """
    if target.exists():
        raise UsageError(f"{target} exists", "name a new file")
    copy_to(path, target)


def copy_to(path: Path, target: Path) -> None:
    """Copy a database that may be in use, whole or not at all.

    Raises:
        ProgressError: the one cannot be read or the other not written.
    """
    with (
        explained(path),
        closing(connect(path)) as source,
        explained(target),
        replacing(target) as partial,
        closing(sqlite3.connect(partial)) as copy,
    ):
        source.backup(copy)
        # A copy is one file: without the write-ahead log beside it.
        copy.execute("PRAGMA journal_mode = DELETE")


def restore(path: Path, source: Path, now: datetime) -> Path | None:
    """Put the copy `source` in the place of the file at `path`.

    What was there is kept: returns the path of its copy, None if there was nothing.

    Raises:
        ProgressError: `source` is no sound progress file; nothing was changed.
    """
    _checked(source)
    path.parent.mkdir(parents=True, exist_ok=True)
    kept_as = _set_aside(path, now) if path.exists() else None
    with explained(path), closing(_reading(source)) as good, closing(connect(path)) as live:
        good.backup(live)
    return kept_as


def _reading(source: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)


def _checked(source: Path) -> None:
    if not source.is_file():
        raise ProgressError(f"there is no file {source}", "name a backup")
    with source.open("rb") as file:
        head = file.read(len(MAGIC))
    if head != MAGIC:
        raise ProgressError(f"{source} is no progress file; nothing was changed", "name a backup")
    with explained(source), closing(_reading(source)) as database:
        version = checked_version(database, source)
        sound = [row[0] for row in database.execute("PRAGMA integrity_check")] == ["ok"]
        if not version or not sound:
            raise ProgressError(f"{source} is no sound progress file; nothing was changed")


def _set_aside(path: Path, now: datetime) -> Path:
    """Copy the file that is replaced to the backups; move it there if it cannot be read."""
    try:
        with explained(path), closing(connect(path)) as database:
            checked_version(database, path)
        return back_up(path, now)
    except ProgressError:
        aside = path.with_name(now.astimezone(UTC).strftime("damaged-%Y%m%dT%H%M%SZ.sqlite"))
        path.replace(aside)
        for suffix in ("-wal", "-shm"):
            log = path.with_name(path.name + suffix)
            if log.exists():
                log.replace(aside.with_name(aside.name + suffix))
        return aside
