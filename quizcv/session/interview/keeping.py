"""Keeps an interview's record: saved at every step, and its answers in the review log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

from msgspec.structs import replace

from quizcv.errors import UsageError
from quizcv.schedule import Rating
from quizcv.session.interview.stored import body_of
from quizcv.session.logbook import Subject, Went, review_of
from quizcv.session.rating import rating_for

if TYPE_CHECKING:
    from datetime import datetime

    from quizcv.schedule import Review, ReviewVerdict
    from quizcv.session.interview.exchange import Exchange
    from quizcv.session.interview.interviewer import Interviewer
    from quizcv.session.interview.record import Record
    from quizcv.session.interview.stopwatch import Stopwatch
    from quizcv.session.ports import Clock

State: TypeAlias = Literal["running", "finished", "closed"]
_WELL = 0.8
"""Part of a rubric from which a spoken answer was good rather than hard."""


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
        self._archive.save(state, body_of(record), review)

    def log(self, exchange: Exchange) -> None:
        """Write an answer to the review log, in one with the record."""
        self._record.put(replace(exchange, logged=True))
        self.save(review=review_for(exchange, self._session, self._clock.now()))

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
        wanted = (exchange.asked.card, exchange.posed.ask)
        planned = self._interviewer.next()
        while planned is not None and (planned.entry.card.id, planned.step.ask) != wanted:
            planned = self._interviewer.instead()
        if planned is None:
            raise UsageError(
                "the banks have changed since this interview was interrupted",
                "`quizcv mock --close` closes it",
            )
        success = None if exchange.outcome == "spoken" else exchange.success
        self._interviewer.heard(success, helped=bool(exchange.came.hints))


def close(record: Record, archive: Archive, session: str, at: datetime) -> None:
    """Close an interrupted interview as such; its answers stand and are in the log."""
    for exchange in record.answered:
        if _unlogged(exchange):
            record.put(replace(exchange, logged=True))
            archive.save("running", body_of(record), review_for(exchange, session, at))
    record.end = record.end or "closed"
    record.rated = True
    archive.save("closed", body_of(record))


def _unlogged(exchange: Exchange) -> bool:
    """Whether an answer was saved, but killed before it reached the log."""
    return not exchange.logged and exchange.outcome != "spoken"


def review_for(exchange: Exchange, session: str, at: datetime) -> Review:
    """Return the line of the log for an exchange that is done with.

    Whatever was missed, skipped or not answered in time comes back at once in study. A success on
    a question that varies a card already asked leaves the schedule alone, and so does a spoken
    answer that nobody rated.
    """
    posed, came = exchange.posed, exchange.came
    subject = Subject(
        card=posed.asked.card,
        fingerprint=posed.fingerprint,
        params=posed.params,
        seed=posed.draw,
        topics=posed.asked.topics,
        area=posed.asked.area,
    )
    went = Went(
        verdict=_verdict(exchange),
        rating=_rating(exchange),
        seconds=came.seconds,
        typed=came.typed,
        hints=came.hints,
        confidence=came.confidence,
        mistake=exchange.mistake,
        mistake_kind=exchange.mistake_kind if exchange.mistake else None,
        share=exchange.share,
    )
    return review_of(subject, went, session=session, kind="mock", at=at)


def _verdict(exchange: Exchange) -> ReviewVerdict:
    if exchange.outcome in ("skipped", "time-up") or exchange.success is None:
        return "skipped"
    return "correct" if exchange.success else "wrong"


def _rating(exchange: Exchange) -> Rating | None:
    success, came = exchange.success, exchange.came
    if success is None or (success and exchange.posed.practice):
        return None
    if success and exchange.share is not None:
        return Rating.GOOD if exchange.share >= _WELL and not came.hints else Rating.HARD
    return rating_for(
        right=success,
        seconds=came.seconds,
        hints=came.hints,
        expected=exchange.posed.expected_seconds,
    )
