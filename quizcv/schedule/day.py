"""Days as a learner lives them: they turn at 4 am local time, not at midnight."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo

ROLLOVER = time(4, 0)


def study_day(when: datetime, zone: tzinfo | None = None) -> date:
    """Return the learner's day that `when` belongs to; 3:59 am still is yesterday.

    The wall clock decides, so a night of 23 or 25 hours needs no care. `zone` is the local time
    zone, the machine's own when None.
    """
    local = when.astimezone(zone)
    return local.date() - timedelta(days=local.time() < ROLLOVER)


def day_start(day: date, zone: tzinfo | None = None) -> datetime:
    """Return the moment, in UTC, at which the learner's day begins.

    Where the clocks jump over 4 am, the day begins with the first moment after the gap.
    """
    naive = datetime.combine(day, ROLLOVER)
    local = naive.astimezone() if zone is None else naive.replace(tzinfo=zone)
    return local.astimezone(UTC)


def day_end(when: datetime, zone: tzinfo | None = None) -> datetime:
    """Return the moment, in UTC, at which the learner's day around `when` ends."""
    return day_start(study_day(when, zone) + timedelta(days=1), zone)
