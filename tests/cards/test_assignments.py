"""Numbers as learners set them, by option and in what-if: one syntax, each of the card's type."""

from __future__ import annotations

import pytest

from quizcv.cards.assignments import BadAssignment, read_assignments, read_named
from quizcv.cards.model import Card, Range
from quizcv.kinds.numbers import Integer

SAMPLES = {"k": 3, "rate": 0.5, "flag": True, "mode": "same", "logits": [1.0, 2]}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        ("k=5", {"k": 5}),
        (" k = -5 , rate=2", {"k": -5, "rate": 2.0}),
        ("k=1_000", {"k": 1000}),
        ("rate=1e-3", {"rate": 1e-3}),
        ("flag=false", {"flag": False}),
        ("flag=False", {"flag": False}),
        ("flag=true,k=1", {"flag": True, "k": 1}),
        ("mode=full", {"mode": "full"}),
        ("mode='full'", {"mode": "full"}),
        ("mode=5", {"mode": "5"}),
        ("logits=[1, 2.5, -3], k=2", {"logits": [1, 2.5, -3], "k": 2}),
        ("logits=(1, [true, False])", {"logits": [1, [True, False]]}),
        ("k=1, k=2", {"k": 2}),
    ],
)
def test_values_of_the_right_type(text: str, found: dict) -> None:
    read = read_named(text, SAMPLES)
    assert read == found
    assert {n: type(v) for n, v in read.items()} == {n: type(v) for n, v in found.items()}


@pytest.mark.parametrize(
    ("text", "why", "wanted"),
    [
        ("k", "no-value", ""),
        ("5", "no-value", ""),
        ("c=1", "unknown", ""),
        ("k=x", "type", "a whole number"),
        ("k=1.5", "type", "a whole number"),
        ("k=true", "type", "a whole number"),
        ("k=2+3", "type", "a whole number"),
        ("k=__import__('os')", "type", "a whole number"),
        ("k=" + "(" * 1000, "type", "a whole number"),
        ("rate=nan", "type", "a number"),
        ("rate=1e999", "type", "a number"),
        ("rate=1" + "0" * 400, "type", "a number"),
        ("flag=1", "type", "true or false"),
        ("logits=3", "type", "a list"),
        ("logits=[None]", "type", "a list"),
        ("logits=[{}]", "type", "a list"),
        ("k=5, c=1", "unknown", ""),
    ],
)
def test_what_sets_nothing(text: str, why: str, wanted: str) -> None:
    found = read_named(text, SAMPLES)
    assert isinstance(found, BadAssignment)
    assert (found.why, found.wanted) == (why, wanted)


@pytest.mark.parametrize(
    "domain", [[1, 0.5], Range(first=1, last=2, step=0.5), Range(first=0.5, last=1.5)]
)
def test_a_number_that_is_drawn_from_decimals_takes_them(domain) -> None:
    card = Card(
        id="a",
        topics=["b"],
        level="core",
        question="?",
        answer=Integer(value=1),
        check="answer = 1",
        explanation="!",
        params={"k": 1, "n": 1},
        vary={"k": domain, "n": Range(first=1, last=4)},
    )
    assert read_assignments("k=0.25", card) == {"k": 0.25}
    assert isinstance(read_assignments("n=0.25", card), BadAssignment)
