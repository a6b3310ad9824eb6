"""The walls around a worker server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["bubblewrap", "process"]


@dataclass(frozen=True)
class Isolation:
    """How a server is started: inside bubblewrap, or as a plain process with limits."""

    level: Level = "process"
    bwrap: str | None = None
    """Path of the bubblewrap program, at that level."""
    seccomp: bool = True
    """Whether children are denied system calls, where the kernel can do that."""
