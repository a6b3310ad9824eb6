"""What `quizcv grade` says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizcv.app.grading import Graded


def grade_view(found: Graded) -> Iterator[str]:
    """Yield the verdict, what is to be said about it, and the right answer if that was wrong."""
    yield f"{found.verdict}: {found.given or 'not readable'}\n"
    if found.feedback:
        yield f"{found.feedback}\n"
    if found.verdict == "wrong":
        yield f"Right: {found.expected}\n"
