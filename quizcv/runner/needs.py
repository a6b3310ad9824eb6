"""Which server a job has to run on, decided without executing anything."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizcv.runner.protocol import Job

_TORCH_ROOTS = frozenset({"torch", "torchvision", "torchaudio"})
_TORCH_PACKAGE = "quizcv.networks"


def needs_torch(job: Job) -> bool:
    """Return whether the job's snippet imports torch, or a package of ours that does."""
    return code_needs_torch(job.snippet)


@lru_cache(maxsize=4096)
def code_needs_torch(source: str) -> bool:
    """Return whether `source` imports torch, itself or through `quizcv.networks`.

    Source that does not parse needs nothing: its child reports the syntax error.
    """
    if "torch" not in source and "quizcv" not in source:
        return False
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(_loads_torch(name) for node in ast.walk(tree) for name in _imported(node))


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def _loads_torch(name: str) -> bool:
    below = name.startswith(f"{_TORCH_PACKAGE}.")
    return name.partition(".")[0] in _TORCH_ROOTS or name == _TORCH_PACKAGE or below
