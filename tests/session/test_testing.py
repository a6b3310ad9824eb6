"""The fakes that ship with quizcv: what the tests of others may lean on."""

from __future__ import annotations

from msgspec.structs import replace

from quizcv.cards.model import Mistake, Range
from quizcv.kinds.formula import Formula
from quizcv.session.drill.drill import Drill
from quizcv.session.drill.ledger import Options
from quizcv.session.drill.quiz import QuizSource
from quizcv.session.drill.sources import Pick
from quizcv.session.events import Say
from quizcv.session.ports import Trouble
from quizcv.testing import START, FakeClock, InstantDealer, ListArchive, ListProgress, desk


def test_a_drill_over_the_fakes_alone(world):
    clock, progress = FakeClock(), ListProgress()
    source = QuizSource([Pick(world.entry("sum"), 1)])
    options = Options(session="s", kind="quiz")
    drill = Drill(source, desk(clock=clock, progress=progress), options)
    drill.start()
    clock.tick(seconds=5)
    drill.send(Say("0"))
    [review] = progress.live()
    assert (review.elapsed_ms, review.verdict) == (5000, "wrong")
    assert (clock.now() - START).total_seconds() == clock.monotonic() == 5


def test_what_is_undone_or_amended_stays_in_the_log(world):
    world.quiz(world.entry("sum"), world.entry("tum"))
    world.say("0")
    progress = world.progress
    [first] = progress.log
    again = progress.amend(first, replace(first, typed="1"))
    assert (progress.live(), len(progress.log)) == ([again], 2)
    assert progress.states().keys() == {"sum"}
    progress.undo(again, again.at)
    assert (progress.live(), progress.states()) == ([], {})


def test_numbers_come_from_the_domains_and_the_seed_alone(world):
    entry = world.entry("sum", vary={"a": Range(5, 9, 2), "b": [3, 4]})
    dealer = InstantDealer()
    dealt = [dealer.deal(entry, seed) for seed in range(50)]
    assert dealt == [InstantDealer().deal(entry, seed) for seed in range(50)]
    assert {one.params["a"] for one in dealt} == {5, 7, 9}
    assert all(one.answer == one.params["a"] + one.params["b"] for one in dealt)
    assert dealer.deal(entry, None).params == {"a": 1, "b": 2}


def test_answers_and_what_is_possible_may_be_given(world):
    slips = [Mistake(name=n, formula="x", feedback="No.") for n in ("one", "two")]
    slips.insert(1, Mistake(name="said", says="x", feedback="No."))
    entry = world.entry("sum", mistakes=slips)
    dealer = InstantDealer(lambda entry, params: params["a"] * 10, lambda params: params["a"] > 0)
    variant = dealer.recompute(entry, {"a": 2})
    assert (variant.answer, variant.mistakes) == (20, (19, None, 18))
    assert isinstance(dealer.recompute(entry, {"a": 0}), Trouble)


def test_formulas_cards_that_fail_and_cards_that_were_edited(world):
    entry, dealer = world.entry("sum", Formula(formula="a + b")), InstantDealer()
    variant = dealer.deal(entry, None)
    typed = {one: dealer.sample(entry, variant, one)[0] for one in ("a+b", "a-b")}
    assert [one.given == one.expected for one in typed.values()] == [True, False]
    assert dealer.execute(entry, variant).values == {"answer": 3}
    dealer.broken["sum"] = dealer.rewritten["sum"] = Trouble("no")
    asked = (dealer.deal(entry, 1), dealer.execute(entry, variant), dealer.reread(entry))
    assert asked == (Trouble("no"),) * 3


def test_an_archive_keeps_what_was_saved_then():
    archive, body = ListArchive(), {"preset": {}, "seed": 1}
    archive.save("running", body)
    body["seed"] = 2
    assert archive.state == "running"
    assert archive.saves == [("running", b'{"preset":{},"seed":1}')]
