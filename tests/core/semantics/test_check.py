"""A semantic model compared with its database."""

from __future__ import annotations

from typing import Any

import pytest

from core.data.database import Database
from core.semantics.check import check
from core.semantics.load import load_model, parse_model
from core.semantics.model import SemanticModel
from tests import yaml_text
from tests.core.opening import AS_OF


def changed(change: dict[tuple[Any, ...], Any]) -> SemanticModel:
    """The demo plant's model with parts replaced, by path from the model's body."""
    from importlib import resources

    raw = yaml_text.read(resources.files("core.demo").joinpath("semantic_model.yaml").read_text("utf-8"))
    for path, value in change.items():
        at: Any = raw["semantic_model"][0]
        for step in path[:-1]:
            at = next(item for item in at if item["name"] == step) if isinstance(at, list) else at[step]
        at[path[-1]] = value
    return parse_model(yaml_text.written(raw))


def expression(text: str) -> dict[str, Any]:
    return {"dialects": [{"dialect": "ANSI_SQL", "expression": text}]}


@pytest.mark.parametrize(
    ("change", "kind", "place", "detail"),
    [
        ({("datasets", "failure", "source"): "failures"}, "table_missing", "failure", "failures"),
        (
            {("datasets", "equipment", "fields", "tag", "expression"): expression("tagg")},
            "column_missing",
            "equipment.tag",
            "equipment.tagg",
        ),
        (
            {("relationships", "failure_equipment", "from_columns"): ["machine_id"]},
            "column_missing",
            "relationship failure_equipment",
            "failure.machine_id",
        ),
        (
            {("datasets", "spare_part", "fields", "shortage", "expression"): expression("min_stock - stok")},
            "does_not_run",
            "spare_part.shortage",
            "stok",
        ),
        (
            {("metrics", "stock_value", "expression"): expression("SUM(spare_part.stock * spare_part.cost)")},
            "does_not_run",
            "metric stock_value",
            "cost",
        ),
        (
            {("metrics", "stock_value", "expression"): expression("SUM(spare_part.stock")},
            "does_not_run",
            "metric stock_value",
            "",
        ),
        (
            {("metrics", "mttr", "expression"): expression("LOAD_EXTENSION('x')")},
            "does_not_run",
            "metric mttr",
            "",
        ),
    ],
)
async def test_what_does_not_fit_is_named(
    plant: Database, change: dict[tuple[Any, ...], Any], kind: str, place: str, detail: str
) -> None:
    errors = [finding for finding in await check(changed(change), plant, AS_OF) if finding.is_error]
    assert (errors[0].kind, errors[0].place) == (kind, place)
    assert detail in errors[0].detail
    assert len(errors) <= 3, errors


async def test_a_condition_that_does_not_run_is_named(plant: Database) -> None:
    broken = changed({("datasets", "equipment", "ai_context", "conditions", "down", "expression"): "stattus = 'down'"})
    [error] = [finding for finding in await check(broken, plant, AS_OF) if finding.is_error]
    assert error.place == "condition equipment.down"


async def test_the_demo_plants_model_has_no_errors_and_its_double_words_are_listed(plant: Database) -> None:
    findings = await check(load_model(), plant, AS_OF)
    assert not [finding for finding in findings if finding.is_error]
    assert "motor" in {finding.place for finding in findings}


async def test_nothing_is_read_and_nothing_unsafe_is_run(plant: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    real = Database.run

    async def run(self: Database, sql: str, **more: Any) -> Any:
        ran.append(sql)
        return await real(self, sql, **more)

    monkeypatch.setattr(Database, "run", run)
    await check(load_model(), plant, AS_OF)
    assert len(ran) > 100 and all("LIMIT 0" in sql for sql in ran)
