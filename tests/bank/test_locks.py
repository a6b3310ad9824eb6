"""Files of locks: written and read again, cut short, swollen, of other banks."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from quizcv.bank import locks
from quizcv.bank.locks import (
    CardHead,
    Head,
    lock_beside,
    lock_text,
    read_lock,
    schema,
    schema_text,
    write_lock,
)
from quizcv.cards.lock import LIMITS, Proof, Versions
from quizcv.cards.model import Card
from quizcv.cards.proof import proof_digest
from quizcv.cards.variant import Variant
from quizcv.kinds.numbers import Integer

SCHEMA = Path(locks.__file__).with_name("lock.schema.json")
PAGE = (Path(__file__).parents[2] / "docs" / "locks.md").read_text(encoding="utf-8")
HERE = Versions("1.0", "3.11.7", "2.4.0", "2.13.0")
THERE = Versions("1.0", "3.12.1")


def card(name: str) -> Card:
    return Card(
        id=name, topics=["t"], level="core", question="q", explanation="e", check="answer = a",
        params={"a": 1}, vary={"a": [1, 2, 3]}, answer=Integer(value=1, formula="a"),
    )  # fmt: skip


def proof(of: Card, *versions: Versions) -> Proof:
    showings = tuple(
        Variant(card=of.id, seed=seed, params={"a": a}, answer=a)
        for seed, a in ((None, 1), (3, 2), (5, 3))
    )
    return Proof(proof_digest(of), "exhaustive", 3, versions or (HERE,), showings)


ONE, TWO = card("one"), card("two")
PROOFS = [(ONE, proof(ONE, THERE, HERE)), (TWO, proof(TWO))]
TEXT = lock_text("sample", PROOFS)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = lock_beside(tmp_path / "sample.yaml")
    write_lock(found, "sample", PROOFS)
    return found


def test_it_stands_beside_its_bank(path: Path) -> None:
    assert path.name == "sample.lock"
    assert [file.name for file in path.parent.iterdir()] == ["sample.lock"]


def test_what_is_written_is_read(path: Path) -> None:
    found, problems = read_lock(path, "sample")
    assert not problems
    assert [found.proof(each) for each in (ONE, TWO)] == [each for _, each in PROOFS]
    assert found.cards == ("one", "two")


def test_the_text_is_lines_of_columns(path: Path) -> None:
    assert path.read_text() == TEXT
    lines = TEXT.splitlines()
    assert lines[0].startswith('{"quizcv-lock":1,"bank":"sample","cards":2,"versions":[')
    assert lines[1].startswith('{"card":"one","digest":"sha256-v1:')
    assert lines[1].endswith('"columns":["seed","a","answer"]}')
    assert lines[2:5] == ["[null,1,1]", "[3,2,2]", "[5,3,3]"]


def test_what_was_read_is_written_as_it_was(path: Path) -> None:
    found, _ = read_lock(path, "sample")
    assert lock_text("sample", [(each, found.proof(each)) for each in (ONE, TWO)]) == TEXT


def test_no_file_is_no_problem(tmp_path: Path) -> None:
    assert read_lock(tmp_path / "sample.lock", "sample") == (None, ())


def test_ends_of_lines_may_be_those_of_windows(path: Path) -> None:
    path.write_bytes(TEXT.replace("\n", "\r\n").encode())
    found, problems = read_lock(path, "sample")
    assert not problems
    assert found.showings(TWO)


HEAD = TEXT.splitlines()[0]
SECOND = TEXT.index('{"card":"two"')
SWAPPED = (
    ('"by":[1]', '"by":[9]'),
    ('"by":[1]', '"by":[]'),
    ('"method":"exhaustive"', '"method":"faith"'),
    ('"sets":3', '"sets":-3'),
    ('"sets":3', f'"sets":{"9" * 400}'),
    ('"sets":3', '"sets":NaN'),
    ('"showings":3', '"showings":2'),
    ('"card":"two"', '"card":"\\u001b[2J"'),
    ('"card":"two"', '"card":"one"'),
    ('"columns":["seed",', '"columns":["\\u001b]0;x",'),
)


@pytest.mark.parametrize(("old", "new"), SWAPPED)
def test_a_damaged_card_is_told_by_its_line_and_costs_no_other(
    path: Path, old: str, new: str
) -> None:
    path.write_text(TEXT[:SECOND] + TEXT[SECOND:].replace(old, new, 1))
    found, problems = read_lock(path, "sample")
    assert [(problem.code, problem.line) for problem in problems] == [("lock-damaged", 6)]
    assert found.showings(TWO) == ()
    assert bool(found.showings(ONE)) == (new != '"card":"one"')
    assert str(problems[0]).isprintable()


@pytest.mark.parametrize("length", range(0, len(TEXT), 7))
def test_a_lock_cut_anywhere_is_told_and_shows_nothing_false(path: Path, length: int) -> None:
    path.write_text(TEXT[:length])
    found, problems = read_lock(path, "sample")
    assert {problem.code for problem in problems} == {"lock-damaged"}
    for each in (ONE, TWO):
        assert not found or found.showings(each) in ((), proof(each).showings)


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        (TEXT.replace('"bank":"sample"', '"bank":"other"', 1), "lock-foreign", "other"),
        (TEXT.replace('"bank":"sample"', '"bank":"\\u001b[2J"', 1), "lock-foreign", "another"),
        (TEXT.replace('"quizcv-lock":1', '"quizcv-lock":2', 1), "lock-format", "later"),
        (TEXT.replace("2.13.0", "\\u001b[31m", 1), "lock-damaged", "control characters"),
        ("[1, 2]\n", "lock-damaged", "not that of a lock"),
        (HEAD.replace("sample", "x" * 10**6) + "\n", "lock-damaged", "not that of a lock"),
        (HEAD + "\n[1]\n" + TEXT, "lock-damaged", "belongs to no card"),
        ("<<<<<<< ours\n" + TEXT, "lock-damaged", "not that of a lock"),
        ("\0" * 100, "lock-damaged", "not that of a lock"),
    ],
)
def test_a_file_that_is_no_lock_of_this_bank_is_not_used(
    path: Path, text: str, code: str, told: str
) -> None:
    path.write_text(text)
    found, (problem,) = read_lock(path, "sample")
    assert found is None
    assert (problem.code, told in problem.message) == (code, True)
    assert str(problem).isprintable()


def test_a_lock_of_a_gigabyte_is_not_read(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(2**30)
    found, (problem,) = read_lock(path, "sample")
    assert found is None
    assert problem.code == "too-large"


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (LIMITS._replace(cards=1), "too-large"),
        (LIMITS._replace(line_bytes=100), "lock-damaged"),
        (LIMITS._replace(showings=2), "lock-damaged"),
        (LIMITS._replace(columns=4), "lock-damaged"),
        (LIMITS._replace(file_bytes=100), "too-large"),
        (LIMITS._replace(versions=1), "lock-damaged"),
    ],
)
def test_everything_in_it_is_bounded(path: Path, limits: Any, code: str) -> None:
    _, problems = read_lock(path, "sample", limits)
    assert {problem.code for problem in problems} == {code}


def test_a_folder_and_a_pipe_are_no_locks(tmp_path: Path) -> None:
    (tmp_path / "folder.lock").mkdir()
    os.mkfifo(tmp_path / "pipe.lock")
    for name in ("folder", "pipe"):
        found, (problem,) = read_lock(tmp_path / f"{name}.lock", "sample")
        assert (found, problem.code) == (None, "unreadable")


def test_a_lock_that_cannot_be_written_leaves_what_was_there(path: Path, monkeypatch) -> None:
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        write_lock(path, "other", [])
    assert path.read_text() == TEXT
    assert [file.name for file in path.parent.iterdir()] == ["sample.lock"]


def test_every_line_is_of_the_schema_and_the_schema_is_in_step() -> None:
    assert SCHEMA.read_text() == schema_text(), f"run `python -m quizcv.bank.locks {SCHEMA}`"
    for line in TEXT.splitlines():
        jsonschema.validate(json.loads(line), schema())
    for line in ('{"card":"x"}', "3", TEXT.splitlines()[1].replace("exhaustive", "faith")):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(json.loads(line), schema())


@pytest.mark.parametrize("line", [Head, CardHead])
def test_every_key_is_documented(line: Any) -> None:
    for key in line.__struct_encode_fields__:
        assert f"| `{key}` |" in PAGE


def test_others_may_read_it(path: Path) -> None:
    other = path.with_suffix(".txt")
    other.touch()
    assert path.stat().st_mode == other.stat().st_mode
