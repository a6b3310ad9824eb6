"""`quizcv doctor`: what this machine offers, and whether it works."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import typer

from quizcv.app.wiring import Workers
from quizcv.cli import options

_SELF_TESTS = {
    "numpy": "import numpy as np\nanswer = int(np.arange(5).sum())",
    "torch": "import torch\nanswer = int(torch.arange(5).sum())",
}
_SUM = 10


def doctor(as_json: options.Json = False) -> None:
    """Show versions, isolation and paths, and run snippets; exit 1 if something is broken."""
    from quizcv.app import wiring
    from quizcv.ui import console, doctor_view

    library = wiring.open_library()
    versions = wiring.versions()
    with wiring.open_workers(library, 1) as workers:
        tests = {
            name: _trouble(workers, name, snippet)
            for name, snippet in _SELF_TESTS.items()
            if versions[name]
        }
    data: dict[str, Any] = {
        "versions": versions,
        "isolation": _isolation(),
        "paths": {
            "content": str(wiring.content_dir()),
            "state": str(wiring.state_dir()),
            "cache": str(wiring.cache_dir()),
        },
        "bundled": {
            "banks": len(library.banks),
            "cards": len(library),
            "problems": len(library.problems),
        },
        "tests": tests,
    }
    if as_json:
        console.emit_json(data)
    else:
        console.emit(*doctor_view.doctor_view(data))
    if any(tests.values()) or library.problems:
        raise typer.Exit(1)


def _trouble(workers: Workers, name: str, snippet: str) -> str:
    """Return why a snippet does not run here, or nothing."""
    from quizcv.runner.host.protocol import Case, Job

    outcome = workers.run_one(
        Job(key=name, params={}, cases=(Case(),), snippet=snippet, outputs=("answer",))
    )
    if outcome.failure:
        return f"{outcome.failure.code}: {outcome.failure.message}"
    return "" if outcome.values["answer"] == _SUM else f"computed {outcome.values['answer']}"


def _isolation() -> dict[str, Any]:
    from quizcv.runner.host.isolation import probe

    report = probe()
    return {
        "level": report.level,
        "reason": report.reason,
        "remedy": report.remedy,
        "guards": [asdict(guard) for guard in report.guards],
    }
