"""A card with numbers in it: what a learner is asked, graded against and shown."""

from __future__ import annotations

from msgspec import Struct

from quizcv.kinds.base import Value


class Variant(Struct, frozen=True, kw_only=True):
    """One set of numbers for a card, and everything that was computed from them."""

    card: str
    seed: int | None
    """The draw: random.Random(f"{card}:{seed}"). None means the card's own default numbers."""
    params: dict[str, Value]
    answer: Value | None
    """What the check computed; None for recall cards."""
    let: dict[str, Value] = {}
    claims: dict[str, Value] = {}
    mistakes: tuple[Value | None, ...] = ()
    """The value of each of the card's mistakes; None where it has none or does not apply here."""
    arrays: dict[str, list[float]] = {}
    """What the card's figure plots."""

    @property
    def names(self) -> dict[str, Value]:
        """Everything that text may interpolate."""
        answer = {} if self.answer is None else {"answer": self.answer}
        return {**self.params, **self.let, **self.claims, **answer}


def draw_key(card_id: str, seed: int | None) -> str | None:
    """Return the key of the random generator that draws this variant, or None for defaults."""
    return None if seed is None else f"{card_id}:{seed}"
