"""Blocks as Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from quizcv.session import blocks as doc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quizcv.session.blocks import Block, Tone

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_MARKS: dict[Tone, str] = {"good": "✓ ", "bad": "✗ "}


def markdown(blocks: Iterable[Block]) -> str:
    """Return the document as Markdown; figures are left to the HTML report."""
    shown = (_block(block) for block in blocks if block.on != "lines")
    return "\n\n".join(text for text in shown if text) + "\n"


def escaped(text: str) -> str:
    """Return plain text that no Markdown reader takes for markup."""
    return _SPECIAL.sub(r"\\\1", text)


def _block(block: Block) -> str:
    match block:
        case doc.Heading(level, text):
            return f"{'#' * level} {escaped(text)}"
        case doc.Place(text):
            return escaped(text)
        case doc.Prose(text):
            return text
        case doc.Line():
            return _line(block)
        case doc.Lines(lines):
            return "  \n".join(_line(line) for line in lines if line.on != "lines")
        case doc.Options(items):
            return "\n".join(f"- {letter}\\) {text}" for letter, text in items)
        case doc.Hint(number, text):
            return f"**Hint {number}:** {text}"
        case doc.Verdict():
            return _verdict(block)
        case doc.Miss():
            asked = f"### {escaped(block.card)}\n\n{block.question}"
            return f"{asked}\n\n{_verdict(block.verdict)}\n\n{block.explanation}"
        case doc.Bullets(items, heading):
            head = f"**{escaped(heading)}**\n\n" if heading else ""
            return head + "\n".join(f"- {_MARKS.get(tone, '')}{text}" for text, tone in items)
        case doc.Code(text, language):
            return f"```{language}\n{text}\n```"
        case doc.Table():
            return _table(block)
        case doc.Chart():
            return ""
        case doc.Rule():
            return "---"
        case doc.Times():
            return block.told
        case _:
            assert_never(block)


def _line(line: doc.Line) -> str:
    text = escaped(line.text).replace("\n", "  \n")
    if line.tone == "strong" and not line.label:
        return f"**{text}**"
    if not line.label:
        return text
    return f"**{escaped(line.label)}:** {_MARKS.get(line.tone, '')}{text}"


def _verdict(block: doc.Verdict) -> str:
    given, expected = escaped(block.given), escaped(block.expected)
    told = {
        "correct": f"**Right:** {expected}",
        "wrong": f"**Wrong:** {given}  \n**Right:** {expected}",
        "invalid": f"It is {expected}",
    }[block.verdict]
    return f"{told}\n\n{block.feedback}" if block.feedback else told


def _table(table: doc.Table) -> str:
    width = max((len(row) for row in table.rows), default=0)
    header = table.header or ("",) * width
    lines = [header, ("---",) * width, *table.rows]
    return "\n".join(
        f"| {' | '.join(cell if cell == '---' else escaped(cell) for cell in line)} |"
        for line in lines
    )
