"""Plants of systems that nobody has described, asked as they were drafted; what is right is counted by SQL of our own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.drafting.concepts.book import book
from core.drafting.report import report
from core.drafting.yaml_text import as_yaml
from core.sentences.drafting import CONCEPTS
from tests.core.asking import Person
from tests.core.drafting import unfamiliar_shapes
from tests.core.drafting.drafts import answers_as_drafted, drafted
from tests.core.opening import Opens

SHAPES: dict[str, Callable[[Path], Path]] = {
    "coded": unfamiliar_shapes.coded, "spanish": unfamiliar_shapes.spanish, "english": unfamiliar_shapes.english,
    "lines": unfamiliar_shapes.lines, "notices": unfamiliar_shapes.notices,
    "catalogued": unfamiliar_shapes.catalogued,
}  # fmt: skip
ISO = "substr({0}, 7, 4) || '-' || substr({0}, 4, 2) || '-' || substr({0}, 1, 2)"
ASKED_ES, DUE_ES, CLOSED_ES = ISO.format("f_sol"), ISO.format("f_comp"), ISO.format("f_cierre")
ASKED_EN, DUE_EN, CLOSED_EN = ISO.format("req_date"), ISO.format("comp_date"), ISO.format("closed_date")
NUMBERS = "SELECT COUNT(DISTINCT wo_number) FROM work_order_list"
DAY = ISO.format("IDAT2")
WORKER = "SELECT u.name, COUNT(*) FROM ticket AS t JOIN staff_user AS u ON u.id = COALESCE(t.closed_by, t.user_id)"
ASKED = [
    ("coded", "How many open tickets are there?", "SELECT COUNT(*) FROM ticket WHERE status IN (1, 2)"),
    ("coded", "¿Cuántos tickets se resolvieron en 2026?", "SELECT COUNT(*) FROM ticket WHERE solved_at IS NOT NULL"),
    ("coded", "¿Cuántos tickets se cerraron en mayo de 2026?", "SELECT COUNT(*) FROM ticket WHERE closed_at LIKE '2026-05%'"),
    ("coded", "labor hours in April 2026", "SELECT SUM(duration) / 3600.0 FROM ticket_work WHERE date LIKE '2026-04%'"),
    ("coded", "horas hombre por técnico en mayo de 2026", "SELECT u.name, SUM(w.duration) / 3600.0 FROM ticket_work AS w"
     " JOIN staff_user AS u ON u.id = w.technician_id WHERE w.date LIKE '2026-05%' GROUP BY 1"),
    ("coded", "¿Quién cerró más tickets en 2026?", "SELECT u.name, COUNT(*) FROM ticket AS t JOIN staff_user AS u"
     " ON u.id = t.closed_by WHERE t.closed_at IS NOT NULL GROUP BY 1 HAVING COUNT(*) = 20"),
    ("coded", "tickets closed in May 2026 by technician", "SELECT u.name, COUNT(*) FROM ticket AS t JOIN staff_user AS u"
     " ON u.id = t.closed_by WHERE t.closed_at LIKE '2026-05%' GROUP BY 1"),
    ("coded", "How many open tickets are unassigned?", "SELECT COUNT(*) FROM ticket WHERE status < 5 AND user_id IS NULL"),
    ("coded", "tickets creados en marzo de 2026 por técnico", f"{WORKER} WHERE t.created_at LIKE '2026-03%' GROUP BY 1"),
    ("spanish", "¿Cuántas órdenes abiertas hay?", "SELECT COUNT(*) FROM ot WHERE elim = 0 AND cve_edo < 4"),
    ("spanish", "¿Qué órdenes están vencidas?",
     f"SELECT folio FROM ot WHERE elim = 0 AND cve_edo < 4 AND f_comp <> '' AND {DUE_ES} < '2026-11-22'"),
    ("spanish", "¿Cuántas órdenes se cerraron en mayo de 2026?",
     f"SELECT COUNT(*) FROM ot WHERE elim = 0 AND cve_edo = 4 AND {CLOSED_ES} LIKE '2026-05%'"),
    ("spanish", "¿Cuántas órdenes se solicitaron en marzo de 2026?",
     f"SELECT COUNT(*) FROM ot WHERE elim = 0 AND cve_edo <> 9 AND {ASKED_ES} LIKE '2026-03%'"),
    ("spanish", "¿Cuántas máquinas hay?", "SELECT COUNT(*) FROM maq WHERE activa <> 0"),
    ("spanish", "MTTR en horas", "SELECT 27.5"),  # a day, and from eight to half past eleven
    ("spanish", "refacciones por debajo del mínimo", "SELECT cve_refac FROM refac WHERE exist < minimo"),
    ("spanish", "las 4 refacciones más usadas en 2026", "SELECT desc_refac, SUM(cant) FROM mov_refac JOIN refac USING (cve_refac)"
     " WHERE tipo_mov = 'S' GROUP BY 1"),
    ("spanish", "órdenes en espera de refacciones", "SELECT folio FROM ot WHERE elim = 0 AND cve_edo = 3"),
    ("english", "How many open jobs are there?", "SELECT COUNT(*) FROM jobs WHERE deleted = 0 AND stat_code < 4"),
    ("english", "Which jobs are overdue?",
     f"SELECT job_no FROM jobs WHERE deleted = 0 AND stat_code < 4 AND comp_date <> '' AND {DUE_EN} < '2026-11-22'"),
    ("english", "How many jobs were closed in May 2026?",
     f"SELECT COUNT(*) FROM jobs WHERE deleted = 0 AND stat_code = 4 AND {CLOSED_EN} LIKE '2026-05%'"),
    ("english", "How many jobs were requested in March 2026?",
     f"SELECT COUNT(*) FROM jobs WHERE deleted = 0 AND stat_code <> 9 AND {ASKED_EN} LIKE '2026-03%'"),
    ("english", "How many machines are there?", "SELECT COUNT(*) FROM mach WHERE active <> 0"),
    ("english", "MTTR in hours", "SELECT 27.5"),
    ("english", "Which parts are below minimum stock?", "SELECT part_no FROM parts WHERE on_hand < min_qty"),
    ("english", "top 4 parts used in 2026", "SELECT part_name, SUM(qty) FROM part_movements JOIN parts USING (part_no)"
     " WHERE trans_type = 'issue' GROUP BY 1"),
    ("catalogued", "How many pumps are there?", "SELECT COUNT(*) FROM equipment WHERE category_id = 1"),
    ("catalogued", "¿Cuántos hornos hay?", "SELECT COUNT(*) FROM equipment WHERE category_id = 2"),
    ("catalogued", "¿Qué equipos son hornos?", "SELECT code FROM equipment WHERE category_id = 2"),
    ("catalogued", "¿Cuántas categorías de equipo hay?", "SELECT 2"),
    ("catalogued", "¿Cuántas correctivas hubo en marzo de 2026?",
     "SELECT COUNT(*) FROM work_order WHERE type_id = 1 AND created_at LIKE '2026-03%' AND is_deleted = 0"),
    ("catalogued", "open work orders by contract", "SELECT c.name, COUNT(*) FROM work_order AS o JOIN xtcontracts AS c"
     " ON c.id = o.contract_id WHERE o.status = 'open' AND o.is_deleted = 0 GROUP BY 1"),
    ("catalogued", "órdenes por contrato", "SELECT c.name, COUNT(*) FROM work_order AS o JOIN xtcontracts AS c"
     " ON c.id = o.contract_id WHERE o.is_deleted = 0 GROUP BY 1"),
    ("catalogued", "labor hours in April 2026", "SELECT SUM(l.hours) FROM labor AS l JOIN work_order AS o"
     " ON o.id = l.work_order_id WHERE l.date LIKE '2026-04%' AND o.is_deleted = 0"),
    ("catalogued", "horas hombre en 2026", "SELECT SUM(l.hours) FROM labor AS l JOIN work_order AS o"
     " ON o.id = l.work_order_id WHERE l.date LIKE '2026%' AND o.is_deleted = 0"),
    ("catalogued", "How many preventive work orders are open?",
     "SELECT COUNT(*) FROM work_order WHERE type_id = 2 AND status = 'open' AND is_deleted = 0"),
    ("lines", "How many work orders are there?", NUMBERS),
    ("lines", "¿Cuántas órdenes abiertas hay?", f"{NUMBERS} WHERE wo_status = 'Open'"),
    ("lines", "How many work orders were closed in June 2026?", f"{NUMBERS} WHERE closed LIKE '2026-06%'"),
    ("lines", "¿Cuántas órdenes preventivas hay?", f"{NUMBERS} WHERE class_of_it = 'PREVENTIVE'"),
    ("lines", "open corrective work orders",
     "SELECT DISTINCT wo_number FROM work_order_list WHERE wo_status = 'Open' AND class_of_it = 'CORRECTIVE'"),
    ("notices", "¿Cuántas órdenes abiertas hay?",
     "SELECT COUNT(*) FROM IW39 WHERE (STTXT LIKE 'EROF%' OR STTXT LIKE 'FREI%') AND STTXT NOT LIKE '%LÖVM%'"),
    ("notices", "How many orders were closed in May 2026?", f"SELECT COUNT(*) FROM IW39 WHERE {DAY} LIKE '2026-05%' AND STTXT LIKE 'TABG%'"),
    ("notices", "¿Cuántos avisos abiertos hay?", "SELECT COUNT(*) FROM IW29 WHERE STTXT = 'MOFN'"),
    ("notices", "How many notifications are closed?", "SELECT COUNT(*) FROM IW29 WHERE STTXT = 'MMAB'"),
    ("notices", "órdenes correctivas abiertas", "SELECT AUFNR FROM IW39 WHERE AUART = 'PM01' AND STTXT NOT LIKE '%LÖVM%'"
     " AND (STTXT LIKE 'EROF%' OR STTXT LIKE 'FREI%')"),
    ("english", "jobs waiting for parts", "SELECT job_no FROM jobs WHERE deleted = 0 AND stat_code = 3"),
]  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("unfamiliar")
    return {name: fill(folder / f"{name}.sqlite") for name, fill in SHAPES.items()}


@pytest.mark.parametrize("name", list(SHAPES))
async def test_a_plant_that_nobody_has_described_answers_as_drafted(
    opens: Opens, files: dict[str, Path], tmp_path: Path, name: str
) -> None:
    asked = [(text, sql) for shape, text, sql in ASKED if shape == name]
    await answers_as_drafted(opens, files[name], tmp_path, asked)


async def test_whose_an_order_is_is_who_closed_it_else_who_works_on_it_and_never_who_reported_it(
    files: dict[str, Path],
) -> None:
    draft = await drafted(files["coded"])
    entry = draft.concepts.by_table["ticket"]
    assert "COALESCE(closed_by, user_id)" in draft.seen.tables["ticket"].query
    assert draft.seen.tables["ticket"].link_of(str(entry.column("person"))).to_table == "staff_user"  # type: ignore[union-attr]
    meant = {value: guess.value for value, guess in entry.states["state"].items()}
    assert meant == {"1": "open", "2": "open", "5": "solved", "6": "closed"}


async def test_a_comment_does_not_say_who_works(files: dict[str, Path]) -> None:
    draft = await drafted(files["coded"])
    assert not any(link.to_table == "ticket_comment" for link in draft.seen.links)


@pytest.mark.parametrize(("name", "copy"), [("spanish", "ot_respaldo"), ("english", "jobs_old")])
async def test_a_copy_of_the_orders_is_none(files: dict[str, Path], name: str, copy: str) -> None:
    draft = await drafted(files[name])
    assert copy not in draft.seen.datasets
    assert ("copy", copy) in {(item.reason, item.what) for item in draft.left_out}


@pytest.mark.parametrize(
    "text",
    [
        "machines this month compared with last month",
        "How many machines were there this week against last week?",
        "¿Cuántas máquinas hay este mes contra el mes pasado?",
        "empleados este año contra el año pasado",
        "List the tickets on hold",
        "How many tickets are on hold?",
        "tickets en pausa",
        "overdue tickets",
        "costo de los tickets este mes",
    ],
)
async def test_what_the_plant_does_not_say_is_not_bent_to_the_nearest(
    opens: Opens, files: dict[str, Path], tmp_path: Path, text: str
) -> None:
    model = tmp_path / "model.yaml"
    model.write_text(as_yaml(await drafted(files["coded"])), encoding="utf-8")
    async with opens(semantic_model=model, maintenance_database_url=f"sqlite:///{files['coded']}") as core:
        assert (await Person(core).ask(text)).rows is None


def test_the_report_has_a_word_for_every_concept() -> None:
    assert set(book().concepts) == set(CONCEPTS)


@pytest.mark.parametrize("name", list(SHAPES))
async def test_every_draft_is_told(files: dict[str, Path], name: str) -> None:
    draft = await drafted(files[name])
    for language in ("es", "en"):
        assert any(name in line for line in report(draft, language) for name in draft.concepts.by_table)


@pytest.mark.parametrize("name", ["coded", "spanish", "english"])
async def test_the_number_of_a_state_is_no_word_for_it(files: dict[str, Path], name: str) -> None:
    model = (await drafted(files[name])).raw["semantic_model"][0]
    fields = [item for dataset in model["datasets"] for item in dataset["fields"]]
    numbered = [
        said for item in fields for value, said in item["ai_context"].get("values", {}).items() if str(value).isdigit()
    ]
    assert not any(
        term for said in numbered for terms in said.get("terms", {}).values() for term in terms if term.isdigit()
    )
