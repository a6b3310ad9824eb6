"""Dealing from real workers: what a session gets when a card works, and when it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from quizcv.app.banks import trust_banks
from quizcv.app.dealing import WorkerDealer
from quizcv.app.libraries import open_library
from quizcv.app.workers import open_workers
from quizcv.cards.library import Entry
from quizcv.cards.variant import Variant
from quizcv.runner.host import isolation
from quizcv.session.ports import Execution, Trouble

FORMULA = """
  - id: sample-formula
    topics: [conv-output-size]
    level: core
    question: What is the sum of a and b?
    params: {a: 2, b: 3}
    vary: {a: {from: 1, to: 50}, b: {from: 60, to: 99}}
    answer: {kind: formula, formula: a + b}
    check: answer = sum([a, b])
    explanation: Add them.
"""


@pytest.fixture
def entry(bank: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], Entry]:
    monkeypatch.setenv("QUIZCV_HOME", str(tmp_path / "home"))
    bank.write_text(bank.read_text() + FORMULA)
    library = open_library([bank], bundled=False)
    assert not library.problems
    return library.entry


@pytest.fixture
def dealer(entry: Callable[[str], Entry], bank: Path) -> Iterator[WorkerDealer]:
    with open_workers(open_library([], bundled=False), 1) as workers:
        yield WorkerDealer(workers)


def with_check(entry: Entry, check: str) -> Entry:
    return entry.with_card(replace(entry.card, check=check))


def test_a_prepared_card_is_the_card_that_would_have_been_dealt(dealer, entry):
    card = entry("sample-sum")
    dealer.prepare(card, 7)
    dealer.prepare(card, 8)
    dealer.prepare(card, 7)
    assert [dealer.deal(card, seed) for seed in (8, 7)] == [dealer.deal(card, s) for s in (8, 7)]


def test_numbers_are_drawn_and_everything_is_computed(dealer, entry):
    variant = dealer.deal(entry("sample-sum"), 7)
    assert isinstance(variant, Variant)
    a, b = variant.params["a"], variant.params["b"]
    assert (variant.seed, variant.answer, variant.let["twice"]) == (7, a + b, 2 * a)
    assert variant.mistakes == (a * b + 1000,)


def test_a_card_edited_since_it_was_prepared_is_dealt_as_it_is_now(dealer, entry):
    card = entry("sample-sum")
    dealer.prepare(card, 7)
    assert isinstance(dealer.deal(with_check(card, "answer = nonsense"), 7), Trouble)


@pytest.mark.parametrize(
    ("check", "says"),
    [
        ("answer = 1 / 0", "division by zero"),
        ("answer = a + b + 1\nhalf = answer / 2", "formula"),
        ("half = 1", "answer"),
        ("import surely_not_there", "not installed"),
    ],
)
def test_a_card_that_cannot_be_trusted_to_be_right_is_trouble(dealer, entry, check, says):
    trouble = dealer.deal(with_check(entry("sample-sum"), check), 1)
    assert isinstance(trouble, Trouble)
    assert says in trouble.message
    assert trouble.remedy


def test_other_numbers_are_computed_if_they_make_sense(dealer, entry):
    card = entry("sample-sum")
    assert dealer.recompute(card, {"a": 10, "b": 1000}).answer == 1010
    trouble = dealer.recompute(card, {"a": 9, "b": 3})
    assert isinstance(trouble, Trouble)
    assert "a < b" in trouble.message


def test_the_snippet_is_run_to_be_shown(dealer, entry):
    card = entry("sample-sum")
    variant = dealer.deal(card, 7)
    ran = dealer.execute(card, variant)
    assert isinstance(ran, Execution)
    assert (ran.code, ran.params) == (card.card.check, variant.params)
    assert ran.values == {"answer": variant.answer, "half": variant.answer / 2}


@pytest.mark.parametrize(
    ("expression", "agrees"), [("a + b", True), ("b - -a", True), ("a * b", False)]
)
def test_a_typed_formula_is_sampled_beside_the_cards_own(dealer, entry, expression, agrees):
    card = entry("sample-formula")
    variant = dealer.deal(card, 7)
    samples = dealer.sample(card, variant, expression)
    assert samples[0].params == variant.params
    assert len({tuple(sample.params.values()) for sample in samples}) > 5
    assert all(sample.given == sample.expected for sample in samples) == agrees


def test_a_formula_without_a_value_says_why(dealer, entry):
    card = entry("sample-formula")
    [first, *_] = dealer.sample(card, dealer.deal(card, 7), "1 / (a - a)")
    assert (first.given, "division by zero" in first.reason) == (None, True)


def test_a_card_is_read_again_from_its_file(dealer, entry, bank):
    card = entry("sample-sum")
    bank.write_text(bank.read_text().replace("What is", "How much is"))
    assert dealer.reread(card).card.question.startswith("How much")
    bank.write_text(bank.read_text().replace("level: warmup", "level: hot"))
    trouble = dealer.reread(card)
    assert isinstance(trouble, Trouble)
    assert "hot" in trouble.message


def test_a_file_that_is_gone_is_trouble(dealer, entry, bank):
    card = entry("sample-sum")
    bank.unlink()
    assert isinstance(dealer.reread(card), Trouble)


def test_a_formula_is_compared_on_the_questions_numbers_and_eight_more(dealer, entry):
    card = entry("sample-formula")
    variant = dealer.deal(card, 7)
    samples = dealer.sample(card, variant, "b + a")
    assert samples[0].params == variant.params
    assert len(samples) == 9


@pytest.fixture
def no_bubblewrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PATH", str(tmp_path))
    isolation.probe.cache_clear()
    yield
    isolation.probe.cache_clear()


@pytest.mark.usefixtures("no_bubblewrap")
def test_an_edited_card_runs_only_where_its_bank_is_trusted_again(entry, bank):
    card = entry("sample-sum")
    trust_banks([bank])
    with open_workers(open_library([bank], bundled=False), 1) as workers:
        dealer = WorkerDealer(workers)
        assert dealer.reread(card) == card
        bank.write_text(bank.read_text().replace("What is", "How much is"))
        trouble = dealer.reread(card)
    assert isinstance(trouble, Trouble)
    assert (trouble.code, f"quizcv bank trust {card.file}" in trouble.remedy) == ("refused", True)
