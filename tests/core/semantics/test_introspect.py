"""A semantic model drafted from a database: the demo plant's, and a plant's of long ago."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.data.database import Database
from core.semantics.check import check
from core.semantics.introspect import ModelDraft, as_yaml, introspect
from core.semantics.load import load_model, parse_model
from core.semantics.model import SemanticModel
from core.semantics.plant_words import name_of, words
from tests.core.asking import Person
from tests.core.opening import AS_OF, Opens
from tests.core.semantics import legacy


@pytest.fixture(scope="module")
def old_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return legacy.fill(tmp_path_factory.mktemp("legacy") / "cmms.sqlite")


@pytest.fixture
async def old_plant(old_file: Path) -> AsyncIterator[Database]:
    database = await Database.open(f"sqlite:///{old_file}")
    yield database
    await database.close()


async def drafted(database: Database) -> tuple[ModelDraft, SemanticModel]:
    draft = await introspect(database)
    return draft, parse_model(as_yaml(draft))


def links(model: SemanticModel) -> set[tuple[str, str, str, str, bool]]:
    return {
        (link.source, link.source_columns[0], link.target, link.target_columns[0], link.optional)
        for link in model.relationships
    }


# ---- the demo plant ----


async def test_the_demo_plant_is_found_as_its_own_model_describes_it(plant: Database, model: SemanticModel) -> None:
    _, made = await drafted(plant)
    assert set(made.datasets) == set(model.datasets)
    assert {link[:4] for link in links(made)} == {link[:4] for link in links(model)}
    for name, dataset in model.datasets.items():
        columns = {field.expression: field for field in dataset.fields.values() if field.is_column}
        own = {field.expression: field for field in made.datasets[name].fields.values()}
        assert set(columns) <= set(own), name
        for column, field in columns.items():
            assert own[column].is_date == field.is_date, f"{name}.{column}"
            assert own[column].is_number == field.is_number, f"{name}.{column}"
        assert made.datasets[name].identity == dataset.identity, name
        assert made.datasets[name].primary_key == dataset.primary_key


async def test_values_of_columns_with_few_are_written_out_with_words(plant: Database) -> None:
    _, made = await drafted(plant)
    values = {value.value: value for value in made.field("equipment", "type").values}
    assert {"pump", "boiler", "forklift"} <= set(values)
    assert values["pump"].terms == {"es": ("bomba",), "en": ("pump",)}
    assert not made.field("work_order", "description").index
    assert made.field("equipment", "tag").code is True


@pytest.mark.parametrize(
    ("text", "sql"),
    [
        ("how many machines are there?", "SELECT COUNT(*) FROM equipment"),
        ("¿cuántas bombas hay?", "SELECT COUNT(*) FROM equipment WHERE type = 'pump'"),
        ("¿cuántas órdenes de trabajo hay?", "SELECT COUNT(*) FROM work_order"),
        ("how many failures in october?", "SELECT COUNT(*) FROM failure WHERE detected_at LIKE '2026-10-%'"),
        ("¿cuántos técnicos hay?", "SELECT COUNT(*) FROM technician"),
    ],
)
async def test_simple_counts_are_answered_with_the_draft_as_it_is(
    opens: Opens, plant: Database, tmp_path: Path, text: str, sql: str
) -> None:
    draft, _ = await drafted(plant)
    file = tmp_path / "model.yaml"
    file.write_text(as_yaml(draft), "utf-8")
    async with opens(semantic_model=file) as core:
        reply = await Person(core).ask(text)
    assert (reply.action, reply.rows) == ("data", (await plant.run(sql)).rows), reply.text


@pytest.mark.postgres
async def test_the_same_tables_and_links_are_found_on_postgres(plant: Database, postgres_plant: Database) -> None:
    _, here = await drafted(plant)
    _, there = await drafted(postgres_plant)
    assert links(here) == links(there)
    for name, dataset in here.datasets.items():
        other = there.datasets[name]
        assert {f.name: f.datatype for f in dataset.fields.values()} == {
            f.name: f.datatype for f in other.fields.values()
        }
        assert (dataset.identity, dataset.default_date) == (other.identity, other.default_date)


# ---- a plant of long ago ----


async def test_an_undeclared_key_is_found_in_the_data_and_marked_as_guessed(old_plant: Database) -> None:
    draft, made = await drafted(old_plant)
    assert links(made) == {
        ("tbl_equipos", "cve_area", "cat_areas", "cve_area", True),
        ("ordenes_trabajo", "id_equipo", "tbl_equipos", "id_equipo", True),
    }
    marked = {
        entry["name"]: entry["ai_context"].get("guessed", False)
        for entry in draft.raw["semantic_model"][0]["relationships"]
    }
    assert marked == {"tbl_equipos_cve_area": False, "ordenes_trabajo_id_equipo": True}


async def test_names_dates_and_identities_are_guessed(old_plant: Database) -> None:
    _, made = await drafted(old_plant)
    machines, orders = made.datasets["tbl_equipos"], made.datasets["ordenes_trabajo"]
    assert machines.terms["es"][0] == "equipo" and machines.terms["en"][0] == "equipment"
    assert orders.terms["es"][0] == "orden de trabajo" and orders.label.many["es"] == "órdenes de trabajo"
    assert orders.identity == "folio" and orders.default_date == "fecha_solicitud"
    assert orders.fields["fecha_solicitud"].datatype == "DateTime"
    assert machines.fields["fecha_alta"].datatype == "Date"
    assert machines.fields["costo"].kind == "money"
    assert {value.value for value in machines.fields["estatus"].values} == {"operando", "parado"}
    assert "id_equipo" not in orders.fields and "observaciones" in orders.fields


async def test_what_cannot_be_named_without_quotes_is_left_out_and_said(old_plant: Database) -> None:
    draft, made = await drafted(old_plant)
    assert set(made.datasets) == {"cat_areas", "tbl_equipos", "ordenes_trabajo", "sueltos"}
    assert list(made.datasets["sueltos"].fields) == ["dato"]
    text = as_yaml(draft)
    assert "# Left out: bitácora de paros" in text and "# Left out: sueltos.dos palabras" in text


async def test_the_old_plant_answers_with_the_draft(opens: Opens, old_plant: Database, old_file: Path) -> None:
    draft, _ = await drafted(old_plant)
    file = old_file.with_name("model.yaml")
    file.write_text(as_yaml(draft), "utf-8")
    async with opens(semantic_model=file, maintenance_database_url=f"sqlite:///{old_file}") as core:
        person = Person(core)
        assert (await person.ask("¿cuántos equipos hay?")).rows == ((3,),)
        assert (await Person(core).ask("¿cuántas bombas hay?")).rows == ((2,),)
        assert (await Person(core).ask("¿cuántas órdenes de trabajo hay en noviembre?")).rows == ((3,),)
        by_area = await Person(core).ask("órdenes de trabajo por área")
    assert by_area.rows is not None and {("Embotellado", 2), (None, 2)} == set(by_area.rows)


async def test_a_draft_passes_its_own_check(old_plant: Database, plant: Database) -> None:
    for database in (old_plant, plant):
        _, made = await drafted(database)
        assert [finding for finding in await check(made, database, AS_OF) if finding.is_error] == []


async def test_an_empty_database_gives_a_draft_without_tables(tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    path = tmp_path / "empty.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE gone (x INTEGER)")
        connection.execute("DROP TABLE gone")
        connection.commit()
    database = await Database.open(f"sqlite:///{path}")
    draft = await introspect(database)
    await database.close()
    assert draft.raw["semantic_model"][0]["datasets"] == []


# ---- words ----


@pytest.mark.parametrize(
    ("identifier", "own"),
    [
        ("tblOrdenesTrabajo", ("ordenes", "trabajo")),
        ("CAT_AREAS", ("areas",)),
        ("fecha_de_alta", ("fecha", "alta")),
        ("t", ("t",)),
    ],
)
def test_the_words_of_a_name(identifier: str, own: tuple[str, ...]) -> None:
    assert words(identifier) == own


@pytest.mark.parametrize(
    ("identifier", "spanish", "english"),
    [
        ("equipment", "equipo", "equipment"),
        ("tbl_maquinas", "máquina", "machine"),
        ("refacciones", "refacción", "part"),
        ("lecturas", "lectura", "reading"),
        ("work_order", "orden de trabajo", "work order"),
        ("failure_mode", "modo de falla", "failure mode"),
        ("tipo_equipo", "tipo de equipo", "equipment type"),
        ("zzqx_17", "zzqx 17", "zzqx 17"),
    ],
)
def test_names_in_both_languages(identifier: str, spanish: str, english: str) -> None:
    name = name_of(identifier)
    assert name.es is not None and name.en is not None
    assert (name.es[0], name.en[0]) == (spanish, english)


# ---- check ----


def changed(change: dict[tuple[Any, ...], Any]) -> SemanticModel:
    """The demo plant's model with parts replaced, by path from the model's body."""
    from importlib import resources

    raw = yaml.safe_load(resources.files("core.demo").joinpath("semantic_model.yaml").read_text("utf-8"))
    for path, value in change.items():
        at: Any = raw["semantic_model"][0]
        for step in path[:-1]:
            at = next(item for item in at if item["name"] == step) if isinstance(at, list) else at[step]
        at[path[-1]] = value
    return parse_model(yaml.safe_dump(raw, allow_unicode=True))


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


# ---- what init writes always loads ----

AWKWARD = """
    CREATE TABLE "a_b" (c INTEGER, x TEXT);
    CREATE TABLE a (b_c INTEGER, y TEXT);
    CREATE TABLE target (id INTEGER PRIMARY KEY, code TEXT, name TEXT);
    CREATE TABLE only_links (target_id INTEGER REFERENCES target(id), other_id INTEGER REFERENCES empty(id),
        PRIMARY KEY (target_id, other_id));
    CREATE TABLE points_at_links (id INTEGER PRIMARY KEY, note TEXT, link INTEGER REFERENCES only_links(target_id));
    CREATE TABLE by_code (id INTEGER PRIMARY KEY, target_code TEXT REFERENCES target(code), what TEXT);
    CREATE TABLE by_empty (id INTEGER PRIMARY KEY, code TEXT REFERENCES empty(code), what TEXT);
    CREATE TABLE empty (id INTEGER PRIMARY KEY, code TEXT UNIQUE, name TEXT);
    CREATE TABLE itself (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES itself(id), name TEXT);
    CREATE TABLE keyless (description TEXT, quantity REAL);
    CREATE TABLE sides (a_b_c INTEGER, b_c_id INTEGER);
    CREATE TABLE "line
