"""The response schema: strict in OpenAI's sense, the same bytes each time, and what WirePlan validates."""

from __future__ import annotations

import subprocess
import sys
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator, ValidationError
from pydantic import BaseModel

from core.modelling.schema import SCHEMA, SCHEMA_JSON, WireChart, WireChoice, WireColumn, WirePlan
from tests.fakes.openai_server import plan


def objects(schema: Any) -> list[dict[str, Any]]:
    """Every object schema within a schema."""
    if isinstance(schema, list):
        return [found for item in schema for found in objects(item)]
    if not isinstance(schema, dict):
        return []
    nested = [found for value in schema.values() for found in objects(value)]
    return [schema, *nested] if schema.get("type") == "object" else nested


def test_all_fields_are_required_and_no_others_allowed() -> None:
    found = objects(SCHEMA)
    assert len(found) == 4
    for each in found:
        assert each["required"] == list(each["properties"])
        assert each["additionalProperties"] is False


@pytest.mark.parametrize(
    ("model", "properties"),
    [
        (WirePlan, SCHEMA["properties"]),
        (WireColumn, SCHEMA["properties"]["columns"]["anyOf"][0]["items"]["properties"]),
        (WireChart, SCHEMA["properties"]["chart"]["anyOf"][0]["properties"]),
        (WireChoice, SCHEMA["properties"]["choices"]["anyOf"][0]["items"]["properties"]),
    ],
)
def test_the_schema_and_its_validator_agree(model: type[BaseModel], properties: dict[str, Any]) -> None:
    assert list(model.model_fields) == list(properties)
    for name, field in model.model_fields.items():
        nullable = "null" in str(properties[name].get("type", "")) or "anyOf" in properties[name]
        assert nullable == (type(None) in get_args(field.annotation)), name


def test_a_whole_plan_is_valid_and_a_partial_one_is_not() -> None:
    validator = Draft202012Validator(SCHEMA)
    validator.validate(plan())
    WirePlan.model_validate(plan())
    partial = plan()
    del partial["topic"]
    with pytest.raises(ValidationError):
        validator.validate(partial)


def test_the_bytes_are_the_same_in_every_process() -> None:
    code = "from core.modelling.schema import SCHEMA_JSON; print(SCHEMA_JSON, end='')"
    for seed in ("1", "2"):
        other = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        )
        assert other.stdout == SCHEMA_JSON
