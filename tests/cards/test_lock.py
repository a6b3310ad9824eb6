"""What a lock says of a card, and that nothing forged or damaged in it says anything."""

from __future__ import annotations

import json
from typing import Any

import pytest
from msgspec.structs import replace

from quizcv.cards.lock import LIMITS, Lock, Proof, Versions, harmless, joined, seal, sealed
from quizcv.cards.model import Card, Claim, Figure, Mistake, Range
from quizcv.cards.proof import proof_digest
from quizcv.cards.variant import Variant
from quizcv.kinds.choices import Choice, Multi
from quizcv.kinds.numbers import Integer, Number
from quizcv.kinds.recall import Recall

HERE = Versions("1.0", "3.11.7", "2.4.0", "2.13.0")


def card(answer: Any = None, **fields: Any) -> Card:
    basic = {
        "id": "c", "topics": ["t"], "level": "core", "question": "q", "check": "answer = a",
        "explanation": "e", "params": {"a": 1, "b": 0.5, "free": [7]},
        "vary": {"a": Range(first=1, last=9, step=2), "b": [0.5, 1.5]},
        "mistakes": [
            Mistake(formula="a + 1", feedback="No."),
            Mistake(value=7, feedback="No."),
            Mistake(says="It depends.", feedback="No."),
        ],
        "claims": {"half": Claim(value=0.5, formula="a / 2")},
        "let": {"twice": "2*a"}, "figure": Figure(x="xs", series={"up": "ys"}),
    }  # fmt: skip
    return Card(**{**basic, **fields}, answer=answer or Integer(value=1, formula="a"))


def showing(seed: int | None = None, a: int = 1, **fields: Any) -> Variant:
    basic: dict[str, Any] = {
        "params": {"a": a, "b": 0.5, "free": [7]}, "answer": a, "let": {"twice": 2 * a},
        "claims": {"half": a / 2}, "mistakes": (a + 1, 7, None),
        "arrays": {"xs": [0.0, 1.0], "ys": [1.0, 2.5]} if seed is None else {},
    }  # fmt: skip
    return Variant(card="c", seed=seed, **{**basic, **fields})


def proof(*showings: Variant, of: Card | None = None) -> Proof:
    return Proof(proof_digest(of or card()), "draws", 2, (HERE,), showings)


def lock(*rows: list[Any], of: Card | None = None) -> Lock:
    """A lock of the card with these rows, sealed as whoever forges one would."""
    of = of or card()
    lines = tuple(json.dumps(row).encode() for row in rows)
    part = sealed(of, proof(showing(), of=card()))
    part = replace(part, digest=proof_digest(of), rows=lines, seal=seal(lines))
    return Lock("b", {of.id: part})


DEFAULT = [None, 1, 0.5, 2, 1, 0.5, 2, [0.0, 1.0], [1.0, 2.5]]
DRAWN = [4, 3, 1.5, 6, 3, 1.5, 4]


def but(row: list[Any], at: int, value: Any) -> list[Any]:
    return [*row[:at], value, *row[at + 1 :]]


def test_what_was_sealed_is_what_is_shown():
    showings = (showing(), showing(4, 3), showing(9, 5))
    part = sealed(card(), proof(*showings))
    assert Lock("b", {"c": part}).showings(card()) == showings


def test_constants_stand_in_the_card_and_not_in_the_lock():
    (shown, drawn) = lock(DEFAULT, DRAWN).showings(card())
    assert drawn.params == {"a": 3, "b": 1.5, "free": [7]}
    assert drawn.mistakes == (4, 7, None)
    assert (shown.arrays["ys"], drawn.arrays) == ([1.0, 2.5], {})


