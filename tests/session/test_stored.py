"""Interviews on the disk: the form of every release so far, read and written back unchanged."""

from __future__ import annotations

import json

import msgspec
import pytest

from quizcv.session.interview.stored import body_of, questions_of, read_record

ASKED = {
    "number": 1,
    "part": "Chains",
    "chain": 1,
    "depth": 5,
    "ask": "error",
    "card": "sum",
    "bank": "sums",
    "area": "convolution",
    "topics": ["sums"],
    "level": "core",
    "kind": "choice",
    "fingerprint": "f",
    "practice": True,
    "question": "What is wrong?",
    "form": "a letter",
    "convention": "floored",
    "options": [["a", "m0", "off by one"], ["b", "sound", "Nothing: it is right"]],
    "unit": None,
    "params": {"a": 1},
    "draw": 7,
    "budget": 60.0,
    "expected_seconds": 30.0,
    "outcome": "open",
    "typed": "",
    "given": "",
    "seconds": 12.5,
    "hints": 1,
    "confidence": None,
    "mistake": None,
    "mistake_kind": None,
    "feedback": "Look at the end.",
    "met": None,
    "late": False,
    "logged": False,
    "expected": "a) off by one",
    "points": [],
    "explanation": "So.",
    "sources": ["A book"],
    "code": "answer = 1",
    "figure": None,
    "plotted": {},
}
WHOLE = {
    "version": 1,
    "preset": {
        "preset": "p",
        "title": "P",
        "minutes": 10.0,
        "parts": [{"title": "T", "count": 1, "steps": [{"ask": "short", "seconds": 60.0}]}],
    },
    "seed": 3,
    "bank": "sha256:0",
    "topics": [],
    "areas": ["convolution"],
    "avoided": ["other"],
    "ramp": "wc",
    "shared": False,
    "without": [],
    "fixed_ramp": "",
    "minutes_asked": None,
    "preset_file": None,
    "added_banks": [],
    "elapsed": 12.5,
    "pauses": [3.5],
    "resumed": 1,
    "end": None,
    "rated": False,
}
SPOKEN = {"kind": "spoken", "points": ["adds", "two"], "ask": "why", "outcome": "spoken"}
OUTCOMES = {
    "open": {},
    "right": {"outcome": "right", "typed": "a", "given": "a) off by one", "confidence": 95},
    "wrong": {
        "outcome": "wrong",
        "typed": "b",
        "given": "b) Nothing",
        "mistake": "Missed: off by one",
        "mistake_kind": "arithmetic",
        "logged": True,
    },
    "skipped": {"outcome": "skipped", "logged": True},
    "late": {"outcome": "time-up", "typed": "a", "late": True, "seconds": 60.0},
    "not judged": {**SPOKEN, "typed": "it adds"},
    "judged": {**SPOKEN, "typed": "it adds", "met": [1]},
    "judged as nothing": {**SPOKEN, "met": []},
}


@pytest.mark.parametrize("came", OUTCOMES.values(), ids=OUTCOMES)
def test_what_is_stored_reads_and_is_stored_as_it_was(came):
    body = {**WHOLE, "exchanges": [{**ASKED, **came}]}
    again = json.loads(json.dumps(body_of(read_record(body))))
    assert again == body
    assert list(again["exchanges"][0]) == list(ASKED)
    assert questions_of(read_record(body)) == body_of(read_record(body))["exchanges"]


def test_an_exchange_is_what_was_posed_what_came_and_how_it_was_judged():
    [wrong] = read_record({**WHOLE, "exchanges": [{**ASKED, **OUTCOMES["wrong"]}]}).exchanges
    assert (wrong.posed.ask, wrong.asked.text, wrong.posed.draw) == ("error", "What is wrong?", 7)
    assert (wrong.given.how, wrong.given.typed, wrong.given.hints) == ("answered", "b", 1)
    assert (wrong.judgement.right, wrong.judgement.mistake_kind) == (False, "arithmetic")
    assert (wrong.outcome, wrong.success, wrong.feedback) == ("wrong", False, "Look at the end.")


@pytest.mark.parametrize(
    ("came", "share", "success"),
    [("not judged", None, None), ("judged", 0.5, True), ("judged as nothing", 0, False)],
)
def test_a_spoken_answer_counts_once_it_is_judged(came, share, success):
    [spoken] = read_record({**WHOLE, "exchanges": [{**ASKED, **OUTCOMES[came]}]}).exchanges
    assert (spoken.outcome, spoken.share, spoken.success) == ("spoken", share, success)


def test_a_body_of_few_fields_reads_with_defaults():
    few = {name: WHOLE[name] for name in ("preset", "seed", "bank")}
    assert read_record(few).exchanges == []


def test_what_is_no_interview_is_refused():
    with pytest.raises(msgspec.ValidationError):
        read_record({**WHOLE, "exchanges": [{**ASKED, "outcome": "perhaps"}]})
