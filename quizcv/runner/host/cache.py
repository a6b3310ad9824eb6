"""Results that need not be computed again.

A result hangs on the job (code, params, cases, limits) and on the versions of everything that
computes it; their hash is its key. Only outcomes that would come out the same again are kept. It
is only a cache: a damaged or unusable file costs time, never an answer.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from quizcv.runner.host.protocol import Failure, Job, Outcome, Result

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from quizcv.runner.host.pool import Pool

_REPEATABLE = frozenset({"exception", "syntax", "missing", "bad-value", "too-large", "rejected"})
_BATCH = 256
_MAX_BYTES = 256 * 2**20
_KEEP = 0.75
"""What share of the newest results stays when the file has grown beyond its bound."""
_DAY = 86400
_PATIENCE = 5.0
"""Seconds to wait for another process that writes."""
_LAYOUT = 1
_SCHEMA = f"""
PRAGMA user_version = {_LAYOUT};
CREATE TABLE IF NOT EXISTS results (
    key BLOB PRIMARY KEY, outcomes BLOB NOT NULL, day INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
"""


_decoder = msgspec.json.Decoder(tuple[Outcome, ...])


class ResultCache:
    """Results in one SQLite file, shared by any number of processes."""

    def __init__(
        self, directory: Path, versions: Mapping[str, str | None], max_bytes: int = _MAX_BYTES
    ) -> None:
        """Open the cache, or make it.

        Args:
            directory: made when it does not exist.
            versions: everything besides the job that results hang on.
            max_bytes: beyond it, `close` drops the results used longest ago.
        """
        self._file = directory / "results.sqlite"
        self._salt = msgspec.json.encode(dict(sorted(versions.items())))
        self._max_bytes = max_bytes
        self._today = int(time.time() // _DAY)
        self._unsaved: list[tuple[bytes, bytes, int]] = []
        self._used: list[bytes] = []
        self._db = self._open()

    def key(self, job: Job) -> bytes:
        """Return the hash a job's result is kept under; the job's name is no part of it."""
        hashed = hashlib.sha256(self._salt)
        hashed.update(msgspec.json.encode(msgspec.structs.replace(job, key="")))
        return hashed.digest()

    def find(self, keys: Sequence[bytes]) -> dict[bytes, tuple[Outcome, ...]]:
        """Return the outcomes that are kept under any of the keys."""
        if self._db is None:
            return {}
        marks = ",".join("?" * len(keys))
        query = f"SELECT key, outcomes, day FROM results WHERE key IN ({marks})"  # noqa: S608
        found = {}
        with self._tolerant(self._db) as db:
            for key, outcomes, day in db.execute(query, keys):
                with contextlib.suppress(msgspec.DecodeError):
                    found[key] = _decoder.decode(outcomes)
                if day != self._today:
                    self._used.append(key)
        return found

    def save(self, key: bytes, result: Result) -> None:
        """Keep a result, if it would be the same again; it reaches the file with the next batch."""
        if not all(map(_repeatable, result.outcomes)):
            return
        self._unsaved.append((key, msgspec.json.encode(result.outcomes), self._today))
        if len(self._unsaved) >= _BATCH:
            self._flush()

    def close(self) -> None:
        """Write what is not yet written and keep the file within its bound."""
        self._flush()
        if self._db is not None:
            with self._tolerant(self._db) as db:
                self._shrink(db)
        if self._db is not None:
            self._db.close()
            self._db = None

    def _flush(self) -> None:
        rows, self._unsaved = self._unsaved, []
        used, self._used = self._used, []
        if self._db is not None and (rows or used):
            with self._tolerant(self._db) as db, db:
                db.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?)", rows)
                renew = "UPDATE results SET day = ? WHERE key = ?"
                db.executemany(renew, [(self._today, key) for key in used])

    def _shrink(self, db: sqlite3.Connection) -> None:
        size = "SELECT (c.page_count - f.freelist_count) * s.page_size FROM "
        size += "pragma_page_count c, pragma_freelist_count f, pragma_page_size s"
        if db.execute(size).fetchone()[0] <= self._max_bytes:
            return
        count = db.execute("SELECT count(*) FROM results").fetchone()[0]
        oldest = "DELETE FROM results WHERE key IN (SELECT key FROM results ORDER BY day LIMIT ?)"
        with db:
            db.execute(oldest, [count - int(count * _KEEP)])
        db.execute("VACUUM")

    @contextlib.contextmanager
    def _tolerant(self, db: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
        """Give the database; when it fails, go on without: damage is mended at the next start."""
        import sqlite3  # noqa: PLC0415 - 1 ms, where results are kept

        try:
            yield db
        except sqlite3.OperationalError:
            return  # locked by another process, or the disk is full: only this batch is lost
        except sqlite3.DatabaseError:
            db.close()
            self._db = None
            self._delete()

    def _open(self) -> sqlite3.Connection | None:
        """Open the file; a damaged one is deleted and made anew."""
        import sqlite3  # noqa: PLC0415 - 1 ms, where results are kept

        for _ in range(2):
            try:
                return self._connect()
            except sqlite3.OperationalError:
                return None
            except sqlite3.DatabaseError:
                self._delete()
            except OSError:
                return None
        return None

    def _connect(self) -> sqlite3.Connection:
        import sqlite3  # noqa: PLC0415 - 1 ms, where results are kept

        self._file.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(self._file, timeout=_PATIENCE)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = OFF")
            layout = db.execute("PRAGMA user_version").fetchone()[0]
            if layout not in (0, _LAYOUT):
                raise sqlite3.DatabaseError("a layout of another version")
            db.executescript(_SCHEMA)
        except sqlite3.Error:
            db.close()
            raise
        return db

    def _delete(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                self._file.with_name(self._file.name + suffix).unlink()


class _Known(NamedTuple):
    """A result that needs no run."""

    result: Result


def run_cached(
    jobs: Iterable[Job], pool: Pool, cache: ResultCache | None
) -> Iterator[tuple[Result, bool]]:
    """Yield each job's result and whether it came from the cache, known ones without waiting.

    Jobs are taken as they are needed. Among jobs under way together, keys must differ.

    Raises:
        WorkerLost: a server cannot be started.
    """
    if cache is None:
        yield from ((result, False) for result in pool.run(jobs))
        return
    under_way: dict[str, bytes] = {}
    for item in pool.stream(_looked_up(jobs, cache, under_way)):
        if isinstance(item, _Known):
            yield item.result, True
            continue
        cache.save(under_way.pop(item.key), item)
        yield item, False


def _looked_up(
    jobs: Iterable[Job], cache: ResultCache, under_way: dict[str, bytes]
) -> Iterator[Job | _Known]:
    source = iter(jobs)
    while batch := list(islice(source, _BATCH)):
        keys = [cache.key(job) for job in batch]
        found = cache.find(keys)
        for job, key in zip(batch, keys, strict=True):
            if key in found:
                yield _Known(Result(job.key, found[key]))
            else:
                under_way[job.key] = key
                yield job


def _repeatable(outcome: Outcome) -> bool:
    failures = [value for value in outcome.expressions.values() if isinstance(value, Failure)]
    if outcome.failure is not None:
        failures.append(outcome.failure)
    return all(failure.code in _REPEATABLE for failure in failures)
