"""What a plant lets the bot answer, how sure an answer is, and an answer kept as a verified query."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from core.data.database import Database
from core.drafting.abilities import abilities_of, is_bare
from core.drafting.draft import draft
from core.drafting.naming.words import load_data
from core.drafting.trying.sure import concepts_in, confidence
from core.drafting.trying.verifying import added, with_days
from core.drafting.yaml_text import as_yaml
from core.semantics.load import load_model, parse_model
from core.sentences.abilities import ABILITIES, LACKS
from tests import yaml_text
from tests.core.drafting import coded_shapes


async def drafted(file: Path) -> str:
    database = await Database.open(f"sqlite:///{file}")
    try:
        return as_yaml(await draft(database))
    finally:
        await database.close()


def test_the_demo_plant_answers_all_that_is_usual() -> None:
    found = abilities_of(load_model())
    assert [item.name for item in found if item.lacks] == []
    assert {item.name for item in found} == set(ABILITIES)
    assert not is_bare(load_model())


async def test_what_is_missing_is_told_by_its_reason(tmp_path: Path) -> None:
    text = await drafted(coded_shapes.catalogued(tmp_path / "plant.sqlite"))
    lacks = {item.name: item.lacks for item in abilities_of(parse_model(text))}
    assert (lacks["open"], lacks["overdue"], lacks["by_type"], lacks["by_machine"]) == ("", "", "", "")
    assert lacks["unassigned"] == "condition_work_order_unassigned"
    assert (lacks["cost"], lacks["downtime"]) == ("metric_maintenance_cost", "metric_downtime_hours")
    assert set(lacks.values()) - {""} <= set(LACKS)
    raw = yaml_text.read(text)
    for dataset in raw["semantic_model"][0]["datasets"]:
        for key in ("conditions", "kept", "kept_note", "population", "population_note", "population_alone"):
            dataset["ai_context"].pop(key, None)
        for key in ("population_fields", "population_beside"):
            dataset["ai_context"].pop(key, None)
        for field in dataset["fields"]:
            for key in ("condition", "age_while", "superlative_condition"):
                field["ai_context"].pop(key, None)
    raw["semantic_model"][0]["metrics"] = []
    bare = parse_model(yaml_text.written(raw))
    assert is_bare(bare)
    assert {item.name: item.lacks for item in abilities_of(bare)}["overdue"] == "condition_work_order_open"


def test_each_reason_that_can_be_has_a_sentence() -> None:
    for entry in load_data("abilities.yaml")["abilities"]:
        for need in entry["needs"]:
            assert "_".join(need.split()[: 3 if "condition" in need else 2]) in LACKS, need
    for entry in load_data("trying.yaml")["questions"]:
        assert entry["ability"] in ABILITIES
    assert len(load_data("trying.yaml")["questions"]) == 30


async def test_an_answer_is_as_sure_as_the_least_sure_guess_that_it_uses(tmp_path: Path) -> None:
    raw = yaml_text.read(await drafted(coded_shapes.abbreviated(tmp_path / "plant.sqlite")))
    concepts = concepts_in(raw)
    count = confidence("SELECT COUNT(*) FROM X7EVENTS", "sqlite", concepts)
    assert count == 0.65, "the table is known by its columns alone"
    people = confidence("SELECT PER_CODE FROM X7PERSONNEL WHERE PER_CODE <> ''", "sqlite", concepts)
    assert people is not None and people > count
    assert confidence("SELECT 1", "sqlite", concepts) is None
    assert concepts_in({"semantic_model": []}) == {}


def sql(month: str, after: str, today: str) -> str:
    return (
        f"SELECT COUNT(*) AS n FROM t WHERE made >= '{month}' AND made < '{after}' AND due < '{today}' AND j = '{{}}'"
    )


def test_days_become_the_names_that_hold_on_other_days_too() -> None:
    asked = {
        date(2026, 11, 22): sql("2026-11-01", "2026-11-23", "2026-11-22"),
        date(2026, 11, 25): sql("2026-11-01", "2026-11-26", "2026-11-25"),
        date(2027, 1, 1): sql("2027-01-01", "2027-01-02", "2027-01-01"),
    }
    made = with_days(asked)
    assert made == (
        "SELECT COUNT(*) AS n FROM t WHERE made >= '{month_start}' AND made < '{tomorrow}' AND due < '{today}' AND j = '{{}}'"
    )
    fixed = dict.fromkeys(asked, "SELECT 1 FROM t WHERE made >= '2020-01-01'")
    assert with_days(fixed) == "SELECT 1 FROM t WHERE made >= '2020-01-01'", "a day that was asked for stays"
    moving = {day: f"SELECT 1 FROM t WHERE made >= '{day.replace(year=day.year - 3)}'" for day in asked}
    assert with_days(moving) is None


@pytest.mark.parametrize("there", ["verified_queries: []\n", "", "verified_queries:\n      - {question: {en: 'Old?'}, sql: SELECT 1 AS n, verified_by: me, verified_at: 2026-01-01}\n"])  # fmt: skip
def test_a_verified_query_is_added_and_nothing_else_moves(there: str) -> None:
    lines = f"    {there}" if there else ""
    text = (
        'version: "0.2.0.dev0"\nsemantic_model:\n- name: p  # mine\n  ai_context:\n'
        f"    instructions: Be exact.  # mine too\n{lines}    examples_es: []\n"
        "  # about machines\n  datasets:\n  - {name: m, source: tbl_m, fields: [{name: tag, "
        "expression: {dialects: [{dialect: ANSI_SQL, expression: tag}]}}]}\n"
    )
    entry = {"question": {"es": "¿Qué?"}, "sql": "SELECT 2 AS n", "verified_by": "Eva", "verified_at": "2026-11-22"}
    new = added(text, [entry])
    assert new is not None
    model = parse_model(new)
    assert [item.sql for item in model.verified_queries] == (["SELECT 1 AS n"] if "Old" in there else []) + [
        "SELECT 2 AS n"
    ]
    kept = [line for line in text.splitlines() if "verified" not in line and "Old" not in line]
    assert [line for line in new.splitlines() if line in kept] == kept
    again = added(new, [entry | {"sql": "SELECT 3 AS n"}])
    assert again is not None and len(parse_model(again).verified_queries) == len(model.verified_queries) + 1
    assert added("{version: x, semantic_model: [{name: p, ai_context: {instructions: ''}}]}", [entry]) is None
