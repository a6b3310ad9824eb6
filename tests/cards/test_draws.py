"""Draws are replayed from stored reviews, so the sequence is pinned by vectors."""

from __future__ import annotations

import random

import pytest

from quizcv.cards.draws import (
    TRIES,
    Rejected,
    draw,
    lands_on_its_end,
    size,
    takes_decimals,
    values,
)
from quizcv.cards.model import Range

CONV = {"n": [32, 64, 224, 227], "k": [3, 5, 7, 11], "s": {"from": 1, "to": 4}, "p": [0, 1, 2]}
RATES = {"lr": {"from": 0.1, "to": 0.5, "step": 0.1}, "decay": {"from": 1, "to": 2, "step": 0.25}}


def anything(_):
    return True


def test_replays_the_documented_sequence_of_random_calls():
    rng = random.Random("card:7")
    expected = {name: CONV[name][rng.randrange(4)] for name in ("n", "k")}
    expected["s"] = 1 + rng.randrange(4)
    expected["p"] = CONV["p"][rng.randrange(3)]
    assert draw(CONV, "card:7", anything) == expected


@pytest.mark.parametrize(
    ("domains", "key", "expected"),
    [
        (CONV, "conv-output-size:0", {"n": 224, "k": 7, "s": 1, "p": 0}),
        (CONV, "conv-output-size:1", {"n": 32, "k": 3, "s": 1, "p": 0}),
        (CONV, "conv-output-size:2", {"n": 64, "k": 3, "s": 2, "p": 0}),
        (RATES, "sgd-step:1", {"lr": 0.5, "decay": 1.0}),
        (RATES, "sgd-step:2", {"lr": 0.3, "decay": 1.5}),
    ],
)
def test_pinned_vectors(domains, key, expected):
    assert draw(domains, key, anything) == expected


def test_goes_on_with_the_same_generator_after_a_refusal():
    seen = []

    def third(drawn):
        seen.append(drawn["s"])
        return len(seen) == 3

    result = draw({"s": {"from": 0, "to": 10**6}}, "key", third)
    rng = random.Random("key")
    assert seen == [rng.randrange(10**6 + 1) for _ in range(3)]
    assert result == {"s": seen[-1]}


def test_a_range_of_floats_holds_the_decimals_as_written():
    values = {draw(RATES, f"r:{i}", anything)["lr"] for i in range(200)}
    assert values == {0.1, 0.2, 0.3, 0.4, 0.5}


@pytest.mark.parametrize(
    ("domain", "values"),
    [
        ({"from": 1, "to": 4}, {1, 2, 3, 4}),
        ({"from": 2, "to": 9, "step": 3}, {2, 5, 8}),
        ({"from": -1, "to": 0, "step": 0.5}, {-1.0, -0.5, 0.0}),
        ({"from": 3, "to": 3}, {3}),
        (["relu", "tanh"], {"relu", "tanh"}),
    ],
    ids=["ints", "end off the grid", "negative floats", "single", "words"],
)
def test_every_value_of_a_domain_comes_up_with_its_type(domain, values):
    drawn = {draw({"x": domain}, str(i), anything)["x"] for i in range(200)}
    assert drawn == values
    assert {type(value) for value in drawn} == {type(value) for value in values}


def test_gives_up_after_a_thousand_refusals():
    asked = []
    with pytest.raises(Rejected, match="1000"):
        draw(CONV, "key", lambda drawn: asked.append(drawn))
    assert len(asked) == TRIES


@pytest.mark.parametrize("domain", [[], {"from": 2, "to": 1}, {"from": 1, "to": 2, "step": 0}])
def test_an_impossible_domain_is_an_error(domain):
    with pytest.raises(ValueError, match="x"):
        draw({"x": domain}, "key", anything)


def spaced(first, last, step=1):
    return Range(first=first, last=last, step=step)


@pytest.mark.parametrize(
    ("domain", "wanted", "decimals", "lands"),
    [
        ([3, 5, 7], [3, 5, 7], False, None),
        ([1, 0.5], [1, 0.5], True, None),
        (spaced(1, 4), [1, 2, 3, 4], False, True),
        (spaced(1, 2.5), [1, 2], False, False),
        (spaced(0.1, 0.5, 0.2), [0.1, 0.3, 0.5], True, True),
        (spaced(1, 2, 0.4), [1.0, 1.4, 1.8], True, False),
        (spaced(0, 0.3, 0.1), [0.0, 0.1, 0.2, 0.3], True, True),
    ],
    ids=str,
)
def test_values_of_a_domain(domain, wanted, decimals, lands):
    assert values(domain) == wanted
    assert [type(value) for value in values(domain)] == [type(value) for value in wanted]
    assert size(domain) == len(wanted)
    assert values(domain, most=2) == wanted[:2]
    assert takes_decimals(domain) is decimals
    if lands is not None:
        assert lands_on_its_end(domain) is lands


def test_few_of_many_values_are_found_at_once():
    assert values(spaced(0, 10**12), most=3) == [0, 1, 2]
