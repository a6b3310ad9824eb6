"""What is kept of a session: the log, its copies, its former names, its statistics."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest


@pytest.fixture
def done(learner, card):
    """A learner who has answered one card right."""
    learner.bank("convolution", card("fixed", "three", "stride"))
    learner.sit("quiz", input="3\n")
    return learner


def test_a_session_leaves_a_copy_once_a_day(done) -> None:
    copies = list((done.home / "backups").iterdir())
    assert len(copies) == 1
    done.sit("study")
    assert list((done.home / "backups").iterdir()) == copies
    done("progress", "restore", copies[0])
    assert [review["card"] for review in done.log()["reviews"]] == ["three"]


def test_a_renamed_card_keeps_its_history(done, card) -> None:
    before = done.sit("stats", "--json").json
    text = card("fixed", "drei", "stride").replace("topics:", "aliases: [three]\n    topics:")
    done.bank("convolution", text)
    after = done.sit("stats", "--json").json
    assert (after["seen"], after["answers"]) == (before["seen"], before["answers"]) == (1, 1)
    done.bank("convolution", card("fixed", "tres", "stride"))
    assert done.sit("stats", "--json").json["seen"] == 0


@pytest.mark.parametrize(("hours", "counted"), [(2, []), (19, []), (21, [["convolution", 1, 1]])])
def test_only_answers_on_another_day_count_as_retention(done, hours: int, counted: list) -> None:
    done.again(timedelta(hours=hours))
    found = done.sit("stats", "--json").json
    assert found["answers"] == 2
    assert [[s["name"], s["right"], s["asked"]] for s in found["retention"]] == counted


def test_backup_and_restore_in_text_and_in_json(done) -> None:
    file, other = done.home / "one.sqlite", done.home / "two.sqlite"
    assert done("progress", "backup", file).out == f"Saved to {file}.\n"
    assert done("progress", "backup", other, "--json").json == {"schema": 1, "file": str(other)}
    done.sit("study")
    done.again(timedelta(days=1))
    restored = done("progress", "restore", file, "--json").json
    assert (restored["file"], restored["reviews"]) == (str(file), 1)
    assert restored["kept"]
    assert done("progress", "restore", other).out.startswith(f"Restored 1 answers from {other}.")
    assert len(done.log()["reviews"]) == 1


def test_rebuild_in_text_and_in_json(done) -> None:
    def answers() -> list[tuple[str, int]]:
        return [(state["card"], state["reviews"]) for state in done.log()["states"]]

    done.again(timedelta(days=9))
    assert answers() == [("three", 1)]
    assert done("progress", "rebuild", "--json").json == {"schema": 1, "cards": 1}
    assert answers() == [("three", 2)]
    assert done("progress", "rebuild").out.startswith("1 card")


@pytest.mark.parametrize("option", ["--format", "-f"])
def test_export_as_csv_or_json_to_a_file_or_not(done, option: str) -> None:
    done.again(timedelta(days=1))
    printed = done("progress", "export", option, "csv").out
    rows = list(csv.DictReader(io.StringIO(printed)))
    assert [(row["card"], row["typed"]) for row in rows] == [("three", "3")] * 2
    file = done.home / "all"
    done("progress", "export", file, option, "csv")
    assert file.read_text() == printed.replace("\r\n", "\n")
    done("progress", "export", file)
    assert json.loads(file.read_text()) == done.log()


def test_stats_of_an_added_bank_in_json_and_in_words(done) -> None:
    assert "1 of 1 card" in done.sit("stats").out
    assert done("stats", "--json").json["cards"] == 0
    assert done.sit("stats", "--json").json["cards"] == 1
