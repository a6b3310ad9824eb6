"""`quizcv study`: flashcards on a schedule, with fresh numbers each time."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcv.app.desk import fresh_seed, open_desk
from quizcv.app.drills import cards_to_study, study_queue, study_session
from quizcv.app.settings import fit_to_log, set_retention
from quizcv.app.shelf import Wanted, open_shelf
from quizcv.cli import options, playing
from quizcv.ui.console import complain, write


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
    wanted = Wanted(names=topics or (), areas=area or (), levels=level or (), kinds=kind or ())
    with open_shelf(bank) as shelf:
        complain(*shelf.messages)
        if retention is not None:
            set_retention(shelf.store, retention)
        if optimize:
            fit_to_log(shelf.store)
            write("The schedule now follows your own log; every card has its new date.\n")
            return
        cap = 0 if due else new
        cards = cards_to_study(shelf, wanted, flagged=flagged)
        complain(*cards.messages)
        queue = study_queue(shelf, cards.entries, new=cap, reviews=reviews)
        with open_desk(shelf) as desk:
            session = study_session(desk, queue, fresh_seed() if seed is None else seed)
            playing.play(session, plain=playing.is_plain(plain))
