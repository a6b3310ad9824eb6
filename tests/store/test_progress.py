"""What is written is there, what is undone is marked, and states follow from the log."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta

import pytest

from quizcv.errors import ProgressError
from quizcv.schedule import Rating, Settings, replayed
from quizcv.store.progress import open_progress

START = datetime(2026, 3, 1, 9, tzinfo=UTC)


def test_a_review_comes_back_as_it_was_written(store, make_review):
    review = make_review(
        typed="34.8k\n‮",
        params={"shape": [1, 2], "p": 0.5, "name": "ReLU", "big": 2**70, "on": True},
        verdict="wrong",
        rating=Rating.AGAIN,
        hints=2,
        confidence=95,
        mistake="MACs or FLOPs",
        mistake_kind="convention",
        share=0.25,
        topics=("conv-output-size", "padding"),
        area="convolution",
        kind="mock",
    )
    written = store.record(review)
    assert written.id == 1
    assert store.reviews() == [written]


def test_the_log_cannot_be_changed_or_shortened(store, make_review):
    store.record(make_review())
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        store.database.execute("UPDATE reviews SET rating = 4")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        store.database.execute("DELETE FROM reviews")


@pytest.mark.parametrize(
    ("wanted", "minutes"),
    [
        ({}, [0, 1, 2]),
        ({"session": "s2"}, [1]),
        ({"card": "xor"}, [2]),
        ({"since": START + timedelta(minutes=1)}, [1, 2]),
        ({"session": "s9"}, []),
    ],
)
def test_reviews_are_found(store, make_review, wanted, minutes):
    for review in (make_review(0), make_review(1, session="s2"), make_review(2, card="xor")):
        store.record(review)
    assert [r.at for r in store.reviews(**wanted)] == [
        START + timedelta(minutes=m) for m in minutes
    ]


def test_undo_takes_the_answer_back_but_keeps_the_row(store, make_review):
    first = store.record(make_review(0))
    before = store.state("conv-output-size")
    second = store.record(make_review(10, rating=Rating.EASY))
    store.undo(second, START)
    assert store.state("conv-output-size") == before
    assert store.reviews() == [first]
    assert store.database.execute("SELECT count(*) FROM reviews").fetchone()[0] == 2
    store.undo(first, START)
    assert store.state("conv-output-size") is None
    assert store.states() == {}


def test_a_changed_rating_replaces_the_answer_in_one_step(store, make_review):
    first = store.record(make_review(rating=Rating.GOOD))
    second = store.amend(first, make_review(rating=Rating.EASY))
    assert store.reviews() == [second]
    assert store.state("conv-output-size").memory.phase == "review"


def test_states_are_what_the_log_says(store, make_review):
    for minutes, rating in enumerate([Rating.GOOD, Rating.AGAIN, Rating.EASY, None, Rating.HARD]):
        store.record(make_review(minutes * 2000, rating=rating))
    state = store.state("conv-output-size")
    assert state == replayed(store.reviews(), store.scheduler)
    assert (state.reviews, state.lapses) == (4, 0)


def test_rebuild_finds_the_same_states(store, make_review):
    for number in range(40):
        card = f"card-{number % 7}"
        written = store.record(make_review(number * 700, card=card, rating=Rating(number % 4 + 1)))
        if number % 5 == 0:
            store.undo(written, START)
    before = store.states()
    store.database.execute("UPDATE states SET stability = 1, reviews = 99")
    assert store.rebuild() == 7
    assert store.states() == before


def test_another_answer_makes_the_card_new(store, make_review):
    for minutes in (0, 10, 5000):
        store.record(make_review(minutes))
    store.record(make_review(9000, fingerprint="fp1:cccc"))
    state = store.state("conv-output-size")
    assert (state.fingerprint, state.reviews, state.memory.phase) == ("fp1:cccc", 1, "learning")


def test_a_renamed_card_keeps_its_history(store, make_review):
    store.record(make_review(0, card="old-name"))
    store.adopt({"old-name": "new-name"})
    store.record(make_review(10, card="new-name"))
    assert list(store.states()) == ["new-name"]
    assert store.state("new-name").reviews == 2
    assert [review.card for review in store.reviews(card="new-name")] == ["new-name"] * 2
    before = store.states()
    store.rebuild()
    assert store.states() == before


def test_settings_survive_and_states_follow_the_retention(store, make_review):
    store.record(make_review(rating=Rating.EASY))
    relaxed = store.state("conv-output-size").memory.due
    store.change(Settings(retention=0.95))
    assert store.state("conv-output-size").memory.due < relaxed
    store.change(Settings())
    assert store.state("conv-output-size").memory.due == relaxed
    planned = Settings(interview=date(2026, 12, 4), minutes=30)
    store.change(planned)
    with open_progress(store.path.parent, START) as again:
        assert again.settings() == planned
    kept = {row["name"]: row["value"] for row in store.rows("SELECT * FROM settings")}
    assert kept == {"interview": '"2026-12-04"', "minutes": "30"}


@pytest.mark.parametrize(
    ("name", "value"), [("retention", "0.5"), ("minutes", "4"), ("interview", '"soon"')]
)
def test_a_setting_that_cannot_be_is_no_traceback(store, name, value):
    with store.writing() as database:
        database.execute("INSERT INTO settings VALUES (?, ?)", (name, value))
    with pytest.raises(ProgressError, match=name):
        store.settings()


def test_flags_come_and_go(store):
    store.flag("a", START, "odd")
    store.flag("b", START)
    store.flag("a", START, "odder")
    store.unflag("b")
    assert store.flags() == {"a": (START, "odder")}


def test_sessions_are_noted(store, make_review):
    store.begin("s1", "quiz", START, 7, {"topics": ["a"]})
    assert store.last_session("quiz") is None
    store.record(make_review(kind="quiz"))
    store.end("s1", START, {"right": 1})
    assert store.last_session("quiz") == "s1"
    row = store.rows("SELECT * FROM sessions")[0]
    assert (row["ended"], row["summary"]) == ("2026-03-01T09:00:00.000000Z", '{"right": 1}')


def test_nothing_of_a_failed_step_is_written(store, make_review, monkeypatch):
    store.record(make_review())
    monkeypatch.setattr("quizcv.store.progress.state_row", lambda state: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        store.record(make_review(5))
    assert len(store.reviews()) == 1
    assert not store.database.in_transaction


def test_two_open_at_once_see_each_other(tmp_path, make_review):
    with open_progress(tmp_path, START) as one, open_progress(tmp_path, START) as other:
        one.record(make_review(0))
        other.record(make_review(10))
        assert one.reviews() == other.reviews()
        assert one.state("conv-output-size").reviews == 2
        one.record(make_review(20))
        assert other.state("conv-output-size").reviews == 3
