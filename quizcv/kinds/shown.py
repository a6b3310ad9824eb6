"""Answers as the learner sees them; what is shown here grades as right when typed back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizcv.cards.model import Boolean, Choice, Integer, Multi, Number, Order, Recall, Shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizcv.cards.model import Answer
    from quizcv.cards.variant import Value
    from quizcv.kinds.options import Option

WIDEST_DIGITS = 17
"""Significant decimal digits that tell any two floats apart."""


def shown_value(answer: Answer, value: Value, options: Sequence[Option] = ()) -> str:
    """Return `value` as this kind of answer is written, with its unit and its letters.

    A number gets the fewest digits, four at least, that stay well inside the card's tolerance.
    """
    match answer:
        case Integer():
            return _with_unit(f"{int(value):,}", answer.unit)
        case Number():
            return _with_unit(shown_number(float(value), answer.rtol, answer.atol), answer.unit)
        case Shape():
            return shown_shape(value)
        case Boolean():
            return "yes" if value else "no"
        case Choice():
            return _with_letter(str(value), options)
        case Multi():
            return (
                ", ".join(_with_letter(key, options) for key in _as_listed(value, options))
                or "none"
            )
        case Order():
            return " → ".join(_with_letter(key, options) for key in value)
        case Recall():
            return answer.text
        case _:
            return answer.formula


def shown_number(value: float, rtol: float = 5e-3, atol: float = 0.0) -> str:
    """Return `value` with at least four significant digits and within a tenth of the tolerance."""
    allowed = (atol + rtol * abs(value)) / 10
    for digits in range(4, WIDEST_DIGITS + 1):
        text = f"{value:.{digits}g}"
        if float(text) == value or abs(float(text) - value) <= allowed:
            return _readable(float(text), digits)
    return repr(value)


def shown_shape(sizes: Sequence[int]) -> str:
    """Return (1, 64, 112, 112), or (64,) for one axis, as Python and PyTorch print it."""
    inner = ", ".join(str(size) for size in sizes)
    return f"({inner},)" if len(sizes) == 1 else f"({inner})"


def _readable(value: float, digits: int) -> str:
    """Positional notation between 1e-4 and 1e15, scientific beyond."""
    if value and not 1e-4 <= abs(value) < 1e15:
        return f"{value:.{digits}g}"
    text = f"{value:.{digits}g}"
    if "e" in text:
        return f"{value:.0f}"
    return text


def _with_unit(text: str, unit: str | None) -> str:
    if unit is None:
        return text
    return f"{text}%" if unit == "%" else f"{text} {unit}"


def _as_listed(keys: Sequence[str], options: Sequence[Option]) -> list[str]:
    """Return keys in the order in which their options are on the screen."""
    places = {option.key: place for place, option in enumerate(options)}
    return sorted(keys, key=lambda key: places.get(key, len(places)))


def _with_letter(key: str, options: Sequence[Option]) -> str:
    for option in options:
        if option.key == key:
            return f"{option.letter}) {option.text}"
    return key
