"""`quizcv study`: flashcards on a schedule, with fresh numbers each time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from quizcv.cli import options
from quizcv.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizcv.cards.library import Entry
    from quizcv.cli.sitting import Shelf
    from quizcv.session.drill.study import Queue
    from quizcv.store import ProgressStore


def study(
    topics: options.Names = None,
    area: options.Areas = None,
    level: options.Levels = None,
    kind: options.Kinds = None,
    new: Annotated[
        int | None, typer.Option(min=0, help="New cards now; by default what is left for today.")
    ] = None,
    reviews: Annotated[int, typer.Option(min=0, help="Due cards at most.")] = 60,
    due: Annotated[bool, typer.Option("--due", help="Only cards that are due.")] = False,
    flagged: Annotated[bool, typer.Option("--flagged", help="Only cards you flagged.")] = False,
    retention: Annotated[
        float | None,
        typer.Option(help="Share of cards to remember when they come back, from now on."),
    ] = None,
    optimize: Annotated[
        bool, typer.Option("--optimize", help="Fit the schedule to your own log, and stop.")
    ] = False,
    seed: Annotated[int | None, typer.Option(help="Draw the numbers with this seed.")] = None,
    bank: options.Banks = None,
    plain: options.Plain = False,
) -> None:
    """Go through what is due and what is new; answers set when a card comes back."""
    from quizcv.cli import sitting

    with sitting.open_shelf(bank) as shelf:
        if retention is not None:
            _set_retention(shelf.store, retention)
        if optimize:
            _optimize(shelf.store)
            return
        entries = shelf.entries(topics or (), area or (), level or (), kind or ())
        if flagged:
            flags = shelf.store.flags()
            entries = [entry for entry in entries if entry.card.id in flags]
        if not entries:
            what = "no card like that is flagged" if flagged else "no card matches"
            raise UsageError(what, "`quizcv list` shows the cards, and takes the same names")
        queue = _queue(shelf, entries, 0 if due else new, reviews)
        _play(shelf, queue, sitting.fresh_seed() if seed is None else seed, plain=plain)


def _play(shelf: Shelf, queue: Queue, seed: int, *, plain: bool) -> None:
    from quizcv.app.dealing import quick_cards
    from quizcv.cli import sitting
    from quizcv.session.drill.drill import Drill
    from quizcv.session.drill.ledger import Options
    from quizcv.session.drill.study import StudySource

    with sitting.open_desk(shelf) as desk:
        source = StudySource(queue, seed, first=quick_cards((*queue.due, *queue.new)))
        session = sitting.session_id(desk.clock.now())
        settings = {"due": len(queue.due), "new": len(queue.new)}
        opts = Options(kind="study", session=session, seed=seed, settings=settings)
        sitting.play(Drill(source, desk, opts), plain=sitting.is_plain(plain))


def _queue(shelf: Shelf, entries: Sequence[Entry], new: int | None, reviews: int) -> Queue:
    """Return what to ask now. Without a number, new cards follow the plan and today's share."""
    from datetime import UTC, datetime

    from quizcv.app.planning import begun_today, current_plan
    from quizcv.session.drill.study import NEW_A_DAY, Caps, build_queue, known_state

    now = datetime.now(UTC)
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
    return build_queue(entries, states, now, Caps(cap, reviews), order=shelf.order)


def _set_retention(store: ProgressStore, retention: float) -> None:
    from quizcv.schedule.scheduler import RETENTION_RANGE

    low, high = RETENTION_RANGE
    if not low <= retention <= high:
        raise UsageError(f"--retention {retention} is out of range", f"between {low} and {high}")
    store.set("retention", retention)


def _optimize(store: ProgressStore) -> None:
    from quizcv.schedule.scheduler import fitted
    from quizcv.ui.console import write

    parameters = fitted(store.reviews())
    store.set("parameters", list(parameters))
    write("The schedule now follows your own log; every card has its new date.\n")
