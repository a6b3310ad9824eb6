"""Locks for small banks of tests, computed here: what a proof says without the time it takes."""

from __future__ import annotations

from pathlib import Path

from quizcv.bank.loader import load_bank
from quizcv.bank.locks import lock_beside, write_lock
from quizcv.cards import draws
from quizcv.cards.lock import Proof, Versions
from quizcv.cards.model import Card
from quizcv.cards.proof import proof_digest
from quizcv.cards.variant import Variant, draw_key

ELSEWHERE = Versions("0.0.9", "3.99.0", "9.9.9", "9.9.9")


def proof_of(card: Card, seeds: range = range(1, 8)) -> Proof:
    """Return the proof of a card with a formula or a stated answer, and without `let`."""
    shown = [_showing(card, None, card.params)]
    known = [card.params]
    for seed in seeds if card.vary else ():
        drawn = draws.draw(card.vary, draw_key(card.id, seed), lambda _: True)
        params = {**card.params, **drawn}
        if params not in known:
            known.append(params)
            shown.append(_showing(card, seed, params))
    return Proof(proof_digest(card), "draws", len(shown), (ELSEWHERE,), tuple(shown))


def _showing(card: Card, seed: int | None, params: dict) -> Variant:
    drawn = card.figure is not None and seed is None
    stated = getattr(card.answer, "value", None)
    return Variant(
        card=card.id,
        seed=seed,
        params=params,
        answer=_value(card.formula, params) or stated,
        mistakes=tuple(_value(each.formula, params) for each in card.mistakes),
        arrays={"xs": [0.0, 1.0, 2.0], "ys": [0.0, 1.0, 4.0]} if drawn else {},
    )


def _value(formula: str | None, params: dict):
    return formula and eval(formula, {}, params)


def prove(path: Path) -> list[Card]:
    """Write the lock of a bank of such cards beside it and return them."""
    bank = load_bank(path)
    cards = [entry.card for entry in bank.entries]
    write_lock(lock_beside(path), bank.id, [(card, proof_of(card)) for card in cards])
    return cards
