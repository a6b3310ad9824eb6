"""`quizcv verify`: what each option does, and the defects only a run can show."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree as Xml

import pytest

HEAD = """\
  - id: {name}
    topics: [stride]
    level: warmup
    question: How many?
    explanation: That many.
"""


def handmade(name: str, rest: str) -> str:
    """Return a card with its answer, its numbers and its check as they are given."""
    return HEAD.format(name=name) + "".join(f"    {line}\n" for line in rest.splitlines())


def verified(learner, *options: object) -> dict:
    """Verify the learner's banks, nothing from the cache; return the cards by their ids."""
    data = learner("verify", learner.banks, "--no-cache", "--json", *options).json
    return {card["id"]: card for card in data["cards"]}


def codes(card: dict) -> set[str]:
    return {problem["code"] for problem in card["problems"]}


@pytest.mark.parametrize("option", ["--variants", "-n"])
@pytest.mark.parametrize(("wanted", "made"), [(0, 0), (2, 2), (3, 3), (7, 3)])
def test_fewer_variants_than_asked_for_only_where_there_are_no_more(
    learner, option: str, wanted: int, made: int
) -> None:
    """A domain of three, whose first three draws are not all different for this id."""
    card = handmade(
        "few",
        "params: {a: 9}\nvary: {a: {from: 1, to: 3}}\n"
        "answer: {kind: integer, value: 18, formula: 2 * a}\n"
        "check: |\n  answer = len([0] * a + [0] * a)",
    )
    learner.bank("convolution", card)
    assert verified(learner, option, wanted)["few"]["variants"] == made


NAP = """\
params: {{n: 3}}
vary: {{n: [3, 4]}}
answer: {{kind: integer, value: 3, formula: n}}
claims: {{began: 0.5, ended: 0.5}}
check: |
  import time
  began = time.monotonic()
  time.sleep({seconds})
  ended = time.monotonic()
  answer = len([0] * n)
"""
"""Says when it began and ended, by the machine's clock; that is never what is stated."""


@pytest.mark.parametrize(("seconds", "timed_out"), [(0.1, True), (5, False)])
def test_a_run_takes_no_longer_than_allowed(learner, seconds: float, timed_out: bool) -> None:
    learner.bank("convolution", handmade("nap", NAP.format(seconds=0.4)))
    card = verified(learner, "-n", 0, "--timeout", seconds)["nap"]
    assert ("check-timeout" in codes(card)) == timed_out


@pytest.mark.parametrize(("option", "jobs", "at_once"), [("--jobs", 1, False), ("-j", 3, True)])
def test_so_many_checks_at_once(learner, option: str, jobs: int, at_once: bool) -> None:
    learner.bank("convolution", *(handmade(f"nap-{n}", NAP.format(seconds=0.12)) for n in range(5)))
    naps = sorted(
        (card["values"]["began"], card["values"]["ended"])
        for card in verified(learner, "-n", 0, option, jobs).values()
    )
    assert len(naps) == 5
    assert any(later[0] < earlier[1] for earlier, later in pairwise(naps)) == at_once


def test_the_cache_is_used_unless_it_is_not_wanted(reader) -> None:
    def cached(*options: str) -> int:
        return reader("verify", reader.banks, "--json", *options).json["summary"]["cached"]

    assert cached("--no-cache") == 0
    assert cached("--cache") == 0
    assert cached() == cached("--cache") > 0
    assert cached("--no-cache") == 0


def test_a_skipped_card_fails_a_strict_run(learner, card) -> None:
    missing = (
        "raise ModuleNotFoundError(\"No module named 'torch'\", name='torch')\n"
        "  answer = len([0] * 3)"
    )
    learner.bank(
        "convolution",
        card("fixed", "three", "stride"),
        handmade("layers", f"answer: {{kind: integer, value: 3}}\ncheck: |\n  {missing}"),
    )
    run = ("verify", learner.banks, "--json")
    assert learner(*run).json["summary"]["skipped"] == 1
    assert [learner(*run).code, learner(*run, "--strict").code] == [0, 1]


def test_warnings_are_counted_or_listed(learner, card) -> None:
    """On its one set of numbers, 2 * a cannot be told from 2 + a."""
    weak = (
        "params: {a: 2}\nanswer: {kind: integer, value: 4, formula: 2 * a}\n"
        "check: |\n  answer = len([0] * a + [0] * a)"
    )
    learner.bank("convolution", *(handmade(f"weak-{n}", weak) for n in range(6)))
    short = learner("verify", learner.banks)
    whole = learner("verify", learner.banks, "--warnings")
    assert short.code == whole.code == 0
    assert "6 warnings" in short.out
    assert short.out.count("weak-check") == 0
    assert whole.out.count("weak-check") == 6


