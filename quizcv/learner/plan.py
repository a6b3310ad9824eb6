"""From today to the interview: what to learn on which day, and what to drop when time is short.

The plan is a simulation: each day begins with what comes due if every answer is good, and the
time that is left goes to new cards.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

from msgspec import Struct

from quizcv.cards.selecting import LEVELS
from quizcv.schedule import Rating
from quizcv.schedule.day import study_day
from quizcv.session.drill.study import known_state, learning_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import tzinfo

    from quizcv.cards.library import Entry
    from quizcv.schedule import CardState, Memory, Scheduler

MINUTES_A_DAY = 45
SECONDS_REVIEW = 45.0
"""For a card that is known; the learner's own median replaces it."""
NEW_TAKES = 3.0
"""A new card takes as long as this many reviews: it is read, worked out and asked again."""
FIRST_MOCK, MOCK_EVERY, LAST_MOCK = 10, 3, 2
"""Days before the interview: the first mock, the time between two, the last one."""


class PlanDay(Struct, frozen=True, kw_only=True):
    """One day of the plan."""

    day: date
    new: int
    reviews: int
    minutes: int
    topics: tuple[str, ...]
    """Topics of the new cards."""
    mock: bool = False


class Dropped(Struct, frozen=True, kw_only=True):
    """Cards of a topic for which there is no time."""

    topic: str
    cards: tuple[str, ...]


class Plan(Struct, frozen=True, kw_only=True):
    """What to do each day until the interview."""

    interview: date
    days: tuple[PlanDay, ...]
    """From today to the day before the interview."""
    learn: tuple[str, ...]
    """New cards in the order in which they are learnt."""
    dropped: tuple[Dropped, ...]
    first_mock: date | None

    @property
    def behind(self) -> bool:
        """Whether something has to be dropped."""
        return bool(self.dropped)


def make_plan(
    entries: Sequence[Entry],
    states: Mapping[str, CardState],
    interview: date,
    now: datetime,
    scheduler: Scheduler,
    *,
    order: Sequence[str] = (),
    minutes: int = MINUTES_A_DAY,
    seconds: float | None = None,
    begun: int = 0,
    zone: tzinfo | None = None,
) -> Plan:
    """Return the plan from today to the day before `interview`; no days are left if it is past.

    `order` lists topics in the order in which they are learnt. `seconds` is the learner's median
    time for a card, `begun` how many new cards today has already had.
    """
    today = study_day(now, zone)
    days = max(0, (interview - today).days)
    pace = _Pace(seconds or SECONDS_REVIEW, minutes)
    due = _due_by_day(entries, states, today, days, scheduler, zone)
    place = {topic: index for index, topic in enumerate(order)}
    unseen = [entry for entry in entries if known_state(entry, states) is None]
    new_a_day = _new_a_day(len(unseen), begun, due, pace, _echo(scheduler, now, days))
    # Short of time, breadth goes before depth; what is learnt is then taken in topic order.
    by_worth = sorted(unseen, key=lambda e: (LEVELS.index(e.head.level), learning_order(e, place)))
    learn = sorted(by_worth[: sum(new_a_day)], key=lambda entry: learning_order(entry, place))
    mocks = mock_days(days)
    table, taken = [], 0
    for day in range(days):
        todays = learn[taken : taken + new_a_day[day]]
        taken += len(todays)
        table.append(
            PlanDay(
                day=today + timedelta(days=day),
                new=len(todays),
                reviews=due[day],
                minutes=ceil(pace.needed(due[day], len(todays)) / 60),
                topics=tuple(dict.fromkeys(entry.head.topics[0] for entry in todays)),
                mock=day in mocks,
            )
        )
    return Plan(
        interview=interview,
        days=tuple(table),
        learn=tuple(entry.head.id for entry in learn),
        dropped=tuple(_dropped(by_worth[sum(new_a_day) :], place)),
        first_mock=today + timedelta(days=min(mocks)) if mocks else None,
    )


class _Pace(Struct, frozen=True):
    seconds: float
    minutes: int

    def needed(self, reviews: int, new: int) -> float:
        """Return the seconds a day takes."""
        return self.seconds * (reviews + NEW_TAKES * new)

    def room(self, reviews: int) -> int:
        """Return how many new cards fit into a day beside its reviews."""
        return max(0, int((self.minutes * 60 / self.seconds - reviews) / NEW_TAKES))


def _new_a_day(unseen: int, begun: int, due: list[int], pace: _Pace, echo: list[int]) -> list[int]:
    """Return how many new cards each day takes, spread evenly, and add their reviews to `due`.

    Today has had `begun` of its share. The last days, a fifth of them and at most a week, only
    repeat.
    """
    days = len(due)
    learning_days = days - min(7, ceil(days / 5)) if days > 1 else days
    table = [0] * days
    for day in range(learning_days):
        had = begun if day == 0 else 0
        fair = ceil((unseen + had - sum(table)) / (learning_days - day)) - had
        table[day] = max(0, min(fair, unseen - sum(table), pace.room(due[day]) - had))
        for later in echo:
            if day + later < days:
                due[day + later] += table[day]
    return table


def _echo(scheduler: Scheduler, now: datetime, days: int) -> list[int]:
    """Return after how many days a card learnt now comes back, if every answer is good."""
    memory = scheduler.after(None, Rating.GOOD, now)
    return [day for day in _returns(scheduler, memory, now, days) if day > 0]


def _returns(scheduler: Scheduler, memory: Memory, now: datetime, days: int) -> Iterable[int]:
    limit = now + timedelta(days=days)
    while memory.due < limit:
        when = max(memory.due, now)
        yield (when - now).days
        memory = scheduler.after(memory, Rating.GOOD, when)


def _due_by_day(
    entries: Iterable[Entry],
    states: Mapping[str, CardState],
    today: date,
    days: int,
    scheduler: Scheduler,
    zone: tzinfo | None,
) -> list[int]:
    """Return how many cards already begun come back on each day, if every answer is good."""
    due = [0] * days
    for entry in entries:
        state = known_state(entry, states)
        memory = state.memory if state else None
        day = -1
        while memory is not None:
            day = max(day + 1, (study_day(memory.due, zone) - today).days)
            if day >= days:
                break
            due[day] += 1
            shift = timedelta(days=day) - (study_day(memory.due, zone) - today)
            memory = scheduler.after(memory, Rating.GOOD, memory.due + shift)
    return due


def mock_days(days: int) -> set[int]:
    """Return on which of the coming days (0 is today) to sit a mock interview.

    The first ten days before, or tomorrow if there are fewer; then every third day; never on the
    last day, which is for rest.
    """
    first = max(1, days - FIRST_MOCK)
    return set(range(first, days - LAST_MOCK + 1, MOCK_EVERY))


def _dropped(cards: Sequence[Entry], place: Mapping[str, int]) -> list[Dropped]:
    by_topic: dict[str, list[str]] = {}
    for entry in sorted(cards, key=lambda entry: learning_order(entry, place)):
        by_topic.setdefault(entry.head.topics[0], []).append(entry.head.id)
    return [Dropped(topic=topic, cards=tuple(ids)) for topic, ids in by_topic.items()]
