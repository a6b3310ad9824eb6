"""A graded answer on the screen: the verdict, what is right, and what there is to learn from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from quizcv.formats.figures import Plot
from quizcv.ui.card_view import prose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from quizcv.session.views import Result

_STYLES = {"correct": "bold green", "wrong": "bold red", "invalid": "bold yellow"}


def result(graded: Result) -> list[RenderableType]:
    """Return the verdict, the right answer, the feedback and the worked explanation."""
    parts: list[RenderableType] = [_verdict(graded)]
    if graded.feedback:
        parts += [prose(graded.feedback, {})]
    parts += [Text(), prose(graded.explanation, {})]
    if graded.figure is not None and graded.variant is not None:
        parts += [Text(), Plot(graded.figure, graded.variant)]
    if graded.sources:
        parts += source_lines(graded.sources)
    return parts


def source_lines(sources: Sequence[str]) -> list[RenderableType]:
    """Return where an answer comes from, one line each."""
    return [Text(), *(Text(f"Source: {source}", style="dim") for source in sources)]


def _verdict(graded: Result) -> Text:
    style = _STYLES[graded.verdict]
    if graded.verdict == "correct":
        text = Text(f"✓ Right: {graded.expected}", style=style)
        same = (graded.expected, graded.expected.partition(")")[0])
        read = graded.given and graded.given not in same
        return text.append(f"  (read as {graded.given})", style="dim") if read else text
    if graded.verdict == "wrong":
        text = Text(f"✗ Wrong: {graded.given}", style=style)
        return text.append(f"\n  Right: {graded.expected}", style="bold")
    return Text(f"It is {graded.expected}", style="bold")
