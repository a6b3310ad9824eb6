"""Mutated banks through verify: never a traceback, never a hang, a report for every card."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizcv.bank.bundled import content_dir
from quizcv.bank.loader import load_bank
from quizcv.cards.library import Entry
from quizcv.runner.host.pool import Pool
from quizcv.runner.host.protocol import Limits
from quizcv.verify.deal import deal_job, dealt
from quizcv.verify.run import verify

TEXT = (content_dir() / "optimizers" / "clipping.yaml").read_text(encoding="utf-8")
LINES = TEXT.replace("import torch", "import numpy").splitlines(keepends=True)
CODE = (
    "**",
    "//",
    "1e400",
    "None",
    "lambda: 0",
    "while True: pass",
    "[]",
    "''",
    "0",
    "-",
    "n",
    "(",
)
LIMITS = Limits(seconds=0.3, memory_mb=512)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "bank.yaml"


@pytest.fixture(scope="module")
def sizes() -> tuple[Entry, ...]:
    return load_bank(content_dir() / "pooling" / "sizes.yaml").entries


positions = st.integers(0, len(LINES) - 1)
moves = st.tuples(st.just("move"), positions, positions)
splices = st.tuples(st.just("splice"), positions, st.sampled_from(CODE))


@given(edits=st.lists(moves | splices, min_size=1, max_size=6))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_mutated_bank_is_verified_card_by_card(
    edits: list[tuple[str, int, int | str]], path: Path, pool: Pool
) -> None:
    lines = list(LINES)
    for _, at, what in edits:
        if isinstance(what, int):
            lines.insert(what, lines.pop(at))
        else:
            lines[at] = lines[at].rstrip("\n") + f" {what}\n"
    path.write_text("".join(lines), encoding="utf-8")
    bank = load_bank(path)
    reports = list(
        verify(
            bank.entries,
            lambda jobs: ((result, False) for result in pool.run(jobs)),
            variants=1,
            problems=bank.problems,
            limits=LIMITS,
        )
    )
    assert sorted(report.id for report in reports) == sorted(e.card.id for e in bank.entries)
    for report in reports:
        assert report.status in {"passed", "failed"}
        assert (report.status == "failed") == any(not f.is_warning for f in report.problems)
        assert all(1 <= finding.line <= len(lines) + 1 for finding in report.problems)


@given(seed=st.none() | st.integers(-5, 2**40), at=st.integers(0, 6), value=st.integers(-3, 10**6))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_seed_and_any_number_is_dealt_or_explained(
    seed: int | None, at: int, value: int, sizes: tuple[Entry, ...], pool: Pool
) -> None:
    entry = sizes[at % len(sizes)]
    changes = {} if seed is not None else dict.fromkeys(list(entry.card.params)[:1], value)
    job = deal_job(entry, seed, changes)
    outcome = pool.run_one(job).outcomes[0]
    found = dealt(entry, seed, outcome, changed=bool(changes))
    assert getattr(found, "card", entry.card.id) == entry.card.id
    assert getattr(found, "message", "x")
