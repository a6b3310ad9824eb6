"""Study, quiz, grade, progress, stats and plan as commands, with real workers."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, timedelta

import pytest

PROGRESS = "progress.sqlite"


@pytest.fixture
def answers(bank):
    """Return a function that reads the sum asked for out of what was printed."""

    def sums(text: str) -> list[int]:
        return [int(a) + int(b) for a, b in re.findall(r"What is (\d+) \+ (\d+)\?", text)]

    return sums


@pytest.fixture
def alone(monkeypatch):
    """Leave the bundled banks out, so that the sample card is the only one."""
    monkeypatch.setattr("quizcv.bank.bundled.bundled_paths", list)


def test_grade_says_right_wrong_and_unreadable(quizcv, bank, alone):
    cases = {"5": ("correct", 0), "1006": ("wrong", 1), "many": ("invalid", 2)}
    for typed, (verdict, code) in cases.items():
        done = quizcv("grade", "sample-sum", typed, "--bank", bank, "--json")
        assert (done.code, done.json["verdict"]) == (code, verdict)


def test_grade_json_has_exactly_these_keys(quizcv, bank, alone):
    done = quizcv("grade", "sample-sum", "1014", "-p", "b=7", "--bank", bank, "--json")
    assert done.json == {
        "schema": 1,
        "card": "sample-sum",
        "params": {"a": 2, "b": 7},
        "verdict": "wrong",
        "feedback": "That multiplies.",
        "expected": "9",
        "given": "1014",
    }


@pytest.mark.parametrize("typed", ["-5", "-1.5e3", "-x"])
def test_an_answer_may_begin_with_a_minus(quizcv, bank, alone, typed):
    done = quizcv("grade", "sample-sum", typed, "--bank", bank, "--json")
    assert done.json["verdict"] == ("invalid" if typed == "-x" else "wrong")


def test_a_huge_power_is_shown_as_it_was_typed(quizcv, bank, alone):
    assert "wrong: 10^400\n" in quizcv("grade", "sample-sum", "10^400", "--bank", bank).out
    assert "wrong: 1024\n" in quizcv("grade", "sample-sum", "2^10", "--bank", bank).out


def test_grade_refuses_numbers_that_make_no_sense(quizcv, bank, alone):
    done = quizcv("grade", "sample-sum", "5", "-p", "a=9", "--bank", bank)
    assert done.code == 1
    assert "a < b" in done.err


def test_study_over_a_pipe_asks_grades_and_remembers(quizcv, bank, alone, answers):
    first = quizcv("study", "--bank", bank, "--seed", 3, input="")
    assert first.code == 0
    assert "Question 1 (new): convolution, warmup, sample-sum" in first.out
    [right] = answers(first.out)
    second = quizcv("study", "--bank", bank, "--seed", 3, input=f"what\n{right}\n4\n")
    assert "does not read as a number" in second.out
    assert f"Right: {right}" in second.out
    assert "1 of 1 right" in second.out
    third = quizcv("study", "--bank", bank, input="")
    assert "Nothing is due" in third.out


def test_study_why_and_what_if_over_a_pipe(quizcv, bank, alone):
    done = quizcv("study", "--bank", bank, input="1\nw\nb\nx\na=1, b=9\n10\nb\nq\n")
    assert "answer = len([0] * a + [0] * b)" in done.out
    assert "What if a = 1, b = 9?" in done.out
    assert "What is 1 + 9?" in done.out
    assert "Right: 10" in done.out


def test_quiz_goes_straight_on_and_ends_with_the_misses(quizcv, bank, alone, answers):
    done = quizcv("quiz", "--bank", bank, "--seed", 7, input="1\n")
    [right] = answers(done.out.split("0 of 1 right")[0])
    assert f"Wrong: 1. Right: {right}" in done.out
    assert "conv-output-size: 0 of 1" in done.out
    assert "`--seed 7` repeats this quiz exactly." in done.out
    again = quizcv("quiz", "--bank", bank, "--seed", 7, input=f"{right}\n")
    assert "1 of 1 right" in again.out


@pytest.mark.parametrize(
    ("kind", "says"), [("recall", "only recall cards"), ("formula", "no card matches")]
)
def test_a_quiz_without_questions_says_why(quizcv, kind, says):
    done = quizcv("quiz", "--kind", kind, input="")
    assert (done.code, says in done.err) == (2, True)


def test_quiz_redo_without_a_quiz_says_so(quizcv, bank, alone):
    done = quizcv("quiz", "--bank", bank, "--redo")
    assert (done.code, "no quiz to redo" in done.err) == (2, True)


def test_quiz_with_confidence(quizcv, bank, alone):
    done = quizcv("quiz", "--bank", bank, "--confidence", input="1\n4\n")
    assert "How sure are you?" in done.out
    assert "Stated 95%: 0 of 1 right" in done.out
    stats = quizcv("stats", "--bank", bank, "--json").json
    assert stats["calibration"] == [[95, 0, 1]]


def test_a_topic_may_be_an_area_and_unknown_ones_are_named(quizcv, bank, alone):
    assert quizcv("study", "convolution", "--bank", bank, input="").code == 0
    done = quizcv("study", "convolutoin", "--bank", bank, input="")
    assert done.code == 2
    assert "convolutoin" in done.err
    assert "did you mean 'convolution'" in done.err


def test_cards_that_do_not_exist_are_not_asked(quizcv, bank, alone):
    done = quizcv("study", "--kind", "formula", "--bank", bank, input="")
    assert (done.code, "no card matches" in done.err) == (2, True)
    done = quizcv("study", "--flagged", "--bank", bank, input="")
    assert (done.code, "flagged" in done.err) == (2, True)


def test_problems_of_an_added_bank_are_told_and_the_rest_is_asked(quizcv, bank, alone):
    bank.write_text(bank.read_text() + "  - id: broken\n    colour: red\n")
    done = quizcv("study", "--bank", bank, input="")
    assert f"quizcv bank check {bank}" in done.err
    assert "sample-sum" in done.out


def test_problems_of_bundled_banks_are_not_told_to_learners(quizcv, bank, alone, monkeypatch):
    bank.write_text(bank.read_text() + "  - id: broken\n    colour: red\n")
    monkeypatch.setattr("quizcv.bank.bundled.content_dir", lambda: bank.parent)
    done = quizcv("study", "--bank", bank, input="")
    assert done.err == ""
    assert "sample-sum" in done.out


def test_a_card_whose_check_fails_is_set_aside(quizcv, bank, alone):
    bank.write_text(bank.read_text().replace("answer = len", "answer = 1 + len"))
    done = quizcv("study", "--bank", bank, input="\n")
    assert "sample-sum is set aside" in done.out
    assert "Nothing was graded." in done.out
    assert quizcv("stats", "--bank", bank, "--json").json["answers"] == 0


def test_stats_json_keys(quizcv, bank, alone):
    quizcv("quiz", "--bank", bank, input="1\n")
    assert set(quizcv("stats", "--bank", bank, "--json").json) == {
        "schema",
        "cards",
        "seen",
        "answers",
        "due",
        "forecast",
        "activity",
        "streak",
        "retention",
        "weakest",
        "recurring",
        "seconds",
        "calibration",
        "flagged",
    }
    assert "1 of 1 card" in quizcv("stats", "--bank", bank).out


def test_plan_is_kept_and_study_follows_it(quizcv, bank, alone):
    day = date.today() + timedelta(days=20)  # noqa: DTZ011
    made = quizcv("plan", "--date", day.isoformat(), "--bank", bank, "--json").json
    assert set(made) == {
        "schema", "interview", "days", "learn", "dropped", "first_mock", "behind",
    }  # fmt: skip
    assert made["learn"] == ["sample-sum"]
    assert len(made["days"]) in (20, 21)
    assert f"{day:%d %B %Y}" in quizcv("plan", "--bank", bank).out
    assert "Question 1" in quizcv("study", "--bank", bank, input="").out
    assert quizcv("plan", "--forget", "--bank", bank).code == 0
    assert quizcv("plan", "--bank", bank).code == 2


def test_a_plan_says_how_a_day_is_written(quizcv, bank, alone):
    done = quizcv("plan", "--date", "next week", "--bank", bank)
    assert done.code == 2
    assert done.err == "quizcv: 'next week' is no day (write it as 2026-12-04)\n"


def test_a_plan_needs_a_day_ahead(quizcv, bank, alone):
    done = quizcv("plan", "--date", "2020-01-01", "--bank", bank)
    assert (done.code, "not ahead" in done.err) == (2, True)


def test_home_names_what_to_do(quizcv, alone):
    done = quizcv()
    assert done.code == 0
    assert "quizcv study" in done.out


@pytest.mark.parametrize("value", ["0.5", "1.2"])
def test_a_senseless_retention_is_refused(quizcv, bank, alone, value):
    done = quizcv("study", "--retention", value, "--bank", bank)
    assert (done.code, "between 0.7 and 0.97" in done.err) == (2, True)


def test_a_short_log_is_not_optimized(quizcv, bank, alone):
    done = quizcv("study", "--optimize", "--bank", bank)
    assert (done.code, "512" in done.err) == (1, True)


def test_backup_restore_export_and_rebuild(quizcv, bank, alone, tmp_path):
    quizcv("quiz", "--bank", bank, input="1\n")
    saved = tmp_path / "saved.sqlite"
    assert quizcv("progress", "backup", saved).code == 0
    assert quizcv("progress", "backup", saved).code == 2
    quizcv("quiz", "--bank", bank, input="1\n")
    log = list(csv.DictReader(io.StringIO(quizcv("progress", "export", "-f", "csv").out)))
    assert [row["card"] for row in log] == ["sample-sum"] * 2
    restored = quizcv("progress", "restore", saved, "--json").json
    assert restored["reviews"] == 1
    out = tmp_path / "all.json"
    quizcv("progress", "export", out)
    assert len(json.loads(out.read_text())["reviews"]) == 1
    assert quizcv("progress", "rebuild", "--json").json["cards"] == 1


def test_a_damaged_file_is_refused_and_restore_is_the_way_out(quizcv, bank, alone, tmp_path):
    quizcv("quiz", "--bank", bank, input="1\n")
    saved = tmp_path / "saved.sqlite"
    quizcv("progress", "backup", saved)
    (tmp_path / "home" / PROGRESS).write_bytes(b"garbage")
    done = quizcv("stats", "--bank", bank)
    assert done.code == 1
    assert "progress restore" in done.err
    assert quizcv("progress", "restore", saved).code == 0
    assert quizcv("stats", "--bank", bank, "--json").json["answers"] == 1
