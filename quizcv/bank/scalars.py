"""What a scalar means, by the type its field declares; nothing is guessed.

Each function returns the value, or the problem with it, which does not know its file.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from quizcv.errors import SourceProblem

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


def as_integer(node: Scalar) -> int | SourceProblem:
    """Return the whole number, decimal (underscores allowed) or with 0x or 0b in front."""
    if node.plain and len(node.text) <= _MAX_DIGITS:
        if _DECIMAL.fullmatch(node.text):
            return int(node.text)
        if _PREFIXED.fullmatch(node.text):
            return int(node.text, 0)
    return _misread(node, "a whole number")


def as_real(node: Scalar) -> float | SourceProblem:
    """Return the finite number: `1e-3`, `1e5` and `.5` are numbers here."""
    if node.plain and len(node.text) <= _MAX_DIGITS and _REAL.fullmatch(node.text):
        value = float(node.text)
        if math.isfinite(value):
            return value
        return _problem(node, "wrong-type", f"{node.text} is too large for a number")
    return _misread(node, "a number")


def as_number(node: Scalar) -> float | SourceProblem:
    """Return an int where it is written as one, else a finite float."""
    whole = as_integer(node)
    return as_real(node) if isinstance(whole, SourceProblem) else whole


def as_truth(node: Scalar) -> bool | SourceProblem:
    """Return the truth value, which is written `true` or `false` and in no other way."""
    if node.plain and node.text in ("true", "false"):
        return node.text == "true"
    return _misread(node, "true or false")


def as_value(node: Scalar) -> bool | int | float | str | SourceProblem:
    """Return what the scalar is without a declared type, unless YAML readers differ on it."""
    text = node.text
    if not node.plain:
        return text
    if not text:
        return _problem(node, "empty-value", "there is nothing here; give a value or drop the key")
    if text == "true" or text == "false":
        return text == "true"
    if text[0] in "+-.0123456789":
        number = as_number(node)
        if not isinstance(number, SourceProblem) or "too large" in number.message:
            return number
    why = _ambiguity(text)
    return _problem(node, "ambiguous-value", why) if why else text


def _ambiguity(text: str) -> str:
    """Return why YAML readers differ on a text, or ''."""
    if text[0] in "yYnNoOtTfF~iI+-.0123456789":
        for why, pattern in _AMBIGUOUS.items():
            if pattern.fullmatch(text):
                return f"{text} is {why}"
    return ""


def _misread(node: Scalar, wanted: str) -> SourceProblem:
    if node.plain and not node.text:
        return _problem(node, "empty-value", f"there is nothing here; it needs {wanted}")
    if node.plain and (why := _ambiguity(node.text)):
        return _problem(node, "ambiguous-value", f"{why} (this must be {wanted})")
    quoted = "" if node.plain else " in quotes"
    return _problem(node, "wrong-type", f"{brief(node.text)}{quoted} is not {wanted}")


def _problem(node: Scalar, code: str, message: str) -> SourceProblem:
    return SourceProblem("", node.line, node.column, code, message)


def brief(text: str) -> str:
    """Return a text in quotes, or its beginning, for a message of one line."""
    return repr(text if len(text) <= 40 else text[:37] + "...")
