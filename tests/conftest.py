"""Running commands in this process, with state in a folder of the test's own."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from quizcv.app import workers
from quizcv.bank.bundled import bundled_paths
from quizcv.bank.cache import BankCache
from quizcv.bank.loader import load_library
from quizcv.bank.syllabus_reader import load_syllabus
from quizcv.cards.library import Library
from quizcv.cli.main import app
from quizcv.runner.host.isolation import Isolation
from quizcv.runner.host.pool import Pool
from quizcv.ui import console

BANK = """\
bank: sample
title: Sample
area: convolution
cards:
  - id: sample-sum
    topics: [conv-output-size]
    level: warmup
    question: What is {{a}} + {{b}}?
    params: {a: 2, b: 3}
    vary: {a: {from: 1, to: 50}, b: {from: 60, to: 99}}
    require: a < b
    let: {twice: 2*a}
    answer: {kind: integer, value: 5, formula: a + b}
    check: |
      answer = len([0] * a + [0] * b)
    claims: {half: {value: 2.5, formula: (a + b) / 2}}
    mistakes:
      - {name: multiplies, formula: a * b + 1000, feedback: That multiplies.}
    explanation: Together {{answer}}, twice a is {{twice}}, half is {{half}}.
""".replace(
    "answer = len([0] * a + [0] * b)\n",
    "answer = len([0] * a + [0] * b)\n      half = answer / 2\n",
)


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """Standard output, read as JSON."""
        data: dict[str, Any] = json.loads(self.out)
        return data


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A bank of one NumPy-free card."""
    path = tmp_path / "sample.yaml"
    path.write_text(BANK, encoding="utf-8")
    return path


class KeptPool(Pool):
    """A pool that the next command finds as it was, unless something is still under way in it.

    Most commands here run a snippet or two; starting a server takes longer than they do.
    """

    def __exit__(self, *raised: object) -> None:
        if self._ahead or any(queue.wanting or queue.sent for queue in self._queues):
            self.close()


class KeptPools:
    """The pools of all commands that were run in this process."""

    def __init__(self) -> None:
        self._pools: dict[tuple[int, Isolation], KeptPool] = {}

    def __call__(self, slots: int, isolation: Isolation) -> KeptPool:
        """Return the pool of that size at that level."""
        if (slots, isolation) not in self._pools:
            self._pools[slots, isolation] = KeptPool(slots, isolation)
        return self._pools[slots, isolation]

    def close(self) -> None:
        """End what they run."""
        for pool in self._pools.values():
            pool.close()


POOLS = KeptPools()


@pytest.fixture(scope="session", autouse=True)
def _nothing_kept_for_ever() -> Iterator[None]:
    yield
    POOLS.close()


def run(*arguments: object, input: Any = None) -> Done:  # noqa: A002
    """Run a command line in this process."""
    console.out.cache_clear()
    console.err.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "Pool", POOLS)
        result = CliRunner().invoke(app, [str(each) for each in arguments], input=input)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


@pytest.fixture(scope="session")
def run_command() -> Callable[..., Done]:
    """Run a command line with the state and the screen that the environment names."""
    return run


@pytest.fixture(scope="session")
def kept_banks(tmp_path_factory: pytest.TempPathFactory) -> BankCache:
    """A cache in which the bundled banks were read before."""
    return BankCache(tmp_path_factory.mktemp("kept-banks"))


@pytest.fixture(scope="session")
def bundled(kept_banks: BankCache) -> Library:
    """The bundled banks, parsed once in a session."""
    return load_library(
        bundled_paths(), load_syllabus(cache=kept_banks), complete=True, cache=kept_banks
    )


@pytest.fixture
def home(tmp_path: Path, bundled: Library, kept_banks: BankCache) -> Path:
    """A home of this test's own, where the bundled banks need no parsing.

    It links what was kept, so that nothing which a test does to its cache reaches another.
    """
    cache = tmp_path / "home" / "cache"
    cache.mkdir(parents=True)
    for kept in kept_banks.directory.iterdir():
        os.link(kept, cache / kept.name)
    return cache.parent


@pytest.fixture
def quizcv(home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """Run a command line in a home of this test's own: `quizcv("verify", path)`."""
    monkeypatch.setenv("QUIZCV_HOME", str(home))
    monkeypatch.setenv("COLUMNS", "100")
    return run
