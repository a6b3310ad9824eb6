"""The plan as a learner reads it: what is dropped, and what would change that."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from msgspec.structs import replace
from rich.console import Console

from quizcv.app.planning import Planned
from quizcv.learner.plan import Dropped, Plan, PlanDay
from quizcv.ui.plan_view import plan_view

DAY = PlanDay(day=date(2026, 3, 2), new=1, reviews=0, minutes=45, topics=("adam",))
PLAN = Plan(
    interview=date(2026, 3, 3),
    days=(DAY,),
    learn=("adam-step",),
    dropped=(
        Dropped(topic="adam", cards=("adam-deep",)),
        Dropped(topic="relu", cards=("relu-slope", "relu-kink")),
    ),
    first_mock=None,
)


def printed(plan: Plan) -> str:
    console = Console(file=StringIO(), width=80, color_system=None)
    console.print(*plan_view(Planned(plan=plan)))
    return console.file.getvalue()


def test_what_there_is_no_time_for_is_counted_and_untouched_topics_are_named():
    text = printed(PLAN)
    assert "No time for 3 cards" in text
    assert "Nothing new from 1 topic: relu." in text


@pytest.mark.parametrize(("minutes", "advice"), [(45, "--minutes 90"), (500, "--minutes 720")])
def test_more_minutes_are_more_than_there_are(minutes, advice):
    assert advice in printed(replace(PLAN, days=(replace(DAY, minutes=minutes),)))


def test_nobody_is_told_to_study_all_day():
    assert "--minutes" not in printed(replace(PLAN, days=(replace(DAY, minutes=720),)))