break" (x TEXT);
    CREATE TABLE odd (id INTEGER PRIMARY KEY, on_off TEXT, "null" TEXT, "select" TEXT, "two words" TEXT, y TEXT);
    INSERT INTO a_b VALUES (1, 'x'); INSERT INTO a VALUES (1, 'x');
    INSERT INTO target VALUES (1, 'K', 'one'), (2, 'K', 'two');
    INSERT INTO only_links VALUES (1, 1), (1, 2);
    INSERT INTO points_at_links VALUES (1, 'n', 1); INSERT INTO by_code VALUES (1, 'K', 'w'), (2, 'K', 'w');
    INSERT INTO itself VALUES (1, 1, 'x');
"""
VALUES = [
    "no",
    "yes",
    "null",
    "~",
    "1",
    "1.5",
    "2026-01-01",
    ": x",
    "- x",
    "#x",
    "{a}",
    "[b",
    "*a",
    "&a",
    "!t",
    "%x",
    "@x",
]
VALUES += [
    "'",
    '"',
    "a\nb",
    "\ttab",
    " lead",
    "trail ",
    "é",
    "日本",
    "😀",
    "\x85",
    "\u2028",
    "true",
    "=",
    "<<",
    "?",
    "|",
    ">",
]


async def test_an_awkward_database_gives_a_draft_that_loads_and_passes_its_check(tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    path = tmp_path / "awkward.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(AWKWARD)
        connection.executemany("INSERT INTO odd (on_off, y) VALUES (?, 'x')", [(value,) for value in VALUES * 2])
        connection.commit()
    database = await Database.open(f"sqlite:///{path}")
    draft, made = await drafted(database)
    findings = [finding for finding in await check(made, database, AS_OF) if finding.is_error]
    await database.close()
    assert findings == []
    assert {str(value.value) for value in made.field("odd", "on_off").values} == set(VALUES)
    assert "only_links" not in made.datasets, "nothing but keys of others"
    ends = {(link.source, link.target) for link in made.relationships}
    assert ("by_empty", "empty") in ends and ("by_code", "target") not in ends, "a code that repeats is no key"
    assert not {name for pair in ends for name in pair} - set(made.datasets)
    assert "# Left out: line break: its name needs quotes" in as_yaml(draft)
