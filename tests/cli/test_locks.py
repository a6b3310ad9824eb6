"""`quizcv verify --lock` and `--locked`, and what every planted defect of a lock is told as."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quizcv.app import proving
from quizcv.app.libraries import open_library
from quizcv.app.locks import BankLocks
from quizcv.bank.locks import lock_text
from quizcv.cards.lock import Proof, Versions, seal

ELSEWHERE = Versions("0.0.9", "3.99.0", "9.9.9")


@pytest.fixture
def bank(bank: Path) -> Path:
    """The bank of the other tests, with 165 sets of numbers."""
    bank.write_text(bank.read_text().replace("to: 50}", "to: 15}").replace("to: 99}", "to: 70}"))
    return bank


@pytest.fixture(scope="module")
def written() -> list[str]:
    """The bank's lock, once it has been written."""
    return []


@pytest.fixture
def locked(quizcv, bank: Path, written: list[str]) -> Path:
    """The bank, with its lock beside it."""
    if not written:
        assert quizcv("verify", bank, "--lock").code == 0
        written.append(the_lock(bank).read_text())
    the_lock(bank).write_text(written[0])
    return bank


def the_lock(bank: Path) -> Path:
    return bank.with_suffix(".lock")


def forged(bank: Path, old: str, new: str) -> None:
    """Change the rows of the only card, and seal them as if they had been proved."""
    text = the_lock(bank).read_text()
    first, card, *rows = text.splitlines()
    changed = "\n".join(rows).replace(old, new, 1).splitlines()
    assert changed != rows
    head = json.loads(card)
    head["seal"] = seal([row.encode() for row in changed])
    lines = [first, json.dumps(head, separators=(",", ":")), *changed]
    the_lock(bank).write_text("\n".join(lines) + "\n")


def showings(bank: Path):
    library = open_library([bank], bundled=False)
    (entry,) = library
    lock = BankLocks(library.banks).of(entry)
    return lock.showings(entry.card) if lock else ()


def codes(done) -> list[str]:
    problems = [*done.json["problems"], *(p for c in done.json["cards"] for p in c["problems"])]
    return [problem["code"] for problem in problems]


def test_it_is_written_and_holds(quizcv, bank: Path) -> None:
    done = quizcv("verify", bank, "--lock", "--json")
    assert done.code == 0
    (written,) = done.json["locks"]
    assert written["file"] == str(the_lock(bank))
    assert (written["cards"], written["showings"], written["left_out"]) == (1, 32, [])
    assert written["bytes"] == the_lock(bank).stat().st_size
    assert quizcv("verify", bank, "--locked").code == 0


def test_its_first_showing_is_of_the_default_numbers(locked: Path) -> None:
    first, *drawn = showings(locked)
    assert (first.seed, first.params, first.answer) == (None, {"a": 2, "b": 3}, 5)
    assert (first.let, first.claims, first.mistakes) == ({"twice": 4}, {"half": 2.5}, (1006,))
    assert [each.answer == sum(each.params.values()) for each in drawn] == [True] * 31


def test_writing_it_again_changes_no_byte(quizcv, locked: Path) -> None:
    text = the_lock(locked).read_bytes()
    assert quizcv("verify", locked, "--lock", "--no-cache", "--jobs", "1").code == 0
    assert the_lock(locked).read_bytes() == text


PLANTED = {
    "a changed formula": ("formula: a + b}", "formula: b + a}", "lock-stale"),
    "a changed domain": ("to: 15}", "to: 14}", "lock-stale"),
    "a changed require": ("a < b", "a < b - 1", "lock-stale"),
    "a changed answer": ("value: 5, formula: a + b", "value: 6, formula: a + b + 1", "lock-stale"),
}


@pytest.mark.parametrize(("old", "new", "code"), PLANTED.values(), ids=PLANTED)
def test_a_changed_card_has_a_stale_lock_and_no_showings(
    quizcv, locked: Path, old: str, new: str, code: str
) -> None:
    text = locked.read_text().replace(old, new)
    if "+ 1," in new or "b + 1" in new:
        text = text.replace("[0] * b)", "[0] * b) + 1").replace("answer / 2", "(answer - 1) / 2")
    locked.write_text(text)
    assert showings(locked) == ()
    assert codes(quizcv("verify", locked, "--json")) == []
    done = quizcv("verify", locked, "--locked", "--json")
    assert (done.code, codes(done)) == (1, [code])


def test_new_words_leave_it_valid(quizcv, locked: Path) -> None:
    locked.write_text(locked.read_text().replace("What is", "How much is"))
    assert len(showings(locked)) == 32
    assert quizcv("verify", locked, "--locked").code == 0


