"""The file's form as a JSON schema, for editors: every key with its meaning and an example."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import yaml

from core.semantics.file.whole import ModelFile

NAME = "semantic-model.schema.json"
"""What the schema's file is called beside a model."""
_TITLE = "Semantic model of a plant (Apache Ossie, with the keys of the maintenance chatbot)"


def schema() -> dict[str, Any]:
    """The JSON schema (draft 2020-12) of a semantic model's file.

    It tells the form. That names exist, and that relationships lead on, only ``maintbot model check`` tells.
    """
    made = ModelFile.model_json_schema()
    for properties in _properties(made):
        for key, entry in properties.items():
            if "examples" in entry:
                entry["examples"] = [_plain(yaml.safe_load(line)[key]) for line in entry["examples"]]
            entry.pop("title", None)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": _TITLE}


def schema_text() -> str:
    """The schema as it is written to a file."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def _properties(node: Any) -> Iterator[dict[str, Any]]:
    """The ``properties`` of every object in a schema."""
    if isinstance(node, dict):
        if isinstance(node.get("properties"), dict):
            yield node["properties"]
        for inner in node.values():
            yield from _properties(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _properties(inner)


def _plain(value: Any) -> Any:
    """JSON has neither days nor keys that are numbers."""
    return json.loads(json.dumps(value, default=str))