def test_shards_are_disjoint_and_everything(learner, card) -> None:
    learner.bank("convolution", *(card("fixed", f"three-{n}", "stride") for n in range(8)))
    whole = verified(learner)
    parts = [set(verified(learner, "--shard", f"{part}/3")) for part in (1, 2, 3)]
    assert set().union(*parts) == set(whole)
    assert sum(map(len, parts)) == len(whole)
    assert max(map(len, parts)) < len(whole)


def test_junit_names_cards_and_failures(learner, card) -> None:
    wrong = card("fixed", "wrong", "stride").replace("value: 3", "value: 4")
    learner.bank("convolution", card("fixed", "three", "stride"), wrong)
    file = learner.banks / "report.xml"
    assert learner("verify", learner.banks, "--junit", file).code == 1
    [suite] = Xml.parse(file).getroot()
    cases = {case.get("name"): [each.get("type") for each in case] for case in suite}
    assert cases == {"three": [], "wrong": ["value-differs"]}


# Defects that only a run can show ---------------------------------------------------------------


@pytest.mark.parametrize(
    "source", ["random.random()", "random.randint(1, 2 ** 60)"], ids=["decimal", "whole"]
)
def test_an_answer_that_hangs_on_chance_is_found(learner, source: str) -> None:
    kind = "number" if "random()" in source else "integer"
    answer = f"answer: {{kind: {kind}, value: 1}}"
    learner.bank(
        "convolution",
        handmade("chance", f"{answer}\ncheck: |\n  import random\n  answer = {source}"),
    )
    assert "depends-on-seed" in codes(verified(learner)["chance"])


@pytest.mark.parametrize(
    ("arrays", "found"),
    [
        ("x, y = [1, 2, 3], [1, 2, 3]", set()),
        ("x, y = [1, 2, 3], [1, 2]", {"figure-mismatch"}),
        ("x, y = [1, 2, 3], ['a', 'b', 'c']", {"figure-mismatch"}),
    ],
)
def test_a_figure_that_cannot_be_drawn_is_found(learner, arrays: str, found: set[str]) -> None:
    figure = "figure: {x: x, series: {grows: y}}"
    learner.bank(
        "convolution",
        handmade(
            "drawn",
            f"answer: {{kind: integer, value: 3}}\n{figure}\n"
            f"check: |\n  {arrays}\n  answer = len(x)",
        ),
    )
    assert codes(verified(learner)["drawn"]) == found


# Stated, computed and the formula: three routes. A formula that fails or disagrees is none; a
# mistake's formula is no route, whatever becomes of it.
@pytest.mark.parametrize(
    ("answer", "mistake", "routes"),
    [
        ("{kind: integer, value: 4, formula: 2 * a}", "a + 9", 3),
        ("{kind: integer, value: 4}", "9", 2),
        ("{kind: integer, value: 4, formula: 3 * a}", "a + 9", 2),
        ("{kind: integer, value: 5, formula: 2 * a}", "a + 9", 2),
        ("{kind: integer, value: 5, formula: 3 * a}", "a + 9", 1),
        ("{kind: number, value: 4, formula: 1e308 * a * 9}", "a + 9", 2),
        ("{kind: integer, value: 4, formula: 10 ** (9999 * a)}", "a + 9", 2),
        ("{kind: integer, value: 4, formula: 2 * a // (a - a)}", "a + 9", 2),
        ("{kind: integer, value: 4, formula: 2 * a}", "a / (a - a)", 3),
        ("{kind: boolean, value: true, formula: a > 1}", "", 3),
        ("{kind: recall, text: Four., points: [four]}", "", 1),
    ],
)
def test_routes_are_the_sources_that_agree(learner, answer, mistake, routes) -> None:
    check = "answer = len([0] * a) > 1" if "boolean" in answer else "answer = len([0] * a * 2)"
    check = "assert len([0] * a * 2) == 4" if "recall" in answer else check
    wrong = (
        f"mistakes:\n  - {{name: other, formula: '{mistake}', feedback: No.}}\n" if mistake else ""
    )
    learner.bank(
        "convolution",
        handmade("sum", f"params: {{a: 2}}\nanswer: {answer}\n{wrong}check: |\n  {check}"),
    )
    assert verified(learner)["sum"]["routes"] == routes


@pytest.mark.parametrize("check", ["answer = 1 / (3 - len([0] * 3))", "answer = str(4)"])
def test_without_a_computed_answer_there_is_no_route(learner, check: str) -> None:
    learner.bank(
        "convolution",
        handmade("four", f"answer: {{kind: integer, value: 4}}\ncheck: |\n  {check}"),
    )
    assert verified(learner)["four"]["routes"] == 0


def test_junit_has_what_is_wrong_with_a_file_as_well(learner, card) -> None:
    path = learner.bank("convolution", card("fixed", "three", "stride"))
    path.write_text(path.read_text().replace("title: A\n", "titel: A\n"))
    file = learner.banks / "report.xml"
    assert learner("verify", path, "--junit", file).code != 0
    failures = [failure.get("type") for failure in Xml.parse(file).iter("failure")]
    assert sorted(failures) == ["missing-key", "unknown-key"]
