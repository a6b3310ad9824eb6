"""`quizcv quiz`: typed answers, graded and scored."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Annotated

import typer

from quizcv.cli import options
from quizcv.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizcv.cards.library import Entry
    from quizcv.cli.sitting import Shelf
    from quizcv.session.drill.sources import Pick
    from quizcv.store import ProgressStore


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
    from quizcv.cli import sitting
    from quizcv.session.drill.quiz import draw_quiz

    seed = sitting.fresh_seed() if seed is None else seed
    with sitting.open_shelf(bank) as shelf:
        entries = shelf.entries(topics or (), area or (), level or (), kind or ())
        picks = _misses(shelf.store, entries, seed) if redo else draw_quiz(entries, count, seed)
        if not picks:
            raise _nothing_to_ask(entries, redo=redo)
        _play(shelf, picks, None if redo else seed, confidence=confidence, plain=plain)


def _nothing_to_ask(entries: Sequence[Entry], *, redo: bool) -> UsageError:
    if redo:
        return UsageError("there is nothing to ask", "the last quiz had no misses")
    if entries:
        remedy = "`quizcv study` takes the same names"
        return UsageError("only recall cards match, and a quiz cannot grade those", remedy)
    return UsageError("no card matches", "`quizcv list` shows the cards, and takes the same names")


def _play(
    shelf: Shelf, picks: Sequence[Pick], seed: int | None, *, confidence: bool, plain: bool
) -> None:
    from quizcv.app.dealing import quick_cards
    from quizcv.cli import sitting
    from quizcv.session.drill.drill import Drill
    from quizcv.session.drill.ledger import Options
    from quizcv.session.drill.quiz import QuizSource

    with sitting.open_desk(shelf) as desk:
        session = sitting.session_id(desk.clock.now())
        settings = {"cards": [pick.entry.card.id for pick in picks]}
        opts = Options(
            kind="quiz", session=session, seed=seed, confidence=confidence, settings=settings
        )
        source = QuizSource(picks, first=quick_cards(pick.entry for pick in picks))
        drill = Drill(source, desk, opts)
        sitting.play(drill, plain=sitting.is_plain(plain), straight_on=True)


def _misses(store: ProgressStore, entries: Sequence[Entry], seed: int) -> list[Pick]:
    """Return the misses of the last quiz, as far as their cards are still there."""
    from quizcv.session.drill.quiz import misses
    from quizcv.session.drill.sources import Pick

    last = store.last_session("quiz")
    if last is None:
        raise UsageError("there is no quiz to redo", "`quizcv quiz` begins one")
    by_id = {entry.card.id: entry for entry in entries}
    chance = random.Random(seed)  # noqa: S311 - numbers to practise with, not secrets
    missed = [card for card in misses(store.reviews(session=last)) if card in by_id]
    return [Pick(by_id[card], chance.getrandbits(31)) for card in missed]
