"""Fakes of what a session needs, for tests of sessions, front ends and plug-ins.

A clock that stands still until it is told to tick, progress in a list, a dealer that computes at
once and runs nothing, an archive of interviews in memory:

    clock, progress = FakeClock(), ListProgress()
    drill = Drill(source, desk(clock=clock, progress=progress), Options(session="s", kind="quiz"))
    drill.start()
    clock.tick(seconds=5)
    drill.send(Say("55"))
    assert progress.live()[0].elapsed_ms == 5000

They keep the promises of `quizcv.session.ports`; no database, worker or terminal is touched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
from msgspec.structs import replace

from quizcv.cards.draws import draw
from quizcv.cards.variant import Variant, draw_key
from quizcv.kinds import kind_of
from quizcv.kinds.base import Sample
from quizcv.schedule import Scheduler, replayed
from quizcv.session.interview.stored import read_record
from quizcv.session.ports import Desk, Execution, Trouble

if TYPE_CHECKING:
    from quizcv.cards.library import Entry
    from quizcv.schedule import CardState, Kind, Review
    from quizcv.session.interview.keeping import State
    from quizcv.session.interview.record import Record
    from quizcv.session.ports import Clock, Dealer, Progress

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""When a fake clock begins: a Monday, at noon."""

Params: TypeAlias = Mapping[str, Any]


class FakeClock:
    """A clock that stands still until `tick`."""

    def __init__(self, start: datetime = START) -> None:
        self._start = start
        self.when = start

    def tick(self, seconds: float) -> None:
        """Let time pass."""
        self.when += timedelta(seconds=seconds)

    def now(self) -> datetime:
        """Return the time it stands at."""
        return self.when

    def monotonic(self) -> float:
        """Return the seconds since it was made."""
        return (self.when - self._start).total_seconds()


class ListProgress:
    """The progress of a learner, in memory."""

    def __init__(self) -> None:
        self.scheduler = Scheduler()
        self.log: list[Review] = []
        """Every answer ever recorded, undone ones too."""
        self.undone: set[int] = set()
        """Places in the log."""
        self.flagged: dict[str, str] = {}
        self.sessions: list[tuple[Any, ...]] = []
        """("begin", session, kind, seed) and ("end", session, summary), in turn."""

    def begin(
        self, session: str, kind: Kind, at: datetime, seed: int | None, settings: Mapping[str, Any]
    ) -> None:
        """Note that a session begins."""
        self.sessions.append(("begin", session, kind, seed))

    def end(self, session: str, at: datetime, summary: Mapping[str, Any]) -> None:
        """Note that a session has ended."""
        self.sessions.append(("end", session, dict(summary)))

    def record(self, review: Review) -> Review:
        """Append an answer and return it with its place in the log."""
        written = replace(review, id=len(self.log) + 1)
        self.log.append(written)
        return written

    def amend(self, old: Review, new: Review) -> Review:
        """Put `new` in the place of `old`, which is marked as undone."""
        self.undo(old, new.at)
        return self.record(new)

    def undo(self, review: Review, at: datetime) -> None:
        """Mark an answer as undone."""
        if review.id is None:
            raise ValueError("this answer was never recorded")
        self.undone.add(review.id)

    def live(self) -> list[Review]:
        """Return the answers that count."""
        return [review for review in self.log if review.id not in self.undone]

    def state(self, card: str) -> CardState | None:
        """Return what the log says about a card."""
        return replayed([one for one in self.live() if one.card == card], self.scheduler)

    def states(self) -> dict[str, CardState]:
        """Return what the log says about every card in it."""
        cards = {review.card for review in self.live()}
        return {card: state for card in cards if (state := self.state(card))}

    def flag(self, card: str, at: datetime, note: str = "") -> None:
        """Mark a card for a closer look."""
        self.flagged[card] = note

    def unflag(self, card: str) -> None:
        """Take the mark off."""
        del self.flagged[card]

    def flags(self) -> dict[str, str]:
        """Return the flagged cards."""
        return self.flagged


