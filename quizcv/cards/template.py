"""Text with {{name}} or {{name:spec}} in it, filled from a card's numbers.

A spec is one of Python's for numbers, without width or fill: `,` `.3f` `.2e` `g` `.1%` `,.2f` `+,`
`_` `x` `b` `d`, with at most 15 digits.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BRACES = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_INSIDE = re.compile(r"\s*([A-Za-z][A-Za-z0-9_]*)\s*(?::(.*))?", re.DOTALL)
_SPEC = re.compile(r"(?=.)\+?[,_]?(?:(?:\.(?:[0-9]|1[0-5]))?[efg%]|[xbd])?")
_WHOLE = re.compile(r"\+?[,_]?[xbd]|_")


class Malformed(Struct, frozen=True):
    """A place in a text that only looks like a template."""

    message: str
    offset: int
    """Characters before it in the text."""


def names_in(text: str) -> set[str]:
    """Return the names a text interpolates."""
    found = (_INSIDE.fullmatch(match.group(1)) for match in _BRACES.finditer(text))
    return {inside.group(1) for inside in found if inside}


def malformed(text: str) -> Iterator[Malformed]:
    """Yield every place that looks like a template and is none."""
    rest = list(text)
    for match in _BRACES.finditer(text):
        rest[match.start() : match.end()] = " " * (match.end() - match.start())
        inside = _INSIDE.fullmatch(match.group(1))
        written = _brief(match.group())
        if inside is None:
            yield Malformed(f"{written} is not {{{{name}}}} or {{{{name:spec}}}}", match.start())
        elif inside.group(2) is not None and not _SPEC.fullmatch(inside.group(2)):
            message = f"{written} has no known format after the colon; use , .3f .2e .1% x or b"
            yield Malformed(message, match.start())
    left = "".join(rest)
    for braces in ("{{", "}}"):
        if (offset := left.find(braces)) >= 0:
            yield Malformed(f"{braces} has no partner", offset)


def _brief(text: str) -> str:
    """Return a piece of text fit for a message of one line."""
    words = " ".join(text.split())
    return words if len(words) <= 40 else words[:37] + "..."


def fill(text: str, values: Mapping[str, Any]) -> str:
    """Return the text with every name replaced by its value; names without one stay as written."""
    if "{{" not in text:
        return text

    def replacement(match: re.Match[str]) -> str:
        inside = _INSIDE.fullmatch(match.group(1))
        if inside is None or inside.group(1) not in values:
            return match.group()
        return show(values[inside.group(1)], inside.group(2) or "")

    return _BRACES.sub(replacement, text)


def show(value: Any, spec: str = "") -> str:
    """Return a value as a learner reads it.

    Whole numbers are plain, real ones rounded to six significant digits, truth values yes or no,
    lists in round brackets as shapes are. A spec that does not suit the value is passed over.
    """
    if isinstance(value, (list, tuple)):
        inside = ", ".join(show(item, spec) for item in value)
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return _number(value, spec)
    return str(value)


def _number(value: int | float, spec: str) -> str:
    if not _SPEC.fullmatch(spec):
        spec = ""
    if isinstance(value, float) and not spec:
        return format(value, ".6g")
    if isinstance(value, float) and _WHOLE.fullmatch(spec):
        if not value.is_integer():
            return format(value, ".6g")
        value = int(value)
    try:
        return format(value, spec)
    except (ValueError, OverflowError):
        return str(value)
