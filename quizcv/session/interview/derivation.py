"""A candidate's derivation to judge: one of the card's mistakes with numbers in it, or none."""

from __future__ import annotations

import ast
import random
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from quizcv.cards.template import fill
from quizcv.grading import mistake_name
from quizcv.kinds import shown_value
from quizcv.kinds.options import Option
from quizcv.kinds.shown import plain
from quizcv.kinds.verdict import SlipKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizcv.cards.library import Entry
    from quizcv.cards.model import Mistake
    from quizcv.cards.variant import Variant

SOUND = "sound"
SOUND_TEXT = "Nothing: it is right"
_SOUND_SHARE = 0.2
"""How often the derivation is right, so that crying wolf does not pay."""
_LETTERS = "abcdefghij"


class Derivation(Struct, frozen=True, kw_only=True):
    """What is shown, what can be said about it, and what is true."""

    numbers: str
    """The numbers it is about."""
    text: str
    """The computation, as a block of code."""
    options: tuple[Option, ...]
    key: str
    """Of the option that is right."""
    feedback: str
    kind: SlipKind | None
    """What sort of mistake is in it."""


def derivation(entry: Entry, variant: Variant, seed: int) -> Derivation | None:
    """Return a derivation of the variant's answer, wrong in most cases; None if none applies."""
    chance = random.Random(f"derivation:{entry.card.id}:{seed}")  # noqa: S311 - not secrets
    slips = list(_applicable(entry, variant))
    if not slips:
        return None
    index, slip, value = chance.choice(slips)
    formula = entry.card.formula
    sound = formula is not None and chance.random() < _SOUND_SHARE
    expression = formula if sound and formula else slip.formula or ""
    options = [(f"m{i}", mistake_name(m)) for i, m, _ in slips]
    chance.shuffle(options)
    options.append((SOUND, SOUND_TEXT))
    numbers = ", ".join(f"{name} = {plain(number)}" for name, number in variant.params.items())
    return Derivation(
        numbers=numbers or "these numbers",
        text=_derived(entry, variant, expression, variant.answer if sound else value),
        options=tuple(
            Option(letter, key, fill(text, variant.names))
            for letter, (key, text) in zip(_LETTERS, options, strict=False)
        ),
        key=SOUND if sound else f"m{index}",
        feedback="" if sound else fill(slip.feedback, variant.names),
        kind=None if sound else slip.kind,
    )


def _applicable(entry: Entry, variant: Variant) -> Iterator[tuple[int, Mistake, Any]]:
    """Yield the wrong computations that give something for these numbers, ten at most."""
    computed = [
        (index, mistake, value)
        for index, (mistake, value) in enumerate(
            zip(entry.card.mistakes, variant.mistakes, strict=False)
        )
        if mistake.formula and value is not None
    ]
    yield from computed[: len(_LETTERS) - 1]


def _derived(entry: Entry, variant: Variant, expression: str, value: Any) -> str:
    """Return the computation line by line: the names it uses, then itself."""
    let = entry.card.let
    lines = [
        f"{name} = {let[name]} = {plain(variant.let[name])}" for name in _used(expression, let)
    ]
    result = shown_value(entry.card.answer, value)
    body = "\n".join([*lines, f"{expression} = {result}"])
    return f"```text\n{body}\n```"


def _used(expression: str, let: dict[str, str]) -> list[str]:
    """Return the intermediate values an expression needs, in the order in which they are made."""
    needed: set[str] = set()
    waiting = [expression]
    while waiting:
        for name in _names(waiting.pop()):
            if name in let and name not in needed:
                needed.add(name)
                waiting.append(let[name])
    return [name for name in let if name in needed]


def _names(expression: str) -> set[str]:
    tree = ast.parse(expression.strip(), mode="eval")
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
