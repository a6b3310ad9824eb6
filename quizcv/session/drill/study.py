"""Flashcards: what is due, then what is new, each with fresh numbers."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from quizcv.cards.identity import fingerprint
from quizcv.cards.library import Entry
from quizcv.cards.selecting import LEVELS
from quizcv.schedule.day import day_end
from quizcv.session.drill.sources import Pick, Waiting, quick_first

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import tzinfo

    from quizcv.schedule import CardState, Review

NEW_A_DAY = 10
REVIEWS_AT_ONCE = 60
LEARN_AHEAD = timedelta(minutes=20)
"""A card in its learning steps is asked this much early rather than ending the session."""


class Caps(Struct, frozen=True):
    """How much one session takes on."""

    new: int = NEW_A_DAY
    reviews: int = REVIEWS_AT_ONCE


class Queue(Struct, frozen=True):
    """What a session will ask, in order."""

    due: tuple[Entry, ...]
    new: tuple[Entry, ...]


def known_state(entry: Entry, states: Mapping[str, CardState]) -> CardState | None:
    """Return the card's state; None if it is new, or its right answer is another one now."""
    state = states.get(entry.head.id)
    return state if state and state.fingerprint == fingerprint(entry.card) else None


def is_due(state: CardState, now: datetime, zone: tzinfo | None = None) -> bool:
    """Tell whether a card is to be asked now: some time today, or its learning step has passed."""
    graduated = state.memory.phase == "review"
    return state.memory.due < (day_end(now, zone) if graduated else now + LEARN_AHEAD)


def build_queue(
    entries: Iterable[Entry],
    states: Mapping[str, CardState],
    now: datetime,
    caps: Caps,
    *,
    order: Sequence[str] = (),
    zone: tzinfo | None = None,
) -> Queue:
    """Return what is due, longest overdue first, and what is new, easiest and earliest first.

    `order` lists topics in the order in which they are learnt; cards of other topics come last.
    """
    due: list[tuple[datetime, Entry]] = []
    new: list[Entry] = []
    for entry in entries:
        state = known_state(entry, states)
        if state is None:
            new.append(entry)
        elif is_due(state, now, zone):
            due.append((state.memory.due, entry))
    place = {topic: index for index, topic in enumerate(order)}
    new.sort(key=lambda entry: learning_order(entry, place))
    due_entries = [entry for _, entry in sorted(due, key=lambda pair: pair[0])]
    return Queue(tuple(due_entries[: caps.reviews]), tuple(new[: caps.new]))


def introduced_today(reviews_today: Iterable[Review], states: Mapping[str, CardState]) -> int:
    """Return how many cards were asked for the first time among today's reviews."""
    counts: dict[str, int] = {}
    for review in reviews_today:
        if review.rating is not None:
            counts[review.card] = counts.get(review.card, 0) + 1
    return sum(card in states and states[card].reviews <= n for card, n in counts.items())


def mixed(queue: Queue) -> Iterator[tuple[Entry, bool]]:
    """Yield the cards with new ones spread evenly among those due; True marks a new one."""
    due, new = list(queue.due), list(queue.new)
    every = max(1, round(len(due) / len(new))) if new else 0
    while due or new:
        yield from ((entry, False) for entry in due[: every or len(due)])
        del due[: every or len(due)]
        if new:
            yield new.pop(0), True


class StudySource(Waiting):
    """The queue of a study session; cards that were forgotten come again within it."""

    def __init__(
        self,
        queue: Queue,
        seed: int,
        *,
        first: Callable[[Entry], bool] | None = None,
        canonical: Collection[str] = (),
    ) -> None:
        """Begin with the queue; `seed` decides every draw of numbers.

        Args:
            queue: what to ask.
            seed: of the numbers.
            first: tells which cards are quick to deal: one of them is asked first, so that nobody
                waits for a heavy import before the first question.
            canonical: cards whose default numbers are worth knowing: a new one begins with them.
        """
        self._canonical = canonical
        self._random = random.Random(seed)  # noqa: S311 - numbers to practise with, not secrets
        picks = [self._pick(entry, fresh=fresh) for entry, fresh in mixed(queue)]
        super().__init__(quick_first(picks, first))
        self._learning: list[tuple[datetime, Pick]] = []

    @property
    def total(self) -> int | None:
        """Unknown: what is forgotten comes again."""
        return None

    def take(self, now: datetime) -> Pick | None:
        """Return a card whose learning step has passed, else the next, else one a bit early."""
        pick = self.peek(now)
        if pick is None:
            return None
        self._waiting = [other for other in self._waiting if other is not pick]
        self._learning = [pair for pair in self._learning if pair[1] is not pick]
        return pick

    def peek(self, now: datetime) -> Pick | None:
        """Return what `take` would return now."""
        soonest = min(self._learning, key=lambda pair: pair[0], default=None)
        if soonest and (soonest[0] <= now or not self._waiting):
            return soonest[1]
        return self._waiting[0] if self._waiting else None

    def answered(self, pick: Pick, review: Review, state: CardState | None) -> None:
        """Keep a card that comes back within minutes; one that graduated is done for today."""
        self.retract(pick)
        if review.rating is None or state is None or state.memory.phase == "review":
            return
        self._learning.append((state.memory.due, self._pick(pick.entry, fresh=False)))

    def retract(self, pick: Pick) -> None:
        """Forget that a card was to come again."""
        card = pick.entry.card.id
        self._learning = [pair for pair in self._learning if pair[1].entry.card.id != card]

    def left(self) -> int:
        """How many cards are still to come."""
        return len(self._waiting) + len(self._learning)

    def _pick(self, entry: Entry, *, fresh: bool) -> Pick:
        drawn = self._random.getrandbits(31)
        return Pick(entry, None if fresh and entry.head.id in self._canonical else drawn, fresh)


def learning_order(entry: Entry, place: Mapping[str, int]) -> tuple[int, int]:
    """Return the sort key of a new card: the place of its first topic, then its level."""
    topic = min([place.get(topic, len(place)) for topic in entry.head.topics], default=len(place))
    return topic, LEVELS.index(entry.head.level)
