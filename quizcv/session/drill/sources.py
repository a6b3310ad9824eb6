"""Where a session's cards come from, one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from quizcv.cards.library import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from quizcv.schedule import CardState, Review
    from quizcv.session.ports import Trouble


class Pick(Struct, frozen=True):
    """A card to ask next, with the seed of its numbers."""

    entry: Entry
    seed: int | None
    """None asks for the card's default numbers."""
    fresh: bool = False


def quick_first(picks: Iterable[Pick], quick: Callable[[Entry], bool] | None) -> list[Pick]:
    """Return the picks with the first one whose card is quick moved to the front."""
    order = list(picks)
    place = next((i for i, pick in enumerate(order) if quick and quick(pick.entry)), 0)
    return [*order[place : place + 1], *order[:place], *order[place + 1 :]]


class Waiting:
    """Cards in a row: what every source has in common."""

    def __init__(self, picks: Iterable[Pick]) -> None:
        self._waiting = list(picks)

    def put_back(self, *picks: Pick) -> None:
        """Put cards in front again, the first of them first."""
        self._waiting[:0] = picks

    def set_aside(self, pick: Pick, trouble: Trouble) -> None:
        """Leave a card out; where its bank is refused, all cards of that bank."""
        if trouble.code == "refused":
            bank = pick.entry.bank
            self._waiting = [other for other in self._waiting if other.entry.bank != bank]


class Source(Protocol):
    """Says which card comes next."""

    @property
    def total(self) -> int | None:
        """How many there are, where that is known."""
        ...

    def take(self, now: datetime) -> Pick | None:
        """Return the next card and forget it; None at the end."""
        ...

    def peek(self, now: datetime) -> Pick | None:
        """Return what `take` would return now."""
        ...

    def put_back(self, *picks: Pick) -> None:
        """Put cards in front again, the first of them first."""
        ...

    def answered(self, pick: Pick, review: Review, state: CardState | None) -> None:
        """Learn how a card went; it may have to come again."""
        ...

    def retract(self, pick: Pick) -> None:
        """Learn that the last answer to a card is taken back; it is being asked again."""
        ...

    def set_aside(self, pick: Pick, trouble: Trouble) -> None:
        """Learn that a card cannot be asked."""
        ...

    def left(self) -> int:
        """How many cards are still to come."""
        ...
