"""Plants of other shapes, drafted and asked as they are: what is understood, who counts, what is never read."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, closing
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from core.app import Core
from core.data.database import Database
from core.drafting.concepts.book import book, meanings
from core.drafting.concepts.concepts import from_extension
from core.drafting.draft import ModelDraft, draft
from core.drafting.profiles.profile import View, profiles
from core.drafting.refusing import Refusing
from core.drafting.report import report
from core.drafting.survey.types import date_form, written_amounts
from core.drafting.yaml_text import as_yaml
from core.semantics.check import check
from core.semantics.load import parse_model
from tests.core.asking import Person
from tests.core.drafting import shapes
from tests.core.opening import AS_OF, Opens, opener

Fill = Callable[[Path], Path]
SHAPES: dict[str, Fill] = {"maximo": shapes.maximo, "workbook": shapes.workbook, "odoo": shapes.odoo}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("shapes")
    return {name: fill(folder / f"{name}.sqlite") for name, fill in SHAPES.items()}


_drafts: dict[Path, ModelDraft] = {}


async def drafted(file: Path) -> ModelDraft:
    """The draft of a plant; each is drafted once."""
    if file not in _drafts:
        _drafts[file] = await drafted_anew(file)
    return _drafts[file]


async def drafted_anew(file: Path, **how: Any) -> ModelDraft:
    database = await Database.open(f"sqlite:///{file}")
    try:
        return await draft(database, **how)
    finally:
        await database.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cores(files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, Core]]:
    """A Core over each plant, which it knows by its draft alone."""
    async with AsyncExitStack() as stack:
        opened = {}
        for name, file in files.items():
            folder = tmp_path_factory.mktemp(name)
            (folder / "model.yaml").write_text(as_yaml(await drafted(file)), "utf-8")
            opening = opener(file, folder)(semantic_model=folder / "model.yaml")
            opened[name] = await stack.enter_async_context(opening)
        yield opened


def rows_of(file: Path, sql: str) -> tuple[tuple[Any, ...], ...]:
    with closing(sqlite3.connect(file)) as connection:
        return tuple(connection.execute(sql).fetchall())


@pytest.mark.parametrize("name", list(SHAPES))
async def test_a_draft_of_any_shape_passes_its_own_check(files: dict[str, Path], name: str) -> None:
    made = await drafted(files[name])
    database = await Database.open(f"sqlite:///{files[name]}")
    findings = [item for item in await check(parse_model(as_yaml(made)), database, AS_OF) if item.is_error]
    await database.close()
    assert findings == []


@pytest.mark.parametrize(
    ("name", "text", "sql"),
    [
        ("maximo", "¿Cuántas órdenes de trabajo hay?", "SELECT 4, 5"),  # without the task; without and with the cancelled one
        ("maximo", "How many work orders are open?", "SELECT COUNT(*) FROM WORKORDER WHERE STATUS IN ('WAPPR','INPRG') AND ISTASK = 0"),
        ("maximo", "How many work orders are overdue?", "SELECT 1"),
        ("maximo", "List the assets in Packing", "SELECT ASSETNUM FROM ASSET WHERE LOCATION LIKE 'PACK%'"),
        ("maximo", "How many work orders did Ana close this year?", "SELECT 1"),
        ("maximo", "Costo de mantenimiento por equipo", "SELECT 'P1', 100.0 UNION ALL SELECT 'K1', 60.0 UNION ALL SELECT 'P2', 0.0"),
        ("workbook", "¿Cuántas OT están abiertas?", "SELECT 2"),
        ("workbook", "¿Cuántas OT están vencidas?", "SELECT 1"),
        ("workbook", "How many work orders were closed in October?", "SELECT 1"),
        ("workbook", "¿Cuál es el costo de mantenimiento?", "SELECT 1500.5"),
        ("workbook", "How many open orders have no technician?", "SELECT 1"),
        ("odoo", "¿Cuántas solicitudes de mantenimiento hay abiertas?", "SELECT 2"),
        ("odoo", "How many pieces of equipment do we have?", "SELECT 2"),
        ("odoo", "How many preventive requests are there?", "SELECT 1"),
        ("odoo", "¿Cuántas solicitudes cerró Ana Ruiz en octubre?", "SELECT 1"),
        ("odoo", "Open requests by stage", "SELECT 'Nueva', 1 UNION ALL SELECT 'On the bench', 1"),
    ],
)  # fmt: skip
@pytest.mark.asyncio(loop_scope="module")
async def test_it_is_answered_as_it_is(
    cores: dict[str, Core], files: dict[str, Path], name: str, text: str, sql: str
) -> None:
    reply = await Person(cores[name]).ask(text)
    wanted = rows_of(files[name], sql)
    assert reply.rows is not None, reply.text
    width = len(wanted[0]) if wanted else 1
    shown = [tuple(value for value in row if value is not None) for row in reply.rows]
    assert all(any(set(row) <= set(other) for other in shown) for row in wanted), (reply.text, shown)
    assert len(shown) == len(wanted) and width <= len(reply.rows[0])


async def test_secrets_are_neither_drafted_nor_read(files: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    real = Database.run

    async def run(self: Database, sql: str, **more: Any) -> Any:
        ran.append(sql)
        return await real(self, sql, **more)

    monkeypatch.setattr(Database, "run", run)
    for name in SHAPES:
        text = as_yaml(await drafted_anew(files[name]))
        body = text[text.index("semantic_model:") :]
        assert not [word for word in ("assword", "ontraseña", "CURP", "BIRTHDATE", "TOKEN") if word in body]
    read = " ".join(ran)
    assert "ontraseña" not in read and "password" not in read and "CURP" not in read and "MAXSESSION" not in read


async def test_private_data_come_in_when_a_person_says_so(files: dict[str, Path]) -> None:
    assert "BIRTHDATE" not in as_yaml(await drafted(files["maximo"])).split("semantic_model:")[1]
    assert "BIRTHDATE" in as_yaml(await drafted_anew(files["maximo"], private=True)).split("semantic_model:")[1]


async def test_what_was_understood_is_told_and_kept_in_the_file(files: dict[str, Path]) -> None:
    made = await drafted(files["maximo"])
    told = "\n".join(report(made, "es"))
    assert "Maximo" in told and "WORKORDER" in told and "PERSON.BIRTHDATE" in told and "CAN → cancelled" in told
    datasets = made.raw["semantic_model"][0]["datasets"]
    kept = {
        item["name"]: from_extension(item["custom_extensions"][0]["data"])
        for item in datasets
        if "custom_extensions" in item
    }
    assert kept["workorder"].concept == "work_order" and kept["workorder"].column("due") == "TARGCOMPDATE"
    assert kept["workorder"].values_of("state", "closed") == ("CLOSE", "COMP")


async def test_a_person_overrules_a_guess(files: dict[str, Path]) -> None:
    made = await drafted(files["workbook"])
    table = "Ordenes de Trabajo"
    said = made.concepts.overruled(table, "due", "Fecha de Creación", "Eva").overruled(table, "population", "", "Eva")
    again = made.with_concepts(said)
    context = next(item for item in again.raw["semantic_model"][0]["datasets"] if item["source"] == table)["ai_context"]
    overdue = next(item for item in context["conditions"] if item["name"] == "overdue")
    assert "Fecha de Creación" in overdue["expression"] and "population" not in context
    assert said.by_table[table].columns["due"].evidence[0].how == "person"


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        (["22.11.2026", "01.02.2026"], ("date", "DD.MM.YYYY")),
        (["20261122", "00000000"], ("date", "YYYYMMDD")),
        (["13/10/2026 08:00", "03/10/2026 09:30"], ("datetime", "DD/MM/YYYY HH:MM")),
        (["10/13/2026", "03/10/2026"], ("date", "MM/DD/YYYY")),
        (["2026-10-01T08:00:00-05:00"], ("datetime", "YYYY-MM-DD HH:MM:SS")),
        (["13/13/2026"], None),
        (["P-101"], None),
        ([], None),
    ],
)
def test_dates_in_text_are_told_by_the_whole_column(texts: list[str], form: tuple[str, str] | None) -> None:
    assert date_form(texts) == form


def test_amounts_in_text_need_a_decimal_comma() -> None:
    assert written_amounts(["1.234,50", "0", "15,25"])
    assert not written_amounts(["1.234", "15"]) and not written_amounts(["1,234.50"]) and not written_amounts(["A,1"])


@pytest.mark.parametrize(
    ("table", "column", "reason"),
    [
        ("res_users", "password", "secret"),
        ("own_user", "reset_password_key", "secret"),
        ("glpi_users", "personal_token", "secret"),
        ("tabUser", "api_secret", "secret"),
        ("Personal", "CURP", "private"),
        ("employee", "birth_date", "private"),
        ("tabUser", "language", "display"),
        ("employee", "hourly_rate", "private"),
        ("work_order_aud", "", "log"),
        ("ir_attachment", "", "file"),
        ("verification_token", "", "secret"),
        ("maintenance_log", "", None),
        ("WORKORDER", "ASSETNUM", None),
        ("equipo", "clave", None),
    ],
)
def test_what_is_refused(table: str, column: str, reason: str | None) -> None:
    assert Refusing()(table, column) == reason


def test_a_view_does_without_the_columns_that_a_database_lacks() -> None:
    select = (
        "SELECT r.name AS number, r.labor + r.parts AS total, r.parts, COALESCE(r.note, r.parts) AS note "
        'FROM "tabR" AS r'
    )
    written = View("repair", ("tabR",), select).written("sqlite", {"tabr": {"name", "labor", "note"}})
    assert written == ('SELECT r.name AS number, r.labor + 0 AS total, COALESCE(r.note, NULL) AS note FROM "tabR" AS r')
    assert "r.parts" in View("repair", ("tabR",), select).written("sqlite")


def test_a_view_does_without_the_tables_that_a_database_lacks_and_without_what_is_made_of_them() -> None:
    select = (
        "SELECT t.id, u.who, CASE WHEN u.who IS NULL THEN 0 ELSE 1 END AS assigned, COALESCE(t.title, u.who) AS title, "
        "(SELECT MAX(c.cost) FROM costs AS c WHERE c.ticket = t.id) AS cost "
        "FROM tickets AS t LEFT JOIN (SELECT ticket, MIN(person) AS who FROM people GROUP BY ticket) AS u ON u.ticket = t.id"
    )
    there = {"tickets": {"id", "title"}}
    written = View("ticket", ("tickets",), select).written("sqlite", there)
    assert written == "SELECT t.id, COALESCE(t.title, NULL) AS title FROM tickets AS t"
    all_there = there | {"people": {"ticket", "person"}, "costs": {"ticket", "cost"}}
    assert "LEFT JOIN" in View("ticket", ("tickets",), select).written("sqlite", all_there)


def test_profiles_name_only_what_is_known() -> None:
    for raw in profiles():
        made = {view["name"] for view in raw.get("views", ())}
        for view in raw.get("views", ()):
            for dialect in ("sqlite", "postgres", "mysql"):
                assert View(view["name"], (), view["sql"]).written(dialect).startswith("SELECT")
        for entry in raw["tables"]:
            form = book().concepts.get(entry.get("concept", ""))
            if form is None:
                continue
            assert set(entry.get("columns", {})) <= set(form.roles), (raw["name"], entry["table"])
            for role, values in entry.get("values", {}).items():
                known = {meaning.name for meaning in meanings()[f"{entry['concept']}.{role}"]}
                assert set(values.values()) <= known, (raw["name"], entry["table"], role)
        assert not made & set(raw["signature"]), raw["name"]


async def test_help_speaks_of_this_plant(opens: Opens, files: dict[str, Path], tmp_path: Path) -> None:
    model = tmp_path / "model.yaml"
    model.write_text(as_yaml(await drafted(files["odoo"])), "utf-8")
    async with opens(semantic_model=model, maintenance_database_url=f"sqlite:///{files['odoo']}") as core:
        reply = await Person(core).ask("help")
        asked = [await Person(core).ask(text) for text in core.model.examples("en")]
    assert "spare part" not in reply.text and "reading" not in reply.text and "work orders" in reply.text
    assert len(asked) >= 4 and all(item.rows is not None for item in asked), [item.text for item in asked]
