"""Text literals against the demo plant's words and a value index."""

from __future__ import annotations

import pytest

from core.modelling.literals import matched
from core.modelling.values import PlantValues
from core.semantics.load import load_model
from core.semantics.values import ValueIndex

TABLES = {
    "area": {"id": 1, "name": 1},
    "equipment": {"id": 1, "tag": 1, "area_id": 1, "status": 1, "manufacturer": 1},
    "work_order": {"id": 1, "equipment_id": 1, "status": 1, "description": 1},
}


OCCURRING = {
    ("area", "name"): ["Packaging", "Bottling", "Assembly"],
    ("equipment", "tag"): ["P-101", "P-102"],
    ("equipment", "status"): ["running", "down"],
    ("work_order", "status"): ["open", "completed", "in_progress"],
}


@pytest.fixture(scope="module")
def values() -> PlantValues:
    model = load_model()
    return PlantValues(model, ValueIndex(model, OCCURRING))


@pytest.mark.parametrize(
    ("sql", "wanted"),
    [
        ("SELECT COUNT(*) FROM area WHERE name = 'Bottling'", None),
        ("SELECT COUNT(*) FROM area WHERE name = 'BOTTLING'", "'Bottling'"),
        ("SELECT COUNT(*) FROM area WHERE name = 'Embotellado'", "'Bottling'"),
        ("SELECT COUNT(*) FROM area WHERE 'empaque' = name", "'Packaging'"),
        (
            "SELECT COUNT(*) FROM equipment AS e JOIN area AS a ON a.id = e.area_id WHERE a.name IN ('bottling', 'Assembly')",
            "'Bottling', 'Assembly'",
        ),
        ("WITH x AS (SELECT id FROM area WHERE name = 'bottling') SELECT COUNT(*) FROM x", "'Bottling'"),
        ("SELECT COUNT(*) FROM equipment WHERE status <> 'Retired'", "'retired'"),
        ("SELECT COUNT(*) FROM equipment WHERE status <> 'retired'", None),
        ("SELECT COUNT(*) FROM equipment WHERE manufacturer = 'Anybody'", None),
        ("SELECT COUNT(*) FROM work_order WHERE description = 'bottling'", None),
        ("SELECT COUNT(*) FROM nowhere WHERE name = 'bottling'", None),
        ("SELECT COUNT(* FROM", None),
        # in other words, by a condition's name, a code without its separators
        ("SELECT COUNT(*) FROM work_order WHERE status = 'en curso'", "'in_progress'"),
        ("SELECT COUNT(*) FROM equipment WHERE status IN ('parado', 'operando')", "'down', 'running'"),
        ("SELECT COUNT(*) FROM equipment WHERE tag = 'p101'", "'P-101'"),
        # whatever stands around the column
        ("SELECT COUNT(*) FROM area WHERE LOWER(name) = 'bottling'", None),
        ("SELECT COUNT(*) FROM area WHERE LOWER(name) = 'embotellado'", "LOWER(name) = 'bottling'"),
        ("SELECT COUNT(*) FROM area WHERE LOWER(name) = 'Bottling'", "LOWER(name) = 'bottling'"),
        ("SELECT COUNT(*) FROM area WHERE name = 'embotellado' COLLATE NOCASE", "'Bottling' COLLATE NOCASE"),
        ("SELECT COUNT(*) FROM area WHERE name = 'bottling' COLLATE NOCASE", None),
        ("SELECT COUNT(*) FROM area WHERE name COLLATE NOCASE = 'ensamble'", "= 'Assembly'"),
        ("SELECT COUNT(*) FROM area WHERE name LIKE 'embotellado'", "LIKE 'Bottling'"),
        ("SELECT COUNT(*) FROM area WHERE name LIKE '%embotellado%'", "LIKE '%Bottling%'"),
        ("SELECT COUNT(*) FROM area WHERE name LIKE '%bott%'", None),
        ("SELECT COUNT(*) FROM area WHERE name LIKE '%zzz%'", None),
        ("SELECT COUNT(*) FROM area WHERE name LIKE 'B_ttling'", None),
    ],
)
def test_literals_become_the_datas_own(values: PlantValues, sql: str, wanted: str | None) -> None:
    found, problem = matched(sql, "sqlite", TABLES, values)
    assert problem is None
    if wanted is None:
        assert found == sql
    else:
        assert wanted in found


@pytest.mark.parametrize(
    ("sql", "value", "nearest"),
    [
        ("SELECT COUNT(*) FROM area WHERE name = 'Bolding'", "Bolding", ("Bottling",)),
        ("SELECT COUNT(*) FROM equipment WHERE tag IN ('P-101', 'P-109')", "P-109", ("P-101", "P-102")),
        ("SELECT 1 AS n FROM equipment e, area a WHERE e.area_id = a.id AND a.name <> 'Zzzzz'", "Zzzzz", ()),
        ("SELECT COUNT(*) FROM area WHERE LOWER(name) = 'bolding'", "bolding", ("Bottling",)),
        ("SELECT COUNT(*) FROM area WHERE name LIKE 'bolding'", "bolding", ("Bottling",)),
    ],
)
def test_a_value_that_does_not_exist_is_a_problem(
    values: PlantValues, sql: str, value: str, nearest: tuple[str, ...]
) -> None:
    found, problem = matched(sql, "sqlite", TABLES, values)
    assert found == sql
    assert problem is not None
    assert (problem.kind, problem.value) == ("unknown_value", value)
    assert set(nearest) <= set(problem.nearest)
    assert value in problem.message


def test_the_model_is_told_values_of_the_file_but_never_of_the_data(values: PlantValues) -> None:
    _, listed = matched("SELECT 1 AS n FROM area WHERE name = 'Bolding'", "sqlite", TABLES, values)
    _, data = matched("SELECT 1 AS n FROM equipment WHERE tag = 'P-109'", "sqlite", TABLES, values)
    assert listed is not None and data is not None
    assert "nearest: 'Bottling'" in listed.message
    assert "P-101" not in data.message
    assert "P-101" in data.nearest
