"""Reads the ways people write numbers: 1_000, 34.8k, 4.49e10, 1/7, 0x1f, 12.5 %.

Values are exact fractions, so that no rounding of ours can turn a right answer wrong.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from quizcv.kinds.units import MAGNITUDES, same_unit, split_magnitude
from quizcv.kinds.verdict import UnreadableText

LONGEST = 200
"""Characters of a typed number that are looked at; nobody types more."""
SHOWN = 30
"""Characters of a worked-out power that are shown; a longer one is shown as it was typed."""
LARGEST_EXPONENT = 400
"""Powers of ten beyond a float's range are refused instead of computed."""

_SPACES = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\u205f\u2060_'’]+")
_APART = re.compile(r"\d\s+(?!\d{3}(?!\d))\d")
"""Digits after a space that are no group of three: two numbers rather than one."""
_SIGNS = str.maketrans({"−": "-", "–": "-", "﹣": "-", "＋": "+"})
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_GROUPED = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(,\d{2,3})*,\d{3}(?!\d)")
_DECIMAL = r"(?:\d+\.?\d*|\.\d+)"
_RADIX = re.compile(r"([+-]?)(0x[0-9a-f]+|0b[01]+|0o[0-7]+)$", re.I)
_NUMERAL = re.compile(
    rf"""(?P<sign>[+-]?)(?P<mantissa>{_DECIMAL})
    (?:
        [eE](?P<exp>[+-]?\d+)
      | (?:[x×*·]10(?:\^|\*\*)(?P<ten>[+-]?\d+))
      | (?:\^|\*\*)(?P<power>[+-]?\d+)
      | /(?P<denominator>{_DECIMAL})
    )?(?P<tail>.*)$""",
    re.X | re.S,
)


class Numeral(NamedTuple):
    """A number as it was written."""

    value: Fraction
    digits: int | None
    """Significant digits written; None where the number is exact (a fraction, a power, hex)."""
    quantum: Fraction
    """The place value of the last digit written: 100 for 34.8k. Zero where it is exact."""
    rounded: bool
    """Written as a magnitude (suffix, exponent or decimal point), so it may be rounded."""
    unit: str = ""
    percent: bool = False
    text: str = ""
    """The number as read, to be shown back."""


def read_numeral(text: str, unit: str | None = None) -> Numeral:
    """Return the number in `text`; what follows it is its unit, not interpreted further here.

    `unit` is the unit the card asks for: a suffix that could be a magnitude or that unit is
    read as that unit (`25 M` where megabytes are called M).

    Raises:
        UnreadableText: the text does not begin with a number.
    """
    compact = _compact(text)
    if radix := _RADIX.match(compact):
        value = Fraction(int(radix[2], 0) * (-1 if radix[1] == "-" else 1))
        return Numeral(value, None, Fraction(0), rounded=False, text=str(value))
    match = _NUMERAL.match(compact)
    if match is None:
        raise UnreadableText("That does not read as a number, such as 1234, 34.8k, 4.49e10 or 1/7.")
    return _with_tail(_plain(match), match["tail"], unit)


def _compact(text: str) -> str:
    """Strip what only separates: spaces of every width, underscores, commas between thousands."""
    if len(text) > LONGEST:
        raise UnreadableText("That is too long for a number.")
    if _APART.search(text):
        raise UnreadableText("Type one number; spaces in it only group thousands, as in 34 848.")
    compact = _SPACES.sub("", text.translate(_SIGNS)).lstrip("=≈~")
    compact = re.sub(r"[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda m: "^" + m[0].translate(_SUPERSCRIPTS), compact)
    if not compact.isascii() and any(c.isdigit() and not c.isascii() for c in compact):
        raise UnreadableText("Write the number with the digits 0 to 9.")
    compact = _GROUPED.sub(lambda m: m[0].replace(",", ""), compact)
    if re.search(r"\d,|,\d", compact):
        raise UnreadableText("A comma groups thousands here (1,234); write decimals with a point.")
    return compact


def _plain(match: re.Match[str]) -> Numeral:
    sign = -1 if match["sign"] == "-" else 1
    mantissa = match["mantissa"]
    number = sign * Fraction(mantissa.rstrip(".") or "0")
    if (power := match["power"]) is not None:
        value = sign * _power(Fraction(mantissa.rstrip(".")), int(power))
        typed = match[0][: match.start("tail")]
        return _exact(value) if len(str(value)) <= SHOWN else _exact(value)._replace(text=typed)
    if (denominator := match["denominator"]) is not None:
        if not Fraction(denominator.rstrip(".")):
            raise UnreadableText("That divides by zero.")
        return _exact(number / Fraction(denominator.rstrip(".")))
    exponent = match["exp"] or match["ten"]
    shift = _ten(int(exponent)) if exponent else Fraction(1)
    decimals = len(mantissa.partition(".")[2])
    return Numeral(
        number * shift,
        len(mantissa.replace(".", "").lstrip("0")) or 1,
        shift / 10**decimals,
        rounded=exponent is not None or "." in mantissa,
        text=match[0][: match.start("tail")],
    )


def _exact(value: Fraction) -> Numeral:
    return Numeral(value, None, Fraction(0), rounded=False, text=str(value))


def _ten(exponent: int) -> Fraction:
    if abs(exponent) > LARGEST_EXPONENT:
        raise UnreadableText("That exponent is beyond every number asked here.")
    return Fraction(10) ** exponent


def _power(base: Fraction, exponent: int) -> Fraction:
    if abs(exponent) > 1024 or base > 10**6 or (not base and exponent < 0):
        raise UnreadableText("That power is beyond every number asked here.")
    return base**exponent


def _with_tail(number: Numeral, tail: str, unit: str | None) -> Numeral:
    """Read what follows the digits: a magnitude, a unit, both or nothing."""
    if not tail:
        return number
    if re.search(r"\d", tail) and not (unit and same_unit(tail, unit)):
        raise UnreadableText("Type one number; work it out first if it is a computation.")
    if unit and same_unit(tail, unit):
        return number._replace(unit=tail)
    if tail == "%":
        return number._replace(percent=True, text=f"{number.text}%")
    magnitude, rest = split_magnitude(tail, unit)
    if not magnitude:
        return number._replace(unit=rest)
    scale = MAGNITUDES[magnitude]
    return number._replace(
        value=number.value * scale,
        quantum=number.quantum * scale,
        rounded=True,
        unit=rest,
        text=f"{number.text}{magnitude}",
    )
