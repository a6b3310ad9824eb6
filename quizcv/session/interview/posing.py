"""From a planned question to one that can be put: its numbers, its words, its right answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from quizcv.cards.identity import fingerprint
from quizcv.cards.template import fill
from quizcv.cards.variant import Variant
from quizcv.grading import Grade, grade, shuffled
from quizcv.kinds import kind_of
from quizcv.kinds.choices import Choice
from quizcv.kinds.options import Option, read_key
from quizcv.kinds.shown import plain
from quizcv.session.interview.changes import single_changes
from quizcv.session.interview.derivation import derivation
from quizcv.session.interview.interviewer import Planned
from quizcv.session.interview.record import Exchange
from quizcv.session.ports import Trouble
from quizcv.session.rating import expected_seconds
from quizcv.session.showing import form_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from quizcv.session.ports import Dealer

REDRAWS = 8
"""Draws to try for numbers that were not asked lately."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z⌊])")
_POINTS = 4
_IN_WORDS = "your own words, aloud or typed; you judge them in the debrief"


class Posed(Struct, frozen=True, kw_only=True):
    """A question with everything that is needed to grade it."""

    planned: Planned
    variant: Variant
    exchange: Exchange
    hints: tuple[str, ...] = ()
    key: str | None = None
    """Of the right option, where a derivation is to be judged."""
    options: tuple[Option, ...] = ()


def pose(
    planned: Planned,
    number: int,
    dealer: Dealer,
    *,
    before: Variant | None = None,
    seen: Collection[str] = (),
    references: Mapping[str, str] | None = None,
) -> Posed | Trouble:
    """Return a planned question with its numbers.

    Args:
        planned: what to ask.
        number: its place in the interview, from 1.
        dealer: computes the numbers.
        before: the same card as it was asked before, for a question that changes it.
        seen: numbers not to ask again, as `numbers_key` names them.
        references: what the bank's short names of sources stand for.
    """
    if planned.step.ask == "change" and before is not None:
        variant = _changed(planned, before, dealer, seen)
    else:
        variant = _dealt(planned, dealer, seen)
    if isinstance(variant, Trouble):
        return variant
    posed = _posed(planned, number, variant, references or {})
    if planned.step.ask == "error":
        return _with_derivation(posed)
    if planned.step.ask == "why":
        return _with_rubric(posed)
    if planned.step.ask == "change" and before is not None:
        return _with_change(posed, before)
    return posed


def numbers_key(card: str, params: Mapping[str, Any]) -> str:
    """Return a name for a card with these numbers."""
    return f"{card}({', '.join(f'{name}={params[name]!r}' for name in sorted(params))})"


def graded(posed: Posed, typed: str, dealer: Dealer) -> Grade:
    """Return the grade of a typed answer."""
    if posed.key is None:
        return grade(
            posed.planned.entry.card,
            posed.variant,
            typed,
            sample=lambda text: dealer.sample(posed.planned.entry, posed.variant, text),
        )
    named = read_key(typed, posed.options) if typed.strip() else None
    if named is None:
        letters = ", ".join(option.letter for option in posed.options)
        return Grade(
            verdict="invalid", feedback=f"Type one letter: {letters}.", expected="", given=""
        )
    right = named == posed.key
    return Grade(
        verdict="correct" if right else "wrong",
        feedback="" if right else posed.exchange.feedback,
        expected=posed.exchange.expected,
        given=_option_text(named, posed.options),
        slip=None if right else f"Missed: {_option_text(posed.key, posed.options)[3:]}",
        slip_kind=None if right else posed.exchange.mistake_kind,
    )


# Numbers --------------------------------------------------------------------------------------


def _dealt(planned: Planned, dealer: Dealer, seen: Collection[str]) -> Variant | Trouble:
    """Deal numbers that were not seen; where all of a few draws were, the first have to do."""
    entry = planned.entry
    first: Variant | None = None
    for attempt in range(REDRAWS if entry.card.vary else 1):
        variant = dealer.deal(entry, (planned.seed + attempt) % 2**31)
        if isinstance(variant, Trouble):
            return variant
        if numbers_key(entry.card.id, variant.params) not in seen:
            return variant
        first = first or variant
    return first or Trouble("its numbers cannot be drawn")


