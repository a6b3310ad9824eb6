"""Grades answers that pick, collect or order options."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from quizcv.kinds.options import Option, read_key, read_keys
from quizcv.kinds.verdict import Finding, compared, invalid

if TYPE_CHECKING:
    from collections.abc import Sequence

NOTHING = frozenset({"none", "nothing", "-"})


def grade_choice(expected: str, typed: str, options: Sequence[Option]) -> Finding:
    """Return the finding for one picked option: its letter, its key or its text."""
    key = read_key(typed, options)
    if key is None:
        return invalid(f"Type one letter: {_letters(options)}.")
    return compared(_letter(key, options), key, right=key == expected)


def grade_multi(expected: Sequence[str], typed: str, options: Sequence[Option]) -> Finding:
    """Return the finding for a set of options in any order: all of them or it is wrong."""
    keys = [] if typed.strip().casefold() in NOTHING else read_keys(typed, options)
    if keys is None:
        return invalid(
            f"Type the letters of all that apply, such as ac, or none: {_letters(options)}."
        )
    chosen, wanted = set(keys), set(expected)
    order = [option.key for option in options]
    value = sorted(chosen, key=order.index)
    feedback = " ".join(
        [
            *_named(wanted - chosen, options, "also applies", "also apply"),
            *_named(chosen - wanted, options, "does not apply", "do not apply"),
        ]
    )
    given = ", ".join(_letter(key, options) for key in value) or "none"
    finding = compared(given, value, right=chosen == wanted, feedback=feedback)
    return _as_set(finding, chosen)


def grade_order(expected: Sequence[str], typed: str, options: Sequence[Option]) -> Finding:
    """Return the finding for an order; a wrong one names the longest run that is right."""
    keys = read_keys(typed, options)
    if keys is None or len(keys) != len(options) or len(set(keys)) != len(keys):
        return invalid(
            f"Type every letter once, first to last, such as "
            f"{''.join(sorted(option.letter for option in options))}."
        )
    run = longest_run(keys, expected)
    stands = " → ".join(_letter(key, options) for key in run)
    feedback = (
        f"{stands} stand in the right order." if len(run) > 1 else "No two neighbors stand right."
    )
    given = " → ".join(_letter(key, options) for key in keys)
    return compared(given, keys, right=keys == list(expected), feedback=feedback)


def longest_run(given: Sequence[str], expected: Sequence[str]) -> list[str]:
    """Return the longest stretch of `given` that stands just so, uninterrupted, in `expected`."""
    follower = dict(pairwise(expected))
    best: list[str] = []
    run: list[str] = []
    for key in given:
        run = [*run, key] if run and follower.get(run[-1]) == key else [key]
        if len(run) > len(best):
            best = run
    return best


def _as_set(finding: Finding, chosen: set[str]) -> Finding:
    return Finding(
        verdict=finding.verdict,
        feedback=finding.feedback,
        given=finding.given,
        value=finding.value,
        same_as=lambda other: isinstance(other, list) and set(other) == chosen,
    )


def _named(keys: set[str], options: Sequence[Option], one: str, more: str) -> list[str]:
    letters = [option.letter for option in options if option.key in keys]
    if not letters:
        return []
    return [f"{_listed(letters)} {one if len(letters) == 1 else more}."]


def _listed(words: Sequence[str]) -> str:
    """Return `a`, `a and b`, or `a, b and c`."""
    *rest, last = words
    return f"{', '.join(rest)} and {last}" if rest else last


def _letter(key: str, options: Sequence[Option]) -> str:
    return next(option.letter for option in options if option.key == key)


def _letters(options: Sequence[Option]) -> str:
    return ", ".join(option.letter for option in options)
