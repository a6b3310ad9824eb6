"""The bytes of a YAML file to a struct, with every problem at its place.

Banks go their own way through the same readers (`parser`), because one broken card must not cost
the others; a syllabus or a preset is read whole or not at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import msgspec

from quizcv.bank.decoder import reader_for
from quizcv.bank.files import read_text
from quizcv.bank.notes import FAILED, Notes
from quizcv.bank.yaml_reader import Mapping, compose, control_characters
from quizcv.errors import SourceError

if TYPE_CHECKING:
    from quizcv.bank.yaml_reader import Node
    from quizcv.cards.library import Place
    from quizcv.errors import SourceProblem

T = TypeVar("T", bound=msgspec.Struct)


class Reading(NamedTuple, Generic[T]):
    """What was read."""

    value: T | None
    """None where anything is wrong."""
    problems: list[SourceProblem]
    places: dict[str, Place]
    """Dotted paths ('parts.0.steps') to where they stand."""

    def sound(self) -> T:
        """Return the value.

        Raises:
            SourceError: the first problem.
        """
        if self.value is None:
            raise SourceError(self.problems[0])
        return self.value


def read(data: bytes, file: str, struct: type[T]) -> Reading[T]:
    """Return what the one document of a file is, and all of its problems.

    Args:
        data: the file's bytes.
        file: its name, for problems.
        struct: what it must be.
    """
    notes = Notes(file)
    try:
        text, controls = control_characters(read_text(data))
        root = compose(text)
    except SourceError as error:
        notes.note(error.problem)
        return Reading(None, notes.problems, {})
    for problem in controls:
        notes.note(problem)
    return read_node(root or Mapping([], 1, 1), notes, struct)


def read_node(node: Node, notes: Notes, struct: type[T]) -> Reading[T]:
    """Return what a part of a file is; `notes` is what was noted of it so far."""
    value = reader_for(struct)(node, "", notes)
    sound = value is not FAILED and not notes.problems
    return Reading(value if sound else None, notes.problems, notes.places)