def _changed(
    planned: Planned, before: Variant, dealer: Dealer, seen: Collection[str]
) -> Variant | Trouble:
    """Change one number so that the answer changes too; else draw all of them anew."""
    entry = planned.entry
    for name, value in single_changes(entry.card, before.params, planned.seed):
        params = {**before.params, name: value}
        if numbers_key(entry.card.id, params) in seen:
            continue
        variant = dealer.recompute(entry, params)
        if isinstance(variant, Variant) and variant.answer != before.answer:
            return variant
    return _dealt(planned, dealer, seen)


# Words ----------------------------------------------------------------------------------------


def _posed(planned: Planned, number: int, variant: Variant, references: Mapping[str, str]) -> Posed:
    card, entry = planned.entry.card, planned.entry
    options = tuple(
        option._replace(text=_filled(option.text, variant))
        for option in shuffled(card, variant.seed)
    )
    question = _filled(card.question, variant)
    exchange = Exchange(
        number=number,
        part=planned.part.title,
        chain=planned.chain,
        depth=planned.depth,
        ask=planned.step.ask,
        card=card.id,
        bank=entry.bank,
        area=entry.area,
        topics=tuple(card.topics),
        level=card.level,
        kind=card.kind,
        fingerprint=fingerprint(card),
        practice=planned.step.ask in ("change", "error"),
        question=question,
        form=form_of(card),
        convention=card.convention and _filled(card.convention, variant),
        options=tuple((o.letter, o.key, o.text) for o in options),
        unit=card.answer.unit,
        params=variant.params,
        draw=variant.seed,
        budget=planned.step.seconds,
        expected_seconds=expected_seconds(card, question),
        expected=_filled(kind_of(card.answer).right(card.answer, variant.answer, options), variant),
        explanation=_filled(card.explanation, variant),
        sources=tuple(references.get(name, name) for name in card.sources),
        code=card.check,
        figure=card.figure,
        plotted={**variant.names, **variant.arrays} if card.figure else {},
    )
    hints = tuple(_filled(hint, variant) for hint in card.hints)
    return Posed(planned=planned, variant=variant, exchange=exchange, hints=hints, options=options)


def _with_change(posed: Posed, before: Variant) -> Posed:
    """Say which number is another one now."""
    present = posed.variant.params
    changed = [name for name in present if present[name] != before.params.get(name)]
    told = ", ".join(f"{n}: {plain(before.params.get(n))} → {plain(present[n])}" for n in changed)
    question = f"And if a number changes ({told})?\n\n{posed.exchange.question}"
    return replace(posed, exchange=replace(posed.exchange, question=question))


def _with_derivation(posed: Posed) -> Posed | Trouble:
    found = derivation(posed.planned.entry, posed.variant, posed.planned.seed)
    if found is None:
        return Trouble("none of its mistakes applies to these numbers")
    question = (
        f"A candidate was asked:\n\n{_quoted(posed.exchange.question)}\n\n"
        f"and computed, with {found.numbers}:\n\n{found.text}"
        "\n\nWhat is wrong with it, if anything?"
    )
    judged = Choice(options={o.key: o.text for o in found.options}, value=found.key)
    exchange = replace(
        posed.exchange,
        question=question,
        kind=judged.kind,
        form=kind_of(judged).form(judged, ()),
        unit=None,
        options=tuple((o.letter, o.key, o.text) for o in found.options),
        expected=_option_text(found.key, found.options),
        feedback=found.feedback,
        mistake_kind=found.kind,
    )
    return replace(posed, exchange=exchange, key=found.key, options=found.options, hints=())


def _with_rubric(posed: Posed) -> Posed:
    """Ask for a spoken answer, against the card's points or against its explanation."""
    answer = posed.planned.entry.card.answer
    exchange = posed.exchange
    rubric = kind_of(answer).rubric(answer)
    if rubric is not None:
        points = tuple(_filled(point, posed.variant) for point in rubric.points)
        question = exchange.question
    else:
        points = tuple(_SENTENCE.split(exchange.explanation, maxsplit=_POINTS - 1))
        question = (
            f"You were asked this kind of question:\n\n{_quoted(exchange.question)}\n\n"
            "Why does the answer come out as it does, and what limits it?"
        )
    asked = replace(
        exchange,
        question=question,
        kind="spoken",
        form=_IN_WORDS,
        options=(),
        unit=None,
        points=points,
        practice=rubric is None,
    )
    return replace(posed, exchange=asked, options=())


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def _filled(text: str, variant: Variant) -> str:
    return fill(text, variant.names).strip()


def _option_text(key: str, options: tuple[Option, ...]) -> str:
    return next(f"{o.letter}) {o.text}" for o in options if o.key == key)
