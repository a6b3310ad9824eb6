"""The numbers in the rules of the store, written out here again, and what a power cut relies on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from quizcv.store import backups
from quizcv.store.database import PATIENCE, connect
from quizcv.store.progress import open_progress

NOW = datetime(2026, 11, 20, 20, tzinfo=UTC)


def test_what_is_written_is_on_the_disk_before_the_next_question(tmp_path):
    """A kill cannot show it: the system would still write what SQLite had handed over."""
    with open_progress(tmp_path, NOW) as store:
        found = {
            name: store.rows(f"PRAGMA {name}")[0][0]
            for name in ("synchronous", "journal_mode", "foreign_keys", "busy_timeout")
        }
    full, on = 2, 1
    assert found == {
        "synchronous": full,
        "journal_mode": "wal",
        "foreign_keys": on,
        "busy_timeout": 10_000,
    }
    assert PATIENCE == 10


def test_a_file_says_whose_it_is(tmp_path):
    with open_progress(tmp_path, NOW) as store:
        assert store.rows("PRAGMA application_id")[0][0] == int.from_bytes(b"QCV1", "big")
        assert store.rows("PRAGMA user_version")[0][0] == 2
    copy = connect(tmp_path / "progress.sqlite")
    assert copy.execute("PRAGMA synchronous").fetchone()[0] == 2
    copy.close()


@pytest.mark.parametrize(
    ("later", "made"),
    [(timedelta(hours=20, seconds=-1), False), (timedelta(hours=20), True)],
)
def test_an_automatic_copy_after_twenty_hours(tmp_path, later, made):
    open_progress(tmp_path, NOW).close()
    path = tmp_path / "progress.sqlite"
    backups.back_up_daily(path, NOW)
    assert bool(backups.back_up_daily(path, NOW + later)) is made


def kept(times):
    return sorted((NOW - when).days for when in backups.kept(times))


def test_seven_days_five_weeks_and_twelve_months_are_kept():
    """NOW is a Friday: the last copy of each earlier week is its Sunday's, 5 days ago and so on."""
    daily = [NOW - timedelta(days=n) for n in range(500)]
    days = {0, 1, 2, 3, 4, 5, 6}
    weeks = {0, 5, 12, 19, 26}
    ends = [(2026, m) for m in range(10, 0, -1)] + [(2025, 12)]
    firsts = [datetime(y + m // 12, m % 12 + 1, 1, 20, tzinfo=UTC) for y, m in ends]
    months = {0} | {(NOW - first).days + 1 for first in firsts}
    assert kept(daily) == sorted(days | weeks | months)
    assert len(months) == 12


def test_the_last_copy_of_a_day_is_the_one_that_stays():
    hourly = [NOW - timedelta(hours=n) for n in range(3)]
    assert backups.kept(hourly) == {NOW}
