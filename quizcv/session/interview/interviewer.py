"""Decides what is asked next: a pure function of preset, seed, cards and the answers so far.

Cards are ordered by a digest of seed, place and card, so that neither Python's hashes, nor the
order of files, nor the clock has a say: every machine asks the same. A card more or less in the
banks leaves the order of the others as it was.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from quizcv.cards.selecting import LEVELS
from quizcv.session.interview import kinship
from quizcv.session.interview.posing import Planned
from quizcv.session.interview.preset import Part, Step
from quizcv.session.interview.ramp import Ramp
from quizcv.session.interview.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from quizcv.cards.library import Entry
    from quizcv.cards.model import Level
    from quizcv.session.interview.kinship import Kinship
    from quizcv.session.interview.preset import Preset
    from quizcv.session.interview.steps import Fits


class _Slot(Struct, frozen=True, kw_only=True):
    """A place in the interview that waits for its card."""

    step: Step
    part: Part
    chain: int | None
    depth: int


class Interviewer:
    """Chooses one question after another."""

    def __init__(
        self,
        preset: Preset,
        entries: Iterable[Entry],
        near: Kinship,
        seed: int,
        *,
        avoid: Collection[str] = (),
        ramp: str = "",
    ) -> None:
        """Prepare an interview.

        Args:
            preset: what it consists of.
            entries: the cards to choose from.
            near: which cards belong together.
            seed: decides every choice that the answers do not decide.
            avoid: cards to pass over as long as there are others.
            ramp: levels to take whatever is answered, see `Ramp`.

        Raises:
            UsageError: `ramp` cannot be read.
        """
        self._cards = list(entries)
        self._near = near
        self._seed = seed
        self._avoid = frozenset(avoid)
        self._slots = list(_slots(preset))
        self._at = -1
        self._used: set[str] = set()
        self._areas: Counter[str] = Counter()
        self._topics: Counter[str] = Counter()
        self._chain: list[Entry] = []
        self._level: Level | None = None
        self.ramp = Ramp(preset.start, ramp)
        self.passed_over: set[str] = set()
        """Cards of `avoid` that would have been asked otherwise: all that a replay must avoid."""

    def next(self) -> Planned | None:
        """Return the next question; None at the end. Steps that no card fits are left out."""
        while self._at + 1 < len(self._slots):
            self._at += 1
            self._level = None
            if (planned := self._fill(self._slots[self._at])) is not None:
                return planned
        return None

    def instead(self) -> Planned | None:
        """Return another question for the present place: the card given could not be computed."""
        slot = self._slots[self._at]
        if STEPS[slot.step.ask].stays:
            return self.next()
        if self._chain:
            self._chain.pop()
        return self._fill(slot) or self.next()

    def heard(self, success: bool | None, *, helped: bool = False) -> None:
        """Learn how an answer went; None if nobody knows yet."""
        self.ramp.heard(success, helped=helped)

    # Filling a place --------------------------------------------------------------------------

    def _fill(self, slot: _Slot) -> Planned | None:
        if slot.depth == 1:
            self._chain = []
        if slot.depth > 1 and not self._chain:
            return None  # its chain could not begin
        entry = self._card(slot)
        if entry is None:
            return None
        return Planned(
            entry=entry,
            step=slot.step,
            part=slot.part,
            chain=slot.chain,
            depth=slot.depth,
            seed=int.from_bytes(self._lot("numbers")[:4], "big") >> 1,
        )

    def _card(self, slot: _Slot) -> Entry | None:
        kind = STEPS[slot.step.ask]
        found = kind.choose(self)
        if found is not None and not kind.stays:
            self._chain.append(found)
        return found

    # What step kinds ask for ------------------------------------------------------------------

    @property
    def chain(self) -> Sequence[Entry]:
        """The cards of this chain so far, the present one last."""
        return self._chain

    def fresh(self, fits: Fits) -> Entry | None:
        """Choose a card from the areas and topics that had the least so far."""
        if self._level is None:
            self._level = self._slots[self._at].part.level or self.ramp.take()
        level = self._level
        pool = [entry for entry in self._cards if fits(entry)]
        return self._choose(
            pool, lambda e: (_steps_between(e, level), self._areas[e.area], self._load(e))
        )

    def following(self, fits: Fits) -> Entry | None:
        """Choose a card that an interviewer would move on to."""
        if self._level is None:
            self._level = self.ramp.take()
        level, here = self._level, self._chain[-1]
        pool = [entry for entry in self._cards if fits(entry)]
        near = [(e, self._near.distance(here, e)) for e in pool]
        apart = {e.card.id: d for e, d in near if d <= kinship.SAME_AREA}
        return self._choose(
            [e for e in pool if e.card.id in apart],
            lambda e: (
                apart[e.card.id] > kinship.RELATED,
                _steps_between(e, level),
                apart[e.card.id],
            ),
        )

    def related(self, fits: Fits) -> Entry | None:
        """Choose the nearest card that belongs to the subject of the chain."""
        here = self._chain[-1]
        pool = [entry for entry in self._cards if fits(entry)]
        apart = {e.card.id: self._near.distance(here, e) for e in pool}
        close = [e for e in pool if apart[e.card.id] <= kinship.RELATED]
        # What was asked lately is worse than having the card at hand explained.
        return self._choose(close, lambda e: (apart[e.card.id],), again=False)

    def _choose(
        self,
        pool: list[Entry],
        rank: Callable[[Entry], tuple[int, ...]],
        *,
        again: bool = True,
    ) -> Entry | None:
        """Return the best card that is neither used up nor to be avoided.

        `again` allows a card to be avoided where there is no other, best one with other numbers.
        """
        free = (entry for entry in pool if entry.card.id not in self._used)
        order = sorted(free, key=lambda entry: (rank(entry), self._lot(entry.card.id)))
        place = next((i for i, e in enumerate(order) if e.card.id not in self._avoid), len(order))
        self.passed_over.update(entry.card.id for entry in order[:place])
        if place < len(order):
            chosen = order[place]
        elif again and order:
            chosen = next((entry for entry in order if entry.card.vary), order[0])
        else:
            return None
        self._used.add(chosen.card.id)
        self._areas[chosen.area] += 1
        self._topics.update(chosen.card.topics)
        return chosen

    def _load(self, entry: Entry) -> int:
        return sum(self._topics[topic] for topic in entry.card.topics)

    def _lot(self, what: str) -> bytes:
        """Return what the seed draws for something at the present place."""
        return hashlib.sha256(f"mock:{self._seed}:{self._at}:{what}".encode()).digest()


def _slots(preset: Preset) -> Iterable[_Slot]:
    chain = 0
    for part in preset.parts:
        for _ in range(part.count):
            chain += part.is_chain
            for depth, step in enumerate(part.steps, start=1):
                number = chain if part.is_chain else None
                yield _Slot(step=step, part=part, chain=number, depth=depth)


def _steps_between(entry: Entry, level: Level) -> int:
    """How far off a card's level is; of two equally far, the easier one is nearer."""
    difference = LEVELS.index(entry.card.level) - LEVELS.index(level)
    return 2 * abs(difference) - (difference < 0)
