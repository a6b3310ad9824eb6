"""What a stored result hangs on, beside the job itself."""

from __future__ import annotations

from pathlib import Path

from quizcv.app import workers


def test_a_changed_network_makes_stored_results_useless(tmp_path: Path, monkeypatch) -> None:
    """In a checkout it changes without a new version."""
    network = tmp_path / "networks" / "tiny.py"
    network.parent.mkdir()
    monkeypatch.setattr(workers, "__file__", str(tmp_path / "app" / "workers.py"))
    found = []
    for source in ("width = 3", "width = 4", "width = 3"):
        network.write_text(source)
        found.append(workers._results_hang_on())
    assert found[0] == found[2] != found[1]
    assert {name: found[0][name] for name in workers.versions()} == workers.versions()
