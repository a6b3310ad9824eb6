"""Cached results: the same as fresh ones, only sooner, and never a reason to fail."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import quizcv
from quizcv.runner.host.cache import ResultCache, run_cached
from quizcv.runner.host.protocol import Case, Failure, Job, Limits, Outcome, Result

VERSIONS = {"quizcv": "1", "python": "3.11", "numpy": "2", "torch": None}


@pytest.fixture
def cache(tmp_path):
    opened = ResultCache(tmp_path, VERSIONS)
    yield opened
    opened.close()


def job(key="a", **fields):
    return Job(**({"key": key, "params": {"n": 1}, "cases": (Case(),)} | fields))


def result(key="a", **fields):
    return Result(key, (Outcome(**({"params": {"n": 1}} | fields)),))


def put(cache, job, result):
    cache.save(cache.key(job), result)


def get(cache, job):
    """Return what is kept of a job."""
    return cache.find([cache.key(job)]).get(cache.key(job))


def reopened(cache, directory, versions=None, **options):
    cache.close()
    return ResultCache(directory, versions or VERSIONS, **options)


def test_gives_back_what_was_put_under_the_new_jobs_name(cache, tmp_path):
    kept = result(
        values={"answer": [1, 2.5, "x", True, 2**80], "shape": [[1], []]},
        let={"a": 1},
        expressions={"f": 0.1, "g": Failure("exception", "ZeroDivisionError", 3)},
        stdout="out",
        stderr="err",
        dropped=7,
        seconds=0.5,
        seed=9,
    )
    put(cache, job(), kept)
    found = get(reopened(cache, tmp_path), job("b"))
    assert found == kept.outcomes


CHANGES = {
    "snippet": {"snippet": "answer = 2"},
    "params": {"params": {"n": 2}},
    "type of a param": {"params": {"n": 1.0}},
    "cases": {"cases": (Case(seed=1),)},
    "outputs": {"outputs": ("answer",)},
    "let": {"let": {"a": "1"}},
    "order of let": {"let": {"b": "1", "a": "1"}},
    "expressions": {"expressions": {"a": "1"}},
    "vary": {"vary": {"n": [1]}},
    "require": {"require": "True"},
    "distinct": {"distinct": 1},
    "limits": {"limits": Limits(seconds=1)},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_any_change_of_a_job_makes_it_another(change, cache):
    assert cache.key(job(**change)) != cache.key(job())


def test_each_of_these_changes_differs_from_the_others(cache):
    assert len({cache.key(job(**change)) for change in CHANGES.values()}) == len(CHANGES)


def test_every_field_of_a_job_is_among_those_changes():
    tried = {name for change in CHANGES.values() for name in change}
    assert tried == set(Job.__struct_fields__) - {"key"}


def test_another_version_finds_nothing(cache, tmp_path):
    put(cache, job(), result())
    other = reopened(cache, tmp_path, {**VERSIONS, "torch": "2.5"})
    assert get(other, job()) is None
    assert get(reopened(other, tmp_path), job()) is not None


@pytest.mark.parametrize("code", ["timeout", "memory", "worker-lost", "no-module", "crashed"])
def test_what_may_come_out_differently_is_not_kept(code, cache, tmp_path):
    failure = Failure(code, "")
    put(cache, job("a"), result(failure=failure))
    put(cache, job("b", snippet="b"), result(expressions={"f": failure}))
    again = reopened(cache, tmp_path)
    assert get(again, job("a")) is None
    assert get(again, job("b", snippet="b")) is None


@pytest.mark.parametrize("code", ["exception", "syntax", "missing", "bad-value", "rejected"])
def test_failures_that_repeat_are_kept(code, cache, tmp_path):
    put(cache, job(), result(failure=Failure(code, "why", 3)))
    assert get(reopened(cache, tmp_path), job()) is not None


class TestRunCached:
    def run(self, jobs, pool, cache):
        return {found.key: (found, cached) for found, cached in run_cached(jobs, pool, cache)}

    def jobs(self, count):
        return [Job(str(i), {"n": i}, (Case(),), "answer = n", ("answer",)) for i in range(count)]

    def test_the_second_time_nothing_runs(self, pool, cache, tmp_path):
        first = self.run(self.jobs(20), pool, cache)
        assert not any(cached for _, cached in first.values())
        again = reopened(cache, tmp_path)
        second = self.run(self.jobs(20), None_pool(pool), again)
        assert all(cached for _, cached in second.values())
        assert {k: r for k, (r, _) in first.items()} == {k: r for k, (r, _) in second.items()}

    def test_known_and_new_ones_mix(self, pool, cache, tmp_path, monkeypatch):
        monkeypatch.setattr("quizcv.runner.host.cache._BATCH", 16)
        self.run(self.jobs(10), pool, cache)
        found = self.run(self.jobs(40), pool, reopened(cache, tmp_path))
        assert {int(key) for key, (_, cached) in found.items() if cached} == set(range(10))
        assert len(found) == 40

    def test_jobs_are_taken_as_they_are_needed(self, pool, cache):
        taken = []

        def endless():
            while True:
                taken.append(1)
                yield Job(str(len(taken)), {"n": len(taken)}, (Case(),), "answer = n", ("answer",))

        results = run_cached(endless(), pool, cache)
        for _ in range(5):
            next(results)
        results.close()
        assert len(taken) <= 512

    def test_without_a_cache_everything_runs(self, pool):
        assert self.run(self.jobs(3), pool, None)["1"][1] is False


def None_pool(pool):  # noqa: N802
    """Return a pool that passes known results on and must not be given a job."""

    class Idle:
        def stream(self, items):
            for item in items:
                assert not isinstance(item, Job)
                yield item

    return Idle()


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: file.write_bytes(b"no database at all" * 100),
        lambda file: file.write_bytes(file.read_bytes()[: 4096 + 100]),
        lambda file: file.write_bytes(b""),
        lambda file: with_sql(file, "PRAGMA user_version = 99"),
        lambda file: with_sql(file, "UPDATE results SET outcomes = x'ff00'"),
    ],
    ids=["overwritten", "cut short", "emptied", "of another version", "a bad row"],
)
def test_a_damaged_cache_is_made_anew(damage, cache, tmp_path):
    for n in range(300):
        put(cache, job(params={"n": n}), result())
    cache.close()
    damage(tmp_path / "results.sqlite")
    mended = ResultCache(tmp_path, VERSIONS)
    for n in range(300):
        get(mended, job(params={"n": n}))
    mended.close()
    again = ResultCache(tmp_path, VERSIONS)
    put(again, job(), result())
    assert get(reopened(again, tmp_path), job()) is not None


def with_sql(file, statement):
    with sqlite3.connect(file) as db:
        db.execute(statement)
    db.close()


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path):
    (tmp_path / "file").touch()
    cache = ResultCache(tmp_path / "file" / "below", VERSIONS)
    put(cache, job(), result())
    assert get(cache, job()) is None
    cache.close()


def test_a_locked_cache_costs_only_that_batch(cache, tmp_path, monkeypatch):
    monkeypatch.setattr("quizcv.runner.host.cache._PATIENCE", 0.01)
    cache = reopened(cache, tmp_path)
    with sqlite3.connect(tmp_path / "results.sqlite") as other:
        other.execute("BEGIN IMMEDIATE")
        put(cache, job(), result())
        cache.close()
    other.close()


FILL = """
import sys
from pathlib import Path
from quizcv.runner.host.cache import ResultCache
from quizcv.runner.host.protocol import Case, Job, Outcome, Result
cache = ResultCache(Path(sys.argv[1]), {"quizcv": "1"})
for n in range(int(sys.argv[2]), int(sys.argv[2]) + 600):
    key, older = (cache.key(Job("a", {"n": m}, (Case(),))) for m in (n, n - 300))
    cache.save(key, Result("a", (Outcome({"n": n}),)))
    cache.find([older])
cache.close()
"""


def test_processes_share_it(tmp_path):
    root = Path(quizcv.__file__).parents[1]
    commands = [[sys.executable, "-c", FILL, tmp_path, str(n * 500)] for n in range(3)]
    others = [subprocess.Popen(command, cwd=root) for command in commands]
    assert [process.wait(60) for process in others] == [0, 0, 0]
    cache = ResultCache(tmp_path, {"quizcv": "1"})
    assert all(get(cache, job(params={"n": n})) for n in range(0, 1600, 50))
    cache.close()


def test_the_results_used_longest_ago_go_first(cache, tmp_path):
    for n in range(400):
        put(cache, job(params={"n": n}), result(stdout="x" * 1000))
    cache.close()
    with_sql(tmp_path / "results.sqlite", "UPDATE results SET day = day - 10")
    used = ResultCache(tmp_path, VERSIONS, max_bytes=100_000)
    for n in range(100):
        get(used, job(params={"n": n}))
    used.close()
    after = ResultCache(tmp_path, VERSIONS)
    assert all(get(after, job(params={"n": n})) for n in range(100))
    assert not all(get(after, job(params={"n": n})) for n in range(400))
    after.close()
