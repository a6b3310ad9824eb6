"""Names what a wrong number is off by: a convention that differs, or a slipped decimal point."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, NamedTuple

SIZEABLE = 1000
"""Below this, twice or four times is more often a coincidence than a convention."""


class Ratio(NamedTuple):
    """The factor between given and expected, and what usually causes it."""

    name: str
    kind: Literal["arithmetic", "convention"]
    feedback: str


def named_ratio(given: Fraction, expected: Fraction, tolerance: Fraction) -> Ratio | None:
    """Return the telling ratio of `given` to `expected`; None when it says nothing.

    `tolerance` is relative: how far the ratio may be off and still be that ratio.
    """
    if not given or not expected:
        return None
    if abs(given + expected) <= tolerance * abs(expected):
        return Ratio("sign", "arithmetic", "The size is right; the sign is not.")
    ratio = given / expected
    if ratio < 0:
        return None
    over, factor = ratio > 1, max(ratio, 1 / ratio)
    sizeable = max(abs(given), abs(expected)) >= SIZEABLE
    return (
        _power_of_ten(factor, tolerance, over=over)
        or _convention(factor, tolerance, over=over, sizeable=sizeable)
        or _binary_prefix(factor, tolerance)
    )


def _close(factor: Fraction, target: Fraction, tolerance: Fraction) -> bool:
    return abs(factor - target) <= tolerance * target


def _power_of_ten(factor: Fraction, tolerance: Fraction, *, over: bool) -> Ratio | None:
    for n in range(1, 16):
        if _close(factor, Fraction(10**n), tolerance):
            said = f"{10**n:,} times too {'large' if over else 'small'}"
            return Ratio(
                "power of ten",
                "arithmetic",
                f"That is {said}: check the decimal point or the prefix of the unit.",
            )
    return None


_CONVENTIONS = (
    (2, "MACs or FLOPs", "Twice", "Half", "is a multiply-add one operation (MAC) or two (FLOP)?"),
    (4, "float32 bytes", "Four times", "A quarter", "a float32 takes 4 bytes: values or bytes?"),
    (8, "bits or bytes", "Eight times", "An eighth", "a byte has 8 bits: bits or bytes?"),
)


def _convention(
    factor: Fraction, tolerance: Fraction, *, over: bool, sizeable: bool
) -> Ratio | None:
    for target, name, more, less, question in _CONVENTIONS:
        if _close(factor, Fraction(target), tolerance):
            said = f"{more if over else less} the right number"
            if not sizeable:
                return Ratio(f"factor of {target}", "arithmetic", f"{said}.")
            return Ratio(name, "convention", f"{said}: {question}")
    return None


def _binary_prefix(factor: Fraction, tolerance: Fraction) -> Ratio | None:
    prefixes = ("kB or KiB", "MB or MiB", "GB or GiB", "TB or TiB")
    for n, name in enumerate(prefixes, start=1):
        target = Fraction(1024, 1000) ** n
        if tolerance < (target - 1) / 4 and _close(factor, target, tolerance):
            return Ratio(
                name,
                "convention",
                f"Off by 1.024{'' if n == 1 else f'^{n}'}: powers of 1000 or of 1024 ({name})?",
            )
    return None
