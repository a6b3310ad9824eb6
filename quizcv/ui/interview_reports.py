"""Reports of interviews, on a screen or in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizcv.formats.html import html
from quizcv.formats.interview_report import Sat, listing, overview, questions
from quizcv.formats.markdown import markdown
from quizcv.ui.render_rich import document
from quizcv.ui.tables import table

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import RenderableType

    from quizcv.app import interview_history as history
    from quizcv.session.blocks import Block


def listed(result: history.InterviewsListed) -> list[RenderableType]:
    """Return a line for each interview."""
    if not result.sat:
        return ["No interviews yet: `quizcv mock` begins one.\n"]
    return [table(listing([(_sat(one), one.state) for one in result.sat]))]


def on_screen(shown: history.InterviewShown) -> list[RenderableType]:
    """Return a report for a terminal."""
    return [document(_blocks(shown, whole=shown.whole))]


def in_lines(shown: history.InterviewShown) -> list[RenderableType]:
    """Return a report as plain text."""
    return ["\n" + markdown(_blocks(shown, whole=shown.whole))]


def whole_text(shown: history.InterviewShown, file: Path) -> str:
    """Return all of a report as HTML or Markdown, by the file's ending."""
    blocks = _blocks(shown, whole=True)
    if file.suffix.lower() == ".html":
        return html(blocks, f"quizcv mock {shown.sat.number}")
    return markdown(blocks)


def _blocks(shown: history.InterviewShown, *, whole: bool) -> list[Block]:
    asked = questions(shown.sat.record, misses_only=not whole, code=whole)
    return [*overview(_sat(shown.sat), [_sat(one) for one in shown.earlier]), *asked]


def _sat(one: history.Sat) -> Sat:
    return Sat(number=one.number, started=one.started, record=one.record)
