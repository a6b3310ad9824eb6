"""The schema agrees with the model, with its file, and with every bundled bank."""

from __future__ import annotations

import json
import re

import msgspec
import pytest

from quizcv.bank import scalars, yaml_reader
from quizcv.bank.bundled import bundled_paths
from quizcv.bank.files import bank_files
from quizcv.bank.schema import schema, schema_path, schema_text
from quizcv.bank.schema_texts import DESCRIPTIONS
from quizcv.cards import model
from quizcv.kinds import KINDS

TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
}


def faults(node, value, where="$", root=None):
    """Yield where `value` departs from the part of JSON Schema that the bank's schema uses."""
    root = root or node
    if "$ref" in node:
        target = node["$ref"].removeprefix("#/$defs/")
        yield from faults(root["$defs"][target], value, where, root)
    if "anyOf" in node and all(list(faults(one, value, where, root)) for one in node["anyOf"]):
        yield f"{where}: none of the alternatives"
    kinds = node.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(of_type(value, kind) for kind in kinds):
        yield f"{where}: not {kinds}"
        return
    if "enum" in node and value not in node["enum"]:
        yield f"{where}: {value!r} is not one of {node['enum']}"
    if isinstance(value, str):
        yield from text_faults(node, value, where)
    elif isinstance(value, list):
        for index, item in enumerate(value if "items" in node else []):
            yield from faults(node["items"], item, f"{where}[{index}]", root)
    elif isinstance(value, dict):
        yield from object_faults(node, value, where, root)
    elif "minimum" in node and value < node["minimum"]:
        yield f"{where}: too small"


def of_type(value, kind):
    return isinstance(value, TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


def text_faults(node, value, where):
    if len(value) < node.get("minLength", 0) or not re.search(node.get("pattern", ""), value):
        yield f"{where}: {value!r}"


def object_faults(node, value, where, root):
    properties = node.get("properties", {})
    yield from (f"{where}: no {key}" for key in node.get("required", []) if key not in value)
    for key, item in value.items():
        inside = properties.get(key, node.get("additionalProperties", {}))
        if inside is False:
            yield f"{where}: {key!r} is unknown"
        elif inside is not True:
            yield from faults(inside, item, f"{where}.{key}", root)


def builtins(node):
    if isinstance(node, yaml_reader.Mapping):
        return {key.text: builtins(item) for key, item in node.items}
    if isinstance(node, yaml_reader.Sequence):
        return [builtins(item) for item in node.items]
    return scalars.as_value(node)


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
    text = json.dumps(schema())
    assert '"null"' not in text
    assert "discriminator" not in text
    assert schema()["$defs"]["Card"]["properties"]["level"]["enum"] == ["warmup", "core", "deep"]


@pytest.mark.parametrize("path", bank_files(bundled_paths()), ids=lambda path: path.stem)
def test_every_bundled_bank_conforms(path):
    root = yaml_reader.compose(path.read_text(encoding="utf-8"))
    assert list(faults(schema(), builtins(root))) == []


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"bank": "Two Words"}, "$.bank"),
        ({"cards": [{"id": "a"}]}, "$.cards[0]: no topics"),
        ({"colour": 1}, "$: 'colour' is unknown"),
    ],
)
def test_what_does_not_conform_is_found(change, where):
    sound = msgspec.to_builtins(model.Bank(bank="b", title="t", area="a", cards=[]))
    assert list(faults(schema(), sound)) == []
    assert any(fault.startswith(where) for fault in faults(schema(), sound | change))
