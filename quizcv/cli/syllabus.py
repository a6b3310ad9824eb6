"""`quizcv syllabus`: the topics, and which of them the banks cover."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcv.app.browsing import show_syllabus
from quizcv.cli import options
from quizcv.cli.group import finish
from quizcv.ui import browse_view


def syllabus(
    area: options.Areas = None,
    missing: Annotated[bool, typer.Option("--missing", help="Only topics without a card.")] = False,
    bank: options.Banks = None,
    as_json: options.Json = False,
) -> None:
    """Show the topics, and which of them the banks cover."""
    shown = show_syllabus(area or (), bank, missing=missing)
    finish(shown, browse_view.syllabus, as_json=as_json)
