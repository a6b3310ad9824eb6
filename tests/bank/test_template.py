from __future__ import annotations

import pytest

from quizcv.cards.template import fill, malformed, names_in, show


@pytest.mark.parametrize(
    ("value", "spec", "shown"),
    [
        (55, "", "55"),
        (61_100_840, "", "61100840"),
        (61_100_840, ",", "61,100,840"),
        (61_100_840, "_", "61_100_840"),
        (0.1 + 0.2, "", "0.3"),
        (8.4088, "", "8.4088"),
        (1 / 3, "", "0.333333"),
        (3.0, "", "3"),
        (8.4088, ".2f", "8.41"),
        (1234567.8, ",.1f", "1,234,567.8"),
        (0.000123, ".1e", "1.2e-04"),
        (1234.5, ".3g", "1.23e+03"),
        (0.5, ".1%", "50.0%"),
        (-0.5, "+.2f", "-0.50"),
        (7, "+,", "+7"),
        (255, "x", "ff"),
        (5, "b", "101"),
        (5.0, "d", "5"),
        (5.5, "d", "5.5"),
        (2**70, ",", f"{2**70:,}"),
        (True, "", "yes"),
        (False, ",", "no"),
        ("relu", ".2f", "relu"),
        ([1, 64, 112, 112], "", "(1, 64, 112, 112)"),
        ((3,), "", "(3,)"),
        ([0.25, 0.5], ".1%", "(25.0%, 50.0%)"),
        ([[1, 2], [3, 4]], "", "((1, 2), (3, 4))"),
        ([], "", "()"),
        (10**400, ".2f", str(10**400)),
    ],
)
def test_values_as_learners_read_them(value, spec, shown):
    assert show(value, spec) == shown


def test_texts_are_filled():
    text = "{{n}}×{{ n }} gives {{answer:,}}, not {{other}} or {n}"
    assert fill(text, {"n": 3, "answer": 1000}) == "3×3 gives 1,000, not {{other}} or {n}"
    assert names_in(text) == {"n", "answer", "other"}


def test_values_are_not_filled_again():
    assert fill("{{a}}", {"a": "{{b}}", "b": 1}) == "{{b}}"


@pytest.mark.parametrize(
    ("text", "offsets"),
    [
        ("{{n}} {{n:,.2f}} {n} }", []),
        ("{{n:10d}}", [0]),
        ("a {{n:.16f}}", [2]),
        ("{{n:}}", [0]),
        ("{{n!r}} {{a.b}} {{}}", [0, 8, 16]),
        ("open {{n", [5]),
        ("close n}}", [7]),
    ],
)
def test_malformed_places(text, offsets):
    assert [bad.offset for bad in malformed(text)] == offsets
