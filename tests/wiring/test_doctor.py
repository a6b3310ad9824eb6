"""`quizcv doctor`: what is broken is told, and is the exit code."""

from __future__ import annotations

import pytest

from quizcv.app import doctor


@pytest.mark.parametrize(
    ("snippet", "trouble"),
    [
        ("answer = 4 + 6", ""),
        ("answer = 4 + 7", "computed 11"),
        ("answer = 1 / (3 - len([0] * 3))", "exception: ZeroDivisionError: division by zero"),
    ],
)
def test_a_snippet_has_to_come_to_the_right_number(
    learner, monkeypatch, snippet: str, trouble: str
) -> None:
    monkeypatch.setattr(doctor, "_SELF_TESTS", {"numpy": snippet})
    done = learner("doctor", "--json")
    assert done.json["tests"] == {"numpy": trouble}
    assert done.code == int(bool(trouble))
    assert (trouble or "runs") in learner("doctor").out


@pytest.mark.parametrize("level", ["warmup", "easy"])
def test_the_bundled_banks_have_to_be_sound(learner, card, monkeypatch, level: str) -> None:
    path = learner.bank("convolution", card("fixed", "three", "stride", level))
    monkeypatch.setattr("quizcv.bank.bundled.bundled_paths", lambda: [path])
    monkeypatch.setattr(doctor, "_SELF_TESTS", {"numpy": "answer = 10"})
    done = learner("doctor", "--json")
    broken = level == "easy"
    assert (done.code, done.json["bundled"]["problems"]) == (broken, broken)
