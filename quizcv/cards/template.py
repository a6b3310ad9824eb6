"""Text with {{name}} or {{name:spec}} in it, filled from a card's numbers.

A spec is one of Python's for numbers, without width or fill: `,` `.3f` `.2e` `g` `.1%` `,.2f` `+,`
`_` `x` `b` `d`, with at most 15 digits.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from quizcv.errors import TextProblem
from quizcv.kinds.shown import SPEC, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BRACES = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_INSIDE = re.compile(r"\s*([A-Za-z][A-Za-z0-9_]*)\s*(?::(.*))?", re.DOTALL)


def names_in(text: str) -> set[str]:
    """Return the names a text interpolates."""
    found = (_INSIDE.fullmatch(match.group(1)) for match in _BRACES.finditer(text))
    return {inside.group(1) for inside in found if inside}


def malformed(text: str) -> Iterator[TextProblem]:
    """Yield every place that looks like a template and is none."""
    rest = list(text)
    for match in _BRACES.finditer(text):
        rest[match.start() : match.end()] = " " * (match.end() - match.start())
        inside = _INSIDE.fullmatch(match.group(1))
        written = _brief(match.group())
        if inside is None:
            message = f"{written} is not {{{{name}}}} or {{{{name:spec}}}}"
            yield _problem(message, text, match.start())
        elif inside.group(2) is not None and not SPEC.fullmatch(inside.group(2)):
            message = f"{written} has no known format after the colon; use , .3f .2e .1% x or b"
            yield _problem(message, text, match.start())
    left = "".join(rest)
    for braces in ("{{", "}}"):
        if (offset := left.find(braces)) >= 0:
            yield _problem(f"{braces} has no partner", text, offset)


def _problem(message: str, text: str, offset: int) -> TextProblem:
    before = text[:offset]
    return TextProblem(message, before.count("\n") + 1, offset - before.rfind("\n"))


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
        return plain(values[inside.group(1)], inside.group(2) or "")

    return _BRACES.sub(replacement, text)
