"""The limits of what is read as a bank, each at its boundary; they are written out here again."""

from __future__ import annotations

import ast

import pytest

from quizcv.bank import cache, files, yaml_reader
from quizcv.bank.cache import BankCache
from quizcv.bank.files import read_bytes
from quizcv.bank.scalars import as_integer, as_real
from quizcv.bank.yaml_reader import Scalar, compose, control_characters
from quizcv.cards.expressions import parse_expression, read_snippet
from quizcv.cards.identity import fingerprint
from quizcv.cards.model import Card
from quizcv.cards.repetition import normal_form
from quizcv.cards.template import malformed
from quizcv.errors import SourceError, SourceProblem, TextProblem
from quizcv.kinds.numbers import Number


@pytest.mark.parametrize(
    ("read", "length"),
    [(parse_expression, 2_000), (read_snippet, 20_000)],
    ids=["expression", "snippet"],
)
def test_how_long_code_may_be(read, length):
    assert not isinstance(read("1" + " " * (length - 1)), TextProblem)
    assert isinstance(read("1" + " " * length), TextProblem)


@pytest.mark.parametrize("read", [as_integer, as_real])
def test_how_many_digits_a_number_may_have(read):
    """400, of which 1 to 308 fit into a float; the rest is read as a whole number."""
    digits = {as_integer: "1" * 400, as_real: "0." + "1" * 398}[read]
    assert not isinstance(read(Scalar(digits, "", 1, 1)), SourceProblem)
    assert isinstance(read(Scalar(digits + "1", "", 1, 1)), SourceProblem)


def test_a_long_word_is_shown_by_its_first_letters():
    def told(length):
        return as_integer(Scalar("x" * length, "", 1, 1)).message

    assert told(40) == f"'{'x' * 40}' is not a whole number"
    assert told(41) == f"'{'x' * 37}...' is not a whole number"


def test_a_long_text_in_the_place_of_a_word_is_shown_by_its_first_letters(load, sound):
    def told(length):
        [problem] = load(sound.replace("level: core", f"level: {'x' * length}")).problems
        return problem.message

    assert "x" * 40 in told(40)
    assert f"'{'x' * 37}...'" in told(41)


def nested(depth):
    return "[" * depth + "1" + "]" * depth


def test_how_deep_a_bank_may_be_nested():
    compose(nested(24))
    with pytest.raises(SourceError, match="24 levels"):
        compose(nested(25))


def test_how_many_values_a_file_may_have(monkeypatch):
    assert yaml_reader.MAX_NODES == 2_000_000
    monkeypatch.setattr(yaml_reader, "MAX_NODES", 4)  # the list and three in it
    compose("[1, 2, 3]")
    with pytest.raises(SourceError, match="more than 4 values"):
        compose("[1, 2, 3, 4]")


@pytest.mark.parametrize(("size", "fits"), [(32 * 2**20, True), (32 * 2**20 + 1, False)])
def test_how_large_a_file_may_be(tmp_path, monkeypatch, size, fits):
    path = tmp_path / "bank.yaml"
    with path.open("wb") as file:
        file.truncate(size)  # a hole: no disk is filled
    monkeypatch.setattr(files.Path, "read_bytes", lambda path: b"")
    if fits:
        read_bytes(path)
        return
    with pytest.raises(SourceError, match="32 MiB"):
        read_bytes(path)


@pytest.mark.parametrize(("count", "told"), [(19, 19), (20, 20), (21, 20)])
def test_twenty_control_characters_are_told(count, told):
    text, found = control_characters("\x1b" * count)
    assert (len(found), text) == (told, "\ufffd" * count)


def test_indentation_is_looked_for_in_a_hundred_lines():
    def column(blank):
        root = compose("a: |\n" + "\n" * blank + "   x\n")
        return root.items[0][1].column

    assert (column(99), column(100)) == (4, 1)


def test_two_hundred_banks_are_kept(tmp_path):
    assert cache.KEPT == 200
    kept = BankCache(tmp_path)
    for number in range(203):
        kept.write(("x", str(number)), number)
    assert len(list(tmp_path.iterdir())) == 200


def test_expressions_of_six_hundred_parts_are_compared():
    """A sum of n names: each name is a part, and the sum itself."""

    def compared(names):
        return normal_form(ast.parse(" + ".join(["a"] * names), mode="eval").body) is not None

    assert (compared(599), compared(600)) == (True, False)


@pytest.mark.parametrize(
    ("spec", "sound"),
    [(".0f", True), (".9f", True), (".15f", True), (".16f", False), (".15g", True), (",d", True)],
)
def test_fifteen_decimals_can_be_asked_for(spec, sound):
    assert (not list(malformed(f"{{{{a:{spec}}}}}"))) is sound


@pytest.mark.parametrize(("value", "same"), [(1.2349, True), (1.2351, False), (1.2251, True)])
def test_three_digits_of_a_real_number_are_its_identity(value, same):
    def card(number):
        answer = Number(value=number)
        texts = {"question": "q", "check": "c", "explanation": "e"}
        return Card(id="c", topics=["t"], level="core", answer=answer, **texts)

    assert (fingerprint(card(value)) == fingerprint(card(1.23))) is same


@pytest.mark.parametrize(("lines", "codes"), [(40, []), (41, ["snippet-too-long"])])
def test_a_check_has_forty_lines_at_most(load, sound, lines, codes):
    check = "      answer = len(places)\n"
    written = sum(
        bool(line.strip())
        for line in sound.split("check: |\n")[1].split("    claims")[0].splitlines()
    )
    text = sound.replace(check, check + "      assert n\n" * (lines - written), 1)
    assert [problem.code for problem in load(text).problems] == codes


@pytest.mark.parametrize(
    ("rtol", "drift", "codes"),
    [("1e-5", "1e-6", []), ("9.9e-6", "1e-6", ["tolerance-too-tight"])],
)
def test_a_learner_may_be_off_by_ten_times_what_routes_may(load, sound, rtol, drift, codes):
    number = f"kind: number\n      rtol: {rtol}\n      drift: {drift}\n      value: 55"
    text = sound.replace("kind: integer\n      value: 55", number)
    assert [problem.code for problem in load(text).problems] == codes


@pytest.mark.parametrize(
    ("domain", "codes"),
    [
        ("{from: 0.1, to: 0.7, step: 0.2}", []),  # in binary not quite three steps
        ("{from: 3, to: 3}", ["bad-vary"]),
        ("{from: 3, to: 4}", []),
        ("{from: 0, to: 1000000, step: 1}", []),
        ("{from: 0.0, to: 1.00000001, step: 0.5}", ["bad-vary"]),
    ],
)
def test_a_range_lands_on_its_end(load, sound, domain, codes):
    text = sound.replace("{from: 3, to: 11, step: 2}", domain)
    text = text.replace("k: 11, s: 4", "k: 11.0, s: 4") if "." in domain else text
    assert [p.code for p in load(text).problems if p.code == "bad-vary"] == codes
