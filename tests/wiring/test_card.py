"""`quizcv run`, `grade`, `show` and `search`: one card's numbers, and which cards have a word."""

from __future__ import annotations

import pytest

SUM = """\
  - id: sum
    topics: [stride]
    level: warmup
    question: What is {{a}} + {{b}}?
    params: {a: 2, b: 4}
    vary: {a: {from: 1, to: 9999}, b: {from: 1, to: 9999}}
    answer: {kind: integer, value: 6, formula: a + b}
    check: |
      answer = len([0] * a + [0] * b)
    explanation: Together {{answer}}.
"""


@pytest.fixture(scope="module")
def owner(learners, card):
    """Somebody with a sum, and with a card that speaks of sums."""
    new = learners()
    talk = card("fixed", "talk", "zero-padding").replace("How many", "How many sums, how many")
    new.bank("convolution", talk, SUM)
    return new


def numbers(owner, command: list[str], *options: object) -> dict:
    done = owner(*command, *options, "--bank", owner.banks, "--json")
    assert done.code in (0, 1), done
    return done.json["params"]


@pytest.mark.parametrize("command", [["run", "sum"], ["grade", "sum", "6"]], ids=lambda c: c[0])
def test_a_number_and_a_seed(owner, command: list[str]) -> None:
    assert numbers(owner, command) == {"a": 2, "b": 4}
    first, again = (numbers(owner, command, "--seed", 7) for _ in range(2))
    assert first == again != {"a": 2, "b": 4}
    assert first != numbers(owner, command, "--seed", 8)
    assert numbers(owner, command, "-p", "a=11") == {"a": 11, "b": 4}
    assert numbers(owner, command, "--seed", 7, "--param", "a=12") == {**first, "a": 12}


def test_the_numbers_are_what_is_computed_and_graded(owner) -> None:
    ran = owner.sit("run", "sum", "-p", "a=11", "--json").json
    assert (ran["answer"], ran["formula"]) == (15, 15)
    drawn = owner.sit("run", "sum", "--seed", 7, "--json").json
    assert drawn["answer"] == drawn["formula"] == sum(drawn["params"].values())
    assert owner.sit("grade", "sum", "15", "-p", "a=11").out == "correct: 15\n"
    assert owner.sit("grade", "sum", drawn["answer"], "--seed", 7).out.startswith("correct: ")


def test_search_has_names_before_texts(owner) -> None:
    found = owner.sit("search", "sum", "--json").json["cards"]
    assert [each["id"] for each in found] == ["sum", "talk"]
    lines = owner.sit("search", "sum").out
    assert lines.index("sum ") < lines.index("talk ")


def test_run_draws_the_figure_of_a_card(learners, card) -> None:
    new = learners()
    curve = card("fixed", "curve", "stride").replace(
        "    check: |\n      answer = len([0] * 3)\n",
        "    figure: {title: It grows, x: x, series: {twice: y}}\n"
        "    check: |\n      x, y = [0, 1, 2], [0, 2, 4]\n      answer = len(x)\n",
    )
    path = new.bank("convolution", curve)
    assert "It grows" in new.sit("run", "curve").out
    path.write_text(path.read_text().replace("value: 3", "value: 4"))
    failed = new("run", "curve", "--bank", new.banks)
    assert (failed.code, "It grows" in failed.out) == (1, False)
