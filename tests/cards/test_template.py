from __future__ import annotations

import pytest

from quizcv.cards.template import fill, malformed, names_in


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
