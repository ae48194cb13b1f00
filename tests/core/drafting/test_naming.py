"""Names of tables and columns taken apart and said in both languages."""

from __future__ import annotations

import pytest

from core.drafting.naming.name import name_of, plain_name
from core.drafting.naming.plural import gender, plural
from core.drafting.naming.split import canonical, shared_prefix, tokens


@pytest.mark.parametrize(
    ("identifier", "words"),
    [
        ("WORKORDER", ("work order",)),
        ("ASSETNUM", ("asset", "number")),
        ("TARGCOMPDATE", ("target", "completed", "date")),
        ("ACTLABHRS", ("actual", "man hours")),
        ("wo_id", ("work order", "id")),
        ("fechaFin", ("date", "finish")),
        ("tblOrdenesTrabajo", ("work order",)),
        ("work_team_id", ("team", "id")),
        ("N° OT", ("number", "work order")),
        ("solvedate", ("solved",)),
        ("hr_employee", ("employee",)),
        ("Auftragsart", ("type",)),
        ("zzqx", ("zzqx",)),
    ],
)
def test_a_name_is_taken_apart_into_what_it_means(identifier: str, words: tuple[str, ...]) -> None:
    assert canonical(identifier) == words


def test_a_word_of_its_own_is_not_cut() -> None:
    assert tokens("responsable") == ("responsable",) and tokens("description") == ("description",)


def test_a_beginning_that_most_tables_share_is_cut() -> None:
    tables = ["glpi_tickets", "glpi_users", "glpi_computers", "glpi_locations"]
    cut = shared_prefix(tables)
    assert cut == ("glpi",) and canonical("glpi_tickets", cut) == ("ticket",)
    assert shared_prefix(["equipo", "orden", "tecnico_turno"]) == ()
    assert shared_prefix(["asset", "asset_type", "work_order", "person", "place"]) == ()


@pytest.mark.parametrize(
    ("identifier", "spanish", "english"),
    [
        ("equipment", "equipo", "equipment"),
        ("tbl_maquinas", "máquina", "machine"),
        ("refacciones", "refacción", "part"),
        ("work_order", "orden de trabajo", "work order"),
        ("failure_cause", "causa de falla", "failure cause"),
        ("tipo_equipo", "tipo de equipo", "equipment type"),
        ("costo_total", "costo total", "total cost"),
        ("fecha_programada", "fecha programada", "scheduled date"),
        ("tiempo_real_h", "tiempo real", "actual time"),
        ("zzqx_17", "zzqx 17", "zzqx 17"),
    ],
)
def test_names_in_both_languages(identifier: str, spanish: str, english: str) -> None:
    name = name_of(identifier)
    assert (name.es[0], name.en[0]) == (spanish, english)


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("orden de trabajo", "ordenes de trabajo"),
        ("ubicación", "ubicaciones"),
        ("almacén", "almacenes"),
        ("luz", "luces"),
        ("costo total", "costos totales"),
        ("fecha programada", "fechas programadas"),
        ("OT", "OT"),
    ],
)
def test_spanish_plurals(one: str, many: str) -> None:
    assert plural(one, "es") == many


@pytest.mark.parametrize(
    ("one", "many"),
    [("category", "categories"), ("box", "boxes"), ("status", "statuses"), ("person", "people"), ("day", "days"),
     ("work order", "work orders")],
)  # fmt: skip
def test_english_plurals(one: str, many: str) -> None:
    assert plural(one, "en") == many


def test_gender_is_told_by_the_ending() -> None:
    assert [gender(word) for word in ("orden", "sección", "sistema", "zona", "equipo", "prioridad")] == [
        "m", "f", "m", "f", "m", "f",
    ]  # fmt: skip


def test_names_of_the_file_are_plain_and_apart() -> None:
    taken: set[str] = set()
    assert [plain_name(text, taken) for text in ("Ordenes de Trabajo", "ordenes_de_trabajo", "select", "2º turno", "Año")] == [
        "ordenes_de_trabajo", "ordenes_de_trabajo_2", "select_", "n_2o_turno", "ano",
    ]  # fmt: skip
