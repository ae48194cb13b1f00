"""Text literals against the demo plant's words and a value index."""

from __future__ import annotations

import pytest

from core.modelling.literals import matched
from core.modelling.values import PlantValues
from core.semantics.load import load_model

TABLES = {
    "area": {"id": 1, "name": 1},
    "equipment": {"id": 1, "tag": 1, "area_id": 1, "status": 1, "manufacturer": 1},
    "work_order": {"id": 1, "equipment_id": 1, "status": 1, "description": 1},
}


class Index:
    """A value index by dataset and field."""

    values = {
        ("area", "name"): ["Packaging", "Bottling", "Assembly"],
        ("equipment", "tag"): ["P-101", "P-102"],
        ("equipment", "status"): ["running", "down"],
        ("work_order", "status"): ["open", "completed"],
    }

    def known(self, dataset: str, field: str, value: str) -> bool | None:
        items = self.values.get((dataset, field))
        return None if items is None else value in items

    def nearest(self, dataset: str, field: str, text: str) -> list[str]:
        return [item for item in self.values.get((dataset, field), []) if item[0].lower() == text[0].lower()]


@pytest.fixture(scope="module")
def values() -> PlantValues:
    return PlantValues(load_model(), Index())


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
        ("SELECT COUNT(*) FROM equipment WHERE tag IN ('P-101', 'P-999')", "P-999", ("P-101", "P-102")),
        ("SELECT 1 AS n FROM equipment e, area a WHERE e.area_id = a.id AND a.name <> 'Zzz'", "Zzz", ()),
    ],
)
def test_a_value_that_does_not_exist_is_a_problem(
    values: PlantValues, sql: str, value: str, nearest: tuple[str, ...]
) -> None:
    found, problem = matched(sql, "sqlite", TABLES, values)
    assert found == sql
    assert problem is not None
    assert (problem.kind, problem.value, problem.nearest) == ("unknown_value", value, nearest)
    assert value in problem.message
