"""One way from a YAML file to a struct: the value, or every problem with its place."""

from __future__ import annotations

import pytest

from quizcv.bank.files import read_bytes
from quizcv.bank.reading import read
from quizcv.cards.model import Authored, Text
from quizcv.errors import BankUnreadable, SourceError, SourceProblem


class Step(Authored, frozen=True):
    seconds: int


class Plan(Authored, frozen=True):
    title: Text
    steps: list[Step]


SOUND = b"title: Mine\nsteps:\n  - {seconds: 5}\n"


def test_a_sound_file_is_its_struct_and_knows_where_things_stand():
    reading = read(SOUND, "plan.yaml", Plan)
    assert reading.sound() == Plan(title="Mine", steps=[Step(seconds=5)])
    assert reading.problems == []
    assert reading.places["steps.0.seconds"].line == 3


def test_every_problem_is_found_at_once():
    data = b"titel: Mine\nsteps:\n  - {seconds: 1:30}\n"
    reading = read(data, "plan.yaml", Plan)
    assert reading.value is None
    assert [(p.file, p.line, p.column, p.code) for p in reading.problems] == [
        ("plan.yaml", 1, 1, "unknown-key"),
        ("plan.yaml", 3, 15, "ambiguous-value"),
        ("plan.yaml", 1, 1, "missing-key"),
    ]
    with pytest.raises(SourceError) as caught:
        reading.sound()
    assert caught.value.problem == reading.problems[0]
    assert str(caught.value).startswith("plan.yaml:1:1: unknown-key: ")


@pytest.mark.parametrize(
    ("data", "line", "code"),
    [
        (b"title: \xff", 1, "unreadable"),
        (b"title: ]", 1, "yaml-syntax"),
        (b"title: Mine\n---\nb: 1", 2, "yaml-syntax"),
        (SOUND + b"# \x1b[2J\n", 4, "control-character"),
        (b"", 1, "missing-key"),
    ],
)
def test_what_is_wrong_with_a_text_is_a_problem_too(data, line, code):
    reading = read(data, "plan.yaml", Plan)
    assert reading.value is None
    assert (reading.problems[0].file, reading.problems[0].line) == ("plan.yaml", line)
    assert reading.problems[0].code == code


def test_a_file_that_cannot_be_read_says_so_and_shows_a_harmless_name(tmp_path):
    with pytest.raises(BankUnreadable, match=r"x1b\[2J.yaml:1:1: unreadable: not found"):
        read_bytes(tmp_path / "\x1b[2J.yaml")


def test_a_problem_is_one_line():
    problem = SourceProblem("a.yaml", 3, 5, "bad-name", "no", "card")
    assert str(problem) == "a.yaml:3:5: bad-name: no"
    assert problem.within("b.yaml") == SourceProblem("b.yaml", 3, 5, "bad-name", "no")
