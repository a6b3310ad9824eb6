"""Values as a learner reads them. Every screen and every text of quizcv shows them this way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDEST_DIGITS = 17
"""Significant decimal digits that tell any two floats apart."""

SPEC = re.compile(r"(?=.)\+?[,_]?(?:(?:\.(?:[0-9]|1[0-5]))?[efg%]|[xbd])?")
"""What may follow the colon in {{name:spec}}."""
_WHOLE = re.compile(r"\+?[,_]?[xbd]|_")


def plain(value: Any, spec: str = "") -> str:
    """Return a value that is no answer of a card: a param, an intermediate, a claim.

    Whole numbers are plain, real ones rounded to six significant digits, truth values yes or no,
    lists in round brackets as shapes are. A spec that does not suit the value is passed over.
    """
    if isinstance(value, (list, tuple)):
        return sequence([plain(item, spec) for item in value])
    if isinstance(value, bool):
        return truth(value=value)
    if isinstance(value, (int, float)):
        return _specified(value, spec)
    return str(value)


def exact(value: Any) -> str:
    """Return a value with every digit it has, to tell it from another that looks alike."""
    if isinstance(value, (list, tuple)):
        return sequence([exact(item) for item in value])
    return repr(value) if isinstance(value, (float, str)) else plain(value)


def number(value: float, rtol: float = 5e-3, atol: float = 0.0) -> str:
    """Return `value` with at least four significant digits and within a tenth of the tolerance."""
    allowed = (atol + rtol * abs(value)) / 10
    for digits in range(4, WIDEST_DIGITS + 1):
        text = f"{value:.{digits}g}"
        if float(text) == value or abs(float(text) - value) <= allowed:
            return _readable(float(text), digits)
    return repr(value)


def truth(*, value: bool) -> str:
    """Return yes or no."""
    return "yes" if value else "no"


def sequence(items: Sequence[str]) -> str:
    """Return (1, 64, 112, 112), or (64,) for one item, as Python and PyTorch print it."""
    inner = ", ".join(items)
    return f"({inner},)" if len(items) == 1 else f"({inner})"


def with_unit(text: str, unit: str | None) -> str:
    """Return a number in its unit: 12 MB, 25%."""
    if unit is None:
        return text
    return f"{text}%" if unit == "%" else f"{text} {unit}"


def listed(words: Sequence[str]) -> str:
    """Return `a`, `a and b`, or `a, b and c`."""
    *rest, last = words
    return f"{', '.join(rest)} and {last}" if rest else last


def _specified(value: int | float, spec: str) -> str:
    if not SPEC.fullmatch(spec):
        spec = ""
    if isinstance(value, float) and not spec:
        return format(value, ".6g")
    if isinstance(value, float) and _WHOLE.fullmatch(spec):
        if not value.is_integer():
            return format(value, ".6g")
        value = int(value)
    try:
        return format(value, spec)
    except (ValueError, OverflowError):
        return str(value)


def _readable(value: float, digits: int) -> str:
    """Positional notation between 1e-4 and 1e15, scientific beyond."""
    if value and not 1e-4 <= abs(value) < 1e15:
        return f"{value:.{digits}g}"
    text = f"{value:.{digits}g}"
    if "e" in text:
        return f"{value:.0f}"
    return text
