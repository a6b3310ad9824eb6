"""What the review log says about a learner. Pure functions over reviews and card states."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING

from msgspec import Struct

from quizcv.schedule.day import study_day
from quizcv.session.drill.study import known_state
from quizcv.session.drill.summary import calibration
from quizcv.session.views import Score

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import tzinfo

    from quizcv.cards.library import Entry
    from quizcv.schedule import CardState, Review

WINDOW = timedelta(days=90)
"""How far back weakness counts: what was weak a year ago may be strong now."""
SPACED = timedelta(hours=20)
"""Only an answer this long after the one before says something about memory."""
AHEAD = 14
"""Days of the forecast."""
BACK = 30
"""Days of the activity shown."""
ENOUGH = 3
"""Answers below which a topic is not called weak."""


class Recurring(Struct, frozen=True, kw_only=True):
    """An error made more than once."""

    name: str
    kind: str | None
    count: int
    cards: tuple[str, ...]
    last: datetime


class Day(Struct, frozen=True, kw_only=True):
    """How many cards on a day."""

    day: date
    cards: int


class Stats(Struct, frozen=True, kw_only=True):
    """Everything `quizcv stats` shows."""

    cards: int
    """In the library."""
    seen: int
    """Of them, asked at least once."""
    answers: int
    due: int
    """To be asked today."""
    forecast: tuple[Day, ...]
    """Due on each coming day, today first; what is overdue counts for today."""
    activity: tuple[Day, ...]
    """Answers on each past day, today last."""
    streak: int
    """Days in a row with an answer, up to today or yesterday."""
    retention: tuple[Score, ...]
    """By area: answers to cards seen before on an earlier day."""
    weakest: tuple[Score, ...]
    """Topics with the smallest share of right answers lately."""
    recurring: tuple[Recurring, ...]
    seconds: float | None
    """Median time for an answer."""
    calibration: tuple[tuple[int, int, int], ...]
    """(stated per cent, right, answers)."""
    flagged: tuple[str, ...]


def statistics(
    entries: Sequence[Entry],
    reviews: Sequence[Review],
    states: Mapping[str, CardState],
    flagged: Iterable[str],
    now: datetime,
    zone: tzinfo | None = None,
) -> Stats:
    """Return the statistics of a learner at `now`."""
    answers = [review for review in reviews if review.verdict != "skipped"]
    seen = [state for entry in entries if (state := known_state(entry, states))]
    ahead = forecast(seen, now, zone)
    return Stats(
        cards=len(entries),
        seen=len(seen),
        answers=len(answers),
        due=ahead[0].cards,
        forecast=tuple(ahead),
        activity=tuple(activity(answers, now, zone)),
        streak=streak(answers, now, zone),
        retention=tuple(retention(answers)),
        weakest=tuple(weakest(review for review in answers if now - review.at < WINDOW)),
        recurring=tuple(recurring(answers)),
        seconds=median(r.elapsed_ms for r in answers) / 1000 if answers else None,
        calibration=tuple(calibration(answers)),
        flagged=tuple(flagged),
    )


def forecast(
    states: Iterable[CardState], now: datetime, zone: tzinfo | None = None, days: int = AHEAD
) -> list[Day]:
    """Return how many cards come due on each of the next days, today first."""
    today = study_day(now, zone)
    counts = [0] * days
    for state in states:
        ahead = max(0, (study_day(state.memory.due, zone) - today).days)
        if ahead < days:
            counts[ahead] += 1
    return [Day(day=today + timedelta(days=n), cards=count) for n, count in enumerate(counts)]


def activity(reviews: Iterable[Review], now: datetime, zone: tzinfo | None = None) -> list[Day]:
    """Return the answers on each of the last days, today last."""
    today = study_day(now, zone)
    counts = [0] * BACK
    for review in reviews:
        ago = (today - study_day(review.at, zone)).days
        if 0 <= ago < BACK:
            counts[BACK - 1 - ago] += 1
    first = today - timedelta(days=BACK - 1)
    return [Day(day=first + timedelta(days=n), cards=count) for n, count in enumerate(counts)]


def streak(reviews: Iterable[Review], now: datetime, zone: tzinfo | None = None) -> int:
    """Return how many days in a row had an answer; today may still be without one."""
    days = {study_day(review.at, zone) for review in reviews}
    day = study_day(now, zone)
    if day not in days:
        day -= timedelta(days=1)
    length = 0
    while day in days:
        length, day = length + 1, day - timedelta(days=1)
    return length


def retention(reviews: Iterable[Review]) -> list[Score]:
    """Return, by area, how many cards were still known when they came back on a later day."""
    last: dict[str, datetime] = {}
    kept: dict[str, list[bool]] = {}
    for review in reviews:
        before = last.get(review.card)
        last[review.card] = review.at
        if before is not None and review.rating is not None and review.at - before >= SPACED:
            kept.setdefault(review.area or "other", []).append(review.verdict == "correct")
    return [Score(name=area, right=sum(k), asked=len(k)) for area, k in sorted(kept.items())]


def weakest(reviews: Iterable[Review], count: int = 8) -> list[Score]:
    """Return the topics with the smallest share of right answers, those that need work only.

    Two imagined answers, one of them right, keep a single slip from topping the list.
    """
    tally: dict[str, list[bool]] = {}
    for review in reviews:
        for topic in review.topics:
            tally.setdefault(topic, []).append(review.verdict == "correct")
    table = [
        Score(name=topic, right=sum(went), asked=len(went))
        for topic, went in tally.items()
        if len(went) >= ENOUGH and sum(went) < 0.8 * len(went)
    ]
    return sorted(table, key=lambda s: ((s.right + 1) / (s.asked + 2), -s.asked, s.name))[:count]


def recurring(reviews: Iterable[Review], count: int = 8) -> list[Recurring]:
    """Return the errors made more than once, by name, the most frequent first."""
    made: dict[str, list[Review]] = {}
    for review in reviews:
        if review.mistake is not None and review.verdict == "wrong":
            made.setdefault(review.mistake, []).append(review)
    table = [
        Recurring(
            name=name,
            kind=times[-1].mistake_kind,
            count=len(times),
            cards=tuple(dict.fromkeys(review.card for review in times)),
            last=max(review.at for review in times),
        )
        for name, times in made.items()
        if len(times) > 1
    ]
    return sorted(table, key=lambda error: (-error.count, error.name))[:count]
