"""What somebody may have meant by a word that nothing is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return '; did you mean …?' when something known resembles `word`, else ''."""
    import difflib  # noqa: PLC0415 - 0.6 ms, only when something is wrong

    near = difflib.get_close_matches(word, sorted(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""
