"""A new answer kind is one class: with its entry in the registry, every command knows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

import jsonschema
import pytest

from quizcv.bank import schema
from quizcv.bank.cache import BankCache
from quizcv.bank.loader import load_bank
from quizcv.cards.identity import fingerprint
from quizcv.errors import FieldProblem
from quizcv.kinds import KINDS
from quizcv.kinds.base import Answer, AnswerKind, Authored, Expression, Text, Traits
from quizcv.kinds.verdict import Judgement, Unreadable, compared


class Bits(Authored, Answer, frozen=True, tag_field="kind", tag="bits"):
    """A row of binary digits."""

    kind: ClassVar[str] = "bits"
    value: Text
    formula: Expression | None = None


class BitsKind(AnswerKind[Bits, str]):
    struct = Bits
    traits = Traits(short=True, computed=True)
    descriptions: ClassVar[dict[str, str]] = {
        "kind": "Binary digits.",
        "value": "For the default numbers.",
        "formula": "Expression whose value is the text of digits.",
    }

    def lint(self, answer, written) -> Iterator[FieldProblem]:
        if set(answer.value) - set("01"):
            yield FieldProblem("wrong-type", f"{answer.value!r} is not binary", "answer.value")

    def type_error(self, answer, value):
        good = isinstance(value, str) and not set(value) - set("01")
        return None if good else f"answer is {value!r}, not binary digits"

    def form(self, answer, names):
        return "zeros and ones"

    def show(self, answer, value, options=()):
        return " ".join(re.findall(r".{1,4}", value))

    def read(self, answer, typed, asked):
        digits = "".join(typed.split())
        return Unreadable("Only 0 and 1.") if set(digits) - set("01") else digits

    def judge(self, answer, reading, asked) -> Judgement:
        return compared(self.show(answer, reading), reading, right=reading == asked.expected)


CARD = """\
  - id: bits-{n}
    topics: [conv-output-size]
    level: core
    question: How is {{{{n}}}} written in binary, in eight digits, plus {n}?
    params: {{n: 10}}
    vary: {{n: {{from: 3, to: 120}}}}
    answer: {{kind: bits, value: "{value}", formula: 'format(n + {n}, "08b")'}}
    check: |
      digits = []
      rest = n + {n}
      for _ in range(8):
          digits.append(str(rest % 2))
          rest //= 2
      answer = "".join(reversed(digits))
    mistakes:
      - {{name: reversed, formula: 'format(n + {n}, "08b")[::-1]', feedback: The other way round.,
         when: mistake != answer}}
    explanation: It is {{{{answer}}}}.
"""
PRESET = """\
preset: tiny
title: Tiny
minutes: 5
parts:
  - title: Warm-up
    count: 1
    steps: [{ask: short, seconds: 60}]
  - title: Chain
    count: 1
    steps: [{ask: compute, seconds: 60}, {ask: error, seconds: 60}]
