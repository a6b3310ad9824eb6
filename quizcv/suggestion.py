"""What somebody may have meant by a word that nothing is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], most: int = 1) -> list[str]:
    """Return what resembles `word`, the nearest first, or an empty list."""
    import difflib  # noqa: PLC0415 - 0.6 ms, only when something is wrong

    return difflib.get_close_matches(word, sorted(known), n=most)


def did_you_mean(word: str, known: Iterable[str], *, otherwise: str = "", most: int = 1) -> str:
    """Return 'did you mean …?' when something known resembles `word`, else `otherwise`."""
    near = [repr(name) for name in nearest(word, known, most)]
    return f"did you mean {' or '.join(near)}?" if near else otherwise


def with_suggestion(message: str, word: str, known: Iterable[str]) -> str:
    """Return a message that says what `word` may have meant, if anything resembles it."""
    hint = did_you_mean(word, known)
    return f"{message}; {hint}" if hint else message
