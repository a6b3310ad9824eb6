"""Files that are new, old, newer, damaged, foreign, locked or out of reach."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from quizcv.errors import ProgressError
from quizcv.store import database, schema
from quizcv.store.progress import open_progress

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
OLD = Path(__file__).parent / "data" / "progress-v1.sqlite"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "progress.sqlite"


def version(path):
    with sqlite3.connect(path) as opened:
        return opened.execute("PRAGMA user_version").fetchone()[0]


def test_a_first_start_makes_the_file(tmp_path, path):
    with open_progress(tmp_path / "deep" / "down", NOW) as store:
        assert store.reviews() == []
        assert store.rows("PRAGMA journal_mode")[0][0] == "wal"
    assert version(tmp_path / "deep" / "down" / "progress.sqlite") == schema.VERSION


def test_a_stored_file_of_version_1_is_upgraded_with_everything_in_it(tmp_path, path):
    shutil.copy(OLD, path)
    with open_progress(tmp_path, NOW) as store:
        assert [(r.card, r.typed, int(r.rating), r.share) for r in store.reviews()] == [
            ("conv-output-size", "15", 3, None),
            ("xor-perceptron", "no", 1, None),
            ("conv-output-size", "60", 3, None),
        ]
        before = store.states()
        store.rebuild()
        assert store.states() == before
        assert list(before) == ["conv-output-size", "xor-perceptron"]
        assert store.flags()["xor-perceptron"][1] == "odd wording"
    assert version(path) == schema.VERSION


def test_an_upgrade_keeps_a_copy_of_the_old_file(tmp_path, path):
    shutil.copy(OLD, path)
    open_progress(tmp_path, NOW).close()
    copies = list((tmp_path / "backups").glob("*.sqlite"))
    assert [version(copy) for copy in copies] == [1]


def test_an_upgrade_that_fails_changes_nothing(tmp_path, path, monkeypatch):
    shutil.copy(OLD, path)
    broken = (*schema.MIGRATIONS[1][:3], "CREATE NONSENSE")
    monkeypatch.setattr(database, "MIGRATIONS", (schema.MIGRATIONS[0], broken))
    with pytest.raises(ProgressError):
        open_progress(tmp_path, NOW)
    assert version(path) == 1
    with sqlite3.connect(path) as opened:
        columns = [row[1] for row in opened.execute("PRAGMA table_info(reviews)")]
    assert "share" not in columns


def test_a_newer_file_is_refused_and_left_alone(tmp_path, path):
    open_progress(tmp_path, NOW).close()
    with sqlite3.connect(path) as opened:
        opened.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(ProgressError, match="newer quizcv") as refused:
        open_progress(tmp_path, NOW)
    assert "upgrade quizcv" in refused.value.remedy
    assert path.read_bytes() == before


@pytest.mark.parametrize("harm", ["text", "middle", "truncated", "emptied"])
def test_a_damaged_file_is_refused_with_the_way_out(tmp_path, path, make_review, harm):
    with open_progress(tmp_path, NOW) as store:
        for minutes in range(300):
            store.record(make_review(minutes, card=f"card-{minutes}", typed="x" * 200))
    with open_progress(tmp_path, NOW) as store:
        from quizcv.store import backups

        backups.back_up(path, make_review().at)
    whole = path.read_bytes()
    harmed = {
        "text": b"not a database",
        "middle": whole[:8192] + b"\xff" * 40000 + whole[48192:],
        "truncated": whole[: len(whole) // 2],
        "emptied": b"",
    }[harm]
    path.write_bytes(harmed)
    with pytest.raises(ProgressError, match="damaged") as refused:
        open_progress(tmp_path, NOW)
    assert "progress restore" in refused.value.remedy
    assert path.read_bytes() == harmed


def test_a_start_that_was_killed_before_anything_was_written_is_no_damage(tmp_path, path):
    path.touch()
    with open_progress(tmp_path, NOW) as store:
        assert store.reviews() == []


def test_a_file_of_another_program_is_refused(tmp_path, path):
    with sqlite3.connect(path) as opened:
        opened.execute("CREATE TABLE bookmarks (url TEXT)")
    with pytest.raises(ProgressError, match="not quizcv's file"):
        open_progress(tmp_path, NOW)


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ProgressError, match="QUIZCV_HOME"):
        open_progress(tmp_path / "file", NOW)


def test_another_writer_is_waited_for_and_then_named(tmp_path, path, make_review, monkeypatch):
    monkeypatch.setattr(database, "PATIENCE", 0.1)
    with open_progress(tmp_path, NOW) as one, open_progress(tmp_path, NOW) as other:
        one.database.execute("BEGIN IMMEDIATE")
        with pytest.raises(ProgressError, match="another quizcv"):
            other.record(make_review())
        one.database.execute("ROLLBACK")
        other.record(make_review())
        assert len(one.reviews()) == 1


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from quizcv.schedule import Rating, Review
from quizcv.store.progress import open_progress
with open_progress(Path(sys.argv[1]), datetime.now(UTC)) as store:
    for number in range(25):
        store.record(Review(card="shared", fingerprint="f", params={}, seed=number, typed="1",
            verdict="correct", rating=Rating.GOOD, elapsed_ms=1, session=sys.argv[2],
            kind="study", at=datetime.now(UTC)))
"""


def test_processes_that_start_and_write_at_once_lose_nothing(tmp_path):
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), f"s{number}"])
        for number in range(4)
    ]
    assert [writer.wait(60) for writer in writers] == [0] * 4
    with open_progress(tmp_path, NOW) as store:
        assert len(store.reviews()) == 100
        state = store.states()
        store.rebuild()
        assert store.states() == state
        assert store.rows("PRAGMA integrity_check")[0][0] == "ok"