class ListArchive:
    """Keeps every save of an interview, as bytes, so that nothing later can change it."""

    def __init__(self) -> None:
        self.saves: list[tuple[State, bytes]] = []
        self.reviews: list[Review] = []

    def save(self, state: State, body: dict[str, Any], review: Review | None = None) -> None:
        """Save how it stands, and a line of the review log with it."""
        self.saves.append((state, msgspec.json.encode(body)))
        if review is not None:
            self.reviews.append(review)

    @property
    def state(self) -> State:
        """Whether the interview was running, finished or closed at the last save."""
        return self.saves[-1][0]

    @property
    def record(self) -> Record:
        """The record as it was last saved."""
        return read_record(msgspec.json.decode(self.saves[-1][1]))


def anything(params: Params) -> bool:
    """Let a learner have every set of numbers computed."""
    return True


def total(entry: Entry, params: Params) -> Any:
    """Return the sum of the numbers where the card asks for a number, else what it states."""
    answer = entry.card.answer
    kind, added = kind_of(answer), sum(params.values())
    wanted = kind.traits.computed and kind.type_error(answer, added) is None
    return added if wanted else kind.stated(answer)


class InstantDealer:
    """Deals at once: draws numbers without asking `require`, and runs no snippet.

    The right answer is `answer(entry, params)`; the card's nth mistake that has a formula gives n
    less. Cards in `broken` cannot be dealt.
    """

    def __init__(
        self,
        answer: Callable[[Entry, Params], Any] = total,
        possible: Callable[[Params], bool] = anything,
    ) -> None:
        """Take how answers are computed, and which numbers a learner may ask to be computed."""
        self._answer = answer
        self._possible = possible
        self.broken: dict[str, Trouble] = {}
        """By card: why it cannot be asked."""
        self.prepared: list[tuple[str, int | None]] = []
        """The cards and seeds that were asked for in advance."""
        self.proved: dict[str, tuple[Variant, ...]] = {}
        """By card: what is known of it without drawing."""
        self.rewritten: dict[str, Entry | Trouble] = {}
        """By card: what its file has now, where a test edits it."""

    def deal(self, entry: Entry, seed: int | None) -> Variant | Trouble:
        """Return the card with the numbers of that draw."""
        if trouble := self.broken.get(entry.card.id):
            return trouble
        key = draw_key(entry.card.id, seed)
        drawn = {} if key is None else draw(entry.card.vary, key, anything)
        return self._variant(entry, {**entry.card.params, **drawn}, seed)

    def showings(self, entry: Entry) -> tuple[Variant, ...]:
        """Return what was put into `proved` for the card."""
        return self.proved.get(entry.card.id, ())

    def prepare(self, entry: Entry, seed: int | None) -> None:
        """Note what was asked for."""
        self.prepared.append((entry.card.id, seed))

    def recompute(self, entry: Entry, params: Params) -> Variant | Trouble:
        """Return the card with exactly these numbers."""
        if not self._possible(params):
            return Trouble("these numbers make no sense")
        return self._variant(entry, dict(params), None)

    def execute(self, entry: Entry, variant: Variant) -> Execution | Trouble:
        """Return the card's snippet as if it had been run."""
        if trouble := self.broken.get(entry.card.id):
            return trouble
        values = {"answer": variant.answer}
        return Execution(entry.card.check, variant.params, values, "printed\n", 0.01)

    def sample(self, entry: Entry, variant: Variant, expression: str) -> list[Sample]:
        """Take a typed formula for right only where it is the card's own, letter by letter."""
        own = entry.card.answer.formula or ""
        expected = float(self._answer(entry, variant.params))
        right = expression.replace(" ", "") == own.replace(" ", "")
        return [Sample(variant.params, expected if right else expected + 1, expected)]

    def reread(self, entry: Entry) -> Entry | Trouble:
        """Return the card as `rewritten` has it, else as it was."""
        return self.rewritten.get(entry.card.id, entry)

    def _variant(self, entry: Entry, params: dict[str, Any], seed: int | None) -> Variant:
        value = self._answer(entry, params)
        wrong: list[Any] = []
        for mistake in entry.card.mistakes:
            nth = sum(one is not None for one in wrong) + 1
            wrong.append(value - nth if mistake.formula else None)
        return Variant(
            card=entry.card.id, seed=seed, params=params, answer=value, mistakes=tuple(wrong)
        )


def desk(
    *,
    clock: Clock | None = None,
    progress: Progress | None = None,
    dealer: Dealer | None = None,
) -> Desk:
    """Return the ports of a session: those that are given, fakes for the rest."""
    return Desk(clock or FakeClock(), progress or ListProgress(), dealer or InstantDealer())
