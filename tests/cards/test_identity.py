"""A fingerprint changes with the right answer and with nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from quizcv.cards.identity import fingerprint
from quizcv.cards.model import Card, Claim
from quizcv.kinds.choices import Multi
from quizcv.kinds.formula import Formula
from quizcv.kinds.numbers import Integer, Number
from quizcv.kinds.recall import Recall


def card(answer: Any = None, **fields: Any) -> Card:
    basic = {"id": "c", "topics": ["t"], "level": "core", "question": "q", "check": "x = 1"}
    answer = answer or Integer(value=55, formula="a + b")
    return Card(**{**basic, "explanation": "e", **fields}, answer=answer)


@pytest.mark.parametrize(
    "reworded",
    [
        card(question="Q?", explanation="E", check="y = 2", id="d", level="deep"),
        card(Integer(value=55, formula="b + a", unit="weights")),
        card(Integer(value=55)),
    ],
)
def test_rewording_keeps_it(reworded):
    assert fingerprint(reworded) == fingerprint(card())


@pytest.mark.parametrize(
    "changed", [card(Integer(value=56)), card(Number(value=55.0)), card(Formula(formula="55"))]
)
def test_another_answer_changes_it(changed):
    assert fingerprint(changed) != fingerprint(card())


def test_a_recall_card_is_what_its_claims_state():
    spoken, respoken = Recall(text="a", points=["b"]), Recall(text="c", points=["d"])
    told = fingerprint(card(spoken, claims={"ratio": 8.41}))
    assert told == fingerprint(card(respoken, claims={"ratio": Claim(value=8.41)}))
    assert told != fingerprint(card(spoken, claims={"ratio": 8.42}))


def test_more_digits_and_another_order_are_the_same_answer():
    assert fingerprint(card(Number(value=0.1429))) == fingerprint(card(Number(value=1 / 7)))
    options = {"one": "1", "two": "2"}
    multi = [Multi(options=options, value=value) for value in (["one", "two"], ["two", "one"])]
    assert fingerprint(card(multi[0])) == fingerprint(card(multi[1]))


def test_the_rule_is_named_and_pinned():
    assert fingerprint(card()).startswith("sha256-v1:39")
