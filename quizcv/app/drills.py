"""Study and quiz: what is asked, and the session that asks it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from quizcv.app.desk import session_id
from quizcv.app.planning import begun_today, current_plan
from quizcv.cards.canonical import is_canonical
from quizcv.errors import UsageError
from quizcv.runner.host.preload import code_needs_torch
from quizcv.session.drill.drill import Drill
from quizcv.session.drill.ledger import Options
from quizcv.session.drill.quiz import QuizSource, draw_quiz, misses
from quizcv.session.drill.sources import Pick
from quizcv.session.drill.study import NEW_A_DAY, Caps, StudySource, build_queue, known_state

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from quizcv.app.askable import Askable
    from quizcv.app.shelf import Shelf, Wanted
    from quizcv.cards.library import Entry
    from quizcv.session.drill.study import Queue
    from quizcv.session.ports import Desk
    from quizcv.store.progress import ProgressStore

_NONE_MATCHES = "`quizcv list` shows the cards, and takes the same names"


def cards_to_study(shelf: Shelf, wanted: Wanted, *, flagged: bool = False) -> Askable:
    """Return the cards to study from.

    Raises:
        UnknownName: a topic, area, level or kind does not exist.
        UsageError: no card is like that.
        ExecutionRefused: none can be asked here.
    """
    entries = shelf.entries(wanted)
    if flagged:
        flags = shelf.store.flags()
        entries = [entry for entry in entries if entry.card.id in flags]
    if not entries:
        what = "no card like that is flagged" if flagged else "no card matches"
        raise UsageError(what, _NONE_MATCHES)
    return shelf.askable(entries)


def study_queue(shelf: Shelf, entries: Sequence[Entry], *, new: int | None, reviews: int) -> Queue:
    """Return what to study now. Without a number, new cards follow the plan and today's share."""
    states = shelf.store.states()
    cap = new
    if cap is None:
        plan = current_plan(shelf)
        if plan is not None and plan.days:
            cap = plan.days[0].new
            learn = set(plan.learn)
            entries = [e for e in entries if e.card.id in learn or known_state(e, states)]
        else:
            cap = max(0, NEW_A_DAY - begun_today(shelf))
    return build_queue(entries, states, shelf.clock.now(), Caps(cap, reviews), order=shelf.order)


def study_session(desk: Desk, queue: Queue, seed: int) -> Drill:
    """Return a session that studies a queue; the seed decides the numbers."""
    options = Options(
        kind="study",
        session=session_id(desk.clock.now()),
        seed=seed,
        settings={"due": len(queue.due), "new": len(queue.new)},
    )
    source = StudySource(
        queue, seed, first=quick_cards(desk), canonical=_begins_canonical(desk, queue.new)
    )
    return Drill(source, desk, options)


def quick_cards(desk: Desk) -> Callable[[Entry], bool]:
    """Return what tells whether a card is dealt at once: importing torch takes a second."""

    def is_quick(entry: Entry) -> bool:
        return bool(desk.dealer.showings(entry)) or not code_needs_torch(entry.card.check)

    return is_quick


def _begins_canonical(desk: Desk, entries: Sequence[Entry]) -> set[str]:
    """Return the cards whose default numbers are worth knowing, and are proved."""
    return {
        entry.card.id
        for entry in entries
        if entry.card.vary and is_canonical(entry.card) and desk.dealer.showings(entry)
    }


def quiz_picks(entries: Sequence[Entry], count: int, seed: int) -> Sequence[Pick]:
    """Return the questions of a quiz, the same for the same seed and cards.

    Raises:
        UsageError: there is nothing to ask.
    """
    picks = draw_quiz(entries, count, seed)
    if not picks and entries:
        raise UsageError(
            "only recall cards match, and a quiz cannot grade those",
            "`quizcv study` takes the same names",
        )
    if not picks:
        raise UsageError("no card matches", _NONE_MATCHES)
    return picks


def missed_picks(shelf: Shelf, entries: Sequence[Entry], seed: int) -> Sequence[Pick]:
    """Return the misses of the last quiz, with new numbers.

    Raises:
        UsageError: there was no quiz, or it had no misses.
    """
    picks = _missed(shelf.store, entries, seed)
    if not picks:
        raise UsageError("there is nothing to ask", "the last quiz had no misses")
    return picks


def quiz_session(
    desk: Desk, picks: Sequence[Pick], seed: int | None, *, confidence: bool = False
) -> Drill:
    """Return a session that asks questions once each; `seed` repeats it, if not None."""
    options = Options(
        kind="quiz",
        session=session_id(desk.clock.now()),
        seed=seed,
        confidence=confidence,
        settings={"cards": [pick.entry.card.id for pick in picks]},
    )
    source = QuizSource(picks, first=quick_cards(desk))
    return Drill(source, desk, options)


def _missed(store: ProgressStore, entries: Sequence[Entry], seed: int) -> list[Pick]:
    """Return the misses of the last quiz, as far as their cards are still there."""
    last = store.last_session("quiz")
    if last is None:
        raise UsageError("there is no quiz to redo", "`quizcv quiz` begins one")
    by_id = {entry.card.id: entry for entry in entries}
    chance = random.Random(seed)  # noqa: S311 - numbers to practise with, not secrets
    missed = [card for card in misses(store.reviews(session=last)) if card in by_id]
    return [Pick(by_id[card], chance.getrandbits(31)) for card in missed]
