"""Which commands are valid in which view, the keys they are named by, and what they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from quizcv.kinds import kind_of
from quizcv.schedule import Rating
from quizcv.session.events import Key
from quizcv.words import short_span

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta

    from quizcv.cards.model import Card
    from quizcv.session.asked import Asked
    from quizcv.session.events import Command

CONFIDENCE: dict[Command, int] = {"guess": 25, "unsure": 50, "fairly": 75, "certain": 95}
"""Per cent behind each word a learner may choose before the verdict."""
RATINGS: dict[Command, Rating] = {
    "again": Rating.AGAIN,
    "hard": Rating.HARD,
    "good": Rating.GOOD,
    "easy": Rating.EASY,
}

_QUIT = Key("quit", "q", "quit")
_FLAG = Key("flag", "f", "flag")
_UNDO = Key("undo", "u", "undo")
_EDIT = Key("edit", "e", "edit")
_WHY = Key("why", "w", "why")
_WHATIF = Key("whatif", "x", "what if")
_BACK = Key("back", "b", "back")
_SKIP = Key("skip", "s", "skip")
_RATINGS = (
    Key("again", "1", "again"),
    Key("hard", "2", "hard"),
    Key("good", "3", "good"),
    Key("easy", "4", "easy"),
)
_SURE = (
    Key("guess", "1", "a guess"),
    Key("unsure", "2", "unsure"),
    Key("fairly", "3", "fairly sure"),
    Key("certain", "4", "certain"),
)

SET_ASIDE = (Key("next", "enter", "next"), _QUIT)
SURENESS = (*_SURE, _QUIT)
EDITING = (Key("edited", "enter", "done"),)
CODE = (_BACK, _QUIT)
CHANGE = (_BACK, _QUIT)
PREDICT = (Key("reveal", "r", "just show"), _BACK, _QUIT)
FORETOLD = (_WHATIF, _WHY, _BACK, _QUIT)

BRIEFING = (Key("next", "enter", "begin"), Key("quit", "q", "not now"))
INTERVIEW_SURENESS = _SURE
TIME_UP = (Key("next", "enter", "next"),)
PAUSED = (Key("next", "enter", "go on"),)
LEAVING = (Key("quit", "q", "end the interview"), Key("back", "b", "go on"))
RUBRIC = (Key("skip", "s", "leave unrated"), Key("quit", "q", "to the report"))


def question(asked: Asked, *, recall: bool, undo: bool) -> tuple[Key, ...]:
    """Return the keys while a question stands."""
    return (
        *((Key("reveal", "enter", "reveal"),) if recall else ()),
        *_hint(asked.hints_left),
        _SKIP,
        _FLAG,
        *((_UNDO,) if undo else ()),
        _EDIT,
        _QUIT,
    )


def interview_question(*, spoken: bool, hints: int, may_pause: bool) -> tuple[Key, ...]:
    """Return the keys while a question stands against the clock."""
    return (
        *((Key("next", "enter", "said it"),) if spoken else ()),
        *_hint(hints),
        _SKIP,
        *((Key("pause", "p", "pause"),) if may_pause else ()),
        Key("quit", "q", "end"),
    )


def graded(
    card: Card, rating: Rating | None, intervals: Mapping[Rating, timedelta]
) -> tuple[Key, ...]:
    """Return the keys once the verdict is known; `rating` is what the schedule was told."""
    return (
        Key("next", "enter", "next"),
        *(ratings(intervals, rating) if rating is not None else ()),
        *_learning(card),
        _FLAG,
        _UNDO,
        _EDIT,
        _QUIT,
    )


def points(card: Card, intervals: Mapping[Rating, timedelta]) -> tuple[Key, ...]:
    """Return the keys once a recall card is revealed."""
    return (*ratings(intervals), *_learning(card), _FLAG, _EDIT, _QUIT)


def ratings(intervals: Mapping[Rating, timedelta], chosen: Rating | None = None) -> tuple[Key, ...]:
    """Return a key for each rating, with the time until the card would come back."""
    return tuple(_rating(key, intervals, chosen) for key in _RATINGS)


def _rating(key: Key, intervals: Mapping[Rating, timedelta], chosen: Rating | None) -> Key:
    rating = RATINGS[key.command]
    more = short_span(intervals[rating]) if rating in intervals else ""
    return replace(key, more=more, chosen=rating is chosen)


def _hint(left: int) -> tuple[Key, ...]:
    return (Key("hint", "?", f"hint ({left})"),) if left else ()


def _learning(card: Card) -> tuple[Key, ...]:
    """Return what there is to explore: a snippet to run, numbers to change, numbers to redraw."""
    changes = kind_of(card.answer).stated(card.answer) is not None  # with the numbers
    return (
        _WHY,
        *((_WHATIF,) if card.params and changes else ()),
        *((Key("retry", "r", "retry"),) if card.vary and changes else ()),
    )
