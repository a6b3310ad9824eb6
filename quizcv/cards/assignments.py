"""Numbers that a learner sets: `k=3`, or `k=3, s=2, mode=same, padded=true`.

One reader for the options of commands and for what-if, so that both take the same.
"""

from __future__ import annotations

import ast
import math
import re
import sys
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from quizcv.cards.draws import takes_decimals

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from quizcv.cards.model import Card

LONGEST = 2000
"""Characters read of what was typed."""
_NEXT = re.compile(r",(?=\s*[A-Za-z]\w*\s*=)")
_TRUTH = {"true": True, "false": False}
_WANTED = {bool: "true or false", int: "a whole number", float: "a number", list: "a list"}
_NOTHING = object()


class BadAssignment(Struct, frozen=True):
    """Why what was typed sets nothing; whoever asked knows how to say it."""

    why: Literal["no-value", "unknown", "type"]
    name: str
    written: str = ""
    wanted: str = ""
    """What a value of that name is, in words."""


def read_assignments(text: str, card: Card) -> dict[str, Any] | BadAssignment:
    """Return the numbers of a card that `text` sets; nothing for an empty text.

    A number that is ever drawn from decimals takes decimals.
    """
    return read_named(text, card.params, decimals=drawn_from_decimals(card))


def read_named(
    text: str, samples: Mapping[str, Any], *, decimals: Collection[str] = ()
) -> dict[str, Any] | BadAssignment:
    """Return the values that `text` sets, each of the type of its sample.

    Values are literals, never evaluated. True and false are written like this or as in Python; a
    text needs no quotes.

    Args:
        text: such as `k=3, logits=[1, 2.5]`; a comma before another `name=` parts two of them.
        samples: the names there are, each with a value of its type.
        decimals: names of whole numbers that may be decimals as well.
    """
    found: dict[str, Any] = {}
    for part in filter(str.strip, _NEXT.split(text[:LONGEST])):
        name, equals, written = (piece.strip() for piece in part.partition("="))
        if not equals:
            return BadAssignment("no-value", name)
        if name not in samples:
            return BadAssignment("unknown", name, written)
        value = _fitted(written, samples[name], decimal=name in decimals)
        if value is _NOTHING:
            return BadAssignment("type", name, written, _WANTED.get(type(samples[name]), "a text"))
        found[name] = value
    return found


def drawn_from_decimals(card: Card) -> set[str]:
    """Return the names of a card's numbers that are drawn from decimals."""
    return {name for name, domain in card.vary.items() if takes_decimals(domain)}


def _fitted(written: str, sample: Any, *, decimal: bool) -> Any:
    value = _literal(written)
    if isinstance(sample, str):
        return value if isinstance(value, str) else written
    if isinstance(sample, list):
        return value if isinstance(value, list) else _NOTHING
    if type(value) is type(sample) or (decimal and type(sample) is int and type(value) is float):
        return value
    whole = type(sample) is float and type(value) is int and abs(value) <= sys.float_info.max
    return float(value) if whole else _NOTHING


def _literal(written: str) -> Any:
    if written.casefold() in _TRUTH:
        return _TRUTH[written.casefold()]
    try:
        return _plain(ast.parse(written, mode="eval").body)
    except (ValueError, SyntaxError, MemoryError, RecursionError, OverflowError):
        return _NOTHING


def _plain(node: ast.expr) -> Any:
    """Return a finite number, a truth value, a text, or a list of such.

    Raises:
        ValueError: it is anything else.
    """
    match node:
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return [_plain(item) for item in items]
        case ast.Name(id=name) if name.casefold() in _TRUTH:
            return _TRUTH[name.casefold()]
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
            if type(value) is not bool and math.isfinite(value):
                return -value
        case ast.Constant(value=bool() | str() | int() as value):
            return value
        case ast.Constant(value=float() as value) if math.isfinite(value):
            return value
    raise ValueError(node)
