"""The digest of a proof changes with what was proved and with nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from quizcv.cards.model import Card, Claim, Figure, Mistake, Range
from quizcv.cards.proof import proof_digest
from quizcv.kinds.choices import Choice
from quizcv.kinds.numbers import Integer, Number
from quizcv.kinds.recall import Recall


def card(answer: Any = None, **fields: Any) -> Card:
    basic = {
        "id": "c", "topics": ["t"], "level": "core", "question": "q", "check": "answer = a",
        "explanation": "e", "params": {"a": 1}, "vary": {"a": Range(first=1, last=4)},
        "mistakes": [Mistake(formula="a + 1", feedback="No.")], "claims": {"half": 0.5},
        "let": {"twice": "2*a"}, "figure": Figure(x="xs", series={"up": "ys"}),
    }  # fmt: skip
    return Card(**{**basic, **fields}, answer=answer or Integer(value=1, formula="a"))


@pytest.mark.parametrize(
    "changes",
    [
        {"question": "Q?"},
        {"explanation": "E", "hints": ["h"], "topics": ["u"], "level": "deep"},
        {"aliases": ["b"], "convention": "C", "sources": ["s"], "followups": ["d"]},
        {"mistakes": [Mistake(formula="a + 1", feedback="Well.", name="n", kind="slip")]},
        {"claims": {"half": Claim(value=0.5)}},
        {"figure": Figure(x="xs", series={"down": "ys"}, title="T")},
    ],
    ids=lambda changes: " ".join(changes),
)
def test_wording_leaves_it(changes):
    assert proof_digest(card(**changes)) == proof_digest(card())


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "d"},
        {"check": "answer = a + 0"},
        {"params": {"a": 2}},
        {"params": {"a": 1.0}},
        {"vary": {"a": Range(first=1, last=5)}},
        {"require": "a > 1"},
        {"let": {"twice": "a + a"}},
        {"claims": {"half": 0.51}},
        {"claims": {"half": Claim(value=0.5, formula="a / 2")}},
        {"claims": {"half": Claim(value=0.5, drift=0.1)}},
        {"mistakes": [Mistake(formula="a + 2", feedback="No.")]},
        {"mistakes": [Mistake(formula="a + 1", feedback="No.", when="a > 1")]},
        {"figure": Figure(x="xs", series={"up": "zs"})},
        {"answer": Integer(value=2, formula="a")},
        {"answer": Integer(value=1, formula="a * 1")},
        {"answer": Number(value=1, formula="a")},
        {"answer": Number(value=1, formula="a", rtol=0.1)},
    ],
    ids=str,
)
def test_everything_else_changes_it(changes):
    assert proof_digest(card(**changes)) != proof_digest(card())


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("vary", {"a": [1, 2], "b": [3, 4]}, {"b": [3, 4], "a": [1, 2]}),
        ("let", {"x": "1", "y": "2"}, {"y": "2", "x": "1"}),
    ],
)
def test_an_order_that_draws_and_lets_hang_on_counts(field, one, other):
    assert proof_digest(card(**{field: one})) != proof_digest(card(**{field: other}))


def test_options_are_their_keys_and_a_rubric_is_wording():
    options = [
        Choice(options=texts, value="x") for texts in ({"x": "1", "y": "2"}, {"y": "", "x": ""})
    ]
    assert proof_digest(card(options[0])) == proof_digest(card(options[1]))
    assert proof_digest(card(Choice(options={"x": "", "z": ""}, value="x"))) != proof_digest(
        card(options[0])
    )
    spoken = [Recall(text="t", points=["p"]), Recall(text="u", points=["q", "r"])]
    assert proof_digest(card(spoken[0])) == proof_digest(card(spoken[1]))


def test_the_rule_is_named_and_pinned():
    assert proof_digest(card()).startswith("sha256-v1:")
