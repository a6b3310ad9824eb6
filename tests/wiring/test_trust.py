"""Where snippets cannot be isolated: only what was packaged or trusted runs, as it was then."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory, card):
    """An installation with one bank of one card, on a machine without bubblewrap."""
    site = tmp_path_factory.mktemp("site")
    shutil.copytree(ROOT / "quizcv", site / "quizcv")
    content = site / "quizcv" / "content"
    content.mkdir()
    shutil.copy(ROOT / "content" / "syllabus.yaml", content)
    bank = content / "packaged.yaml"
    text = f"bank: packaged\ntitle: P\narea: pooling\ncards:\n{card('fixed', 'three', 'stride')}"
    bank.write_text(text)
    digest = base64.urlsafe_b64encode(hashlib.sha256(bank.read_bytes()).digest()).rstrip(b"=")
    record = site / "quizcv-99.dist-info"
    record.mkdir()
    (record / "METADATA").write_text("Metadata-Version: 2.1\nName: quizcv\nVersion: 99\n")
    size = bank.stat().st_size
    (record / "RECORD").write_text(
        f"quizcv/content/packaged.yaml,sha256={digest.decode()},{size}\n"
    )
    return bank


def quizcv(installed: Path, home: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    site = installed.parents[2]
    environment = {**os.environ, "PYTHONPATH": str(site), "PATH": str(home), "COLUMNS": "100"}
    return subprocess.run(
        [sys.executable, "-m", "quizcv", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=site,
        env={**environment, "QUIZCV_HOME": str(home)},
    )


def test_a_packaged_bank_runs_until_it_is_edited(installed: Path, tmp_path: Path) -> None:
    whole = quizcv(installed, tmp_path, "run", "three")
    assert (whole.returncode, "answer = 3" in whole.stdout) == (0, True), whole
    text = installed.read_text()
    installed.write_text(text.replace("How many", "How few"))
    try:
        edited = quizcv(installed, tmp_path, "run", "three")
    finally:
        installed.write_text(text)
    assert (edited.returncode, "is not trusted" in edited.stderr) == (3, True), edited


def test_a_bank_of_ones_own_runs_once_it_is_trusted(installed: Path, tmp_path: Path, card) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(f"bank: own\ntitle: O\narea: pooling\ncards:\n{card('fixed', 'my', 'stride')}")
    assert quizcv(installed, tmp_path, "bank", "trust", own).returncode == 0
    assert quizcv(installed, tmp_path, "run", "my", "--bank", own).returncode == 0
