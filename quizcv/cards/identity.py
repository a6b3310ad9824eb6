"""What makes a card's answer the same answer, release after release."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from quizcv.cards.model import Card, Claim, Formula, Multi, Number, Recall

SCHEME = "sha256-v1"
"""Names the rule below, so that a change of rule can be told from a change of answer."""


def fingerprint(card: Card) -> str:
    """Return a name for the card's answer; it changes when what is right changes.

    It covers the kind and the answer at the default numbers (of a real number the first three
    digits: more of them are the same answer, better stated). A formula card is its formula, blanks
    apart; a recall card is what its claims state. Texts, options' wording, units, tolerances,
    mistakes, the check, wider draws and a formula written another way leave it alone: `verify`
    holds them to the same answer, and a learner's history lives on.
    """
    told = json.dumps([card.kind, _truth(card)], sort_keys=True, separators=(",", ":"))
    return f"{SCHEME}:{hashlib.sha256(told.encode()).hexdigest()}"


def _truth(card: Card) -> Any:
    match card.answer:
        case Formula(formula=formula):
            return "".join(formula.split())
        case Recall():
            return {
                name: claim.value if isinstance(claim, Claim) else claim
                for name, claim in card.claims.items()
            }
        case Number(value=value):
            return f"{value:.3g}"
        case Multi(value=keys):
            return sorted(keys)
        case answer:
            return answer.value
