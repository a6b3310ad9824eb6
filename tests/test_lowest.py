"""Lower bounds are written so that the lowest versions can be installed and tried."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_dependency_has_a_lowest_version():
    command = [sys.executable, ROOT / "tools" / "lowest.py"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert said == [bound.replace(">=", "==") for bound in project["dependencies"]]
