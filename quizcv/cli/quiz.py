"""`quizcv quiz`: typed answers, graded and scored."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcv.app.desk import fresh_seed, open_desk
from quizcv.app.drills import missed_picks, quiz_picks, quiz_session
from quizcv.app.shelf import Wanted, open_shelf
from quizcv.cli import options, playing
from quizcv.ui.console import complain


def quiz(
    topics: options.Names = None,
    count: Annotated[int, typer.Option("--count", "-n", min=1, help="How many questions.")] = 10,
    area: options.Areas = None,
    level: options.Levels = None,
    kind: options.Kinds = None,
    seed: Annotated[int | None, typer.Option(help="Repeat the quiz of this seed exactly.")] = None,
    redo: Annotated[
        bool, typer.Option("--redo", help="Ask the misses of the last quiz with new numbers.")
    ] = False,
    confidence: Annotated[
        bool, typer.Option("--confidence", help="Say how sure you are before each verdict.")
    ] = False,
    bank: options.Banks = None,
    plain: options.Plain = False,
) -> None:
    """Answer mixed questions; see the score by topic and each miss explained."""
    wanted = Wanted(names=topics or (), areas=area or (), levels=level or (), kinds=kind or ())
    seed = fresh_seed() if seed is None else seed
    with open_shelf(bank) as shelf:
        complain(*shelf.messages)
        cards = shelf.askable(shelf.entries(wanted))
        complain(*cards.messages)
        if redo:
            picks = missed_picks(shelf, cards.entries, seed)
        else:
            picks = quiz_picks(cards.entries, count, seed)
        with open_desk(shelf) as desk:
            session = quiz_session(desk, picks, None if redo else seed, confidence=confidence)
            playing.play(session, plain=playing.is_plain(plain), straight_on=True)
