"""Dealing from locks: which showing a seed gives, and that it is found again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from proving import prove

from quizcv.app import proofs
from quizcv.app.drills import study_session
from quizcv.app.libraries import open_library
from quizcv.app.lock_dealing import LazyWorkers, LockDealer
from quizcv.app.proofs import Proofs
from quizcv.cards.library import Entry, Library
from quizcv.errors import ExecutionRefused
from quizcv.session.asked import options_of
from quizcv.session.drill.study import Caps, build_queue
from quizcv.session.events import Do, Say
from quizcv.session.interview.interview import Interview
from quizcv.session.interview.interviewer import Interviewer
from quizcv.session.interview.kinship import Kinship
from quizcv.session.interview.preset import Part, Preset, Step
from quizcv.session.interview.record import Record
from quizcv.session.interview.stored import body_of, read_record
from quizcv.session.ports import Desk, Trouble
from quizcv.testing import START, FakeClock, ListArchive, ListProgress

BANK = """\
bank: sums
title: Sums
area: pooling
cards:
  - id: varied
    topics: [max-pooling]
    level: core
    question: What is {{a}} + {{b}}?
    params: {a: 1, b: 2}
    vary: {a: {from: 1, to: 90}, b: [2, 3]}
    answer: {kind: integer, value: 3, formula: a + b}
    check: |
      import torch
      answer = int(torch.tensor([a, b]).sum())
    mistakes:
      - {name: product, kind: concept, formula: a * b + 200, feedback: That multiplies.}
    explanation: Together {{answer}}.
  - id: famous
    topics: [max-pooling]
    level: warmup
    question: How many has VGG-16 with {{a}} classes?
    params: {a: 1000}
    vary: {a: [10, 100, 1000]}
    answer: {kind: integer, value: 1000, formula: a}
    check: answer = len([0] * a)
    explanation: It has {{answer}}.
  - id: chosen
    topics: [max-pooling]
    level: core
    question: Which?
    answer: {kind: choice, options: {one: One, two: Two, more: More, none: None}, value: one}
    check: |
      answer = next(name for name in ["one", "two"] if len(name) == 3)
    explanation: That one.
