"""Nodes to the structs of `model`, driven by their fields, with every problem at its place.

A reader is compiled once for each type. It returns the value, or FAILED after noting why; a
reader never stops at the first problem, so an author mends a file in one pass.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
from msgspec import inspect

from quizcv.bank import scalars
from quizcv.bank.notes import FAILED, Notes
from quizcv.bank.scalars import brief
from quizcv.bank.yaml_reader import Mapping, Node, Scalar, Sequence
from quizcv.errors import SourceProblem
from quizcv.kinds import KINDS
from quizcv.kinds.base import Answer
from quizcv.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Reader: TypeAlias = "Callable[[Node, str, Notes], Any]"


@functools.cache
def reader_for(struct: type[msgspec.Struct]) -> Reader:
    """Return the reader of a struct, compiled from its fields."""
    return _compile(inspect.type_info(struct))


@functools.cache
def fields_reader(struct: type[msgspec.Struct], *without: str) -> Reader:
    """Return a reader of the fields of `struct` as a dict that holds only the sound ones."""
    info = inspect.type_info(struct)
    assert isinstance(info, inspect.StructType)  # noqa: S101 - for the type checker
    fields = _Fields(info, without)
    return lambda node, path, out: fields.read(node, path, out)[0]


def _compile(info: inspect.Type, described: str = "") -> Reader:
    match info:
        case inspect.Metadata():
            extra = info.extra_json_schema or {}
            return _compile(info.type, str(extra.get("description", described)))
        case inspect.UnionType():
            return _union(info)
        case inspect.StructType():
            return _struct(info)
        case inspect.DictType():
            return _dictionary(info)
        case inspect.ListType():
            return _list(info)
        case inspect.LiteralType():
            return _word(tuple(str(value) for value in info.values))
        case inspect.StrType():
            return _text(info, described)
        case inspect.BoolType():
            return _scalar(scalars.as_truth, "true or false")
        case inspect.IntType():
            return _bounded(_scalar(scalars.as_integer, "a whole number"), info.ge, info.le)
        case inspect.FloatType():
            return _bounded(_scalar(scalars.as_real, "a number"), info.ge, info.le)
        case inspect.AnyType():
            return _value
        case inspect.CustomType() if info.cls is Answer:
            return _answer
    raise TypeError(f"the bank format has no reader for {info}")


def _scalar(convert: Callable[[Scalar], Any], wanted: str) -> Reader:
    def read(node: Node, _path: str, out: Notes) -> Any:
        if type(node) is not Scalar:
            return _unfit(node, out, wanted)
        value = convert(node)
        return out.note(value) if type(value) is SourceProblem else value

    return read


def _bounded(reader: Reader, low: float | None, high: float | None) -> Reader:
    if low is None and high is None:
        return reader

    def read(node: Node, path: str, out: Notes) -> Any:
        value = reader(node, path, out)
        if value is FAILED:
            return FAILED
        if low is not None and value < low:
            return out.fail(node, "out-of-range", f"{value} is below {low}, the least allowed")
        if high is not None and value > high:
            return out.fail(node, "out-of-range", f"{value} is above {high}, the most allowed")
        return value

    return read


def _text(info: inspect.StrType, described: str) -> Reader:
    pattern = re.compile(info.pattern) if info.pattern else None
    longest = info.max_length
    filled = bool(info.min_length)

    def read(node: Node, _path: str, out: Notes) -> Any:
        if type(node) is not Scalar:
            return _unfit(node, out, described or "text")
        text = node.text
        if filled and not text.strip():
            return out.fail(node, "empty-value", "there is nothing here; write it or drop the key")
        if pattern is not None and not pattern.fullmatch(text):
            return out.fail(node, "bad-name", f"{brief(text)} is not {described or pattern}")
        if longest is not None and len(text) > longest:
            return out.fail(node, "too-long", f"{len(text)} characters, of {longest} allowed")
        return text

    return read


def _word(words: tuple[str, ...]) -> Reader:
    def read(node: Node, _path: str, out: Notes) -> Any:
        if type(node) is not Scalar:
            return _unfit(node, out, f"one of {', '.join(words)}")
        if node.text in words:
            return node.text
        remedy = did_you_mean(node.text, words, otherwise=f"it is one of {', '.join(words)}")
        return out.fail(node, "unknown-word", f"{brief(node.text)} is not known here; {remedy}")

    return read


def _list(info: inspect.ListType) -> Reader:
    item_reader = _compile(info.item_type)
    least = info.min_length or 0

    def read(node: Node, path: str, out: Notes) -> Any:
        if type(node) is not Sequence:
            return _unfit(node, out, "a list")
        values = _items(node, path, out, item_reader)
        if len(node.items) < least:
            return out.fail(node, "empty-value", "the list is empty")
        return values

    return read


def _items(node: Sequence, path: str, out: Notes, reader: Reader) -> Any:
    values = []
    sound = True
    for index, item in enumerate(node.items):
        at = f"{path}.{index}"
        out.locate(at, None, item)
        value = reader(item, at, out)
        if value is FAILED:
            sound = False
        values.append(value)
    return values if sound else FAILED


def _dictionary(info: inspect.DictType) -> Reader:
    key_reader, value_reader = _compile(info.key_type), _compile(info.value_type)

    def read(node: Node, path: str, out: Notes) -> Any:
        if type(node) is not Mapping:
            return _unfit(node, out, "a mapping of names to values")
        values: dict[str, Any] = {}
        sound = True
        for key, item in node.items:
            if _split_by_comma(key, item):
                message = "a comma in braces starts a new key; put text with commas in quotes"
                sound = out.fail(key, "bad-key", message) is not FAILED
                continue
            name = key_reader(key, path, out)
            at = path if name is FAILED else f"{path}.{name}"
            out.locate(at, key, item)
            value = value_reader(item, at, out)
            if name is FAILED or value is FAILED:
                sound = False
            elif name in values:
                sound = _repeated(key, name, out)
            else:
                values[name] = value
        return values if sound else FAILED

    return read


def _split_by_comma(key: Node, item: Node) -> bool:
    """Whether a key is really the rest of a text such as {span: max(0, n - k)}."""
    empty = type(item) is Scalar and item.plain and not item.text
    return empty and type(key) is Scalar and key.plain and not key.text.isidentifier()


def _repeated(key: Node, name: str, out: Notes) -> bool:
    out.fail(key, "duplicate-key", f"{name!r} is given twice; YAML would keep the last silently")
    return False


class _Fields:
    """The fields of one struct as they may stand in a file."""

    def __init__(self, info: inspect.StructType, without: Iterable[str] = ()) -> None:
        self.tag_field = info.tag_field
        self.readers = {
            field.encode_name: (field.name, _compile(field.type))
            for field in info.fields
            if field.name not in without
        }
        self.passed_over = frozenset((*without, *([self.tag_field] if self.tag_field else ())))
        self.required = tuple(
            field.encode_name
            for field in info.fields
            if field.required and field.name not in without
        )

    def read(self, node: Node, path: str, out: Notes) -> tuple[dict[str, Any], bool]:
        """Return the sound fields, and whether that is all of them."""
        if type(node) is not Mapping:
            _unfit(node, out, "a mapping of keys to values")
            return {}, False
        values: dict[str, Any] = {}
        seen: set[str] = set()
        sound = True
        for key, item in node.items:
            name = key.text if type(key) is Scalar else ""
            found = self.readers.get(name)
            if name in seen:
                sound = _repeated(key, name, out)
                continue
            if found is None:
                sound = (name in self.passed_over or self.unknown(key, out)) and sound
                seen.add(name)
                continue
            seen.add(name)
            at = f"{path}.{name}" if path else name
            out.locate(at, key, item)
            value = found[1](item, at, out)
            if value is FAILED:
                sound = False
            else:
                values[found[0]] = value
        for name in self.required:
            if name not in seen:
                sound = False
                self.missing(node, name, path, out)
        return values, sound

    def unknown(self, key: Node, out: Notes) -> bool:
        if type(key) is not Scalar:
            _unfit(key, out, "a key")
            return False
        known = (*self.readers, *self.passed_over)
        others = f"known are {', '.join(sorted(known))}"
        remedy = did_you_mean(key.text, known, otherwise=others)
        out.fail(key, "unknown-key", f"{brief(key.text)} is not a key here; {remedy}")
        return False

    @staticmethod
    def missing(node: Mapping, name: str, path: str, out: Notes) -> None:
        owner = f" under {path!r}" if path else ""
        out.fail(out.places.get(path, node), "missing-key", f"{name!r} is missing{owner}")


def _struct(info: inspect.StructType) -> Reader:
    fields = _Fields(info)
    build = info.cls

    def read(node: Node, path: str, out: Notes) -> Any:
        values, sound = fields.read(node, path, out)
        return build(**values) if sound else FAILED

    return read


def _union(info: inspect.UnionType) -> Reader:
    members = [member for member in info.types if not isinstance(member, inspect.NoneType)]
    if len(members) == 1:
        return _compile(members[0])
    structs = [member for member in members if isinstance(member, inspect.StructType)]
    listed = any(isinstance(member, inspect.ListType) for member in members)
    names = {type(member) for member in members}
    if names == {inspect.IntType, inspect.FloatType}:
        return _scalar(scalars.as_number, "a number")
    struct = _struct(structs[0]) if structs else None
    scalar = inspect.StrType in names
    wanted = " or ".join(
        [*["a value"] * scalar, *["a list"] * listed, *["a mapping"] * bool(structs)]
    )

    def read(node: Node, path: str, out: Notes) -> Any:
        kind = type(node)
        if (kind is Scalar and scalar) or (kind is Sequence and listed):
            return _value(node, path, out)
        if kind is Mapping and struct:
            return struct(node, path, out)
        return _unfit(node, out, wanted)

    return read


def _answer(node: Node, path: str, out: Notes) -> Any:
    """Read the struct of the kind that is named."""
    if type(node) is not Mapping:
        return _unfit(node, out, "a mapping with a 'kind'")
    for key, item in node.items:
        if type(key) is Scalar and key.text == "kind":
            out.locate(f"{path}.kind", key, item)
            kind = _word(tuple(KINDS))(item, path, out)
            return FAILED if kind is FAILED else reader_for(KINDS[kind].struct)(node, path, out)
    _Fields.missing(node, "kind", path, out)
    return FAILED


def _value(node: Node, path: str, out: Notes) -> Any:
    """Read what has no declared type: a scalar, or a list of such values."""
    if type(node) is Scalar:
        value = scalars.as_value(node)
        return out.note(value) if type(value) is SourceProblem else value
    if type(node) is Sequence:
        return _items(node, path, out, _value)
    return _unfit(node, out, "a value or a list")


def _unfit(node: Node, out: Notes, wanted: str) -> Any:
    if type(node) is SourceProblem:
        return out.note(node)
    if type(node) is Scalar:
        if node.plain and not node.text:
            return out.fail(node, "empty-value", f"there is nothing here; it needs {wanted}")
        return out.fail(node, "wrong-type", f"{brief(node.text)} is not {wanted}")
    found = "a list" if type(node) is Sequence else "a mapping"
    hint = "; put text with a colon or braces in quotes" if type(node) is Mapping else ""
    return out.fail(node, "wrong-type", f"{found} stands where {wanted} is needed{hint}")
