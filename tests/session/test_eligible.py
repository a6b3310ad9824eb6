"""Which kinds of answers an interview asks for: every short one, every computed one, the spoken."""

from __future__ import annotations

import pytest

from quizcv.kinds import KINDS
from quizcv.kinds.boolean import Boolean
from quizcv.kinds.choices import Choice, Multi, Order
from quizcv.kinds.formula import Formula
from quizcv.kinds.numbers import Integer, Number
from quizcv.kinds.recall import Recall
from quizcv.kinds.shape import Shape
from quizcv.session.interview.interviewer import Interviewer
from quizcv.session.interview.kinship import Kinship
from quizcv.session.interview.preset import Part, Preset, Step

OPTIONS = {"one": "1", "two": "2"}
ANSWERS = {
    answer.kind: answer
    for answer in (
        Integer(value=3),
        Number(value=0.5),
        Shape(value=[1, 2]),
        Boolean(value=True),
        Choice(options=OPTIONS, value="one"),
        Multi(options=OPTIONS, value=["one"]),
        Order(options=OPTIONS, value=["one", "two"]),
        Formula(formula="a+b"),
        Recall(text="t", points=["p"]),
    )
}


def first_asked(entry, *steps):
    """Return the card asked at each step, where there is only one."""
    parts = [Part(title="Part", count=1, steps=[Step(ask=step, seconds=60) for step in steps])]
    preset = Preset(preset="p", title="P", minutes=5, parts=parts)
    return Interviewer(preset, [entry], Kinship(), 1).next()


def test_every_kind_has_an_example_here():
    assert set(ANSWERS) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_short_question_takes_every_kind_that_is_graded_at_once(world, kind):
    planned = first_asked(world.entry("card", ANSWERS[kind]), "short")
    assert (planned is not None) is (kind != "recall")


@pytest.mark.parametrize("kind", KINDS)
def test_a_chain_begins_with_what_is_computed(world, kind):
    planned = first_asked(world.entry("card", ANSWERS[kind]), "compute", "change")
    assert (planned is not None) is (kind in {"integer", "number", "shape", "formula"})