"""


class NoWorkers(LazyWorkers):
    """Fails where anything would be run."""

    def dealer(self, entry: Entry | None = None):
        raise AssertionError(f"{entry and entry.card.id} would be run")


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.setenv("QUIZCV_HOME", str(tmp_path / "home"))
    bank = tmp_path / "sums.yaml"
    bank.write_text(BANK)
    prove(bank)
    library = open_library([bank], bundled=False)
    assert not library.problems
    return library


@pytest.fixture
def dealer(library: Library) -> LockDealer:
    return LockDealer(Proofs(library.banks), NoWorkers(library))


@pytest.fixture
def entry(library: Library) -> Callable[[str], Entry]:
    return library.entry


@pytest.mark.parametrize("seed", [None, 1, 5, 7919, 2**31 - 1])
@pytest.mark.parametrize("card", ["varied", "famous", "chosen"])
def test_what_a_seed_gave_is_found_again_by_its_own(dealer, entry, card, seed) -> None:
    first = dealer.deal(entry(card), seed)
    assert dealer.deal(entry(card), seed) == first
    assert dealer.deal(entry(card), first.seed) == first


def test_a_showings_own_seed_gives_that_showing(dealer, entry) -> None:
    for showing in dealer.showings(entry("varied")):
        assert dealer.deal(entry("varied"), showing.seed) == showing


def test_seeds_reach_every_showing(dealer, entry) -> None:
    dealt = [dealer.deal(entry("varied"), 10_000 + seed).params for seed in range(200)]
    showings = dealer.showings(entry("varied"))
    assert all(showing.params in dealt for showing in showings)
    assert len(showings) == 8


def test_options_are_in_another_order_for_another_seed(dealer, entry) -> None:
    card = entry("chosen")
    orders = {tuple(o.key for o in options_of(card.card, dealer.deal(card, s))) for s in range(20)}
    assert len(orders) > 3


def test_known_numbers_are_not_computed_again(dealer, entry) -> None:
    third = dealer.showings(entry("varied"))[2]
    assert dealer.recompute(entry("varied"), third.params) == replace(third, seed=None)
    with pytest.raises(AssertionError, match="would be run"):
        dealer.recompute(entry("varied"), {"a": 7000, "b": 2})


def test_what_is_proved_is_not_prepared(dealer, entry) -> None:
    dealer.prepare(entry("varied"), 7)
    with pytest.raises(AssertionError, match="would be run"):
        dealer.prepare(with_formula(entry("varied"), "b + a"), 7)


def with_formula(entry: Entry, formula: str) -> Entry:
    answer = replace(entry.card.answer, formula=formula)
    return entry.with_card(replace(entry.card, answer=answer))


def test_a_changed_card_is_not_dealt_from_the_lock(dealer, entry) -> None:
    assert not dealer.showings(with_formula(entry("varied"), "b + a"))
    reworded = replace(entry("varied").card, question="How much is {{a}} + {{b}}?")
    assert dealer.showings(entry("varied").with_card(reworded))


def test_a_card_that_may_not_run_is_trouble(library, entry) -> None:
    class Refused(LazyWorkers):
        def dealer(self, entry: Entry | None = None):
            raise ExecutionRefused("not here", "elsewhere")

    dealer = LockDealer(Proofs(library.banks), Refused(library))
    changed = with_formula(entry("varied"), "b + a")
    known = dealer.deal(entry("varied"), 1)
    wanted = Trouble("not here", "elsewhere")
    assert dealer.deal(changed, 1) == wanted
    assert dealer.execute(entry("varied"), known) == wanted
    assert dealer.recompute(changed, {"a": 1, "b": 2}) == wanted
    assert dealer.sample(changed, known, "a") is None


def test_a_new_card_on_a_known_network_begins_with_its_own_numbers(dealer, library) -> None:
    desk = Desk(FakeClock(), ListProgress(), dealer)
    queue = build_queue(library, {}, START, Caps())
    drill = study_session(desk, queue, seed=6)
    drill.start()
    asked: dict[str, list[int | None]] = {}
    for _ in range(6):  # what is missed comes again
        asked.setdefault(drill._showing.card.id, []).append(drill._showing.variant.seed)
        drill.send(Say("a" if drill._showing.card.id == "chosen" else "-1"))
        drill.send(Do("again"))
    first, *later = asked.pop("famous")
    assert first is None
    assert later
    assert None not in [*later, *asked["varied"], *asked["chosen"]]


def test_an_edited_card_needs_no_workers_while_its_proof_holds(dealer, entry, tmp_path) -> None:
    bank = tmp_path / "sums.yaml"
    bank.write_text(BANK.replace("What is", "How much is"))
    assert dealer.reread(entry("varied")).card.question.startswith("How much")
    bank.write_text(BANK.replace("formula: a + b", "formula: b + a"))
    with pytest.raises(AssertionError, match="would be run"):
        dealer.reread(entry("varied"))


def test_what_no_lock_proves_is_found_and_remembered(library, tmp_path, monkeypatch) -> None:
    bank = tmp_path / "sums.yaml"
    bank.write_text(BANK.replace("formula: a + b", "formula: b + a"))
    banks = open_library([bank], bundled=False).banks
    assert Proofs(banks).unproved(banks) == {"varied"}
    monkeypatch.setattr(proofs, "read_lock", None)  # the second time it is remembered
    assert Proofs(banks).unproved(banks) == {"varied"}
    bank.with_suffix(".lock").unlink()
    with pytest.raises(TypeError):
        Proofs(banks).unproved(banks)


CHAIN = [Step(ask="compute", seconds=60), Step(ask="change", seconds=60)]
PRESET = Preset(
    preset="small",
    title="Small",
    minutes=10,
    parts=[
        Part(title="Chain", count=1, steps=CHAIN),
        Part(title="Short", count=2, steps=[Step(ask="short", seconds=60)]),
    ],
)


def interview(library: Library, dealer: LockDealer, record: Record) -> Interview:
    desk = Desk(FakeClock(), ListProgress(), dealer)
    interviewer = Interviewer(PRESET, library, Kinship(), record.seed)
    sitting = Interview(interviewer, desk, ListArchive(), record, "s1")
    sitting.start()
    sitting.send(Do("next"))
    return sitting


@pytest.mark.parametrize("answered", [1, 2, 3])
def test_an_interrupted_interview_goes_on_with_the_same_numbers(library, answered) -> None:
    whole, cut = (Record(preset=PRESET, seed=8, bank="sha256:0") for _ in range(2))
    known = Proofs(library.banks)
    sitting = interview(library, LockDealer(known, NoWorkers(library)), whole)
    for _ in range(4):
        sitting.send(Do("skip"))
    sitting = interview(library, LockDealer(known, NoWorkers(library)), cut)
    for _ in range(answered):
        sitting.send(Do("skip"))
    cut = read_record(body_of(cut))
    sitting = interview(library, LockDealer(Proofs(library.banks), NoWorkers(library)), cut)
    for _ in range(4 - answered):
        sitting.send(Do("skip"))
    numbers = [
        [(e.asked.card, e.posed.params, e.posed.draw) for e in record.exchanges]
        for record in (whole, cut)
    ]
    assert numbers[0] == numbers[1]
    assert [card for card, _, _ in numbers[0]][:2] == ["varied", "varied"]
