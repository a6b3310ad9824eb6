from __future__ import annotations

import inspect

import pytest

from quizcv.bank.bundled import bundled_paths, content_dir
from quizcv.bank.cache import BankCache
from quizcv.bank.syllabus_reader import load_syllabus
from quizcv.errors import BankUnreadable, UnknownName


@pytest.fixture(scope="module")
def bundled():
    return load_syllabus()


def test_the_bundled_syllabus_has_every_topic_by_area(bundled):
    assert len(bundled) >= 236
    assert len({topic.topic for topic in bundled}) == len(bundled)
    assert sum(len(bundled.in_area(area)) for area in bundled.areas) == len(bundled)
    assert [topic.area for topic in bundled] == [
        area for area in bundled.areas for _ in bundled.in_area(area)
    ]


def test_unknown_names_get_suggestions(bundled):
    with pytest.raises(UnknownName, match="did you mean 'pooling'"):
        bundled.in_area("poolings")


def test_the_bundled_banks_are_beside_it():
    assert bundled_paths() == (content_dir(),)
    assert (content_dir() / "syllabus.yaml").is_file()


def refuse(tmp_path, text):
    path = tmp_path / "syllabus.yaml"
    path.write_text(inspect.cleandoc(text))
    with pytest.raises(BankUnreadable) as caught:
        load_syllabus(path)
    return str(caught.value).removeprefix(str(path))


@pytest.mark.parametrize(
    ("needs", "message"),
    [
        ("[gone]", ":3: 'b' needs 'gone', which is no topic"),
        ("[b]", ": topics need each other in a circle: b -> b"),
        ("[a]", ": topics need each other in a circle: a -> b -> a"),
        ("a", ":3:40: wrong-type: 'a' is not a list"),
    ],
)
def test_needs_are_checked(tmp_path, needs, message):
    text = f"""
    topics:
    - {{topic: a, area: x, title: A, needs: [b]}}
    - {{topic: b, area: x, title: B, needs: {needs}}}
    """
    assert refuse(tmp_path, text) == message


def test_what_is_no_syllabus_is_refused(tmp_path):
    assert "missing-key" in refuse(tmp_path, "")
    assert ":2:1: yaml-syntax" in refuse(tmp_path, "topics: [\n")
    twice = "topics: [{topic: a, area: x, title: A}, {topic: a, area: x, title: A}]"
    assert "'a' is given twice" in refuse(tmp_path, twice)
    with pytest.raises(BankUnreadable, match="not found"):
        load_syllabus(tmp_path / "none.yaml")


def test_an_unchanged_syllabus_is_not_parsed_again(tmp_path, monkeypatch):
    cache = BankCache(tmp_path / "cache")
    path = tmp_path / "syllabus.yaml"
    path.write_text("topics: [{topic: a, area: x, title: A}]")
    first = load_syllabus(path, cache)
    monkeypatch.setattr("quizcv.bank.syllabus_reader.read_topics", None)
    assert load_syllabus(path, cache).topics == first.topics
    path.write_text("topics: [{topic: a, area: x, title: B}]")
    with pytest.raises(TypeError):
        load_syllabus(path, cache)
