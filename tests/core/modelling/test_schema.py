"""The response schema: what every server's strict mode takes, the same bytes each time, and what the wire validates."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator, ValidationError
from pydantic import BaseModel

from core.modelling.names import plan_json
from core.modelling.names.schema import schema_of
from core.modelling.names.vocabulary import Vocabulary
from core.modelling.prompts import Prompts
from core.semantics.load import load_model
from core.semantics.model import SemanticModel
from tests.core.modelling.large import large_model
from tests.core.modelling.sessions import EMPTY
from tests.fakes.openai_server import asks, compares, holds, named, of_last, plan

KEYWORDS = {"type", "properties", "required", "additionalProperties", "items", "enum", "anyOf", "$ref", "$defs"}
"""What OpenAI's strict mode, llama.cpp's converter and llguidance all know."""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> SemanticModel:
    return large_model(tmp_path_factory.mktemp("large"))


@pytest.fixture(params=["demo", "a part of eighty tables"])
def schema(request: pytest.FixtureRequest, large: SemanticModel) -> dict[str, Any]:
    if request.param == "demo":
        return schema_of(Vocabulary.of(load_model())).document
    return Prompts(large, "sqlite").of("¿cuántos paros de bomba y de turbina hubo?", EMPTY).schema.document


def schemas(found: Any) -> Iterator[dict[str, Any]]:
    """Every schema within a schema."""
    if not isinstance(found, dict):
        return
    yield found
    for name in ("properties", "$defs"):
        for each in found.get(name, {}).values():
            yield from schemas(each)
    for each in found.get("anyOf", ()):
        yield from schemas(each)
    yield from schemas(found.get("items"))


def resolved(document: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in found:
        found = document["$defs"][found["$ref"].removeprefix("#/$defs/")]
    return found


def depth(document: dict[str, Any], found: dict[str, Any], refs: tuple[str, ...] = ()) -> int:
    """Objects within objects; a schema that holds itself has no end."""
    if "$ref" in found:
        assert found["$ref"] not in refs, f"{found['$ref']} holds itself"
        refs = (*refs, found["$ref"])
        found = document["$defs"][found["$ref"].removeprefix("#/$defs/")]
    inner = [*found.get("properties", {}).values(), *found.get("anyOf", ())]
    inner += [found["items"]] if "items" in found else []
    return int(found.get("type") == "object") + max((depth(document, each, refs) for each in inner), default=0)


def test_only_words_that_every_server_knows(schema: dict[str, Any]) -> None:
    for each in schemas(schema):
        assert set(each) <= KEYWORDS


def test_the_root_is_an_object_and_every_object_is_closed(schema: dict[str, Any]) -> None:
    assert schema["type"] == "object"
    objects = [each for each in schemas(schema) if each.get("type") == "object"]
    assert len(objects) > 15
    for each in objects:
        assert each["required"] == list(each["properties"])
        assert each["additionalProperties"] is False


def test_no_recursion_and_five_levels_at_most(schema: dict[str, Any]) -> None:
    assert 4 <= depth(schema, schema) <= 5


def test_enums_stay_under_five_hundred_values_and_fifteen_thousand_characters(schema: dict[str, Any]) -> None:
    enums = [each["enum"] for each in schemas(schema) if "enum" in each]
    assert sum(map(len, enums)) < 500
    assert sum(len(value) for enum in enums for value in enum) < 15_000
    assert all(len(set(enum)) == len(enum) > 0 for enum in enums)


def test_alternatives_begin_with_different_keys(schema: dict[str, Any]) -> None:
    for each in schemas(schema):
        members = [resolved(schema, member) for member in each.get("anyOf", ())]
        flat = [resolved(schema, inner) for member in members for inner in member.get("anyOf", [member])]
        first = [next(iter(member["properties"])) for member in flat if member.get("type") == "object"]
        assert len(set(first)) == len(first)


def test_references_lead_somewhere(schema: dict[str, Any]) -> None:
    for each in schemas(schema):
        assert resolved(schema, each)


def test_eighty_tables_whole_would_be_too_many_names(large: SemanticModel) -> None:
    assert Vocabulary.of(large).size > 500


# ---- the wire ----


def keys_of(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def by_first_key(document: dict[str, Any]) -> dict[tuple[str, ...], dict[str, Any]]:
    return {tuple(each["properties"]): each for each in schemas(document) if each.get("type") == "object"}


@pytest.mark.parametrize(
    "model",
    [
        each
        for each in vars(plan_json).values()
        if isinstance(each, type) and issubclass(each, plan_json.Wire) and each.model_fields
    ],
    ids=lambda model: model.__name__,
)
def test_the_schema_and_its_validator_agree(model: type[BaseModel]) -> None:
    document = schema_of(Vocabulary.of(load_model())).document
    found = {frozenset(keys): each for keys, each in by_first_key(document).items()}
    each = found[frozenset(keys_of(model))]
    for name, field in model.model_fields.items():
        said = resolved(document, each["properties"][field.alias or name])
        nullable = "null" in said.get("type", "") or {"type": "null"} in said.get("anyOf", ())
        assert nullable == (type(None) in get_args(field.annotation)), name


ANSWERS = [
    plan(),
    asks("clarify", "¿Qué?", {"label": "a", "question": "b"}),
    of_last("chart", "pie"),
    named(
        "equipment", where=[holds("equipment.down"), compares("equipment.type", "=", "pump", either=1)], by=["month"]
    ),
]


@pytest.mark.parametrize("answer", ANSWERS, ids=["sql", "asks", "last", "named"])
def test_a_whole_plan_is_valid_and_a_partial_one_is_not(answer: dict[str, Any]) -> None:
    validator = Draft202012Validator(schema_of(Vocabulary.of(load_model())).document)
    validator.validate(answer)
    plan_json.WireAnswer.model_validate(answer)
    for name in answer["plan"]:
        partial = {"plan": {key: value for key, value in answer["plan"].items() if key != name}}
        with pytest.raises(ValidationError):
            validator.validate(partial)


def test_a_name_of_another_plant_is_not_valid() -> None:
    validator = Draft202012Validator(schema_of(Vocabulary.of(load_model())).document)
    for answer in (named("robots"), named("equipment", by=["equipment.colour"]), named("equipment", what=["oee"])):
        with pytest.raises(ValidationError):
            validator.validate(answer)


def test_the_bytes_are_the_same_in_every_process() -> None:
    text = schema_of(Vocabulary.of(load_model())).text
    code = (
        "from core.modelling.names.schema import schema_of; from core.modelling.names.vocabulary import Vocabulary; "
        "from core.semantics.load import load_model; print(schema_of(Vocabulary.of(load_model())).text, end='')"
    )
    root = Path(__file__).parents[3]
    for seed in ("1", "2"):
        other = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
        )
        assert json.loads(other.stdout) == json.loads(text)
        assert other.stdout == text
