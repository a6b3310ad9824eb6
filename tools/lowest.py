"""Print the lowest versions that pyproject.toml allows, as constraints for pip.

    python tools/lowest.py > lowest.txt
    pip install -c lowest.txt .

A bound that nothing ever installs is a guess: CI installs these and runs `tools/smoke.py`.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"
_BOUND = re.compile(r"(?P<name>[A-Za-z0-9._-]+)>=(?P<version>[0-9.]+)")


def constraints(dependencies: list[str]) -> list[str]:
    """Return `name==version` for each dependency.

    Raises:
        ValueError: one is not written as `name>=version`.
    """
    found = []
    for dependency in dependencies:
        match = _BOUND.fullmatch(dependency)
        if match is None:
            raise ValueError(f"{dependency!r} is not written as name>=version")
        found.append(f"{match['name']}=={match['version']}")
    return found


if __name__ == "__main__":
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    print("\n".join(constraints(project["dependencies"])))
