"""`quizcv doctor`: what this machine offers, and whether it works."""

from __future__ import annotations

from typing import Any

import typer

from quizcv.cli import options

_SELF_TESTS = {
    "numpy": ("import numpy as np\nanswer = int(np.arange(5).sum())", 10),
    "torch": ("import torch\nanswer = int(torch.arange(5).sum())", 10),
}


def doctor(as_json: options.Json = False) -> None:
    """Show versions, isolation and paths, and run a snippet; exit 1 if something is broken."""
    from quizcv.cli import wiring
    from quizcv.runner.isolation import probe
    from quizcv.ui import console, doctor_view

    library = wiring.open_library()
    versions = wiring.versions()
    with wiring.open_workers(library, 1) as workers:
        level = workers.level
        tests = {name: _self_test(workers, name) for name in _SELF_TESTS if versions[name]}
    paths = {
        "content": str(wiring.content_dir()),
        "state": str(wiring.state_dir()),
        "cache": str(wiring.cache_dir()),
    }
    banks = {"banks": len(library.banks), "cards": len(library), "problems": len(library.problems)}
    report = probe()
    data: dict[str, Any] = {
        "versions": versions,
        "isolation": level,
        "guards": doctor_view.guards_json(report),
        "paths": paths,
        "bundled": banks,
        "tests": tests,
    }
    if as_json:
        console.emit_json(data)
    else:
        console.emit(*doctor_view.doctor_view(data))
    if any(tests.values()) or library.problems:
        raise typer.Exit(1)
