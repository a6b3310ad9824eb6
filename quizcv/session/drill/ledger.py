"""Writing a session's answers down: each at once, with its rating, and what can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from quizcv.cards.identity import fingerprint
from quizcv.schedule import Kind, Rating, Review
from quizcv.session.drill.sources import Pick
from quizcv.session.logbook import Subject, review_of
from quizcv.session.rating import expected_seconds, rating_for
from quizcv.session.showing import Showing
from quizcv.session.views import Result

if TYPE_CHECKING:
    from datetime import timedelta

    from quizcv.session.logbook import Went
    from quizcv.session.ports import Desk


class Options(Struct, frozen=True, kw_only=True):
    """How a drill goes."""

    kind: Kind
    session: str
    """The session's id, unique for ever."""
    seed: int | None = None
    confidence: bool = False
    """Ask how sure the learner is before each verdict."""
    settings: dict[str, Any] = {}
    """What was asked for, kept with the session."""


class Answered(Struct, frozen=True, kw_only=True):
    """An answer of this session, as the summary and undo need it."""

    pick: Pick
    showing: Showing
    review: Review
    result: Result | None = None


class Ledger:
    """The answers of one session, in the log and in memory."""

    def __init__(self, desk: Desk, options: Options) -> None:
        self._desk = desk
        self._options = options
        self.done: list[Answered] = []
        """Answers that stand, oldest first."""

    def record(self, pick: Pick, showing: Showing, went: Went, result: Result | None) -> None:
        """Append an answer to the log."""
        subject = Subject(
            card=showing.card.id,
            fingerprint=fingerprint(showing.card),
            params=showing.variant.params,
            seed=showing.variant.seed,
            topics=tuple(showing.card.topics),
            area=showing.entry.area,
        )
        options, now = self._options, self._desk.clock.now()
        review = review_of(subject, went, session=options.session, kind=options.kind, at=now)
        written = self._desk.progress.record(review)
        self.done.append(Answered(pick=pick, showing=showing, review=written, result=result))

    def rerate(self, rating: Rating) -> None:
        """Put the last answer into the log again with another rating; the old one is undone."""
        last = self.done.pop()
        changed = replace(last.review, rating=rating, id=None)
        written = self._desk.progress.amend(last.review, changed)
        self.done.append(replace(last, review=written))

    def take_back(self) -> Answered:
        """Undo the last answer and return it."""
        last = self.done.pop()
        self._desk.progress.undo(last.review, self._desk.clock.now())
        return last

    def intervals(self, showing: Showing) -> dict[Rating, timedelta]:
        """Return what each rating would mean, from the card's state before this answer."""
        progress, card = self._desk.progress, showing.card
        state = progress.state(card.id)
        known = state.memory if state and state.fingerprint == fingerprint(card) else None
        return progress.scheduler.previews(known, self._desk.clock.now())


def earned(showing: Showing, *, right: bool) -> Rating:
    """Return the rating that follows from correctness, time and hints."""
    return rating_for(
        right=right,
        seconds=showing.seconds,
        hints=showing.hints,
        expected=expected_seconds(showing.card, showing.asked.text),
    )
