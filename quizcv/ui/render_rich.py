"""Blocks for a terminal: pure renderables, no printing, no reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, assert_never

from rich.console import Group
from rich.markdown import CodeBlock, Markdown, MarkdownElement
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from quizcv.formats.figures import Plot
from quizcv.session import blocks as doc
from quizcv.ui.card_view import code, prose
from quizcv.ui.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from quizcv.session.blocks import Block, Cap, Tone

STYLES: dict[Tone, str] = {
    "": "",
    "good": "bold green",
    "bad": "bold red",
    "dim": "dim",
    "strong": "bold",
    "warn": "yellow",
    "aside": "italic dim",
}
_SOFT: dict[Tone, str] = {**STYLES, "good": "green", "bad": "red"}
_MARKS: dict[Tone, str] = {"good": "✓ ", "bad": "✗ "}
_BETWEEN = " · "


def screen(blocks: Iterable[Block]) -> Group:
    """Return blocks with room between them, as a session shows them."""
    parts: list[RenderableType] = []
    before: Block | None = None
    for block in _shown(blocks):
        if before is not None and not isinstance(before, doc.Rule):
            parts.append(Text())
        parts.append(_block(block))
        before = block
    return Group(*parts)


def document(blocks: Iterable[Block]) -> Group:
    """Return blocks as a report shows them: dense, with room above what begins something."""
    parts: list[RenderableType] = []
    for block in _shown(blocks):
        begins = doc.Heading | doc.Prose | doc.Code | doc.Chart | doc.Miss
        if isinstance(block, begins) and parts:
            parts.append(Text())
        parts.append(_block(block))
    return Group(*parts)


class KeyLine:
    """The valid keys with what they do; a line breaks between two keys, never inside one."""

    def __init__(self, items: Sequence[Text]) -> None:
        self._items = items

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Fill each line with as many keys as fit."""
        line = Text()
        for item in self._items:
            if line and line.cell_len + len(_BETWEEN) + item.cell_len > options.max_width:
                yield line
                line = Text()
            if line:
                line.append(_BETWEEN, style="dim")
            line.append_text(item)
        yield line


def key_line(caps: Iterable[Cap]) -> KeyLine:
    """Return the keys; ratings with their next interval, the chosen one marked."""
    return KeyLine([_cap(cap) for cap in caps])


def _cap(cap: Cap) -> Text:
    label = f" {cap.label} {cap.more}".rstrip()
    return Text.assemble((cap.pressed, "bold cyan"), (label, "reverse" if cap.chosen else ""))


def _shown(blocks: Iterable[Block]) -> list[Block]:
    return [block for block in blocks if block.on != "lines"]


def _block(block: Block) -> RenderableType:
    match block:
        case doc.Heading(level, text):
            return Text(text, style="bold underline" if level < 3 else "bold")
        case doc.Place(text):
            return Text(text, style="dim")
        case doc.Prose(text, tight):
            return Compact(text) if tight else prose(text, {})
        case doc.Line():
            return _line(block)
        case doc.Lines(lines):
            return Group(*map(_line, (line for line in lines if line.on != "lines")))
        case doc.Options(items):
            return _options(items)
        case doc.Hint(number, text):
            return Group(Text(f"Hint {number}", style="bold"), prose(text, {}))
        case doc.Verdict():
            return _verdict(block)
        case doc.Miss():
            return _miss(block)
        case doc.Bullets():
            return _bullets(block)
        case doc.Code(text, "sh"):
            return Padding(Text(text, style="bold"), (0, 0, 0, 2))
        case doc.Code(text):
            snippet = code(text)
            snippet.word_wrap = True  # on a narrow screen a folded line is better than half a line
            return snippet
        case doc.Table():
            return table(block)
        case doc.Chart():
            return Plot(block.figure, block.variant)
        case doc.Rule():
            return Rule(style="dim")
        case doc.Times():
            return Text(block.told, style="bold")
        case _:
            assert_never(block)


class Compact(Markdown):
    """Markdown without the empty lines around code, so that a question fits on a small screen."""

    class _Code(CodeBlock):
        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            yield Padding(Text(str(self.text).rstrip()), (0, 0, 0, 2))

    elements: ClassVar[dict[str, type[MarkdownElement]]] = {
        **Markdown.elements,
        "fence": _Code,
        "code_block": _Code,
    }


def _line(line: doc.Line) -> Text:
    if not line.label:
        return Text(line.text, style=STYLES[line.tone])
    start = Text(f"{line.label}: ", style="dim")
    return start.append(_MARKS.get(line.tone, "") + line.text, style=_SOFT[line.tone])


def _options(items: Sequence[tuple[str, str]]) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    for letter, text in items:
        grid.add_row(Text(f"{letter})", style="bold cyan"), prose(text, {}))
    return Padding(grid, (0, 0, 0, 2))


def _verdict(block: doc.Verdict) -> RenderableType:
    feedback = [prose(block.feedback, {})] if block.feedback else []
    return Group(_judged(block), *feedback)


def _judged(block: doc.Verdict) -> Text:
    if block.verdict == "correct":
        text = Text(f"✓ Right: {block.expected}", style="bold green")
        same = (block.expected, block.expected.partition(")")[0])
        read = block.given and block.given not in same
        return text.append(f"  (read as {block.given})", style="dim") if read else text
    if block.verdict == "wrong":
        text = Text(f"✗ Wrong: {block.given}", style="bold red")
        return text.append(f"\n  Right: {block.expected}", style="bold")
    return Text(f"It is {block.expected}", style="bold")


def _miss(block: doc.Miss) -> RenderableType:
    verdict = block.verdict
    given, right = (verdict.given, "red"), (verdict.expected, "bold")
    feedback = [prose(verdict.feedback, {})] if verdict.feedback else []
    return Group(
        Text(block.card, style="bold"),
        prose(block.question, {}),
        Text.assemble(("You: ", "dim"), given, ("  Right: ", "dim"), right),
        *feedback,
        prose(block.explanation, {}),
    )


def _bullets(block: doc.Bullets) -> RenderableType:
    heading = [Text(block.heading, style="bold")] if block.heading else []
    if not any(tone for _, tone in block.items):
        return Group(*heading, prose("\n".join(f"- {text}" for text, _ in block.items), {}))
    grid = Table.grid(padding=(0, 1))
    for text, tone in block.items:
        mark = Text(_MARKS.get(tone, "•").strip(), style=_SOFT[tone] or "dim")
        grid.add_row(mark, prose(text, {}))
    return Group(*heading, Padding(grid, (0, 0, 0, 2)))
