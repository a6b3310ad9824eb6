"""Without isolation, nothing of an untrusted bank is ever executed, however it is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizcv.runner.host import isolation


@pytest.fixture
def no_bubblewrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("quizcv.bank.bundled.bundled_paths", list)  # they are trusted
    isolation.probe.cache_clear()
    yield
    isolation.probe.cache_clear()


@given(data=st.data())
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_mutated_bank_runs_nothing(
    data: st.DataObject, quizcv, bank: Path, tmp_path: Path, no_bubblewrap: None
) -> None:
    marker = tmp_path / "ran"
    text = bank.read_text(encoding="utf-8")
    if str(marker) not in text:
        text = text.replace("half = answer / 2", f"half = answer / 2; open({str(marker)!r}, 'w')")
    lines = text.splitlines(keepends=True)
    moved = lines.pop(data.draw(st.integers(0, len(lines) - 1)))
    lines.insert(data.draw(st.integers(0, len(lines))), moved)
    mutated = tmp_path / "mutated.yaml"
    mutated.write_text("".join(lines), encoding="utf-8")
    for command in (["verify", mutated], ["bank", "check", mutated]):
        done = quizcv(*command)
        assert done.code in ({2, 3} if command[0] == "verify" else {0, 2}), done
    for command in (["run", "sample-sum"], ["show", "sample-sum"], ["grade", "sample-sum", "5"]):
        assert quizcv(*command, "--bank", mutated).code in {0, 2, 3}
    assert not marker.exists()
