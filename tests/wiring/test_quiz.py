"""`quizcv quiz`: how many are asked, which again, and what is kept of the confidence."""

from __future__ import annotations

import pytest

MISS = "-1\n"


@pytest.mark.parametrize("option", ["--count", "-n"])
def test_so_many_questions(reader, option: str) -> None:
    assert len(reader.asked("quiz", option, 2)) == 2
    assert len(reader.asked("quiz")) == 3


def test_a_seed_repeats_the_quiz(learner, card) -> None:
    learner.bank("pooling", *(card("varied", f"sum-{n}", "stride", n=n) for n in range(2, 12)))

    def quiz(seed: int) -> list[tuple]:
        asked = learner.reviews("quiz", "-n", 3, "--seed", seed)
        return [(review["card"], review["params"]) for review in asked]

    assert quiz(8) == quiz(8) != quiz(9)


def test_redo_asks_the_misses_alone_with_new_numbers(learner, card) -> None:
    cards = [card("varied", f"sum-{n}", "stride", n=n) for n in (2, 3)]
    learner.bank("convolution", *cards, card("fixed", "five", "zero-padding", n=5))
    learner.sit("quiz", "stride", input=MISS * 2)
    learner.sit("quiz", "zero-padding", input="5\n")
    assert "no misses" in learner("quiz", "--redo", "--bank", learner.banks).err
    rounds = [learner.reviews("quiz", "stride", "--seed", 1, input=MISS * 2)]
    rounds += [learner.reviews("quiz", "--redo", "--seed", seed) for seed in (2, 3)]
    asked = [review for each in rounds for review in each]
    assert [{review["card"] for review in each} for each in rounds] == [{"sum-2", "sum-3"}] * 3
    assert len({review["params"]["a"] for review in asked}) == len(asked) == 6


@pytest.mark.parametrize(
    ("options", "typed", "stated"),
    [([], "3\n", None), (["--confidence"], "3\n4\n", 95), (["--confidence"], "3\n1\n", 25)],
)
def test_confidence_is_asked_for_and_kept(learner, card, options, typed, stated) -> None:
    learner.bank("convolution", card("fixed", "three", "stride"))
    [review] = learner.reviews("quiz", *options, input=typed)
    assert (review["verdict"], review["confidence"]) == ("correct", stated)
    calibration = learner.sit("stats", "--json").json["calibration"]
    assert calibration == ([] if stated is None else [[stated, 1, 1]])


def test_a_quiz_says_how_to_repeat_it_and_a_redo_does_not(learner, card) -> None:
    learner.bank("convolution", card("varied", "sum", "stride"))
    assert "`--seed 4` repeats this quiz" in learner.sit("quiz", "--seed", 4, input=MISS).out
    again = learner.sit("quiz", "--redo", "--seed", 4, input=MISS).out
    assert "0 of 1 right" in again
    assert "repeats this quiz" not in again
