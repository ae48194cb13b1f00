"""Loading a semantic model: every error names the place; the demo plant's own holds together."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.data.database import Database
from core.data.guard.guard import Guard
from core.kernel.errors import ConfigurationError
from core.semantics.load import load_model, parse_model
from core.semantics.model import SemanticModel
from core.semantics.sql.dialect import Dialect
from core.semantics.words import LANGUAGES
from tests import yaml_text
from tests.core.opening import AS_OF
from tests.core.semantics.small_model import GOOD

Body = dict[str, Any]


def small() -> Body:
    """The smallest model with every kind of part, to be changed."""
    found: Body = yaml_text.read(GOOD)
    return found


def test_the_small_model_loads() -> None:
    model = parse_model(yaml.safe_dump(small()))
    assert model.datasets["machine"].population is not None
    assert model.metrics["doubled"].bases == ("machines",)
    assert model.reaches("machine", "area") and not model.reaches("area", "machine")


@pytest.mark.parametrize("text", ["a: [1", "", "just text", "- 1\n- 2", "semantic_model: 5\nversion: 0.2.0.dev0"])
def test_what_is_no_model_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="semantic model"):
        parse_model(text)


def test_a_file_that_is_missing_or_no_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"none\.yaml"):
        load_model(tmp_path / "none.yaml")
    (tmp_path / "picture.yaml").write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(ConfigurationError, match=r"picture\.yaml"):
        load_model(tmp_path / "picture.yaml")


def test_the_fingerprint_follows_the_text() -> None:
    text = yaml.safe_dump(small())
    assert parse_model(text).fingerprint == parse_model(text).fingerprint != parse_model(text + "\n# x").fingerprint


def test_yaml_cannot_build_objects() -> None:
    with pytest.raises(ConfigurationError):
        parse_model('a: !!python/object/apply:os.system ["true"]')


# ---- the demo plant's ----


def test_the_demo_model_has_the_tables_of_the_demo_plant(model: SemanticModel) -> None:
    from core.demo.tables import metadata

    assert {dataset.source for dataset in model.datasets.values()} == set(metadata.tables)
    for dataset in model.datasets.values():
        table = metadata.tables[dataset.source]
        assert tuple(column.name for column in table.primary_key) == dataset.primary_key
        for field in dataset.fields.values():
            if field.is_column:
                assert field.expression in table.columns, f"{dataset.name}.{field.name}"


def test_every_foreign_key_is_a_relationship_with_its_optionality(model: SemanticModel) -> None:
    from core.demo.tables import metadata

    declared = {
        (table.name, key.parent.name, key.column.table.name, bool(key.parent.nullable))
        for table in metadata.tables.values()
        for key in table.foreign_keys
    }
    described = {(link.source, link.source_columns[0], link.target, link.optional) for link in model.relationships}
    assert described == declared


async def test_every_field_and_condition_runs_on_the_demo_plant(model: SemanticModel, plant: Database) -> None:
    dialect, guard = Dialect(plant.dialect), Guard(await plant.catalog(), plant.dialect, 1)
    for name, dataset in model.datasets.items():
        for field in dataset.fields.values():
            sql = f"SELECT {dialect.expression(field.expression, name)} AS x FROM {dataset.source}"
            await plant.run(guard.check(sql).sql)
        for condition in dataset.conditions.values():
            text = dialect.expression(condition.expression, name).replace(":today", AS_OF.isoformat())
            counts = f"SELECT COUNT(*) AS n, SUM(CASE WHEN {text} THEN 1 ELSE 0 END) AS k FROM {dataset.source}"
            [(rows, kept)] = (await plant.run(guard.check(counts).sql)).rows
            assert 0 < int(kept or 0) < int(rows or 0), f"{name}.{condition.name} tells nothing apart"


async def test_every_value_of_the_model_occurs_and_every_value_of_a_described_column_is_in_the_model(
    model: SemanticModel, plant: Database
) -> None:
    for field in model.fields():
        if field.values and field.is_column:
            found = await plant.values_of(model.datasets[field.dataset].source, field.expression, limit=100)
            assert {str(cell) for cell in found.values} == {str(entry.value) for entry in field.values}, field


def test_everything_has_words_and_labels_in_both_languages(model: SemanticModel) -> None:
    for dataset in model.datasets.values():
        for language in LANGUAGES:
            assert dataset.terms[language] and dataset.label.one[language] and dataset.label.many[language]
    for field in model.fields():
        assert field.label.one["es"] != "" and field.label.one["en"] != ""
    for metric in model.metrics.values():
        for language in LANGUAGES:
            assert metric.hidden or (metric.terms[language] and metric.label.one[language]), metric.name


def test_no_term_is_written_twice_for_one_thing(model: SemanticModel) -> None:
    for dataset in model.datasets.values():
        for item in (*dataset.fields.values(), *dataset.conditions.values()):
            for language in LANGUAGES:
                terms = item.terms[language]
                assert len(set(terms)) == len(terms), f"{dataset.name}.{item.name}: {sorted(terms)}"


def test_verified_queries_say_who_and_when(model: SemanticModel) -> None:
    assert model.verified_queries
    for query in model.verified_queries:
        assert set(query.question) == set(LANGUAGES)
        assert query.verified_by and query.verified_at and "SELECT" in query.sql


def test_the_file_is_what_the_wheel_ships() -> None:
    assert resources.files("core.demo").joinpath("semantic_model.yaml").is_file()
