"""What is noted while a file is read: problems, and where every value stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from quizcv.bank.yaml_reader import Scalar
from quizcv.cards.library import Place

if TYPE_CHECKING:
    from quizcv.bank.yaml_reader import Node

FAILED: Any = object()
"""What a reader returns after noting a problem."""


class Fault(msgspec.Struct, frozen=True):
    """A problem that does not know its file yet."""

    code: str
    message: str
    line: int
    column: int


class Findings:
    """What is noted while nodes are read: faults, and the place of every value."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.places: dict[str, Place] = {}

    def fail(self, node: Node, code: str, message: str) -> Any:
        """Note a fault at `node` and return FAILED."""
        self.faults.append(Fault(code, message, node.line, node.column))
        return FAILED

    def locate(self, path: str, key: Node | None, node: Node) -> None:
        """Record where `path` stands: a scalar at itself, a collection at its key."""
        if type(node) is Scalar:
            text = node.text
            written = text if not node.style and text[:1] in "-+.0123456789" else ""
            self.places[path] = Place(node.line, node.column, written)
        else:
            at = node if key is None else key
            self.places[path] = Place(at.line, at.column)