def edit(old: str, new: str):
    return lambda path: path.write_text(path.read_text().replace(old, new, 1))


def swollen(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(2**30)


DAMAGE = {
    "edited by hand": (edit("[null,2,3,4,5,", "[null,2,3,4,6,"), "lock-damaged"),
    "cut short": (lambda path: path.write_text(path.read_text()[:-20]), "lock-damaged"),
    "cut to nothing": (lambda path: path.write_text(""), "lock-damaged"),
    "a gigabyte": (swollen, "too-large"),
    "terminal escapes": (edit("[null,2", "[\x1b]0;x\x07null,2"), "lock-damaged"),
    "of another bank": (edit('"bank":"sample"', '"bank":"simple"'), "lock-foreign"),
    "of a later format": (edit('"quizcv-lock":1', '"quizcv-lock":7'), "lock-format"),
    "a huge number": (edit("[null,2", "[null,2" + "0" * 9000), "lock-damaged"),
    "no number": (edit("[null,2", "[NaN,2"), "lock-damaged"),
}


@pytest.mark.parametrize(("damage", "code"), DAMAGE.values(), ids=DAMAGE)
@pytest.mark.parametrize("options", [(), ("--locked",)], ids=["plain", "locked"])
def test_a_damaged_lock_is_told_and_shows_nothing(
    quizcv, locked: Path, damage, code: str, options: tuple[str, ...]
) -> None:
    damage(the_lock(locked))
    assert showings(locked) == ()
    done = quizcv("verify", locked, *options, "--json")
    assert done.code == 1
    assert code in codes(done)
    assert "\x1b" not in done.out + quizcv("verify", locked, *options).out


FORGED = {
    "another answer": ("[1,", lambda row: but(row, 4, row[4] + 1)),
    "another claim": ("[1,", lambda row: but(row, 5, row[5] + 1)),
    "another mistake": ("[1,", lambda row: but(row, 6, row[6] + 1)),
    "another let": ("[1,", lambda row: but(row, 3, row[3] + 1)),
    "numbers of another draw": ("[1,", lambda row: but(row, 1, row[1] - 1)),
}


def but(row: list, at: int, value) -> list:
    return [*row[:at], value, *row[at + 1 :]]


@pytest.mark.parametrize(("start", "change"), FORGED.values(), ids=FORGED)
def test_a_forged_lock_differs(quizcv, locked: Path, start: str, change) -> None:
    row = next(x for x in the_lock(locked).read_text().splitlines() if x.startswith(start))
    new = json.dumps(change(json.loads(row)), separators=(",", ":"))
    forged(locked, row, new)
    assert len(showings(locked)) == 32, "it is forged well"
    done = quizcv("verify", locked, "--locked", "--json")
    assert done.code == 1
    assert set(codes(done)) == {"lock-differs"}


def test_a_plain_verification_compares_what_it_computes_anyway(quizcv, locked: Path) -> None:
    row = next(x for x in the_lock(locked).read_text().splitlines() if x.startswith("[1,"))
    values = json.loads(row)
    forged(locked, row, json.dumps(but(values, 4, values[4] + 1), separators=(",", ":")))
    done = quizcv("verify", locked)
    assert done.code == 1
    assert "differs-from-lock" in done.out
    assert f"stated {values[4] + 1}, computed {values[4]}" in done.out
    assert done.out.count("Python 3.") == 2


def test_a_missing_lock_fails_only_where_one_is_asked_for(quizcv, bank: Path) -> None:
    assert quizcv("verify", bank).code == 0
    done = quizcv("verify", bank, "--locked", "--json")
    assert (done.code, codes(done)) == (1, ["lock-missing"])


def test_a_card_that_fails_is_left_out_and_named(quizcv, bank: Path) -> None:
    second = bank.read_text().split("cards:\n")[1].replace("sample-sum", "wrong-sum")
    bank.write_text(bank.read_text() + second.replace("value: 5,", "value: 6,"))
    done = quizcv("verify", bank, "--lock")
    assert done.code == 1
    assert "not in them: wrong-sum" in done.out
    assert '"cards":1' in the_lock(bank).read_text()


def test_a_card_that_fails_on_a_rare_draw_is_found(quizcv, bank: Path) -> None:
    text = bank.read_text().replace("[0] * b)", "[0] * b) + (a == 13 and b == 67)")
    bank.write_text(text.replace("half = answer / 2", "half = sum((a, b)) / 2"))
    assert quizcv("verify", bank).code == 0
    done = quizcv("verify", bank, "--lock", "--json")
    assert (done.code, codes(done)) == (1, ["formula-differs"])
    assert done.json["cards"][0]["problems"][0]["params"] == {"a": 13, "b": 67}


def test_one_card_chosen_leaves_the_others_as_they_are(quizcv, bank: Path) -> None:
    second = bank.read_text().split("cards:\n")[1].replace("sample-sum", "other-sum")
    bank.write_text(bank.read_text() + second)
    assert quizcv("verify", bank, "--lock").code == 0
    text = the_lock(bank).read_text()
    done = quizcv("verify", "other-sum", "--bank", bank, "--lock", "--json")
    assert done.json["locks"][0]["cards"] == 2
    assert the_lock(bank).read_text() == text


def proved_elsewhere(bank: Path) -> None:
    """Let the lock say that other versions came to the same values."""
    library = open_library([bank], bundled=False)
    (entry,) = library
    proof = BankLocks(library.banks).of(entry).proof(entry.card)
    other = Proof(proof.digest, proof.method, proof.sets, (ELSEWHERE,), proof.showings)
    the_lock(bank).write_text(lock_text("sample", [(entry.card, other)]))


def test_the_same_values_under_other_versions_are_a_second_proof(quizcv, locked: Path) -> None:
    assert quizcv("verify", locked, "--json").json["summary"]["proved"] == {"1": 1}
    proved_elsewhere(locked)
    rows = the_lock(locked).read_text().splitlines()[2:]
    done = quizcv("verify", locked, "--json")
    assert done.json["summary"]["proved"] == {"2": 1}
    assert "1 card proved under more than one set of versions" in quizcv("verify", locked).out
    assert quizcv("verify", locked, "--lock").code == 0
    first, card, *same = the_lock(locked).read_text().splitlines()
    assert same == rows
    assert json.loads(first)["versions"][0]["python"] == "3.99.0"
    assert json.loads(card)["by"] == [0, 1]


def test_a_difference_names_both_versions(quizcv, locked: Path) -> None:
    proved_elsewhere(locked)
    row = next(x for x in the_lock(locked).read_text().splitlines() if x.startswith("[1,"))
    values = json.loads(row)
    forged(locked, row, json.dumps(but(values, 4, values[4] + 1), separators=(",", ":")))
    out = quizcv("verify", locked).out
    assert "Python 3.99.0, NumPy 9.9.9" in out
    assert str(proving.versions_here()) in out


def test_a_lock_whose_folder_cannot_be_written_is_kept_at_home(
    quizcv, bank: Path, monkeypatch
) -> None:
    from quizcv.app import locks

    def refuse(path: Path, *rest) -> None:
        if path.parent == bank.parent:
            raise PermissionError("read-only")
        real(path, *rest)

    real = locks.write_lock
    monkeypatch.setattr(locks, "write_lock", refuse)
    done = quizcv("verify", bank, "--lock", "--json")
    (written,) = done.json["locks"]
    assert Path(written["file"]).parent == bank.parent / "home" / "locks"
    assert not the_lock(bank).exists()
    assert quizcv("verify", bank, "--locked").code == 0
    bank.write_text(bank.read_text() + "# changed\n")
    assert quizcv("verify", bank, "--locked").code == 1


def test_lock_and_locked_exclude_each_other(quizcv, bank: Path) -> None:
    assert quizcv("verify", bank, "--lock", "--locked").code == 2


def test_where_nothing_can_be_written_one_line_says_so(quizcv, bank: Path, monkeypatch) -> None:
    from quizcv.app import locks

    def refuse(*_) -> None:
        raise PermissionError(13, "read-only")

    monkeypatch.setattr(locks, "write_lock", refuse)
    done = quizcv("verify", bank, "--lock")
    assert done.code == 1
    assert "cannot be written: read-only" in done.err
    assert "QUIZCV_HOME" in done.err


def test_a_lock_at_home_comes_first_and_goes_once_there_is_one_beside_the_bank(
    quizcv, bank: Path, monkeypatch
) -> None:
    from quizcv.app import locks

    def refuse(path: Path, *rest) -> None:
        if path.parent == bank.parent:
            raise PermissionError("read-only")
        real(path, *rest)

    real = locks.write_lock
    with monkeypatch.context() as patch:
        patch.setattr(locks, "write_lock", refuse)
        (written,) = quizcv("verify", bank, "--lock", "--json").json["locks"]
    the_lock(bank).write_text("of somebody who is mistaken\n")
    assert quizcv("verify", bank, "--locked").code == 0
    assert quizcv("verify", bank, "--lock").code == 0
    assert not Path(written["file"]).exists()
    assert the_lock(bank).read_text().startswith('{"quizcv-lock":1')
