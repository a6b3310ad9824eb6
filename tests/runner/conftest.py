"""Pools for the tests of the runner: one for each level of isolation that this machine has."""

from __future__ import annotations

import pytest

from quizcv.runner.host.isolation import Isolation, probe
from quizcv.runner.host.pool import Pool
from quizcv.runner.host.protocol import Case, Failure, Job, Limits, Outcome


@pytest.fixture(scope="session")
def pool():
    with Pool(slots=2) as running:
        yield running


@pytest.fixture
def run(pool):
    """Run a snippet on one set of numbers and return its outcome."""

    def run(snippet="", *, seconds=1.0, **fields) -> Outcome:
        fields = {"params": {}, "cases": (Case(),), "limits": Limits(seconds=seconds)} | fields
        return pool.run_one(Job(key="test", snippet=snippet, **fields)).outcomes[0]

    return run


@pytest.fixture
def fails(run):
    """Run a snippet that must fail and return its failure."""

    def fails(snippet="", **fields) -> Failure:
        failure = run(snippet, **fields).failure
        assert failure is not None
        return failure

    return fails


@pytest.fixture(scope="session")
def isolation_of():
    """Give the isolation of a level, or skip the test and say why."""

    def isolation_of(level: str) -> Isolation:
        report = probe()
        if level == "bubblewrap":
            if any(guard.name == "bubblewrap" for guard in report.guards):
                pytest.skip(f"not run: no bubblewrap here ({report.reason})")
            assert report.level == "bubblewrap", report.reason
            return report.isolation
        return Isolation("process", hardened=level != "bare")

    return isolation_of
