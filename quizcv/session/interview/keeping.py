"""Keeps an interview's record: saved at every step, and its answers in the review log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

import msgspec

from quizcv.errors import UsageError
from quizcv.session.interview.logbook import review_of

if TYPE_CHECKING:
    from datetime import datetime

    from quizcv.schedule import Review
    from quizcv.session.interview.interviewer import Interviewer
    from quizcv.session.interview.record import Exchange, Record
    from quizcv.session.interview.stopwatch import Stopwatch
    from quizcv.session.ports import Clock

State: TypeAlias = Literal["running", "finished", "closed"]


class Archive(Protocol):
    """Where one interview is kept."""

    def save(self, state: State, body: dict[str, Any], review: Review | None = None) -> None:
        """Save how it stands, and a line of the review log with it: both or neither."""
        ...


class Keeper:
    """Saves a record together with the clock and with what its replay needs."""

    def __init__(
        self,
        record: Record,
        archive: Archive,
        session: str,
        clock: Clock,
        watch: Stopwatch,
        interviewer: Interviewer,
    ) -> None:
        self._record = record
        self._archive = archive
        self._session = session
        self._clock = clock
        self._watch = watch
        self._interviewer = interviewer

    @property
    def unsaved(self) -> float:
        """Seconds of the clock since the last save."""
        return self._watch.elapsed - self._record.elapsed

    def save(self, state: State = "running", review: Review | None = None) -> None:
        """Save how the interview stands now."""
        record = self._record
        record.elapsed = self._watch.elapsed
        record.ramp = self._interviewer.ramp.given
        record.avoided = tuple(sorted(self._interviewer.passed_over))
        self._archive.save(state, msgspec.to_builtins(record), review)

    def log(self, exchange: Exchange) -> None:
        """Write an answer to the review log, in one with the record."""
        exchange.logged = True
        self.save(review=review_of(exchange, self._session, self._clock.now()))

    def catch_up(self) -> None:
        """Bring the interviewer to where the record ends, and log what a kill left unlogged.

        Raises:
            UsageError: the interviewer would not ask what the record says was asked.
        """
        for exchange in self._record.answered:
            if self._record.end is None:
                self._follow(exchange)
            if _unlogged(exchange):
                self.log(exchange)

    def _follow(self, exchange: Exchange) -> None:
        wanted = (exchange.card, exchange.ask)
        planned = self._interviewer.next()
        while planned is not None and (planned.entry.card.id, planned.step.ask) != wanted:
            planned = self._interviewer.instead()
        if planned is None:
            raise UsageError(
                "the banks have changed since this interview was interrupted",
                "`quizcv mock --close` closes it",
            )
        success = None if exchange.outcome == "spoken" else exchange.success
        self._interviewer.heard(success, helped=bool(exchange.hints))


def close(record: Record, archive: Archive, session: str, at: datetime) -> None:
    """Close an interrupted interview as such; its answers stand and are in the log."""
    for exchange in record.answered:
        if _unlogged(exchange):
            exchange.logged = True
            review = review_of(exchange, session, at)
            archive.save("running", msgspec.to_builtins(record), review)
    record.end = record.end or "closed"
    record.rated = True
    archive.save("closed", msgspec.to_builtins(record))


def _unlogged(exchange: Exchange) -> bool:
    """Whether an answer was saved, but killed before it reached the log."""
    return not exchange.logged and exchange.outcome != "spoken"
