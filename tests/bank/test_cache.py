from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest

from quizcv.bank import cache as cache_module
from quizcv.bank.cache import BankCache
from quizcv.bank.loader import load_bank, load_library


@pytest.fixture
def cache(tmp_path):
    return BankCache(tmp_path / "cache")


@pytest.fixture
def path(tmp_path, sound):
    path = tmp_path / "bank.yaml"
    path.write_text(sound)
    return path


def stored(cache):
    return sorted(cache.directory.glob("*")) if cache.directory.exists() else []


def unparsed(monkeypatch):
    """Fail when a bank is parsed."""
    monkeypatch.setattr("quizcv.bank.parser.parse_bank", None)


def test_a_kept_bank_is_the_bank(cache, path, monkeypatch):
    fresh = load_bank(path, cache=cache)
    unparsed(monkeypatch)
    kept = load_bank(path, cache=cache)
    for one, other in zip(fresh.entries, kept.entries, strict=True):
        assert repr(one.card) == repr(other.card)  # 5 and 5.0 are equal, and not the same
        assert dict(one.places) == dict(other.places)
        assert one.problem("x", "y", "check", 3) == other.problem("x", "y", "check", 3)
    assert (kept.id, kept.title, kept.area, kept.file, kept.digest, kept.sources) == (
        fresh.id, fresh.title, fresh.area, fresh.file, fresh.digest, fresh.sources,
    )  # fmt: skip


def test_an_edit_is_seen_whatever_the_clock_says(cache, path):
    load_bank(path, cache=cache)
    before = path.stat()
    path.write_text(path.read_text().replace("value: 55", "value: 56"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert load_bank(path, cache=cache).entries[0].card.answer.value == 56


def test_a_copy_elsewhere_has_its_own_name(cache, path, tmp_path, monkeypatch):
    load_bank(path, cache=cache)
    copy = tmp_path / "copy.yaml"
    copy.write_bytes(path.read_bytes())
    unparsed(monkeypatch)
    bank = load_bank(copy, cache=cache)
    assert {entry.file for entry in bank.entries} == {bank.file} == {str(copy)}


def test_other_topics_and_other_code_read_again(cache, path, monkeypatch):
    load_bank(path, cache=cache)
    assert [p.code for p in load_bank(path, ["stride"], cache).problems] == ["unknown-topic"]
    monkeypatch.setattr(cache_module, "_reader_version", lambda: "another")
    unparsed(monkeypatch)
    with pytest.raises(TypeError):
        load_bank(path, cache=cache)


def test_a_bank_with_problems_is_not_kept(cache, path):
    path.write_text(path.read_text().replace("level: core", "level: easy"))
    load_bank(path, cache=cache)
    assert stored(cache) == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data[:40] + b"\xff" + data[41:],
        lambda data: b"x" * 99,
    ],
    ids=["empty", "cut", "flipped", "foreign"],
)
def test_a_damaged_entry_counts_as_none_and_is_replaced(cache, path, damage, monkeypatch):
    fresh = load_bank(path, cache=cache)
    (entry,) = stored(cache)
    entry.write_bytes(damage(entry.read_bytes()))
    assert load_bank(path, cache=cache) == fresh
    unparsed(monkeypatch)
    assert len(load_bank(path, cache=cache).entries) == 3


def test_a_directory_that_cannot_be_made_costs_nothing(path, tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert len(load_bank(path, cache=BankCache(tmp_path / "file" / "cache")).entries) == 3


def test_whole_numbers_beyond_64_bits_are_read_again(cache, path):
    path.write_text(path.read_text().replace("n: 227", f"n: {2**80}"))
    for _ in range(2):
        assert load_bank(path, cache=cache).entries[0].card.params["n"] == 2**80
    assert stored(cache) == []


def test_writers_at_once_leave_one_whole_entry(cache, path):
    threads = [threading.Thread(target=load_bank, args=(path, None, cache)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stored(cache)) == 1
    assert cache.find(load_bank(path).digest, None, "x") is not None


def test_the_directory_stays_small(cache, tmp_path, sound, monkeypatch):
    monkeypatch.setattr(cache_module, "KEPT", 3)
    for number in range(6):
        path = tmp_path / f"{number}.yaml"
        path.write_text(f"# {number}\n{sound}")
        load_library([path], cache=cache)
    assert len(stored(cache)) == 3


def test_an_unchanged_bank_is_opened_without_the_parser(path, tmp_path):
    program = (
        "import sys; from pathlib import Path; from quizcv.bank.cache import BankCache;"
        "from quizcv.bank.loader import load_library;"
        f"load_library([Path({str(path)!r})], cache=BankCache(Path({str(tmp_path / 'cache')!r})));"
        "print(*[name for name in ('yaml', 'numpy') if name in sys.modules])"
    )
    printed = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    assert [run.stdout.split() for run in printed] == [["yaml"], []]
