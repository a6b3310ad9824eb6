"""The numbers in the command line's rules: ranges and defaults of options, written out again."""

from __future__ import annotations

from datetime import timedelta

import pytest
import typer

from quizcv.app.libraries import open_library, open_syllabus
from quizcv.app.planning import plan_for
from quizcv.app.shelf import Shelf
from quizcv.cli.main import app
from quizcv.schedule import Rating, Review
from quizcv.store.progress import open_progress
from quizcv.testing import START, FakeClock

NOWHERE = ["--bank", "/nowhere.yaml"]


@pytest.mark.parametrize(
    ("command", "option", "accepted", "refused"),
    [
        (["quiz", *NOWHERE], "-n", [1, 10_000], [0]),
        (["study", *NOWHERE], "--new", [0, 10_000], [-1]),
        (["study", *NOWHERE], "--reviews", [0, 10_000], [-1]),
        (["plan", *NOWHERE], "--minutes", [5, 720], [4, 721]),
        (["mock", *NOWHERE], "--minutes", [0.05, 480], [0.049, 480.1]),
        (["verify", "/nowhere.yaml"], "-n", [0, 10_000], [-1]),
        (["verify", "/nowhere.yaml"], "--timeout", [0.1, 10_000], [0.09]),
        (["verify", "/nowhere.yaml"], "--jobs", [1], [0]),
    ],
)
def test_the_range_of_each_number(quizcv, command, option, accepted, refused):
    """What is in the range goes on to the bank that is not there."""
    for value in accepted:
        done = quizcv(*command, option, value)
        assert (done.code, "Invalid value" in done.err, "nowhere" in done.err) == (2, False, True)
    for value in refused:
        done = quizcv(*command, option, value)
        assert (done.code, "Invalid value" in done.err) == (2, True)


@pytest.mark.parametrize(
    ("command", "name", "default"),
    [
        ("quiz", "count", 10),
        ("study", "reviews", 60),
        ("verify", "variants", 8),
        ("verify", "timeout", 10.0),
    ],
)
def test_what_an_option_is_where_it_is_not_given(command, name, default):
    found = typer.main.get_command(app).get_command(None, command)
    assert [option.default for option in found.params if option.name == name] == [default]


def review(number):
    return Review(
        card="gone",
        fingerprint="f",
        params={},
        seed=number,
        typed="1",
        verdict="correct",
        rating=Rating.GOOD,
        elapsed_ms=300_000,
        session="s",
        kind="quiz",
        at=START - timedelta(days=60, minutes=number),
    )


@pytest.mark.parametrize(("answers", "minutes"), [(19, 3), (20, 15)])
def test_a_learners_own_pace_counts_after_twenty_answers(tmp_path, bank, answers, minutes):
    """A new card takes as long as three reviews: of 45 seconds, or of their own five minutes."""
    library, syllabus = open_library([bank], bundled=False), open_syllabus()
    with open_progress(tmp_path, START) as store:
        for number in range(answers):
            store.record(review(number))
        shelf = Shelf(library, syllabus, store, FakeClock())
        plan = plan_for(shelf, START.date() + timedelta(days=3), None).plan
    assert max(day.minutes for day in plan.days) == minutes
