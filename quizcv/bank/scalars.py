"""What a scalar means, by the type its field declares; nothing is guessed.

Each function returns the value, or a `Misread` that says what is wrong with it.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from quizcv.bank.yaml_reader import Scalar

_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]*(?:_[0-9]+)*)")
_PREFIXED = re.compile(r"[-+]?0(?:x[0-9a-fA-F]+|b[01]+)(?:_[0-9a-fA-F]+)*")
_REAL = re.compile(
    r"[-+]?(?:(?:0|[1-9][0-9]*(?:_[0-9]+)*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
)
_MAX_DIGITS = 400

_AMBIGUOUS = {
    "a truth value in some YAML readers and text in others; write true or false, or quote it": (
        re.compile(r"yes|no|on|off|true|false", re.IGNORECASE)
    ),
    "nothing at all in YAML; quote it if it is text": re.compile(r"~|null", re.IGNORECASE),
    "90 or text or a time, depending on the YAML reader; quote it": (
        re.compile(r"[-+]?[0-9]+(?::[0-9]{1,2})+(?:\.[0-9]*)?")
    ),
    "octal in some YAML readers and decimal in others; drop the leading zero, or quote it": (
        re.compile(r"[-+]?0o?[0-9][0-9_]*(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?")
    ),
    "a date in YAML; quote it": re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ][0-9:.+Z -]*)?"),
    "not a finite number; no card has one": re.compile(
        r"[-+]?\.?(?:inf|nan|infinity)", re.IGNORECASE
    ),
}


class Misread(Struct):
    """Why a scalar cannot be read as what its field needs."""

    code: str
    message: str


def as_text(node: Scalar) -> str | Misread:
    """Return the text as written: `no`, `1e-3` and `1:30` are just text here."""
    return node.text


def as_integer(node: Scalar) -> int | Misread:
    """Return the whole number, decimal (underscores allowed) or with 0x or 0b in front."""
    if node.plain and len(node.text) <= _MAX_DIGITS:
        if _DECIMAL.fullmatch(node.text):
            return int(node.text)
        if _PREFIXED.fullmatch(node.text):
            return int(node.text, 0)
    return _misread(node, "a whole number")


def as_real(node: Scalar) -> float | Misread:
    """Return the finite number: `1e-3`, `1e5` and `.5` are numbers here."""
    if node.plain and len(node.text) <= _MAX_DIGITS and _REAL.fullmatch(node.text):
        value = float(node.text)
        if math.isfinite(value):
            return value
        return Misread("wrong-type", f"{node.text} is too large for a number")
    return _misread(node, "a number")


def as_number(node: Scalar) -> float | Misread:
    """Return an int where it is written as one, else a finite float."""
    whole = as_integer(node)
    return as_real(node) if isinstance(whole, Misread) else whole


def as_truth(node: Scalar) -> bool | Misread:
    """Return the truth value, which is written `true` or `false` and in no other way."""
    if node.plain and node.text in ("true", "false"):
        return node.text == "true"
    return _misread(node, "true or false")


def as_value(node: Scalar) -> bool | int | float | str | Misread:
    """Return what the scalar is without a declared type, unless YAML readers differ on it."""
    text = node.text
    if not node.plain:
        return text
    if not text:
        return Misread("empty-value", "there is nothing here; give a value or drop the key")
    if text == "true" or text == "false":
        return text == "true"
    if text[0] in "+-.0123456789":
        number = as_number(node)
        if not isinstance(number, Misread) or "too large" in number.message:
            return number
    return _ambiguity(text) or text


def _ambiguity(text: str) -> Misread | None:
    if text[0] not in "yYnNoOtTfF~iI+-.0123456789":
        return None
    for why, pattern in _AMBIGUOUS.items():
        if pattern.fullmatch(text):
            return Misread("ambiguous-value", f"{text} is {why}")
    return None


def _misread(node: Scalar, wanted: str) -> Misread:
    if node.plain and not node.text:
        return Misread("empty-value", f"there is nothing here; it needs {wanted}")
    if node.plain and (ambiguous := _ambiguity(node.text)):
        return Misread(ambiguous.code, f"{ambiguous.message} (this must be {wanted})")
    shown = node.text if len(node.text) <= 40 else node.text[:37] + "..."
    quoted = "" if node.plain else " in quotes"
    return Misread("wrong-type", f"{shown!r}{quoted} is not {wanted}")
