from __future__ import annotations

import pytest

from quizcv.bank import scalars
from quizcv.bank.yaml_reader import Scalar
from quizcv.errors import SourceProblem


def plain(text):
    return Scalar(text, "", 1, 1)


def quoted(text):
    return Scalar(text, "'", 1, 1)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("55", 55),
        ("-3", -3),
        ("+3", 3),
        ("61_100_840", 61_100_840),
        ("0x1F", 31),
        ("0b101", 5),
        ("9007199254740993", 2**53 + 1),
        (str(2**70), 2**70),
    ],
)
def test_whole_numbers(text, value):
    assert scalars.as_integer(plain(text)) == value


@pytest.mark.parametrize(
    "text",
    ["017", "1:30", "1e3", "5.0", "", "no", "0o17", "1__0", "five", "٣", "9" * 401, "0x", "1_"],
)
def test_what_is_no_whole_number(text):
    assert isinstance(scalars.as_integer(plain(text)), SourceProblem)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e-3", 1e-3),
        ("1e5", 1e5),
        (".5", 0.5),
        ("5.", 5.0),
        ("3.10", 3.1),
        ("-2.5E+3", -2500.0),
        ("7", 7.0),
    ],
)
def test_real_numbers(text, value):
    read = scalars.as_real(plain(text))
    assert (read, type(read)) == (value, float)


@pytest.mark.parametrize(
    "text", ["nan", ".nan", "inf", "-.inf", "1e999", "01.5", "1:30", "", ".", "e5"]
)
def test_what_is_no_real_number(text):
    assert isinstance(scalars.as_real(plain(text)), SourceProblem)


def test_quoted_numbers_and_truths_are_text():
    for read in (scalars.as_integer, scalars.as_real):
        assert "in quotes" in read(quoted("5")).message
    assert isinstance(scalars.as_truth(quoted("true")), SourceProblem)
    assert scalars.as_value(quoted("5")) == "5"
    assert scalars.as_value(quoted("no")) == "no"


@pytest.mark.parametrize(("text", "value"), [("true", True), ("false", False)])
def test_truths(text, value):
    assert scalars.as_truth(plain(text)) is value


@pytest.mark.parametrize("text", ["True", "yes", "on", "1", "FALSE"])
def test_what_is_no_truth(text):
    assert isinstance(scalars.as_truth(plain(text)), SourceProblem)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5),
        ("5.0", 5.0),
        ("true", True),
        ("relu", "relu"),
        ("y", "y"),
        ("none", "none"),
        ("3x3", "3x3"),
        ("-", "-"),
        (".", "."),
        ("1.2.3", "1.2.3"),
        ("information", "information"),
    ],
)
def test_untyped_values(text, value):
    read = scalars.as_value(plain(text))
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "Yes",
        "on",
        "OFF",
        "True",
        "~",
        "null",
        "1:30",
        "017",
        "0o17",
        "-01",
        "2024-01-02",
        ".nan",
        "-.inf",
        "nan",
        "190:20:30",
        "1e999",
    ],
)
def test_ambiguous_values_are_reported_with_a_remedy(text):
    misread = scalars.as_value(plain(text))
    assert isinstance(misread, SourceProblem)
    assert text in misread.message


def test_nothing_is_reported():
    assert scalars.as_value(plain("")).code == "empty-value"
    assert scalars.as_value(quoted("")) == ""
