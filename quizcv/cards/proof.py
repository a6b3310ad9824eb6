"""What a proof of a card proves, in one short name: it changes when the proof has to be redone."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import msgspec

from quizcv.cards.model import Claim
from quizcv.kinds import kind_of

if TYPE_CHECKING:
    from quizcv.cards.model import Card

SCHEME = "sha256-v1"
"""Names the rule below, so that a change of rule can be told from a change of card."""


def proof_digest(card: Card) -> str:
    """Return the digest of all that was proved: code, numbers, domains, the answer.

    Wording is no part of it: a question may be put better and its proof still holds. The id is,
    because it seeds the draws; so is the order of `vary`, of `let` and of mistakes.
    """
    told = json.dumps(_proved(card), sort_keys=True, separators=(",", ":"), allow_nan=False)
    return f"{SCHEME}:{hashlib.sha256(told.encode()).hexdigest()}"


def _proved(card: Card) -> dict[str, Any]:
    figure = card.figure
    mistakes = [[mistake.formula, mistake.value, mistake.when] for mistake in card.mistakes]
    return {
        "id": card.id,
        "kind": card.kind,
        "answer": kind_of(card.answer).proved(card.answer),
        "check": card.check,
        "params": card.params,
        "vary": list(msgspec.to_builtins(card.vary).items()),
        "require": card.require,
        "let": list(card.let.items()),
        "claims": {name: _spelled_out(claim) for name, claim in card.claims.items()},
        "mistakes": mistakes,
        "figure": [figure.x, *figure.series.values()] if figure else [],
    }


def _spelled_out(claim: Any) -> list[Any]:
    stated = claim if isinstance(claim, Claim) else Claim(value=claim)
    return [stated.value, stated.formula, stated.drift]
