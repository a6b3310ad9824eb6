"""A report as Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quizcv.formats import interview_report as doc

if TYPE_CHECKING:
    from collections.abc import Iterable

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_MARKS: dict[doc.Tone, str] = {"good": "✓ ", "bad": "✗ "}


def markdown(blocks: Iterable[doc.Block]) -> str:
    """Return the document as Markdown; figures are left to the HTML report."""
    return "\n\n".join(text for block in blocks if (text := _block(block))) + "\n"


def escaped(text: str) -> str:
    """Return plain text that no Markdown reader takes for markup."""
    return _SPECIAL.sub(r"\\\1", text)


def _block(block: doc.Block) -> str:
    match block:
        case doc.Heading(level, text):
            return f"{'#' * level} {escaped(text)}"
        case doc.Prose(text):
            return text
        case doc.Field():
            return _field(block)
        case doc.Table():
            return _table(block)
        case doc.Bullets(items):
            return "\n".join(f"- {_MARKS.get(tone, '')}{text}" for text, tone in items)
        case doc.Code(text, language):
            return f"```{language}\n{text}\n```"
        case doc.Chart():
            return ""


def _field(field: doc.Field) -> str:
    text = escaped(field.text).replace("\n", "  \n")
    if field.tone == "strong" and not field.label:
        return f"**{text}**"
    mark = _MARKS.get(field.tone, "")
    return f"**{escaped(field.label)}:** {mark}{text}" if field.label else f"{mark}{text}"


def _table(table: doc.Table) -> str:
    width = max((len(row) for row in table.rows), default=0)
    header = table.header or ("",) * width
    lines = [header, ("---",) * width, *table.rows]
    return "\n".join(
        f"| {' | '.join(cell if cell == '---' else escaped(cell) for cell in line)} |"
        for line in lines
    )
