"""What somebody may have meant."""

from __future__ import annotations

import pytest

from quizcv.suggestion import did_you_mean, nearest, with_suggestion

KNOWN = {"pooling", "padding", "stride"}


@pytest.mark.parametrize(
    ("word", "most", "said"),
    [
        ("poling", 1, "did you mean 'pooling'?"),
        ("paddling", 2, "did you mean 'padding' or 'pooling'?"),
        ("zzz", 2, "there are three"),
    ],
)
def test_the_nearest_are_offered(word, most, said):
    assert did_you_mean(word, KNOWN, otherwise="there are three", most=most) == said


def test_names_come_as_names():
    assert nearest("strid", KNOWN) == ["stride"]
    assert nearest("zzz", KNOWN) == []


def test_a_message_gets_a_hint_only_where_there_is_one():
    assert with_suggestion("no 'strid'", "strid", KNOWN) == "no 'strid'; did you mean 'stride'?"
    assert with_suggestion("no 'zzz'", "zzz", KNOWN) == "no 'zzz'"
