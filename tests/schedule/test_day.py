"""Days turn at 4 am by the learner's wall clock, whatever the clocks do that night."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from quizcv.schedule.day import day_end, day_start, study_day

BERLIN, NEW_YORK, KOLKATA, APIA, LORD_HOWE = (
    ZoneInfo(name)
    for name in (
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kolkata",
        "Pacific/Apia",
        "Australia/Lord_Howe",
    )
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        (UTC, "2026-03-10T03:59:59", date(2026, 3, 9)),
        (UTC, "2026-03-10T04:00:00", date(2026, 3, 10)),
        (BERLIN, "2026-01-10T02:59:59", date(2026, 1, 9)),
        (BERLIN, "2026-01-10T03:00:00", date(2026, 1, 10)),
        (NEW_YORK, "2026-01-10T08:59:59", date(2026, 1, 9)),
        (NEW_YORK, "2026-01-10T09:00:00", date(2026, 1, 10)),
        (KOLKATA, "2026-01-09T22:29:59", date(2026, 1, 9)),
        (KOLKATA, "2026-01-09T22:30:00", date(2026, 1, 10)),
        (APIA, "2026-01-09T15:00:00", date(2026, 1, 10)),
        # The night of 29 March 2026 skips 2 to 3 am in Berlin: 4 am is 2:00 UTC, not 3:00.
        (BERLIN, "2026-03-29T01:59:59", date(2026, 3, 28)),
        (BERLIN, "2026-03-29T02:00:00", date(2026, 3, 29)),
        # The night of 25 October 2026 has 2 to 3 am twice: neither is the new day yet.
        (BERLIN, "2026-10-25T00:30:00", date(2026, 10, 24)),
        (BERLIN, "2026-10-25T01:30:00", date(2026, 10, 24)),
        (BERLIN, "2026-10-25T03:00:00", date(2026, 10, 25)),
        (NEW_YORK, "2026-03-08T07:59:59", date(2026, 3, 7)),
        (NEW_YORK, "2026-03-08T08:00:00", date(2026, 3, 8)),
    ],
)
def test_which_day_a_moment_belongs_to(zone, moment, day):
    assert study_day(utc(moment), zone) == day


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (BERLIN, date(2026, 1, 10), 24),
        (BERLIN, date(2026, 3, 28), 23),
        (BERLIN, date(2026, 10, 24), 25),
        (NEW_YORK, date(2026, 3, 7), 23),
        (NEW_YORK, date(2026, 10, 31), 25),
        (LORD_HOWE, date(2026, 4, 4), 24.5),
        (KOLKATA, date(2026, 3, 28), 24),
    ],
)
def test_how_long_a_day_is(zone, day, hours):
    length = day_start(day + timedelta(days=1), zone) - day_start(day, zone)
    assert length == timedelta(hours=hours)


@pytest.mark.parametrize("zone", [UTC, BERLIN, NEW_YORK, KOLKATA, APIA, LORD_HOWE])
def test_every_moment_of_a_year_lies_inside_its_day(zone):
    moment = utc("2026-01-01T00:17:00")
    while moment.year == 2026:
        day = study_day(moment, zone)
        assert day_start(day, zone) <= moment < day_end(moment, zone)
        moment += timedelta(hours=7)


@pytest.mark.parametrize("name", ["Europe/Berlin", "America/New_York", "Asia/Kolkata"])
def test_without_a_zone_the_machine_decides(monkeypatch, name):
    import time

    monkeypatch.setenv("TZ", name)
    time.tzset()
    try:
        moment = utc("2026-03-29T01:30:00")
        assert study_day(moment) == study_day(moment, ZoneInfo(name))
        assert day_end(moment) == day_end(moment, ZoneInfo(name))
    finally:
        monkeypatch.undo()
        time.tzset()
