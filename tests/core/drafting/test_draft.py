"""A semantic model drafted from a database: the demo plant's, and a plant's of long ago."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio

from core.app import Core
from core.data.database import Database
from core.drafting.draft import ModelDraft, draft
from core.drafting.yaml_text import as_yaml
from core.semantics.check import check
from core.semantics.load import parse_model
from core.semantics.model import SemanticModel
from tests.core.asking import Person
from tests.core.drafting import legacy
from tests.core.opening import AS_OF, Opens, opener


@pytest.fixture(scope="module")
def old_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return legacy.fill(tmp_path_factory.mktemp("legacy") / "cmms.sqlite")


@pytest.fixture
async def old_plant(old_file: Path) -> AsyncIterator[Database]:
    database = await Database.open(f"sqlite:///{old_file}")
    yield database
    await database.close()


_drafts: dict[str, tuple[ModelDraft, SemanticModel]] = {}


async def drafted(database: Database, name: str = "") -> tuple[ModelDraft, SemanticModel]:
    """The draft of a plant and the model that is loaded from it; a plant with a name is drafted once."""
    if name not in _drafts:
        made = await draft(database)
        _drafts[name] = made, parse_model(as_yaml(made))
    return _drafts[name] if name else _drafts.pop(name)


def links(model: SemanticModel) -> set[tuple[str, str, str, str, bool]]:
    return {
        (link.source, link.source_columns[0], link.target, link.target_columns[0], link.optional)
        for link in model.relationships
    }


# ---- the demo plant ----


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def with_draft(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Core]:
    """A Core over the demo plant that knows it by its draft alone."""
    folder = tmp_path_factory.mktemp("draft")
    database = await Database.open(f"sqlite:///{demo_file}")
    made, _ = await drafted(database, "demo")
    await database.close()
    (folder / "model.yaml").write_text(as_yaml(made), "utf-8")
    async with opener(demo_file, folder)(semantic_model=folder / "model.yaml") as core:
        yield core


async def test_the_demo_plant_is_found_as_its_own_model_describes_it(plant: Database, model: SemanticModel) -> None:
    _, made = await drafted(plant, "demo")
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
    _, made = await drafted(plant, "demo")
    values = {value.value: value for value in made.field("equipment", "type").values}
    assert {"pump", "boiler", "forklift"} <= set(values)
    assert values["pump"].terms == {"es": ("bomba",), "en": ("pump",)}
    assert not made.field("work_order", "description").index
    assert made.field("equipment", "tag").code is True


@pytest.mark.parametrize(
    ("text", "sql"),
    [
        ("how many machines are there?", "SELECT SUM(status <> 'retired'), COUNT(*) FROM equipment"),
        ("¿cuántas bombas hay?", "SELECT SUM(status <> 'retired'), COUNT(*) FROM equipment WHERE type = 'pump'"),
        ("¿cuántas órdenes de trabajo hay?", "SELECT SUM(status <> 'cancelled'), COUNT(*) FROM work_order"),
        ("how many failures in october?", "SELECT COUNT(*) FROM failure WHERE detected_at LIKE '2026-10-%'"),
        ("¿cuántos técnicos hay?", "SELECT COUNT(*) FROM technician WHERE active = 1"),
    ],
)
@pytest.mark.asyncio(loop_scope="module")
async def test_simple_counts_are_answered_with_the_draft_as_it_is(
    with_draft: Core, demo_file: Path, text: str, sql: str
) -> None:
    reply = await Person(with_draft).ask(text)
    with closing(sqlite3.connect(demo_file)) as connection:
        assert (reply.action, reply.rows) == ("data", tuple(connection.execute(sql).fetchall())), reply.text


@pytest.mark.postgres
async def test_the_same_tables_and_links_are_found_on_postgres(plant: Database, postgres_plant: Database) -> None:
    _, here = await drafted(plant, "demo")
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
    draft, made = await drafted(old_plant, "old")
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
    _, made = await drafted(old_plant, "old")
    machines, orders = made.datasets["tbl_equipos"], made.datasets["ordenes_trabajo"]
    assert machines.terms["es"][0] == "equipo" and machines.terms["en"][0] == "equipment"
    assert orders.terms["es"][0] == "orden de trabajo" and orders.label.many["es"] == "OT"
    assert orders.identity == "folio" and orders.default_date == "fecha_solicitud"
    assert orders.fields["fecha_solicitud"].datatype == "DateTime"
    assert machines.fields["fecha_alta"].datatype == "Date"
    assert machines.fields["costo"].kind == "money"
    assert {value.value for value in machines.fields["estatus"].values} == {"operando", "parado"}
    assert "id_equipo" not in orders.fields and "observaciones" in orders.fields


async def test_names_that_need_quotes_have_them(old_plant: Database) -> None:
    _, made = await drafted(old_plant, "old")
    assert set(made.datasets) == {"cat_areas", "tbl_equipos", "ordenes_trabajo", "sueltos", "bitacora_de_paros"}
    assert made.datasets["bitacora_de_paros"].source == "bitácora de paros"
    assert made.field("sueltos", "dos_palabras").expression == '"dos palabras"'


async def test_the_old_plant_answers_with_the_draft(opens: Opens, old_plant: Database, old_file: Path) -> None:
    draft, _ = await drafted(old_plant, "old")
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
    for name, database in (("old", old_plant), ("demo", plant)):
        _, made = await drafted(database, name)
        assert [finding for finding in await check(made, database, AS_OF) if finding.is_error] == []


async def test_an_empty_database_gives_a_draft_without_tables(tmp_path: Path) -> None:
    path = tmp_path / "empty.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE gone (x INTEGER)")
        connection.execute("DROP TABLE gone")
        connection.commit()
    database = await Database.open(f"sqlite:///{path}")
    made = await draft(database)
    await database.close()
    assert made.raw["semantic_model"][0]["datasets"] == []


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
    path = tmp_path / "awkward.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(AWKWARD)
        connection.executemany(
            "INSERT INTO odd VALUES (NULL, ?, 'n', 's', 'w', 'x')", [(value,) for value in VALUES * 2]
        )
        connection.commit()
    database = await Database.open(f"sqlite:///{path}")
    _, made = await drafted(database)
    findings = [finding for finding in await check(made, database, AS_OF) if finding.is_error]
    await database.close()
    assert findings == []
    assert {str(value.value) for value in made.field("odd", "on_off").values} == set(VALUES)
    ends = {(link.source, link.target) for link in made.relationships}
    assert ("by_empty", "empty_") in ends and ("by_code", "target") not in ends, "a code that repeats is no key"
    assert not {name for pair in ends for name in pair} - set(made.datasets)
    assert made.datasets["line_break"].source == "line\nbreak"
    assert {"null_", "select_", "two_words"} <= set(made.datasets["odd"].fields)
