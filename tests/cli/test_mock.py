"""`quizcv mock` as a command, with real workers and banks of its own."""

from __future__ import annotations

import itertools
import json
import re
from datetime import UTC, datetime

import pytest

from quizcv.app.clock import SystemClock, going_by
from quizcv.store.progress import open_progress

CARD = """\
  - id: {name}
    topics: [{topic}]
    level: {level}
    question: What is {{{{a}}}} + {{{{b}}}} + {n}?
    params: {{a: 2, b: 3}}
    vary: {{a: {{from: 1, to: 50}}, b: {{from: 60, to: 99}}}}
    require: a < b
    answer: {{kind: integer, value: {value}, formula: a + b + {n}}}
    check: |
      answer = len([0] * a + [0] * b + [0] * {n})
    mistakes:
      - {{name: forgets {n}, kind: arithmetic, formula: a + b, feedback: There are three terms.}}
      - {{name: multiplies, kind: concept, formula: a * b + 1000, feedback: That multiplies.}}
    hints: [Add them up.]
    explanation: Together {{{{answer}}}}.
    followups: [{after}]
"""
RECALL = """\
  - id: why-sums
    topics: [conv-output-size]
    level: core
    question: Why do sums not depend on the order?
    answer: {kind: recall, text: Addition commutes., points: [it commutes, it is associative]}
    check: |
      assert 1 + 2 == 2 + 1
    explanation: Swapping two terms changes nothing.
"""
TOPICS = ("conv-output-size", "max-pooling", "momentum", "dropout")
PRESET = """\
preset: tiny
title: Tiny
minutes: {minutes}
parts:
  - title: Warm-up
    count: 2
    steps: [{{ask: short, seconds: 60}}]
  - title: Chains
    count: 1
    steps:
      - {{ask: compute, seconds: 60}}
      - {{ask: change, seconds: 60}}
      - {{ask: why, seconds: 60}}
      - {{ask: next, seconds: 60}}
      - {{ask: error, seconds: 60}}
"""


@pytest.fixture
def sums(tmp_path, monkeypatch):
    """A bank of twelve sums and a recall card; the bundled ones are left out."""
    cards = [
        CARD.format(
            name=f"sum-{n}",
            topic=TOPICS[n % 4],
            level=("warmup", "core", "deep")[n % 3],
            n=n,
            value=5 + n,
            after=f"sum-{(n + 4) % 12 or 12}",
        )
        for n in range(1, 13)
    ]
    path = tmp_path / "sums.yaml"
    path.write_text("bank: sums\ntitle: S\narea: convolution\ncards:\n" + "".join(cards) + RECALL)
    monkeypatch.setattr("quizcv.bank.bundled.bundled_paths", list)
    return path


@pytest.fixture
def tiny(tmp_path):
    path = tmp_path / "tiny.yaml"
    path.write_text(PRESET.format(minutes=10))
    return path


@pytest.fixture
def mock(quizcv, sums, tiny):
    """Run an interview on the small bank: `mock("--seed", 3, input=…)`."""

    def run(*arguments, **more):
        return quizcv("mock", "--preset", tiny, "--bank", sums, "--plain", *arguments, **more)

    return run


def asked(text: str) -> list[str]:
    return re.findall(r"What is \d+ \+ \d+ \+ \d+\?", text)


SKIPPING = "/s\n" * 20


def test_a_whole_interview_over_a_pipe_ends_with_its_report(mock):
    first = mock("--seed", 3, input=SKIPPING)
    assert first.code == 0, first.err
    assert len(asked(first.out)) >= 5
    sums_asked = [sum(map(int, re.findall(r"\d+", q))) for q in asked(first.out)[:2]]
    answers = f"{sums_asked[0]}\n4\n{sums_asked[1]}\n3\n{SKIPPING}"
    done = mock("--seed", 3, input=answers)
    assert "Your answer" in done.out
    assert "2 right, 0 wrong, 5 skipped" in done.out
    assert "**Weakest: correctness" in done.out
    assert "Right:" not in done.out.partition("# Tiny, mock")[0]


def test_the_same_seed_asks_the_same(mock):
    assert asked(mock("--seed", 3, input=SKIPPING).out) == asked(
        mock("--seed", 3, input=SKIPPING).out
    )
    assert asked(mock("--seed", 4, input=SKIPPING).out) != asked(
        mock("--seed", 3, input=SKIPPING).out
    )


