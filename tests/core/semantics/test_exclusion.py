"""Conditions that no row can meet together, and those that some row can: held to the rows of the demo plant."""

from __future__ import annotations

import json
import sqlite3
from itertools import combinations
from pathlib import Path

import pytest

from core.semantics.exclusion import contradiction, exclude
from core.semantics.load import load_model, parse_model
from core.semantics.query import AnyOf, Compare, FieldRef, Measure, Named, SemanticQuery
from core.semantics.sql.compile import Compiler
from tests.core.opening import AS_OF

MODEL = load_model()
PAIRS = [
    (dataset.name, one, other)
    for dataset in MODEL.datasets.values()
    for one, other in combinations(dataset.conditions, 2)
    if exclude(MODEL, dataset.name, one, other)
]


@pytest.mark.parametrize(("dataset", "one", "other"), PAIRS)
def test_what_is_said_to_exclude_each_other_has_no_row(dataset: str, one: str, other: str, demo_file: Path) -> None:
    assert exclude(MODEL, dataset, other, one)
    both = (Named(dataset=dataset, condition=one), Named(dataset=dataset, condition=other))
    query = SemanticQuery(
        dataset=dataset, shape="count", measures=(Measure(aggregate="count"),), filters=both, everyone=True
    )
    connection = sqlite3.connect(f"file:{demo_file}?mode=ro", uri=True)
    try:
        sql = Compiler(MODEL, "sqlite").compile(query, AS_OF, "en").sql
        assert connection.execute(sql).fetchone() == (0,)
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("dataset", "one", "other", "excluded"),
    [
        ("work_order", "closed", "overdue", True),
        ("work_order", "open", "closed", True),
        ("work_order", "open", "waiting_parts", False),
        ("work_order", "open", "overdue", False),
        ("work_order", "assigned", "unassigned", True),
        ("work_order", "completed_late", "completed_on_time", True),
        ("downtime", "planned", "unplanned", True),
        ("downtime", "ongoing", "ended", True),
        ("downtime", "ongoing", "planned", False),
        ("equipment", "down", "running", True),
        ("equipment", "down", "critical", False),
        ("spare_part", "out_of_stock", "in_stock", True),
        ("spare_part", "out_of_stock", "low_stock", False),
    ],
)
def test_conditions(dataset: str, one: str, other: str, excluded: bool) -> None:
    assert exclude(MODEL, dataset, one, other) is excluded
    assert exclude(MODEL, dataset, other, one) is excluded


def test_some_are_found_without_being_told() -> None:
    assert len(PAIRS) > 20


def ref(text: str) -> FieldRef:
    dataset, _, field = text.partition(".")
    return FieldRef(dataset=dataset, field=field)


def test_filters_that_contradict_each_other() -> None:
    pump = Compare(field=ref("equipment.type"), op="=", values=("pump",))
    motor = Compare(field=ref("equipment.type"), op="in", values=("motor", "press"))
    either = Compare(field=ref("equipment.type"), op="in", values=("motor", "pump"))
    down = Named(dataset="equipment", condition="down")
    running = Compare(field=ref("equipment.status"), op="=", values=("running",))
    assert contradiction(MODEL, (pump, down, motor)) == (pump, motor)
    assert contradiction(MODEL, (down, pump, running)) == (down, running)
    assert contradiction(MODEL, (down, down.model_copy(update={"negated": True}))) is not None
    assert contradiction(MODEL, (pump, either, down)) is None
    assert contradiction(MODEL, (AnyOf(parts=(pump, down)), motor)) is None
    assert contradiction(MODEL, ()) is None


def test_a_column_whose_name_needs_quotes_is_the_same_in_a_condition_and_in_a_value() -> None:
    """Two columns of a plant's file: «Clase de orden» is pinned by a condition to other values than it has."""
    raw = {
        "version": "0.2.0.dev0",
        "semantic_model": [
            {
                "name": "plant",
                "datasets": [
                    {
                        "name": "jobs",
                        "source": "jobs",
                        "primary_key": ["id"],
                        "ai_context": {
                            "terms": {"es": ["trabajo"], "en": ["job"]},
                            "label": {"es": {"one": "trabajo", "many": "trabajos", "gender": "m"}, "en": {"one": "job", "many": "jobs"}},
                            "identity": "id",
                            "list": ["id"],
                            "order": "id",
                            "conditions": [
                                {
                                    "name": "planned",
                                    "expression": "\"Clase de orden\" IN ('PM02', 'PM03')",
                                    "terms": {"es": ["planeado"], "en": ["planned"]},
                                    "label": {"es": "planeado", "en": "planned"},
                                }
                            ],
                        },
                        "fields": [
                            {
                                "name": name,
                                "datatype": "String",
                                "expression": {"dialects": [{"dialect": "ANSI_SQL", "expression": expression}]},
                                "ai_context": {"terms": {"es": [name], "en": [name]}, "label": {"es": name, "en": name}},
                            }
                            for name, expression in (("id", "id"), ("kind", '"Clase de orden"'))
                        ],
                    }
                ],
            }
        ],
    }  # fmt: skip
    model = parse_model(json.dumps(raw))
    planned = Named(dataset="jobs", condition="planned")
    kind = Compare(field=FieldRef(dataset="jobs", field="kind"), op="=", values=("PM01",))
    assert contradiction(model, (planned, kind)) == (planned, kind)


def test_a_row_of_nothing_is_of_nothing_in_any_state() -> None:
    lacking = Compare(field=FieldRef(dataset="work_order", field="number"), op="is null", values=())
    open_ones = Named(dataset="work_order", condition="open")
    assert contradiction(MODEL, [lacking, open_ones]) == (lacking, open_ones)
    assert contradiction(MODEL, [open_ones, lacking]) == (open_ones, lacking)
    assert contradiction(MODEL, [lacking, open_ones.model_copy(update={"negated": True})]) is None
    assert contradiction(MODEL, [lacking, Named(dataset="equipment", condition="down")]) is None
