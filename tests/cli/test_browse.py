"""`run`, `show`, `list`, `search`, `syllabus`, `doctor`, `bank`: envelopes and errors."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from quizcv.bank.syllabus_reader import load_syllabus


def test_run_computes_with_the_learners_numbers(quizcv, bank: Path) -> None:
    data = quizcv("run", "sample-sum", "--bank", bank, "-p", "a=1", "-p", "b=70", "--json").json
    assert list(data) == [
        "schema", "card", "params", "snippet", "answer", "formula", "let", "values", "stdout",
        "stderr", "seconds", "failure", "problems",
    ]  # fmt: skip
    assert data["params"] == {"a": 1, "b": 70}
    assert data["answer"] == data["formula"] == 71


def test_run_shows_what_can_be_pasted(quizcv, bank: Path) -> None:
    done = quizcv("run", "sample-sum", "--bank", bank)
    assert done.code == 0
    assert "a = 2\nb = 3\n" in done.out
    assert "answer = 5" in done.out


@pytest.mark.parametrize(
    ("numbers", "complaint"),
    [
        (["-p", "c=1"], "no number called 'c'"),
        (["-p", "a"], "write -p name=value"),
        (["-p", "a=x"], "not a whole number"),
        (["-p", "a=NaN"], "not a whole number"),
        (["-p", "a=99"], "requires a < b"),
    ],
)
def test_run_refuses_impossible_numbers(
    quizcv, bank: Path, numbers: list[str], complaint: str
) -> None:
    done = quizcv("run", "sample-sum", "--bank", bank, *numbers)
    assert done.code == 2
    assert complaint in done.err


def test_run_of_a_failing_snippet_exits_1(quizcv, bank: Path) -> None:
    bank.write_text(bank.read_text().replace("half = answer / 2", "half = answer / (a - 2)"))
    done = quizcv("run", "sample-sum", "--bank", bank)
    assert done.code == 1
    assert "line 2 of the snippet: ZeroDivisionError" in done.out


@pytest.mark.parametrize(
    ("was", "becomes", "numbers", "problem"),
    [
        (
            "formula: a + b}",
            "formula: a + b + (a > 2)}",
            ["-p", "a=5", "-p", "b=70"],
            "formula-differs",
        ),
        ("formula: a + b}", "formula: a + b + (a > 2)}", ["--seed", 3], "formula-differs"),
        ("value: 5,", "value: 6,", [], "value-differs"),
        ("half = answer / 2", "half = answer", [], "claim-differs"),
    ],
)
def test_run_of_a_card_whose_routes_disagree_exits_1_and_says_so(
    quizcv, bank: Path, was: str, becomes: str, numbers: list, problem: str
) -> None:
    bank.write_text(bank.read_text().replace(was, becomes))
    command = ("run", "sample-sum", "--bank", bank, *numbers)
    done, told = quizcv(*command), quizcv(*command, "--json")
    assert (done.code, told.code) == (1, 1)
    [said] = told.json["problems"]
    assert said.startswith(problem)
    assert said in done.out
    assert told.json["failure"] is None


def test_a_value_is_stated_for_the_default_numbers_only(quizcv, bank: Path) -> None:
    bank.write_text(bank.read_text().replace("value: 5,", "value: 6,"))
    done = quizcv("run", "sample-sum", "--bank", bank, "-p", "b=4", "--json")
    assert (done.code, done.json["problems"]) == (0, [])


def test_show_fills_in_what_was_computed(quizcv, bank: Path) -> None:
    done = quizcv("show", "sample-sum", "--bank", bank)
    assert "Together 5, twice a is 4, half is 2.5." in done.out
    data = quizcv("show", "sample-sum", "--bank", bank, "--json").json
    assert data["values"] == {"a": 2, "b": 3, "twice": 4, "half": 2.5, "answer": 5}
    assert data["card"]["id"] == "sample-sum"


def test_show_of_an_untrusted_bank_runs_nothing_and_says_so(
    quizcv, bank: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from quizcv.runner.host import isolation

    monkeypatch.setenv("PATH", os.fspath(bank.parent))
    isolation.probe.cache_clear()
    try:
        done = quizcv("show", "sample-sum", "--bank", bank)
        assert done.code == 0
        assert "values as stated" in done.out
        refused = quizcv("run", "sample-sum", "--bank", bank)
        assert refused.code == 3
        assert "quizcv bank trust" in refused.err
        assert quizcv("bank", "trust", bank).code == 0
        assert quizcv("run", "sample-sum", "--bank", bank).code == 0
        bank.write_text(bank.read_text() + "# an edit revokes\n")
        assert quizcv("run", "sample-sum", "--bank", bank).code == 3
    finally:
        isolation.probe.cache_clear()


def test_list_and_search(quizcv, bank: Path) -> None:
    listed = quizcv("list", "--bank", bank, "--topic", "conv-output-size", "--json").json["cards"]
    assert "sample-sum" in {card["id"] for card in listed}
    assert set(listed[0]) == {
        "id", "bank", "area", "topics", "level", "kind", "varies", "file", "line",
    }  # fmt: skip
    found = quizcv("search", "sample-sum", "--bank", bank, "--json").json["cards"]
    assert [card["id"] for card in found] == ["sample-sum"]
    assert quizcv("search", "zzzzzz").code == 1


@pytest.mark.parametrize("command", ["run", "show"])
def test_no_line_of_a_snippet_is_cut(quizcv, bank: Path, monkeypatch, command: str) -> None:
    comment = "# " + "a long remark " * 12 + "ends"
    bank.write_text(bank.read_text().replace("half = answer / 2", f"half = answer / 2  {comment}"))
    monkeypatch.setenv("COLUMNS", "60")
    assert f"half = answer / 2  {comment}\n" in quizcv(command, "sample-sum", "--bank", bank).out


def test_syllabus_without_gaps_shows_no_empty_table(quizcv, monkeypatch) -> None:
    covered = quizcv("syllabus", "--missing", "--area", "pooling")
    assert covered.out.strip() == "18 of 18 topics have a card"


def test_a_home_that_is_a_file_is_refused(quizcv, tmp_path: Path, monkeypatch) -> None:
    file = tmp_path / "home-file"
    file.touch()
    monkeypatch.setenv("QUIZCV_HOME", str(file))
    done = quizcv("list")
    assert (done.code, "QUIZCV_HOME" in done.err) == (2, True)


def test_list_takes_topics_and_areas_by_name(quizcv, bank: Path) -> None:
    whole = quizcv("list", "--json").json["cards"]
    one = quizcv("list", "conv-output-size", "pooling", "--json").json["cards"]
    assert 0 < len(one) < len(whole)
    assert {c["area"] for c in one if "conv-output-size" not in c["topics"]} == {"pooling"}
    assert "did you mean 'pooling'" in quizcv("list", "poling").err


def test_a_long_list_tells_how_to_make_it_shorter(quizcv) -> None:
    assert "quizcv list activations" in quizcv("list").out
    assert "--level" not in quizcv("list", "conv-output-size", "--level", "deep").out


def test_a_filter_that_does_not_exist_exits_2(quizcv) -> None:
    done = quizcv("list", "--area", "optimisers")
    assert done.code == 2
    assert "optimizers" in done.err


def test_syllabus_counts_coverage(quizcv) -> None:
    data = quizcv("syllabus", "--json").json
    assert data["total"] == len(data["topics"]) == len(load_syllabus())
    assert data["covered"] == sum(1 for topic in data["topics"] if topic["cards"])
    assert set(data["topics"][0]) >= {"topic", "area", "title", "cards"}
    missing = quizcv("syllabus", "--missing", "--json").json["topics"]
    assert len(missing) == data["total"] - data["covered"]


def test_doctor_reports_the_machine(quizcv) -> None:
    done = quizcv("doctor", "--json")
    data = done.json
    assert list(data) == [
        "schema", "versions", "isolation", "paths", "bundled", "tests",
    ]  # fmt: skip
    assert set(data["isolation"]) == {"level", "reason", "remedy", "guards"}
    assert data["tests"]["numpy"] == ""


def test_bank_check_reads_and_runs_nothing(quizcv, bank: Path, tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    bank.write_text(bank.read_text().replace("half =", f"open({str(marker)!r}, 'w'); half ="))
    done = quizcv("bank", "check", bank)
    assert done.code == 0
    assert "1 card, 1 bank, 0 problems" in done.out
    assert not marker.exists()


def test_bank_check_reports_every_problem(quizcv, bank: Path) -> None:
    bank.write_text(
        bank.read_text().replace("level: warmup", "levle: warmup").replace("2*a", "2*c")
    )
    done = quizcv("bank", "check", bank)
    assert done.code == 2
    assert ":7:5: unknown-key" in done.out


def test_a_new_bank_verifies(quizcv, tmp_path: Path) -> None:
    path = tmp_path / "My pooling.yaml"
    assert quizcv("bank", "new", path, "--area", "pooling").code == 0
    assert quizcv("bank", "check", path).code == 0
    assert quizcv("verify", path).code == 0
    again = quizcv("bank", "new", path)
    assert again.code == 2
    assert "exists already" in again.err


def test_bank_schema_is_json(quizcv) -> None:
    assert quizcv("bank", "schema").json["title"]


def test_bank_list_names_trust(quizcv, bank: Path) -> None:
    rows = quizcv("bank", "list", "--bank", bank, "--json").json["banks"]
    assert {row["trust"] for row in rows} == {"bundled", "none"}


def test_an_unknown_command_names_the_nearest(quizcv) -> None:
    done = quizcv("verfy")
    assert done.code == 2
    assert "verify" in done.err
