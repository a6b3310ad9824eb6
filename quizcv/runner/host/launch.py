"""Starts a worker server: which program, with which arguments, environment and folder."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from quizcv.errors import ExecutionRefused
from quizcv.runner.host.filesystem import readable_paths
from quizcv.runner.host.folders import module_folders
from quizcv.runner.host.isolation import INSIDE
from quizcv.runner.scratch import remove_tree

if TYPE_CHECKING:
    from quizcv.runner.host.isolation import Isolation
    from quizcv.runner.host.preload import Kind

_STANDARD = ("collections", "fractions", "functools", "itertools", "statistics")
_NUMPY = (*_STANDARD, "numpy", "numpy.random", "numpy.fft")
_TORCH = (*_NUMPY, "torch", "quizcv.networks")
PRELOAD: dict[Kind, tuple[str, ...]] = {
    "numpy": _NUMPY,
    "torch": _TORCH,
    "compiler": (*_TORCH, "torch._dynamo"),
}
"""What snippets import most; anything else is imported by the child that needs it."""
_MAIN = "import sys; from quizcv.runner.inside.server import main; main(sys.argv[1])"


@dataclass(frozen=True)
class Started:
    """A server's process, and what it says on standard error."""

    process: subprocess.Popen[bytes]
    stderr: IO[bytes]
    folder: Path | None
    """Its own folder; inside bubblewrap it has one that ends with it."""

    def end(self, patience: float) -> None:
        """Close the server's pipes, give it `patience` seconds to clean up, and remove the rest."""
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        try:
            self.process.wait(patience)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            self.process.kill()
            self.process.wait()
        self.stderr.close()
        if self.folder is not None:
            with contextlib.suppress(OSError):
                remove_tree(str(self.folder))


def start(kind: Kind, slots: int, isolation: Isolation) -> Started:
    """Start a server that runs up to `slots` children at once.

    Raises:
        ExecutionRefused: this system cannot fork.
        OSError: the program cannot be started.
    """
    if not hasattr(os, "fork"):
        message = "snippets cannot run here: the worker needs a system that can fork"
        raise ExecutionRefused(message, "use Linux, macOS or WSL")
    folder = Path(tempfile.mkdtemp(prefix="quizcv-")) if isolation.bwrap is None else None
    home = INSIDE if folder is None else str(folder)
    options = {
        "slots": slots,
        "root": home,
        "keep": [] if isolation.bwrap is None else readable_paths(),
        "hardened": isolation.hardened,
        "path": module_folders(),
        "preload": PRELOAD[kind],
    }
    arguments = [sys.executable, "-s", "-P", "-B", "-c", _MAIN, json.dumps(options)]
    stderr = tempfile.TemporaryFile()  # noqa: SIM115 - Started closes it
    variables = environment(home)
    process = subprocess.Popen(  # noqa: S603
        isolation.wrapped(arguments, variables),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        env=variables,
        cwd=folder or "/",
        start_new_session=True,
    )
    return Started(process, stderr, folder)


def environment(home: str) -> dict[str, str]:
    """Return the whole environment of a server; nothing of the caller's own is in it."""
    threads = ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": home,
        "TMPDIR": home,
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "PYTHONPATH": os.pathsep.join(module_folders()),
        "CUDA_VISIBLE_DEVICES": "",
        # Heap in huge pages: there is less to copy when a server with torch forks.
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
        "MPLBACKEND": "Agg",
        **{f"{name}_NUM_THREADS": "1" for name in threads},
    }
