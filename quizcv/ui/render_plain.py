"""Blocks as plain lines: for pipes, dumb terminals and screen readers. Imports nothing heavy."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from quizcv.session import blocks as doc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from quizcv.session.blocks import Block, Cap


def plain_lines(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the lines of all that is meant for lines."""
    for block in blocks:
        if block.on != "screen":
            yield from _block(block)


def key_line(caps: Iterable[Cap]) -> str:
    """Return the valid keys with what they do, in brackets; empty where there are none."""
    words = [
        f"{cap.typed}: {cap.label} ({cap.more})" if cap.more else f"{cap.typed}: {cap.label}"
        for cap in caps
    ]
    return f"[{'; '.join(words)}]" if words else ""


def _block(block: Block) -> Iterator[str]:
    match block:
        case doc.Heading() | doc.Place() | doc.Prose():
            yield block.text
        case doc.Line(text, _, label):
            yield f"{label}: {text}" if label else text
        case doc.Lines(lines):
            yield from plain_lines(lines)
        case doc.Options(items):
            yield from (f"  {letter}) {text}" for letter, text in items)
        case doc.Hint(number, text):
            yield f"Hint {number}: {text}"
        case doc.Verdict():
            yield _verdict(block)
            yield from [block.feedback] if block.feedback else []
        case doc.Miss():
            yield from _miss(block)
        case doc.Bullets(items):
            yield from (f"- {text}" for text, _ in items)
        case doc.Code(text):
            yield text.rstrip()
        case doc.Table(header, rows):
            yield from (", ".join(row) for row in (*([header] if header else []), *rows))
        case doc.Chart() | doc.Rule():
            return
        case doc.Times():
            yield f"Time: {block.told}."
        case _:
            assert_never(block)


def _verdict(block: doc.Verdict) -> str:
    if block.verdict == "correct":
        return f"Right: {block.expected}"
    if block.verdict == "wrong":
        return f"Wrong: {block.given}. Right: {block.expected}"
    return f"It is {block.expected}"


def _miss(block: doc.Miss) -> Iterator[str]:
    yield f"\n{block.card}: {block.question}"
    yield f"You: {block.verdict.given}. Right: {block.verdict.expected}"
    yield from [block.verdict.feedback] if block.verdict.feedback else []
    yield block.explanation
