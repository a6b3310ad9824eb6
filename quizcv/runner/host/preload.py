"""Which server a job has to run on, decided without executing anything."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from quizcv.runner.host.protocol import Job

_TORCH_ROOTS = frozenset({"torch", "torchvision", "torchaudio"})
_TORCH_PACKAGE = "quizcv.networks"


ServerKind = Literal["numpy", "torch", "compiler"]
"""What a server has loaded before it forks: each kind holds what those before it hold."""

_COMPILER = re.compile(r"\b(optim|meta|networks)\b")


def server_for(job: Job) -> ServerKind:
    """Return the kind of server on which the job's snippet has the least to import.

    The first optimizer of a process, and the first layer run on the meta device, import torch's
    compiler: a second of CPU that every child of a plain torch server would pay again.
    """
    if not code_needs_torch(job.snippet):
        return "numpy"
    return "compiler" if _COMPILER.search(job.snippet) else "torch"


def code_needs_torch(source: str) -> bool:
    """Return whether `source` imports torch, itself or through `quizcv.networks`.

    Source that does not parse needs nothing: its child reports the syntax error.
    """
    return ("torch" in source or "quizcv" in source) and "torch" in packages_needed(source)


@lru_cache(maxsize=4096)
def packages_needed(source: str) -> frozenset[str]:
    """Return the packages that `source` imports, torch among them where `quizcv.networks` is."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    names = [name for node in ast.walk(tree) for name in _imported(node)]
    needed = {name.partition(".")[0] for name in names}
    return frozenset(needed | ({"torch"} if any(map(_loads_torch, names)) else set()))


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def _loads_torch(name: str) -> bool:
    below = name.startswith(f"{_TORCH_PACKAGE}.")
    return name.partition(".")[0] in _TORCH_ROOTS or name == _TORCH_PACKAGE or below
