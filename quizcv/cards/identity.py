"""What makes a card's answer the same answer, release after release."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from quizcv.kinds import kind_of

if TYPE_CHECKING:
    from quizcv.cards.model import Card

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
    truth = kind_of(card.answer).truth(card.answer, card.stated_claims)
    told = json.dumps([card.kind, truth], sort_keys=True, separators=(",", ":"))
    return f"{SCHEME}:{hashlib.sha256(told.encode()).hexdigest()}"
