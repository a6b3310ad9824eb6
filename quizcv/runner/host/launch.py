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
from quizcv.runner.host.search_path import module_folders
from quizcv.runner.inside.walls import PRIVATE_TMP, PRIVATE_TMP_BYTES
from quizcv.runner.scratch import remove_tree

if TYPE_CHECKING:
    from quizcv.runner.host.isolation import Isolation
    from quizcv.runner.host.preload import ServerKind
    from quizcv.runner.inside.server import Options

_STANDARD = ("collections", "fractions", "functools", "itertools", "statistics")
_NUMPY = (*_STANDARD, "numpy", "numpy.random", "numpy.fft")
_TORCH = (*_NUMPY, "torch", "quizcv.networks")
PRELOAD: dict[ServerKind, tuple[str, ...]] = {
    "numpy": _NUMPY,
    "torch": _TORCH,
    "compiler": (*_TORCH, "torch._dynamo"),
}
"""What snippets import most; anything else is imported by the child that needs it."""
_MAIN = "import sys; from quizcv.runner.inside.server import main; main(sys.argv[1])"


@dataclass(frozen=True)
class ServerProcess:
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


def start(kind: ServerKind, slots: int, isolation: Isolation) -> ServerProcess:
    """Start a server that runs up to `slots` children at once.

    Raises:
        ExecutionRefused: this system cannot fork.
        OSError: the program cannot be started.
    """
    refuse_without_fork()
    inside = isolation.bwrap is not None
    folder = None if inside else Path(tempfile.mkdtemp(prefix="quizcv-"))
    home = PRIVATE_TMP if folder is None else str(folder)
    options: Options = {
        "slots": slots,
        "root": home,
        "private_bytes": PRIVATE_TMP_BYTES if inside else None,
        "keep": readable_paths() if inside else [],
        "hardened": isolation.hardened,
        "path": list(module_folders()),
        "preload": list(PRELOAD[kind]),
    }
    arguments = [sys.executable, "-s", "-P", "-B", "-c", _MAIN, json.dumps(options)]
    stderr = tempfile.TemporaryFile()  # noqa: SIM115 - ServerProcess closes it
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
    return ServerProcess(process, stderr, folder)


def refuse_without_fork() -> None:
    """Make sure that this system can run snippets.

    Raises:
        ExecutionRefused: it cannot fork.
    """
    if not hasattr(os, "fork"):
        message = "snippets cannot run here: the worker needs a system that can fork"
        raise ExecutionRefused(message, "use Linux, macOS or WSL")


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
