"""What is noted while a file is read: problems, and where every value stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from quizcv.bank.yaml_reader import Scalar
from quizcv.cards.library import Place
from quizcv.errors import SourceProblem

if TYPE_CHECKING:
    from quizcv.bank.yaml_reader import Node

FAILED: Any = object()
"""What a reader returns after noting a problem."""


class Placed(Protocol):
    """What stands somewhere in a file: a node, or the place of one."""

    @property
    def line(self) -> int:
        """The line, from 1."""

    @property
    def column(self) -> int:
        """The column, from 1."""


class Notes:
    """What is noted while nodes are read: problems, and the place of every value."""

    def __init__(self, file: str, card: str | None = None) -> None:
        """Begin with nothing.

        Args:
            file: which is read.
            card: the id of the card that is read, where it is one.
        """
        self._file, self._card = file, card
        self.problems: list[SourceProblem] = []
        self.places: dict[str, Place] = {}

    def fail(self, at: Placed, code: str, message: str) -> Any:
        """Note a problem and return FAILED."""
        return self.note(SourceProblem("", at.line, at.column, code, message))

    def note(self, problem: SourceProblem) -> Any:
        """Note a problem that does not know its file and return FAILED."""
        self.problems.append(problem.within(self._file, self._card))
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
