"""From a card to the job that runs it: which code, on which numbers, for which names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from quizcv.cards.model import Claim
from quizcv.cards.variant import draw_key
from quizcv.kinds import kind_of
from quizcv.runner.host.protocol import Case, Job, Limits
from quizcv.verify.slips import Slip, inline, slips

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quizcv.cards.library import Entry
    from quizcv.cards.model import Card

DRAWS_PER_VARIANT = 3
"""Draws may repeat; so many are made for each different set of numbers wanted."""


def claim(card: Card, name: str) -> Claim:
    """Return the claim of that name, spelled out."""
    stated = card.claims[name]
    return stated if isinstance(stated, Claim) else Claim(value=stated)


def outputs(card: Card) -> tuple[str, ...]:
    """Return the names that the card's check must assign."""
    answer = () if kind_of(card.answer).traits.spoken else ("answer",)
    arrays = (card.figure.x, *card.figure.series.values()) if card.figure else ()
    return tuple(dict.fromkeys((*answer, *card.claims, *arrays)))


def card_slips(card: Card) -> list[Slip]:
    """Return the slips to try in the card's formula."""
    return slips(card.formula, card.let, card.params) if card.formula else []


def expressions(card: Card) -> dict[str, str]:
    """Return the card's expressions under the names that `judge` looks them up by."""
    found: dict[str, str] = {}
    if card.formula:
        found["formula"] = card.formula
    for name in card.claims:
        formula = claim(card, name).formula
        if formula:
            found[f"claim.{name}"] = formula
    for index, mistake in enumerate(card.mistakes):
        if mistake.formula:
            found[f"mistake.{index}"] = mistake.formula
        if mistake.when:
            formulas = {"answer": card.formula, "mistake": mistake.formula}
            known = {name: formula for name, formula in formulas.items() if formula}
            found[f"when.{index}"] = inline(mistake.when, known)
    return found


def job_for(card: Card, key: str, cases: tuple[Case, ...], limits: Limits | None = None) -> Job:
    """Return the job that computes everything the card needs on the given cases."""
    return Job(
        key=key,
        params=msgspec.to_builtins(card.params),
        cases=cases,
        snippet=card.check,
        outputs=outputs(card),
        let=dict(card.let),
        expressions=expressions(card),
        vary=msgspec.to_builtins(card.vary),
        require=card.require,
        limits=limits or Limits(),
    )


def verify_job(
    entry: Entry,
    key: str,
    variants: int,
    limits: Limits | None = None,
    seeds: Sequence[int] = (),
) -> Job:
    """Return the job that proves a card: default numbers, fresh numbers, slips in the formula.

    A card without fresh numbers runs twice under different seeds, so that an answer that hangs
    on a random draw shows. With fresh numbers, every case has a seed of its own; those of `seeds`
    are drawn before any others.
    """
    card = entry.card
    base = job_for(card, key, verify_cases(card, variants, seeds), limits)
    mutants = {f"slip.{i}": slip.expression for i, slip in enumerate(card_slips(card))}
    return msgspec.structs.replace(
        base,
        expressions={**base.expressions, **mutants},
        distinct=1 + len(seeds) + variants if card.vary else None,
    )


def verify_cases(card: Card, variants: int, seeds: Sequence[int] = ()) -> tuple[Case, ...]:
    """Return the default numbers, then the draws of `seeds`, then draws 1, 2, 3, …"""
    if not card.vary:
        return (Case(seed=0), Case(seed=1))
    others = range(1, DRAWS_PER_VARIANT * variants + 1)
    draws = dict.fromkeys((*seeds, *others))
    return (Case(seed=0), *(single_case(card, seed) for seed in draws))


def single_case(card: Card, seed: int | None, changes: Mapping[str, Any] | None = None) -> Case:
    """Return the case of one showing: a draw (or the defaults), then the learner's own changes."""
    return Case(seed=(seed or 0) % 2**32, params=dict(changes or {}), draw=draw_key(card.id, seed))