def test_without_a_seed_nothing_of_the_last_interviews_comes_again(mock, tmp_path):
    mock(input=SKIPPING)
    mock(input=SKIPPING)
    with open_progress(tmp_path / "home", datetime.now(UTC)) as store:
        cards = [
            {row["card"] for row in json.loads(row["body"])["exchanges"]}
            for row in store.rows("SELECT body FROM mocks")
        ]
    assert cards[0].isdisjoint(cards[1] - {"why-sums"})


def test_the_replay_command_asks_the_same_again(quizcv, mock, sums, tiny):
    mock(input=SKIPPING)
    right = mock(input="".join("1000\n4\n" for _ in range(3)) + SKIPPING)
    command = quizcv("mock", "show", 2, "--replay-command").out.split()
    assert command[:2] == ["quizcv", "mock"]
    again = quizcv(*command[1:], "--plain", input=SKIPPING)
    assert asked(again.out.partition("# Tiny")[0]) == asked(right.out.partition("# Tiny")[0])


def test_misses_are_due_in_study(quizcv, mock, sums):
    missed = mock("--seed", 3, input=SKIPPING)
    study = quizcv("study", "--due", "--seed", 1, "--bank", sums, "--plain", input="")
    assert re.search(r"Question 1\b.*convolution, \w+, sum-", study.out)
    assert asked(study.out)[0] not in asked(missed.out)


class Leaping(SystemClock):
    """A clock that leaps with every look at it."""

    def __init__(self, seconds: int) -> None:
        self._leaps = itertools.count(step=seconds)

    def monotonic(self) -> float:
        return float(next(self._leaps))


def test_an_answer_after_its_time_is_time_up(mock):
    with going_by(Leaping(40)):
        done = mock("--seed", 3, input="5\n" * 20)
    assert "Time is up" in done.out
    assert "Your answer came too late." in done.out
    assert re.search(r"[1-9] out of time", done.out)


def test_the_interview_is_over_when_its_time_is(mock, tiny):
    tiny.write_text(PRESET.format(minutes=2))
    with going_by(Leaping(20)):
        done = mock("--seed", 3, input=SKIPPING)
    assert "of 7 asked: the time was over" in done.out


def test_the_end_of_the_input_ends_the_interview(quizcv, mock):
    done = mock("--seed", 3, input="/s\n")
    assert "1 of 7 asked: you ended it early" in done.out
    assert done.code == 0
    assert quizcv("mock", "list", "--json").json["mocks"][0]["state"] == "finished"


def test_spoken_answers_are_rated_at_the_end(mock):
    skip_to_why = "/s\n" * 4
    done = mock("--seed", 3, input=f"{skip_to_why}because\n/s\n/s\n1\n")
    before, _, after = done.out.partition("Debrief 1 of 1")
    assert "it commutes" not in before
    assert "You said: because" in after
    assert "self-rated" in after


def test_the_list_and_its_json(quizcv, mock):
    assert "No interviews yet" in quizcv("mock", "list").out
    mock("--seed", 3, input=SKIPPING)
    assert "tiny" in quizcv("mock", "list").out
    [one] = quizcv("mock", "list", "--json").json["mocks"]
    assert list(one) == [
        "id",
        "preset",
        "started",
        "state",
        "end",
        "seed",
        "areas",
        "topics",
        "score",
        "weakest",
        "asked",
        "planned",
        "seconds",
        "replay",
    ]
    assert (one["id"], one["seed"], one["score"], one["asked"]) == (1, 3, 0.0, 7)


def test_show_and_its_json(quizcv, mock):
    mock("--seed", 3, input=SKIPPING)
    shown = quizcv("mock", "show", 1, "--plain")
    assert "answer = len(" in shown.out
    assert "Question by question" in shown.out
    data = quizcv("mock", "show", 1, "--json").json
    assert {"schema", "report", "questions", "bank", "replay"} <= set(data)
    assert len(data["questions"]) == 7
    assert data["report"]["skipped"] == 7
    missing = quizcv("mock", "show", 9)
    assert (missing.code, "quizcv mock list" in missing.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--report", "report.pdf"], ".html"),
        (["--report", "/no/such/folder/r.md"], "no folder"),
        (["--resume"], "no interview was interrupted"),
        (["--close"], "no interview was interrupted"),
        (["--area", "convolutoin"], "convolution"),
        (["--topic", "nonsense"], "no topic"),
        (["--ramp", "xyz"], "--ramp"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(mock, arguments, told):
    done = mock(*arguments, input="")
    assert done.code == 2
    assert told in done.err
    assert "Traceback" not in done.err


def test_an_unknown_preset_names_those_there_are(quizcv, sums):
    done = quizcv("mock", "theroy", "--bank", sums, input="")
    assert (done.code, "theory" in done.err) == (2, True)
