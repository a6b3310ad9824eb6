"""Which commands are valid in which view, and the keys they are named by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizcv.kinds import kind_of
from quizcv.session.events import Key

if TYPE_CHECKING:
    from quizcv.cards.model import Card
    from quizcv.session.views import Asked

_QUIT = Key("quit", "q", "quit")
_FLAG = Key("flag", "f", "flag")
_UNDO = Key("undo", "u", "undo")
_EDIT = Key("edit", "e", "edit")
_WHY = Key("why", "w", "why")
_WHATIF = Key("whatif", "x", "what if")
_BACK = Key("back", "b", "back")
_RATINGS = (
    Key("again", "1", "again"),
    Key("hard", "2", "hard"),
    Key("good", "3", "good"),
    Key("easy", "4", "easy"),
)

SET_ASIDE = (Key("next", "enter", "next"), _QUIT)
SURENESS = (
    Key("guess", "1", "a guess"),
    Key("unsure", "2", "unsure"),
    Key("fairly", "3", "fairly sure"),
    Key("certain", "4", "certain"),
    _QUIT,
)
EDITING = (Key("edited", "enter", "done"),)
CODE = (_BACK, _QUIT)
CHANGE = (_BACK, _QUIT)
PREDICT = (Key("reveal", "r", "just show"), _BACK, _QUIT)
FORETOLD = (_WHATIF, _WHY, _BACK, _QUIT)


def question(asked: Asked, *, recall: bool, undo: bool) -> tuple[Key, ...]:
    """Return the keys while a question stands."""
    return (
        *((Key("reveal", "enter", "reveal"),) if recall else ()),
        *((Key("hint", "?", f"hint ({asked.hints_left})"),) if asked.hints_left else ()),
        Key("skip", "s", "skip"),
        _FLAG,
        *((_UNDO,) if undo else ()),
        _EDIT,
        _QUIT,
    )


def graded(card: Card, *, rated: bool) -> tuple[Key, ...]:
    """Return the keys once the verdict is known."""
    return (
        Key("next", "enter", "next"),
        *(_RATINGS if rated else ()),
        *_learning(card),
        _FLAG,
        _UNDO,
        _EDIT,
        _QUIT,
    )


def points(card: Card) -> tuple[Key, ...]:
    """Return the keys once a recall card is revealed."""
    return (*_RATINGS, *_learning(card), _FLAG, _EDIT, _QUIT)


def _learning(card: Card) -> tuple[Key, ...]:
    """Return what there is to explore: a snippet to run, numbers to change, numbers to redraw."""
    changes = kind_of(card.answer).stated(card.answer) is not None  # with the numbers
    return (
        _WHY,
        *((_WHATIF,) if card.params and changes else ()),
        *((Key("retry", "r", "retry"),) if card.vary and changes else ()),
    )
