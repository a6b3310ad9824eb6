"""The JSON Schema of a bank file, generated from `model`, for editors that complete and check.

`python -m quizcv.bank.schema` writes it to bank.schema.json beside this file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import msgspec

from quizcv.bank.schema_texts import DESCRIPTIONS
from quizcv.cards.model import Bank, Level

_DRAFT = "http://json-schema.org/draft-07/schema#"
_TEXT = {"type": ["string", "number", "boolean"]}
_UNTYPED = [{"type": "boolean"}, {"type": "integer"}, {"type": "number"}, _TEXT, {"type": "array"}]


def schema() -> dict[str, Any]:
    """Return the schema as the model has it now."""
    generated = msgspec.json.schema(Bank)
    definitions = {
        name: _described(name, _simplified(definition))
        for name, definition in generated["$defs"].items()
    }
    bank = definitions.pop("Bank")
    # Editors complete words in the order given; the model keeps them sorted.
    definitions["Card"]["properties"]["level"]["enum"] = list(get_args(Level))
    return {"$schema": _DRAFT, "title": "quizcv question bank", **bank, "$defs": definitions}


def schema_text() -> str:
    """Return the schema as it stands in the file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def schema_path() -> Path:
    """Return the path of the schema file in the package."""
    return Path(__file__).with_name("bank.schema.json")


def _described(name: str, definition: dict[str, Any]) -> dict[str, Any]:
    texts = DESCRIPTIONS.get(name, {})
    for key, declared in definition["properties"].items():
        if key in texts:
            declared["description"] = texts[key]
    definition.pop("title", None)
    return definition


def _simplified(node: Any) -> Any:
    """Return a schema without what a bank never has (null) and editors do not need (defaults)."""
    if isinstance(node, list):
        return [_simplified(item) for item in node]
    if not isinstance(node, dict):
        return node
    node = {key: _simplified(value) for key, value in node.items() if key != "discriminator"}
    if node.get("default") in (None, [], {}, ""):
        node.pop("default", None)
    if "enum" in node and "type" not in node:
        node["type"] = "string"
    elif node.get("type") == "string" and "pattern" not in node:
        node |= _TEXT  # `512` and `true` are text where text is due
    choices = [choice for choice in node.get("anyOf", ()) if choice != {"type": "null"}]
    if not choices:
        return node
    del node["anyOf"]
    if choices[: len(_UNTYPED)] == _UNTYPED:
        untyped = {"type": ["boolean", "number", "string", "array"]}
        choices = [untyped, *choices[len(_UNTYPED) :]]
    if choices == [{"type": "integer"}, {"type": "number"}]:
        choices = [{"type": "number"}]
    return {**node, **choices[0]} if len(choices) == 1 else {**node, "anyOf": choices}


if __name__ == "__main__":
    schema_path().write_text(schema_text(), encoding="utf-8")
