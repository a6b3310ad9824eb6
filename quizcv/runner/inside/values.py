"""From what a snippet computed to the closed set of values that may leave a child.

bool, int, finite float, str and lists of these; NumPy and torch scalars and small arrays, tuples,
ranges and sets (sorted) become them. Standard library only, and everything it relies on is bound
at import, so that a snippet that patches `json` or the built-ins changes nothing here.
"""

from __future__ import annotations

import sys
from json.encoder import encode_basestring_ascii as _quoted
from math import isfinite as _isfinite
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quizcv.runner.wire import Value

_DIGITS = 4300
"""Python's own limit on digits of an int that is read back."""
_TOO_BIG = 10**_DIGITS
_DEPTH = 32
_isinstance, _len, _type, _sorted = isinstance, len, type, sorted


class BadValue(Exception):
    """A value outside the closed set."""


class TooLarge(Exception):
    """More than may be handed back."""


class Converter:
    """Converts values while counting them against one budget of bytes."""

    def __init__(self, budget: int) -> None:
        self._budget = budget

    def convert(self, value: Any) -> Value:
        """Return `value` as bool, int, float, str or nested lists of these.

        Raises:
            BadValue: NaN, infinity, None, a dict, or any other type.
            TooLarge: the budget is spent, or an int has more than 4300 digits.
        """
        return self._convert(value, _DEPTH)

    def _convert(self, value: Any, depth: int) -> Value:
        self._spend(2)
        if _isinstance(value, bool):
            return value is True
        if _isinstance(value, int):
            return self._int(value)
        if _isinstance(value, float):
            return _finite(float.__float__(value))
        if _isinstance(value, str):
            self._spend(str.__len__(value))
            return str.__str__(value)
        if depth == 0:
            raise BadValue("a list nested too deeply")
        return self._compound(value, depth)

    def _compound(self, value: Any, depth: int) -> Value:
        for base in (list, tuple, range):
            if _isinstance(value, base):
                self._fits(base.__len__(value))
                return [self._convert(item, depth - 1) for item in base.__iter__(value)]
        for unordered in (set, frozenset):
            if _isinstance(value, unordered):
                self._fits(unordered.__len__(value))
                items = [self._convert(item, depth - 1) for item in unordered.__iter__(value)]
                return _in_order(items)
        plain = self._array(value)
        if plain is None:
            raise BadValue(f"a value of type {_type(value).__name__}")
        return self._convert(plain[0], depth - 1)

    def _array(self, value: Any) -> tuple[Any] | None:
        """Return the plain form of a NumPy or torch value in a tuple, or None."""
        numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
        if numpy is not None and _isinstance(value, (numpy.ndarray, numpy.generic)):
            self._fits(value.size)
            if value.dtype.kind == "c":
                raise BadValue("a complex number")
            plain = value.tolist()
            return (float(plain) if _isinstance(plain, numpy.longdouble) else plain,)
        if torch is not None and _isinstance(value, torch.Tensor):
            self._fits(value.numel())
            if value.is_complex():
                raise BadValue("a complex number")
            return (value.detach().cpu().tolist(),)
        return None

    def _int(self, value: int) -> int:
        if int.__ge__(int.__abs__(value), _TOO_BIG):
            raise TooLarge(f"an int of more than {_DIGITS} digits")
        self._spend(int.bit_length(value) // 4)
        return int.__index__(value)

    def _fits(self, items: int) -> None:
        """Refuse a container before walking through it."""
        if 2 * items > self._budget:
            raise TooLarge(f"{items} items")

    def _spend(self, size: int) -> None:
        self._budget -= size
        if self._budget < 0:
            raise TooLarge("the values together")


def _finite(value: float) -> float:
    if not _isfinite(value):
        raise BadValue("not a number (NaN)" if value != value else "infinite")
    return value


def _in_order(items: list[Value]) -> list[Value]:
    try:
        return _sorted(items)
    except TypeError:
        raise BadValue("a set of things that have no order") from None


def to_json(value: Any) -> str:
    """Return the JSON text of plain values, dicts with str keys and None included.

    It does by itself what `json.dumps` does, because a snippet can patch that one.
    """
    kind = _type(value)
    if kind is str:
        return _quoted(value)
    if value is None:
        return "null"
    if kind is bool:
        return "true" if value else "false"
    if kind is int:
        return int.__repr__(value)
    if kind is float:
        return float.__repr__(value)
    if kind is dict:
        return "{" + ",".join([f"{_quoted(k)}:{to_json(v)}" for k, v in value.items()]) + "}"
    return "[" + ",".join([to_json(item) for item in value]) + "]"
