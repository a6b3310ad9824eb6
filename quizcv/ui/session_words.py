"""Sentences about a session that every front end shares; light, so that plain mode starts fast."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from quizcv.words import plural, short_span

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from quizcv.session import views


def numbers(params: Mapping[str, Any]) -> str:
    """Return a card's numbers as assignments that can be pasted into Python."""
    return "\n".join(f"{name} = {value!r}" for name, value in params.items())


def closing_lines(view: views.Finished, now: datetime | None) -> list[str]:
    """Return what comes next, in plain sentences."""
    lines = []
    if view.left:
        lines.append(f"{plural(view.left, 'card')} still to come.")
    elif view.kind == "study" and not view.answered and not view.set_aside:
        lines.append(
            "Nothing is due. `quizcv quiz` asks anyway; `quizcv study --new 10` adds cards."
        )
    if view.next_due is not None and now is not None:
        span = view.next_due - now
        when = "is due again now" if span <= timedelta(0) else f"comes back in {short_span(span)}"
        lines.append(f"The first of these {when}.")
    if view.kind == "quiz" and view.misses:
        lines.append("`quizcv quiz --redo` asks the misses again with new numbers.")
    if view.kind == "quiz" and view.seed is not None:
        lines.append(f"`--seed {view.seed}` repeats this quiz exactly.")
    return lines
