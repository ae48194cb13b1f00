"""Plants as a workshop keeps them, drafted and asked as they are; what is right was counted by hand over the few rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.drafting.naming.units import unit_of
from tests.core.drafting import homemade_shapes, sap_shape
from tests.core.drafting.drafts import answers_as_drafted, drafted
from tests.core.opening import Opens

SHAPES: dict[str, Callable[[Path], Path]] = {
    "spanish": homemade_shapes.spanish, "english": homemade_shapes.english, "helpdesk": homemade_shapes.helpdesk,
    "glpi": homemade_shapes.glpi, "sap": sap_shape.raw_tables,
    "pairs": homemade_shapes.pairs, "times": homemade_shapes.times,
}  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("homemade")
    return {name: fill(folder / f"{name}.sqlite") for name, fill in SHAPES.items()}


ASKED = [
    ("spanish", "¿Cuántas máquinas hay?", "SELECT 3"),  # one is out of use: «En Uso» = No
    ("spanish", "What is the average repair time of corrective work orders?", "SELECT 4.0"),  # as written down: 3 and 5
    ("spanish", "Horas de paro por zona", "SELECT 'Molienda', 2.0 UNION ALL SELECT 'Secado', 7.0"),
    ("spanish", "¿De qué trata la orden 102?", "SELECT 'Fuga de vapor'"),
    ("spanish", "¿Cuántas órdenes se crearon en octubre de 2026?", "SELECT 3"),
    ("english", "How many machines are there?", "SELECT 2"),
    ("english", "¿A qué equipos se les vence la garantía en los próximos 60 días?", "SELECT 'K1'"),
    ("english", "downtime hours in October 2026", "SELECT 8.5"),  # the rows say that the length is in hours
    ("english", "average downtime", "SELECT 102.0"),  # minutes
    (
        "english",
        "work orders by status",
        "SELECT 'closed_by_crew', 1 UNION ALL SELECT 'closed', 1 UNION ALL SELECT 'open', 1",
    ),
    ("english", "labor hours in October 2026", "SELECT 2.0"),  # kept in minutes
    ("english", "work orders by priority", "SELECT 3, 2 UNION ALL SELECT 1, 1"),  # a code is no amount
    ("helpdesk", "How many tickets were closed in October 2026?", "SELECT 2"),
    ("helpdesk", "How many tickets were resolved in October 2026?", "SELECT 2"),  # one of them is not closed yet
    ("helpdesk", "How many open tickets are there?", "SELECT 1"),
    ("helpdesk", "¿Cuál es el costo total de los tickets?", "SELECT 150.5"),
    ("helpdesk", "How many tasks were there in October 2026?", "SELECT 2"),
    ("helpdesk", "mean time to repair in hours", "SELECT 32.0"),  # 48, 24 and 24 until solved
    ("helpdesk", "How many widgets are there?", "SELECT 2"),
    ("helpdesk", "ticket 503", "SELECT 503"),
    ("glpi", "tickets por estado", "SELECT 2, 1 UNION ALL SELECT 5, 1 UNION ALL SELECT 6, 1"),
    ("glpi", "open tickets with major priority", "SELECT 101"),
    ("glpi", "How many computers do we have?", "SELECT 1"),
    ("glpi", "unassigned tickets", "SELECT 103"),
    ("pairs", "work orders by machine", "SELECT 'Lathe', 2 UNION ALL SELECT 'Press', 1 UNION ALL SELECT 1, 1"),
    ("pairs", "open work orders of Lathe", "SELECT 'W-1'"),
    ("pairs", "How many work orders are there?", "SELECT 4"),
    ("pairs", "How many vehicles are there?", "SELECT 2"),
    ("times", "labor hours in October 2026", "SELECT 5.5"),  # what was booked, and not how long the orders took
    ("sap", "¿Cuántas órdenes abiertas hay?", "SELECT 2"),  # created or released, and no more than that
    ("sap", "¿Cuántas órdenes están vencidas?", "SELECT 1"),
    ("sap", "Órdenes por clase", "SELECT 'PM01', 2 UNION ALL SELECT 'PM02', 1"),  # the one to be deleted is none
    ("sap", "How many orders were technically completed in October 2026?", "SELECT 1"),
    ("sap", "Which open notifications have very high priority?", "SELECT '10501'"),
    ("sap", "downtime hours in October 2026", "SELECT 7.5"),  # six hours and ninety minutes
    ("sap", "costo real de las órdenes en octubre de 2026", "SELECT 500.0"),
    ("sap", "equipo con más órdenes", "SELECT 'Centrífuga 1'"),
    ("sap", "órdenes por ubicación técnica", "SELECT 'Filtrado', 2 UNION ALL SELECT 'Secado', 1"),
]


@pytest.mark.parametrize("name", list(SHAPES))
async def test_a_homemade_plant_answers_as_drafted(
    opens: Opens, files: dict[str, Path], tmp_path: Path, name: str
) -> None:
    asked = [(text, sql) for shape, text, sql in ASKED if shape == name]
    await answers_as_drafted(opens, files[name], tmp_path, asked)


async def test_an_unused_column_gives_way(files: dict[str, Path]) -> None:
    orders = (await drafted(files["spanish"])).concepts.of("work_order")
    assert orders is not None and orders.column("title") == "Trabajo Descripcion", "the notes are all empty"


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Horas Paro", "hour"), ("downtime_min", "minute"), ("tiempo_real_h", "hour"), ("actiontime_seconds", "second"),
        ("Frecuencia (días)", "days"), ("stock_min", "minute"), ("min_stock", None), ("Existencia", None),
    ],
)  # fmt: skip
def test_a_name_says_its_unit(name: str, unit: str | None) -> None:
    """«stock_min» is a pity: only columns that hold lengths are asked."""
    assert unit_of(name) == unit


async def test_a_link_to_one_of_several_leads_to_their_pairs_instead(files: dict[str, Path]) -> None:
    """Of two technicians a path would count one: who has the most tickets would be told wrong."""
    made = await drafted(files["glpi"])
    links = {(item["from"], item["to"]): item["ai_context"] for item in made.raw["semantic_model"][0]["relationships"]}
    assert ("ticket", "technician") not in links and ("ticket", "requester") in links
    assert links["ticket", "ticket_technician"].get("several") is True
    assert links["ticket_technician", "technician"].get("ends_here") is True


async def test_hours_do_not_go_on_to_the_person_of_their_order(files: dict[str, Path]) -> None:
    """Who booked them is another: by technician, those of the orders' technicians would be told."""
    made = await drafted(files["times"])
    links = {(item["from"], item["to"]): item["ai_context"] for item in made.raw["semantic_model"][0]["relationships"]}
    assert links["labor", "work_orders"].get("ends_here") is True
    assert "ends_here" not in links["labor", "employees"] and "ends_here" not in links["work_orders", "technicians"]


async def test_yes_and_no_are_no_names(files: dict[str, Path]) -> None:
    """«no hay paros» is not about machines out of use."""
    datasets = {item["name"]: item for item in (await drafted(files["spanish"])).raw["semantic_model"][0]["datasets"]}
    fields = {item["name"]: item["ai_context"] for item in datasets["maquinaria"]["fields"]}
    assert fields["nombre"].get("index") is True
    assert "index" not in fields["en_uso"] and "values" not in fields["en_uso"]
