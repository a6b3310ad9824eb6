"""Whatever stands in a file, reading it gives a bank and problems, and raises nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizcv.bank.loader import load_bank

if TYPE_CHECKING:
    from pathlib import Path

SPLICES = st.sampled_from(
    [
        "{{",
        "}}",
        "*a",
        "&a ",
        "!!str ",
        "? ",
        "- ",
        ": ",
        "[",
        "]",
        "{",
        "}",
        "|\n",
        ">\n",
        "'",
        '"',
        "\t",
        "\n",
        "  ",
        "#",
        "no",
        "017",
        "~",
        "---\n",
        "\x1b",
        "\u202e",
        "é",
        "\\",
        "lambda",
        "**",
        "(",
        "9" * 30,
    ]
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "bank.yaml"


def checked(path, data):
    path.write_bytes(data)
    bank = load_bank(path, topics=["stride"])
    lines = data.count(b"\n") + 2
    for problem in bank.problems:
        assert 1 <= problem.line <= lines
        assert problem.column >= 1
        assert str(problem).isprintable()
    assert bank.entries or bank.problems
    return bank


@given(st.binary(max_size=300))
def test_any_bytes(path, data):
    checked(path, data)


@given(st.text(alphabet="abc:-[]{}|>'\"&*!#?,% \n\t\\012.\x00\u202e", max_size=200))
def test_any_text_of_yaml_characters(path, text):
    checked(path, text.encode())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(data=st.data())
def test_a_bank_with_something_spliced_in(path, sound, data):
    text = sound
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 12))
        text = text[:start] + data.draw(SPLICES) + text[start + cut :]
    checked(path, text.encode())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(data=st.data())
def test_a_bank_with_lines_moved(path, sound, data):
    lines = data.draw(st.permutations(sound.splitlines(keepends=True)))
    kept = sound.splitlines(keepends=True)
    at = data.draw(st.integers(0, len(kept) - 1))
    kept[at : at + 4] = lines[:4]
    checked(path, "".join(kept).encode())
