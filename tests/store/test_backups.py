"""Copies are whole, thinned with age, and come back only when they are sound."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest

from quizcv.errors import ProgressError, UsageError
from quizcv.schedule import Settings
from quizcv.store import backups, export, interviews
from quizcv.store.progress import open_progress

NOW = datetime(2026, 11, 20, 20, tzinfo=UTC)


def test_a_backup_taken_while_the_file_is_open_is_whole(store, make_review, tmp_path):
    store.record(make_review())
    target = tmp_path / "mine.sqlite"
    backups.save(store.path, target)
    store.record(make_review(5))
    assert list(tmp_path.glob("mine*")) == [target]
    other = tmp_path / "elsewhere"
    backups.restore(other / "progress.sqlite", target, NOW)
    with open_progress(other, NOW) as restored:
        assert len(restored.reviews()) == 1


def test_a_backup_never_overwrites(store, tmp_path):
    (tmp_path / "mine").touch()
    with pytest.raises(UsageError, match="exists"):
        backups.save(store.path, tmp_path / "mine")


def test_a_backup_that_cannot_be_written_is_reported(store, tmp_path):
    with pytest.raises(ProgressError):
        backups.save(store.path, tmp_path / "nowhere" / "mine")


def test_restoring_keeps_what_was_there(store, make_review, tmp_path):
    store.record(make_review())
    backups.save(store.path, tmp_path / "mine.sqlite")
    store.record(make_review(5))
    kept = backups.restore(store.path, tmp_path / "mine.sqlite", NOW)
    assert len(store.reviews()) == 1
    backups.restore(store.path, kept, NOW + timedelta(seconds=5))
    assert len(store.reviews()) == 2


def test_restoring_over_a_damaged_file_moves_it_aside(tmp_path, make_review):
    with open_progress(tmp_path, NOW) as store:
        store.record(make_review())
        backups.save(store.path, tmp_path / "mine.sqlite")
    store.path.write_bytes(b"garbage")
    kept = backups.restore(store.path, tmp_path / "mine.sqlite", NOW)
    assert kept.read_bytes() == b"garbage"
    with open_progress(tmp_path, NOW) as store:
        assert len(store.reviews()) == 1


@pytest.mark.parametrize("content", [None, b"", b"garbage", b"SQLite format 3\x00 and garbage"])
def test_only_a_sound_file_is_restored(store, make_review, tmp_path, content):
    store.record(make_review())
    source = tmp_path / "source"
    if content is not None:
        source.write_bytes(content)
    with pytest.raises(ProgressError):
        backups.restore(store.path, source, NOW)
    assert len(store.reviews()) == 1


def test_one_automatic_copy_a_day(store):
    assert backups.back_up_daily(store.path, NOW) is not None
    assert backups.back_up_daily(store.path, NOW + timedelta(hours=3)) is None
    assert backups.back_up_daily(store.path, NOW + timedelta(hours=21)) is not None
    assert len(backups.copies(store.path)) == 2


def test_copies_are_thinned_with_age():
    times = [NOW - timedelta(hours=12 * step) for step in range(800)]
    kept = backups.kept(times)
    ages = sorted((NOW - when).days for when in kept)
    assert ages[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert len(kept) <= 7 + 5 + 12
    assert max(ages) > 300


def test_thinning_deletes_old_copies_and_nobody_elses_files(store):
    folder = store.path.parent / "backups"
    folder.mkdir()
    (folder / "progress-mine.sqlite").touch()
    for day in range(60):
        backups.back_up_daily(store.path, NOW + timedelta(days=day))
    assert len(backups.copies(store.path)) < 16
    assert (folder / "progress-mine.sqlite").exists()


def test_export_holds_everything(store, make_review):
    store.begin("s1", "study", NOW, 5, {"cap": 10})
    first = store.record(make_review(typed='a,"b"'))
    store.record(make_review(5))
    store.undo(first, NOW)
    store.change(Settings(retention=0.85))
    data = json.loads(json.dumps(export.as_json(store)))
    assert data["schema"] == 1
    assert [(row["undone"], row["params"]) for row in data["reviews"]] == [
        (True, {"k": 3, "n": 32}),
        (False, {"k": 3, "n": 32}),
    ]
    assert data["settings"] == [{"name": "retention", "value": 0.85}]
    assert [row["card"] for row in data["states"]] == ["conv-output-size"]
    rows = list(csv.DictReader(io.StringIO(export.as_csv(store))))
    assert [(row["typed"], row["undone"]) for row in rows] == [('a,"b"', "1"), ("15", "0")]
    assert json.loads(rows[0]["params"]) == {"k": 3, "n": 32}


def test_an_empty_log_still_exports_its_header(store):
    assert export.as_csv(store).startswith("id,at,session,kind,card,")


def test_interviews_are_saved_as_they_go(store):
    number = interviews.begin(store, "s1", "screen", NOW, {"items": []})
    interviews.save(store, number, "running", {"items": [1]})
    assert interviews.numbered(store, number).body == {"items": [1]}
    interviews.save(store, number, "finished", {"items": [1, 2]})
    [kept] = interviews.all_of(store)
    assert (kept.id, kept.state, kept.started) == (number, "finished", NOW)
    assert interviews.numbered(store, 99) is None


def test_a_copy_is_one_file_that_can_be_read_where_nothing_can_be_written(store, tmp_path):
    """Bytes 18 and 19 of a database say how it is written: 1 alone, 2 with a log beside it."""
    backups.save(store.path, tmp_path / "mine.sqlite")
    for copy in (tmp_path / "mine.sqlite", backups.back_up(store.path, NOW)):
        assert copy.read_bytes()[18:20] == b"\x01\x01"
