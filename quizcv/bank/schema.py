"""The JSON Schema of a bank file, for editors that complete and check.

It is generated from `quizcv.cards.model` and the kinds of answers.

`python -m quizcv.bank.schema` writes it to bank.schema.json beside this file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import msgspec

from quizcv.bank.schema_texts import DESCRIPTIONS
from quizcv.cards.model import Bank, Level
from quizcv.kinds import KINDS
from quizcv.kinds.base import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

_REF = "#/$defs/{name}"
_DRAFT = "http://json-schema.org/draft-07/schema#"
_TEXT = {"type": ["string", "number", "boolean"]}
_UNTYPED = [{"type": "boolean"}, {"type": "integer"}, {"type": "number"}, _TEXT, {"type": "array"}]


def schema() -> dict[str, Any]:
    """Return the schema as the model has it now."""
    generated = msgspec.json.schema(Bank, schema_hook=_answers)["$defs"]
    bank, card = generated.pop("Bank"), generated.pop("Card")
    found = {"Bank": bank, "Card": card, **_answer_definitions(), **generated}
    texts = DESCRIPTIONS | {kind.struct.__name__: kind.descriptions for kind in KINDS.values()}
    definitions = {
        name: _described(_simplified(definition), texts.get(name, {}))
        for name, definition in found.items()
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


def _answers(kind: type) -> dict[str, Any]:
    """Return the schema of what stands under `answer`: one of the kinds there are."""
    if kind is not Answer:
        raise NotImplementedError
    return {"anyOf": [{"$ref": _REF.format(name=k.struct.__name__)} for k in KINDS.values()]}


def _answer_definitions() -> dict[str, Any]:
    structs = [kind.struct for kind in KINDS.values()]
    _, definitions = msgspec.json.schema_components(structs, ref_template=_REF)
    return definitions


def _described(definition: dict[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
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
