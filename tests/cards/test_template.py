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
    ("text", "columns"),
    [
        ("{{n}} {{n:,.2f}} {n} }", []),
        ("{{n:10d}}", [1]),
        ("a {{n:.16f}}", [3]),
        ("{{n:}}", [1]),
        ("{{n!r}} {{a.b}} {{}}", [1, 9, 17]),
        ("open {{n", [6]),
        ("close n}}", [8]),
    ],
)
def test_malformed_places(text, columns):
    assert [bad.column for bad in malformed(text)] == columns
    lower = [(bad.line, bad.column) for bad in malformed(f"a line\n{text}")]
    assert lower == [(2, column) for column in columns]
