"""YAML text to nodes that know where they stand, with nothing guessed.

Only PyYAML's parser is used: what a scalar means is decided later by the field it stands in
(`scalars`), and whatever a bank has no use for (aliases, tags, keys that are lists) becomes a
`SourceProblem` in its place, so that it costs the card it stands in and no other.
"""

from __future__ import annotations

import re
from typing import Any, NoReturn, TypeAlias

import yaml
from msgspec import Struct

from quizcv.errors import SourceError, SourceProblem

MAX_NODES = 2_000_000
MAX_DEPTH = 24

_Parser: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 and C1 controls, of which ESC starts a sequence
    "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"  # reordering marks and odd line breaks
    "\ufeff\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Characters that could take over a terminal, hide text or shift line numbers."""


class Scalar(Struct, gc=False):
    """A scalar as written. Lines and columns of nodes count from 1."""

    text: str
    style: str
    """'' for plain text, else one of ' \" | >."""
    line: int
    column: int

    @property
    def plain(self) -> bool:
        """Whether it stands without quotes and outside a block."""
        return not self.style


class Sequence(Struct):
    """A list."""

    items: list[Node]
    line: int
    column: int


class Mapping(Struct):
    """Keys with their values, duplicates included, in the order of the file."""

    items: list[tuple[Scalar | SourceProblem, Node]]
    line: int
    column: int


Node: TypeAlias = "Scalar | Sequence | Mapping | SourceProblem"
"""A problem stands where YAML allows something that a bank does not; it does not know its file."""


def control_characters(text: str) -> tuple[str, list[SourceProblem]]:
    """Return `text` with every unsafe character replaced, and where the first twenty stood."""
    if text.isascii() and not UNSAFE.search(text):
        return text, []
    found: list[SourceProblem] = []
    for match in UNSAFE.finditer(text):
        if len(found) == 20:
            break
        before = text[: match.start()]
        line = before.count("\n") + 1
        column = match.start() - (before.rfind("\n") + 1) + 1
        found.append(_control_character(match.group(), line, column))
    return (UNSAFE.sub("\ufffd", text), found) if found else (text, [])


def compose(text: str) -> Node | None:
    """Return the one document of `text`, or None where there is none.

    Raises:
        SourceError: the text is not YAML, or it is nested or multiplied beyond any bank.
    """
    try:
        return _Composer(text).document()
    except yaml.MarkedYAMLError as error:
        ended = "end of stream" in str(error.problem)  # then the start is what helps
        mark = (error.context_mark if ended else None) or error.problem_mark or error.context_mark
        said = " ".join(part for part in (error.context, error.problem) if part)
        raise SourceError(_problem(mark, "yaml-syntax", f"not YAML: {said}")) from None
    except yaml.YAMLError as error:
        raise SourceError(_problem(None, "yaml-syntax", f"not YAML: {error}")) from None


class _Composer:
    """Builds nodes from the parser's events; PyYAML's own composer overflows C's stack."""

    def __init__(self, text: str) -> None:
        parser = _Parser(text)
        self.next_event = parser.get_event
        self.lines = text.split("\n")
        self.nodes = 0

    def document(self) -> Node | None:
        self.next_event()  # the start of the stream
        if isinstance(self.next_event(), yaml.StreamEndEvent):
            return None
        root = self.node(self.next_event(), 0)
        self.next_event()  # the end of the document
        following = self.next_event()
        if not isinstance(following, yaml.StreamEndEvent):
            _stop(following, "yaml-syntax", "a second document starts here; one file is one bank")
        return root

    def node(self, event: Any, depth: int) -> Node:
        kind = type(event)
        self.nodes += 1
        if self.nodes > MAX_NODES:
            _stop(event, "too-large", f"more than {MAX_NODES:,} values in one file")
        if depth > MAX_DEPTH:
            _stop(event, "too-deep", f"nested more than {MAX_DEPTH} levels deep")
        mark = event.start_mark
        found: Node
        if kind is yaml.ScalarEvent:
            found = self.scalar(event, mark)
        elif kind is yaml.MappingStartEvent:
            found = self.mapping(mark, depth + 1)
        elif kind is yaml.SequenceStartEvent:
            found = self.sequence(mark, depth + 1)
        else:
            message = f"*{event.anchor} repeats another value; write it out"
            return _problem(mark, "yaml-alias", message)
        if event.tag is not None:
            message = (
                f"the tag {event.tag!r} has no place in a bank; values are read as their field"
            )
            return _problem(mark, "yaml-tag", message)
        return found

    def scalar(self, event: Any, mark: Any) -> Node:
        style = event.style or ""
        value = event.value
        if not style:
            return Scalar(value, "", mark.line + 1, mark.column + 1)
        if style == '"' and (unsafe := UNSAFE.search(value)):
            return _control_character(unsafe.group(), mark.line + 1, mark.column + 1)
        if style in "|>":
            # The content of a block begins on the line after its header, blank lines included.
            line = mark.line + 1
            return Scalar(value.rstrip("\n"), style, line + 1, self.indentation(line) + 1)
        return Scalar(value, style, mark.line + 1, mark.column + 1)

    def indentation(self, line: int) -> int:
        for text in self.lines[line : line + 100]:
            bare = text.lstrip(" ")
            if bare.strip():
                return len(text) - len(bare)
        return 0

    def sequence(self, mark: Any, depth: int) -> Sequence:
        items: list[Node] = []
        while type(event := self.next_event()) is not yaml.SequenceEndEvent:
            items.append(self.node(event, depth))
        return Sequence(items, mark.line + 1, mark.column + 1)

    def mapping(self, mark: Any, depth: int) -> Mapping:
        items: list[tuple[Scalar | SourceProblem, Node]] = []
        while type(event := self.next_event()) is not yaml.MappingEndEvent:
            key = self.node(event, depth)
            if not isinstance(key, (Scalar, SourceProblem)):
                message = "a key is a word here; put text with braces or brackets in quotes"
                key = SourceProblem("", key.line, key.column, "bad-key", message)
            items.append((key, self.node(self.next_event(), depth)))
        return Mapping(items, mark.line + 1, mark.column + 1)


def _stop(event: Any, code: str, message: str) -> NoReturn:
    raise SourceError(_problem(event.start_mark, code, message))


def _problem(mark: Any, code: str, message: str) -> SourceProblem:
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return SourceProblem("", line, column, code, message)


def _control_character(character: str, line: int, column: int) -> SourceProblem:
    message = f"the character U+{ord(character):04X} could take over a terminal; remove it"
    return SourceProblem("", line, column, "control-character", message)
