"""The bundled banks as they are written; what only running them shows is `tools/content.py`'s."""

from __future__ import annotations

from collections import Counter

import pytest

from quizcv.bank.syllabus_reader import load_syllabus
from quizcv.cards.library import Library
from quizcv.kinds.formula import Formula
from quizcv.kinds.numbers import Integer, Number
from quizcv.kinds.recall import Recall
from quizcv.kinds.shape import Shape

LEAST = {
    # areas: cards, with vary, recall, choice or multi, mistakes
    (
        "foundations",
        "activations",
        "losses",
        "optimizers",
        "initialization",
        "regularization",
    ): (150, 90, 35, 20, 120),
    ("convolution", "pooling", "architectures"): (170, 90, 25, 20, 120),
    ("detection", "interpretation", "transfer"): (110, 50, 25, 0, 70),
    (
        "sequence-models",
        "evaluation",
        "vision-transformers",
        "training-systems",
        "inference",
    ): (220, 120, 50, 80, 600),
}


@pytest.fixture
def library(bundled: Library) -> Library:
    return bundled


def test_the_banks_read_without_a_problem(library: Library) -> None:
    assert [str(problem) for problem in library.problems] == []


def test_every_topic_has_a_card(library: Library) -> None:
    covered = {topic for entry in library for topic in entry.card.topics}
    assert [topic.topic for topic in load_syllabus() if topic.topic not in covered] == []


def test_a_card_stands_in_the_bank_of_its_area(library: Library) -> None:
    areas = {topic.topic: topic.area for topic in load_syllabus()}
    for entry in library:
        assert entry.area in {areas[topic] for topic in entry.card.topics}, entry.card.id


@pytest.mark.parametrize("areas", LEAST, ids=" ".join)
def test_there_is_enough_to_learn_from(areas: tuple[str, ...], library: Library) -> None:
    cards = [entry.card for entry in library if entry.area in areas]
    kinds = Counter(card.kind for card in cards)
    counts = (
        len(cards),
        sum(1 for card in cards if card.vary),
        kinds["recall"],
        kinds["choice"] + kinds["multi"],
        sum(len(card.mistakes) for card in cards),
    )
    assert all(have >= want for have, want in zip(counts, LEAST[areas], strict=True)), counts


def test_what_cannot_vary_is_conceptual_or_says_why(library: Library) -> None:
    """Numbers are not there to be memorised: most computed cards draw fresh ones."""
    computed = [
        entry.card
        for entry in library
        if isinstance(entry.card.answer, Integer | Number | Shape | Formula)
    ]
    varied = sum(1 for card in computed if card.vary)
    assert varied / len(computed) >= 0.75


def test_every_recall_card_lists_several_points(library: Library) -> None:
    for entry in library:
        if isinstance(entry.card.answer, Recall):
            assert len(entry.card.answer.points) >= 2, entry.card.id
