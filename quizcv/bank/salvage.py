"""What can still be read of a bank with a slip in its YAML: every card but the one that has it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from quizcv.bank.yaml_reader import compose
from quizcv.errors import SourceError, SourceProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

_CARDS = re.compile(r"cards:\s*(?:#.*)?")
_ITEM = re.compile(r"( *)- ")
_ID = re.compile(r"[ -]*id:\s*([a-z0-9-]+)\s*(?:#.*)?")


class BrokenCard(NamedTuple):
    """A card that is not YAML."""

    id: str | None
    problem: SourceProblem


def without_broken_cards(text: str) -> tuple[str, list[BrokenCard]] | None:
    """Return the text with broken cards blanked out, line for line, and what they are.

    None means that the slip is not inside a card, or that no card is left.
    """
    lines = text.split("\n")
    chunks = list(_chunks(lines))
    broken = []
    for start, end in chunks:
        try:
            compose("\n".join(["cards:", *lines[start:end]]))
        except SourceError as error:
            line = error.problem.line + start - 1  # one line, `cards:`, was put in front
            problem = replace(error.problem, line=line)
            broken.append(BrokenCard(_id(lines[start:end]), problem))
            lines[start:end] = [""] * (end - start)
    if not broken or len(broken) == len(chunks):
        return None
    return "\n".join(lines), broken


def _chunks(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield where each card's lines start and end."""
    first = next((i for i, line in enumerate(lines) if _CARDS.fullmatch(line)), len(lines)) + 1
    indents = (_ITEM.match(line) for line in lines[first:])
    indent = next((match.group(1) for match in indents if match), None)
    if indent is None:
        return
    start = None
    for index in range(first, len(lines)):
        line = lines[index]
        begins = line.startswith(f"{indent}- ")
        leaves = bool(indent) and line[:1] not in ("", " ", "#", "\t", "\r")
        if (begins or leaves) and start is not None:
            yield start, index
        if begins or leaves:
            start = None if leaves else index
    if start is not None:
        yield start, len(lines)


def _id(lines: list[str]) -> str | None:
    return next((match.group(1) for line in lines if (match := _ID.fullmatch(line))), None)
