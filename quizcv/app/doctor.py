"""What this machine offers, and whether it works."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from quizcv.app.askable import can_fork, missing_packages, obstacle
from quizcv.app.libraries import open_library
from quizcv.app.places import cache_dir, content_dir, state_dir
from quizcv.app.proofs import Proofs
from quizcv.app.results import Result
from quizcv.app.workers import open_workers, versions
from quizcv.runner.host.isolation import probe
from quizcv.runner.host.protocol import Case, Job

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizcv.app.workers import Workers
    from quizcv.cards.library import Library
    from quizcv.runner.host.isolation import IsolationReport

_SELF_TESTS = {
    "numpy": "import numpy as np\nanswer = int(np.arange(5).sum())",
    "torch": "import torch\nanswer = int(torch.arange(5).sum())",
}
_SUM = 10


@dataclass(frozen=True, kw_only=True)
class Diagnosis(Result):
    """Versions, isolation, paths, the bundled banks, and snippets that were run."""

    versions: dict[str, str | None]
    isolation: IsolationReport
    library: Library
    proved: int
    """Bundled cards that can be asked from their locks."""
    cannot_run: dict[str, int]
    """Why bundled cards cannot be run here, with how many."""
    tests: dict[str, str]
    """Why a snippet does not run here; nothing where it does."""

    @property
    def data(self) -> dict[str, Any]:
        """Everything that was looked at."""
        report = self.isolation
        return {
            "versions": self.versions,
            "isolation": {
                "level": report.level,
                "reason": report.reason,
                "remedy": report.remedy,
                "guards": [asdict(guard) for guard in report.guards],
            },
            "paths": {
                "content": str(content_dir()),
                "state": str(state_dir()),
                "cache": str(cache_dir()),
            },
            "bundled": {
                "banks": len(self.library.banks),
                "cards": len(self.library),
                "problems": len(self.library.problems),
                "proved": self.proved,
                "cannot_run": self.cannot_run,
            },
            "tests": self.tests,
        }

    @property
    def exit_code(self) -> int:
        """1 if something is broken."""
        return int(any(self.tests.values()) or bool(self.library.problems))


def diagnose() -> Diagnosis:
    """Look at this machine, and run a snippet with each package that snippets may need."""
    library = open_library()
    found = versions()
    missing = missing_packages()
    obstacles = (obstacle(entry, proved=False, missing=missing) for entry in library)
    return Diagnosis(
        versions=found,
        isolation=probe(),
        library=library,
        proved=len(library) - len(Proofs(library.banks).unproved(library.banks)),
        cannot_run=dict(Counter(filter(None, obstacles))),
        tests=_tests(library, [name for name in _SELF_TESTS if found[name]]),
    )


def _tests(library: Library, names: Sequence[str]) -> dict[str, str]:
    """Return why a snippet with each of these packages does not run here, or nothing."""
    if not can_fork():
        return {}
    with open_workers(library, 1) as workers:
        return {name: _trouble(workers, name, _SELF_TESTS[name]) for name in names}


def _trouble(workers: Workers, name: str, snippet: str) -> str:
    """Return why a snippet does not run here, or nothing."""
    outcome = workers.run_one(
        Job(key=name, params={}, cases=(Case(),), snippet=snippet, outputs=("answer",))
    )
    if outcome.failure:
        return f"{outcome.failure.code}: {outcome.failure.message}"
    return "" if outcome.values["answer"] == _SUM else f"computed {outcome.values['answer']}"
