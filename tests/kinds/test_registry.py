"""The registry, and what every kind in it promises to those who ask."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from quizcv.kinds import KINDS, decoded, kind_of, shown_value
from quizcv.kinds.base import Answer
from quizcv.kinds.boolean import Boolean
from quizcv.kinds.choices import Choice, Multi, Order
from quizcv.kinds.formula import Formula
from quizcv.kinds.numbers import Integer, Number
from quizcv.kinds.options import shuffled
from quizcv.kinds.recall import Recall
from quizcv.kinds.shape import Shape

DOCS = Path(__file__).parents[2] / "docs" / "writing-cards.md"
OPTIONS = {"relu": "ReLU", "quit": "leaves"}
ANSWERS = [
    Integer(value=3, unit="MB"),
    Number(value=0.5, rtol=1e-3),
    Shape(value=[1, 2]),
    Boolean(value=True),
    Choice(options=OPTIONS, value="relu"),
    Multi(options=OPTIONS, value=["relu"]),
    Order(options=OPTIONS, value=["relu", "quit"]),
    Formula(formula="a + b"),
    Recall(text="t", points=["p"]),
]
by_kind = pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.kind)


def test_every_kind_is_found_by_its_answers_and_they_are_listed_in_order():
    assert [kind_of(answer).name for answer in ANSWERS] == list(KINDS)
    assert all(KINDS[name].struct.__struct_config__.tag == name for name in KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_the_docs_list_every_kind(name):
    assert re.search(rf"^\| `{name}` \|", DOCS.read_text(encoding="utf-8"), re.M)


@by_kind
def test_an_answer_survives_its_builtins(answer):
    assert decoded(Answer, msgspec.to_builtins(answer)) == answer


@pytest.mark.parametrize(
    ("kind", "value"),
    [(Answer, {"kind": "riddle"}), (Answer, {"value": 3}), (Answer, 3), (int, {"kind": "integer"})],
)
def test_what_is_no_answer_is_refused(kind, value):
    with pytest.raises(msgspec.ValidationError):
        decoded(kind, value)


FORMS = {
    "integer": "a whole number, such as 34848 or 34.8k, in MB",
    "number": "a number to 3 significant digits",
    "shape": "a shape, such as (1, 64, 112, 112)",
    "boolean": "yes or no",
    "choice": "a letter",
    "multi": "all letters that apply, such as ac",
    "order": "every letter, first to last",
    "formula": "a formula in a, b",
    "recall": "say it aloud, then reveal",
}


@by_kind
def test_the_form_says_what_to_type(answer):
    assert kind_of(answer).form(answer, ["a", "b"]) == FORMS[answer.kind]


@by_kind
def test_an_answer_is_graded_at_once_or_spoken(answer):
    traits = kind_of(answer).traits
    assert traits.short != traits.spoken
    assert not (traits.computed and traits.spoken)
    assert (kind_of(answer).rubric(answer) is not None) is traits.spoken


@by_kind
def test_only_keys_answer_what_is_answered_by_key(answer):
    kind = kind_of(answer)
    options = shuffled(kind.options(answer), "card", 1)
    assert bool(kind.presses(options)) or kind.input != "key"


@pytest.mark.parametrize(
    ("kind", "word", "means"),
    [
        ("integer", "q", False),
        ("shape", "s", False),
        ("boolean", "f", True),
        ("boolean", "q", False),
        ("choice", "b", True),
        ("choice", "quit", True),
        ("choice", "s", False),
        ("multi", "ab", True),
        ("order", "ba", True),
        ("formula", "s", True),
        ("formula", "?", False),
        ("recall", "s", False),
    ],
)
def test_a_word_of_a_command_may_be_an_answer(kind, word, means):
    answer = next(answer for answer in ANSWERS if answer.kind == kind)
    options = shuffled(kind_of(answer).options(answer), "card", 1)
    assert kind_of(answer).may_mean(word, options) is means


def test_a_number_wants_the_digits_of_its_tolerance():
    wanted = [Number(value=1.0, rtol=rtol) for rtol in (0.5, 5e-3, 1e-6, 0)]
    forms = [kind_of(answer).form(answer, ()) for answer in wanted]
    assert [re.sub(r"\D", "", form) for form in forms] == ["2", "3", "6", ""]


ODD = [[["relu"]], [], "x", 1.5, True, 3, [1, [2]], ["relu", 3], ""]


@by_kind
@pytest.mark.parametrize("value", ODD, ids=repr)
def test_a_value_of_any_type_raises_nothing(answer, value):
    """A check or a mistake may give anything; what is wrong with it is told, not thrown."""
    kind = kind_of(answer)
    list(kind.lint_mistake(answer, value, varies=False))
    shown_value(answer, value)
    for other in (*ODD, kind.stated(answer)):
        assert kind.same(answer, value, other) in {True, False}
        assert kind.indistinct(answer, value, other) in {True, False}