def test_a_reworded_card_keeps_its_showings_and_a_changed_one_has_none():
    found = lock(DEFAULT, DRAWN)
    assert found.showings(card(question="Q?"))
    assert found.miss(card(question="Q?")) is None
    changed = card(check="answer = a + 0")
    assert found.showings(changed) == ()
    assert found.miss(changed).state == "stale"
    assert found.miss(card(id="d")).state == "missing"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([but(DEFAULT, 0, 3)], "own numbers"),
        ([but(DEFAULT, 1, 3)], "own numbers"),
        ([but(DEFAULT, 1, True)], "own numbers"),
        ([but(DEFAULT, 4, 2)], "not the one that the card states"),
        ([but(DEFAULT, 4, "1")], "kind"),
        ([but(DEFAULT, 4, None)], "kind"),
        ([but(DEFAULT, 3, None)], "no value"),
        ([but(DEFAULT, 5, "0.5")], "type"),
        ([but(DEFAULT, 7, [])], "list of numbers"),
        ([but(DEFAULT, 7, [1.0])], "differ in length"),
        ([but(DEFAULT, 7, ["x", "y"])], "list of numbers"),
        ([DEFAULT[:-1]], "columns"),
        ([DEFAULT, but(DRAWN, 0, None)], "seed"),
        ([DEFAULT, but(DRAWN, 0, -1)], "seed"),
        ([DEFAULT, but(DRAWN, 0, 2**70)], "seed"),
        ([DEFAULT, but(DRAWN, 0, True)], "seed"),
        ([DEFAULT, but(DRAWN, 1, 2)], "outside its domain"),
        ([DEFAULT, but(DRAWN, 1, 11)], "outside its domain"),
        ([DEFAULT, but(DRAWN, 1, 3.0)], "outside its domain"),
        ([DEFAULT, but(DRAWN, 1, [3])], "outside its domain"),
        ([DEFAULT, but(DRAWN, 2, 1.6)], "outside its domain"),
        ([DEFAULT, but(DRAWN, 2, {"x": 1})], "no known type"),
        ([DEFAULT, but(DRAWN, 6, "\x1b[2J")], "control characters"),
        ([DEFAULT, but(DRAWN, 6, "\u202e")], "control characters"),
        ([DEFAULT, but(DRAWN, 6, "x" * 9_999)], "too long"),
        ([DEFAULT, but(DRAWN, 6, [[[[[[[[1]]]]]]]])], "nested"),
        ([DEFAULT, but(DRAWN, 6, float("nan"))], "no list of values"),
        ([DEFAULT, DRAWN, DRAWN], "twice"),
        ([DEFAULT, [*DRAWN, 1]], "columns"),
    ],
)  # fmt: skip
def test_a_forged_row_costs_the_card_its_showings(rows, told):
    found = lock(*rows)
    assert found.showings(card()) == ()
    miss = found.miss(card())
    assert miss.state == "damaged"
    assert told in miss.message


@pytest.mark.parametrize(
    "text", [b"{}", b"3", b"[1", b"", b"[NaN]", b"[1e999]", b"[" + b"9" * 5000 + b"]", b"[" * 10**5]
)
def test_a_row_that_is_no_list_of_values_is_told_by_its_line(text):
    part = sealed(card(), proof(showing(), showing(4, 3)))
    rows = (part.rows[0], text)
    found = Lock("b", {"c": replace(part, rows=rows, seal=seal(rows), line=10)})
    assert found.miss(card())[1:] == ("this is no list of values", 11)


def test_an_edit_by_hand_breaks_the_seal():
    part = sealed(card(), proof(showing(), showing(4, 3)))
    rows = (part.rows[0], part.rows[1].replace(b"3", b"5"))
    assert Lock("b", {"c": replace(part, rows=rows)}).miss(card()).state == "damaged"


def test_other_columns_than_the_cards_are_not_read():
    part = sealed(card(), proof(showing()))
    odd = replace(part, columns=(*part.columns[:-1], "trial"))
    assert "columns" in Lock("b", {"c": odd}).miss(card()).message


@pytest.mark.parametrize(
    ("answer", "good", "bad"),
    [
        (Number(value=1.38e8, formula="a"), 138357544, 1.39e8),
        (Choice(options={"x": "1", "y": "2"}, value="x"), "x", "y"),
        (Choice(options={"x": "1", "y": "2"}, value="x"), "x", "z"),
        (Multi(options={"x": "1", "y": "2"}, value=["x", "y"]), ["y", "x"], ["x", ["y"]]),
    ],
    ids=str,
)
def test_the_first_answer_is_the_one_stated(answer, good, bad):
    own = card(answer)
    assert lock(but(DEFAULT, 4, good), of=own).showings(own)
    assert not lock(but(DEFAULT, 4, bad), of=own).showings(own)


def test_a_spoken_answer_has_no_column():
    spoken = card(Recall(text="t", points=["p"]), vary={}, mistakes=[], figure=None, let={})
    shown = Variant(card="c", seed=None, params=spoken.params, answer=None, claims={"half": 0.5})
    part = sealed(spoken, proof(shown, of=spoken))
    assert part.columns == ("seed", "half")
    assert Lock("b", {"c": part}).showings(spoken) == (shown,)


@pytest.mark.parametrize(
    ("text", "fine"),
    [("a\tb\n", True), ("3\u00a0kB", True), ("\x1b[0m", False), ("\u200b", False), ("\x85", False)],
)
def test_harmful_text(text, fine):
    assert harmless(text) is fine


def test_the_limits_are_above_what_is_written():
    assert LIMITS.showings >= 32


def test_versions_that_differ_only_in_quizcv_are_one_proof():
    later, other = replace(HERE, quizcv="1.1"), replace(HERE, python="3.12.0")
    assert joined([HERE], later) == (later,)
    assert joined([HERE, other], HERE) == (other, HERE)
    many = [replace(HERE, python=f"3.{minor}") for minor in range(20)]
    assert joined(many, HERE) == (*many[-7:], HERE)
