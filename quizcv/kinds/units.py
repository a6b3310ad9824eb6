"""Units and magnitudes that may follow a number, and what converts into what."""

from __future__ import annotations

from fractions import Fraction

MAGNITUDES: dict[str, int] = {
    "k": 10**3,
    "K": 10**3,
    "thousand": 10**3,
    "M": 10**6,
    "mn": 10**6,
    "million": 10**6,
    "G": 10**9,
    "B": 10**9,
    "bn": 10**9,
    "billion": 10**9,
    "T": 10**12,
    "trillion": 10**12,
    "P": 10**15,
    "Ki": 2**10,
    "Mi": 2**20,
    "Gi": 2**30,
    "Ti": 2**40,
}

_SIZES = {"k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
_BINARY = {"Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40}

_UNITS: dict[str, tuple[str, Fraction]] = {
    "B": ("data", Fraction(1)),
    "byte": ("data", Fraction(1)),
    "bit": ("data", Fraction(1, 8)),
    **{f"{p}B": ("data", Fraction(f)) for p, f in (_SIZES | _BINARY).items()},
    "KB": ("data", Fraction(10**3)),
    "s": ("time", Fraction(1)),
    "sec": ("time", Fraction(1)),
    "second": ("time", Fraction(1)),
    "ms": ("time", Fraction(1, 10**3)),
    "us": ("time", Fraction(1, 10**6)),
    "µs": ("time", Fraction(1, 10**6)),
    "μs": ("time", Fraction(1, 10**6)),
    "ns": ("time", Fraction(1, 10**9)),
    "min": ("time", Fraction(60)),
    "minute": ("time", Fraction(60)),
    "h": ("time", Fraction(3600)),
    "hour": ("time", Fraction(3600)),
    "px": ("pixels", Fraction(1)),
    "pixel": ("pixels", Fraction(1)),
    "param": ("parameters", Fraction(1)),
    "parameter": ("parameters", Fraction(1)),
    "weight": ("parameters", Fraction(1)),
    "MAC": ("MACs", Fraction(1)),
    "FLOP": ("FLOPs", Fraction(1)),
    **{f"{p}MAC": ("MACs", Fraction(f)) for p, f in _SIZES.items()},
    **{f"{p}FLOP": ("FLOPs", Fraction(f)) for p, f in _SIZES.items()},
}


def split_magnitude(tail: str, unit: str | None = None) -> tuple[str, str]:
    """Split 'kparams' into ('k', 'params'); the magnitude is empty where there is none.

    The longest magnitude wins. What is itself a known unit ('B' beside bytes, 'GB') is left whole,
    and so is a word that merely begins with a magnitude's letter ('Tesla'). The bare prefix of the
    unit asked for is that unit: 25 G where gigabytes are asked.
    """
    if unit and _prefix(unit) == tail:
        return "", unit
    if _known(tail) and not (tail == "B" and not _is_data(unit)):
        return "", tail
    for magnitude in sorted(MAGNITUDES, key=len, reverse=True):
        if tail.startswith(magnitude):
            rest = tail.removeprefix(magnitude)
            if not rest or (unit and same_unit(rest, unit)) or _known(rest):
                return magnitude, rest
    return "", tail


def same_unit(typed: str, asked: str) -> bool:
    """Tell whether two unit names mean the same: spaces, a plural s and, for words, case apart."""
    a, b = _stem(typed), _stem(asked)
    return a == b or (len(a) > 3 and a.casefold() == b.casefold())


def conversion(typed: str, asked: str) -> Fraction | None:
    """Return how many of `asked` one of `typed` is; None where they do not convert."""
    if same_unit(typed, asked):
        return Fraction(1)
    one, other = _known(typed), _known(asked)
    if one is None or other is None or one[0] != other[0]:
        return None
    return one[1] / other[1]


def is_unit(name: str) -> bool:
    """Tell whether `name` is a unit this module knows."""
    return _known(name) is not None


def _stem(name: str) -> str:
    compact = "".join(name.split()).rstrip(".")
    return compact[:-1] if len(compact) > 2 and compact[-1] == "s" and compact != "ms" else compact


def _known(name: str) -> tuple[str, Fraction] | None:
    return _UNITS.get("".join(name.split())) or _UNITS.get(_stem(name))


def _prefix(unit: str) -> str | None:
    """Return 'G' for GB and GFLOPs, None for a unit without a prefix."""
    stem = _stem(unit)
    for base in ("B", "FLOP", "MAC"):
        if stem.endswith(base) and stem.removesuffix(base) in _SIZES | _BINARY:
            return stem.removesuffix(base)
    return None


def _is_data(unit: str | None) -> bool:
    known = _known(unit) if unit else None
    return known is not None and known[0] == "data"