"""


@pytest.fixture
def bits(tmp_path, monkeypatch):
    """A bank of cards of the new kind; the kind is known for the duration of the test."""
    monkeypatch.setitem(KINDS, "bits", BitsKind())
    monkeypatch.setattr("quizcv.bank.bundled.bundled_paths", list)
    path = tmp_path / "bits.yaml"
    cards = [CARD.format(n=n, value=format(10 + n, "08b")) for n in range(3)]
    path.write_text("bank: bits\ntitle: Bits\narea: convolution\ncards:\n" + "".join(cards))
    return path


def right(out: str, place: int = -1) -> str:
    """The answer to one of the questions asked."""
    n, more = re.findall(r"How is (\d+) written in binary, in eight digits, plus (\d)", out)[place]
    return format(int(n) + int(more), "08b")


def test_it_is_read_kept_and_told_from_other_answers(bits, tmp_path):
    cache = BankCache(tmp_path / "cache")
    first = load_bank(bits, cache=cache)
    assert first.problems == ()
    assert load_bank(bits, cache=cache).entries == first.entries == load_bank(bits).entries
    assert cache.find(first.digest, None, first.file).entries == first.entries
    assert len({fingerprint(entry.card) for entry in first.entries}) == 3


def test_it_is_linted(bits, quizcv):
    bits.write_text(bits.read_text().replace('"00001010"', '"00001012"'))
    done = quizcv("bank", "check", bits)
    assert done.code == 2
    assert "wrong-type: '00001012' is not binary" in done.err + done.out


def test_it_is_in_the_schema(bits):
    answer = {"kind": "bits", "value": "01"}
    rest = {"topics": ["t"], "level": "core", "question": "q", "check": "c", "explanation": "e"}
    bank = {
        "bank": "b",
        "title": "t",
        "area": "a",
        "cards": [{"id": "c", "answer": answer, **rest}],
    }
    jsonschema.validate(bank, schema.schema())
    answer["colour"] = "red"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(bank, schema.schema())
    assert schema.schema()["$defs"]["Bits"]["properties"]["value"]["description"]


def test_without_its_entry_nobody_knows_it(bits, quizcv, monkeypatch):
    monkeypatch.delitem(KINDS, "bits")
    assert "'bits' is not known here" in quizcv("bank", "check", bits).out
    assert "Bits" not in schema.schema()["$defs"]


def test_it_is_verified(bits, quizcv):
    done = quizcv("verify", bits, "--json", "--no-cache", "--variants", 4)
    assert [(card["kind"], card["status"], card["routes"]) for card in done.json["cards"]] == [
        ("bits", "passed", 3)
    ] * 3
    bits.write_text(bits.read_text().replace("rest // 2", "rest // 3").replace("//= 2", "//= 3"))
    found = quizcv("verify", bits, "--json", "--no-cache").json["cards"][0]["problems"]
    assert {"value-differs", "formula-differs"} <= {problem["code"] for problem in found}


def test_it_is_shown_run_and_graded(bits, quizcv):
    assert "Answer: 0000 1010" in quizcv("show", "bits-0", "--bank", bits).out
    assert "answer = 0000 1010" in quizcv("run", "bits-0", "--bank", bits).out
    assert quizcv("run", "bits-0", "--bank", bits, "--json").json["answer"] == "00001010"
    assert [
        c["id"] for c in quizcv("list", "--kind", "bits", "--bank", bits, "--json").json["cards"]
    ]
    cases = {"0000 1010": "correct", "01010000": "wrong", "ten": "invalid"}
    for typed, verdict in cases.items():
        graded = quizcv("grade", "bits-0", typed, "--bank", bits, "--json").json
        assert (graded["verdict"], graded["expected"]) == (verdict, "0000 1010")
    assert graded["feedback"] == "Only 0 and 1."
    assert quizcv("grade", "bits-0", "01010000", "--bank", bits, "--json").json["feedback"] == (
        "The other way round."
    )


@pytest.mark.parametrize("command", [["study"], ["quiz", "-n", "1"]])
def test_it_is_asked(bits, quizcv, command):
    asked = quizcv(*command, "--bank", bits, "--seed", 3, input="").out
    assert "Answer with zeros and ones." in asked
    done = quizcv(*command, "--bank", bits, "--seed", 3, input=f"ten\n{right(asked)}\n4\n")
    assert "Only 0 and 1." in done.out
    assert f"Right: {BitsKind().show(None, right(asked))}" in done.out


def test_it_comes_up_in_interviews(bits, quizcv, tmp_path):
    preset = tmp_path / "tiny.yaml"
    preset.write_text(PRESET)
    start = ["mock", "--plain", "--preset", preset, "--bank", bits, "--seed", 4]
    questions = quizcv(*start, input="/s\n" * 9).out
    assert len(re.findall(r"Answer with zeros and ones\.", questions)) == 2
    assert "A candidate was asked" in questions
    quizcv(*start, input=f"{right(questions, 0)}\n4\n" + "/s\n" * 9)
    exchanges = quizcv("mock", "show", "2", "--json").json["questions"]
    assert [exchange["outcome"] for exchange in exchanges] == ["right", "skipped", "skipped"]
    assert {exchange["kind"] for exchange in exchanges[:2]} == {"bits"}
