"""The schema agrees with the model, with its file, and with every bundled bank."""

from __future__ import annotations

import json

import msgspec
import pytest
from jsonschema import Draft7Validator

from quizcv.bank import scalars, yaml_reader
from quizcv.bank.bundled import bundled_paths
from quizcv.bank.files import bank_files
from quizcv.bank.schema import schema, schema_path, schema_text
from quizcv.bank.schema_texts import DESCRIPTIONS
from quizcv.cards import model
from quizcv.kinds import KINDS, decoded

VALIDATOR = Draft7Validator(schema())


def faults(value) -> dict[str, str]:
    """Return where `value` departs from the schema, and how."""
    return {error.json_path: error.message for error in VALIDATOR.iter_errors(value)}


def builtins(node):
    if isinstance(node, yaml_reader.Mapping):
        return {key.text: builtins(item) for key, item in node.items}
    if isinstance(node, yaml_reader.Sequence):
        return [builtins(item) for item in node.items]
    value = scalars.as_value(node)
    # A word such as `nan` is only read where the field wants a text.
    return value if isinstance(value, bool | int | float | str) else node.text


def test_the_file_is_in_step_with_the_model():
    assert schema_path().read_text(encoding="utf-8") == schema_text(), (
        "run python -m quizcv.bank.schema"
    )


def test_every_key_is_described_and_no_other():
    definitions = {"Bank": schema(), **schema()["$defs"]}
    keys = {name: set(definition["properties"]) for name, definition in definitions.items()}
    answers = {kind.struct.__name__: kind.descriptions for kind in KINDS.values()}
    assert keys == {name: set(texts) for name, texts in (DESCRIPTIONS | answers).items()}
    for definition in definitions.values():
        for key, declared in definition["properties"].items():
            assert declared.get("description"), key


def test_it_is_plain_draft_7():
    Draft7Validator.check_schema(schema())
    text = json.dumps(schema())
    assert '"null"' not in text
    assert "discriminator" not in text
    assert schema()["$defs"]["Card"]["properties"]["level"]["enum"] == ["warmup", "core", "deep"]


@pytest.mark.parametrize("path", bank_files(bundled_paths()), ids=lambda path: path.stem)
def test_every_bundled_bank_conforms(path):
    root = yaml_reader.compose(path.read_text(encoding="utf-8"))
    assert faults(builtins(root)) == {}


CARD = {
    "id": "a",
    "topics": ["t"],
    "level": "core",
    "question": "Q?",
    "check": "answer = 1",
    "explanation": "E",
    "answer": {"kind": "integer", "value": 1},
}
NUMBER = {"kind": "number", "value": 1.0}
FORMULA = {"kind": "formula", "formula": "a"}
RECALL = {"kind": "recall", "text": "It is.", "points": ["one"]}


def bank_of(**fields):
    return {"bank": "b", "title": "t", "area": "a", "cards": [CARD | fields]}


def read(data):
    """Return a bank as the loader's structs: what the schema says must be what they accept."""
    return msgspec.convert(data, model.Bank, dec_hook=decoded)


def test_a_plain_card_conforms():
    assert faults(bank_of()) == {}
    read(bank_of())


@pytest.mark.parametrize(
    ("fits", "does_not"),
    [
        ({"id": "a" * 80}, {"id": "a" * 81}),
        ({"id": "a-b2"}, {"id": "Two Words"}),
        ({"id": "a-b"}, {"id": "a--b"}),
        ({"topics": ["t"]}, {"topics": []}),
        ({"question": "?"}, {"question": ""}),
        ({"level": "deep"}, {"level": "deepest"}),
        ({"params": {"a" * 40: 1}}, {"params": {"a" * 41: 1}}),
        ({"params": {"a_1": 1}}, {"params": {"1a": 1}}),
        ({"hints": []}, {"hints": [""]}),
        ({"convention": "floors"}, {"colour": "red"}),
        ({"answer": NUMBER | {"rtol": 1}}, {"answer": NUMBER | {"rtol": 1.01}}),
        ({"answer": NUMBER | {"rtol": 0}}, {"answer": NUMBER | {"rtol": -0.01}}),
        ({"answer": NUMBER | {"atol": 7}}, {"answer": NUMBER | {"atol": -0.01}}),
        ({"answer": NUMBER | {"drift": 1}}, {"answer": NUMBER | {"drift": 1.01}}),
        ({"answer": FORMULA | {"drift": 0}}, {"answer": FORMULA | {"drift": -0.01}}),
        (
            {"answer": CARD["answer"] | {"significant": 15}},
            {"answer": CARD["answer"] | {"significant": 16}},
        ),
        (
            {"answer": CARD["answer"] | {"significant": 1}},
            {"answer": CARD["answer"] | {"significant": 0}},
        ),
        ({"answer": RECALL}, {"answer": RECALL | {"points": []}}),
        ({"answer": NUMBER | {"value": 1}}, {"answer": NUMBER | {"value": "1"}}),
        (
            {"mistakes": [{"feedback": "No.", "name": "n" * 60}]},
            {"mistakes": [{"feedback": "No.", "name": "n" * 61}]},
        ),
        ({"claims": {"c": {"value": 1, "drift": 1}}}, {"claims": {"c": {"drift": 1}}}),
        (
            {"answer": {"kind": "shape", "value": [1], "axes": "NCHW"}},
            {"answer": {"kind": "shape", "value": [1], "axes": "nchw"}},
        ),
        ({"level": "warmup"}, {"answer": {"kind": "riddle", "value": 1}}),
    ],
    ids=lambda fields: "-".join(f"{key}" for key in fields),
)
def test_the_limits_of_each_field_hold_in_schema_and_model(fits, does_not):
    assert faults(bank_of(**fits)) == {}
    read(bank_of(**fits))
    assert all(path.startswith("$.cards[0]") for path in faults(bank_of(**does_not)))
    assert faults(bank_of(**does_not))
    with pytest.raises(msgspec.ValidationError):
        read(bank_of(**does_not))


@pytest.mark.parametrize(
    ("change", "where"),
    [({"bank": "Two Words"}, "$.bank"), ({"cards": []}, "$.cards"), ({"colour": 1}, "$")],
)
def test_what_is_wrong_with_a_bank_is_found_at_its_place(change, where):
    assert list(faults(bank_of() | change)) == [where]
