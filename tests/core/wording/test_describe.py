"""Queries in words: phrases that agree, filters, periods, assumptions, and the plain English of a question."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.semantics.query import Period
from core.wording.describe.describer import Describer
from core.wording.phrases import agree, article, copula, gender_of, past, plural
from tests.core.replies.words import (
    LAST_MONTH,
    THIS_MONTH,
    THIS_YEAR,
    TODAY,
    compiled,
    describer,
    model,
)
from tests.golden.notation import read

PHRASES: list[tuple[Any, str, str, str, str]] = [
    (
        read("count work_order | type = preventive, open, priority = high, area.name = Welding"),
        "OT preventivas abiertas de prioridad alta en Welding",
        "OT preventiva abierta de prioridad alta en Welding",
        "open high-priority preventive work orders in Welding",
        "open high-priority preventive work order in Welding",
    ),
    (read("count equipment | type = pump, down"), "bombas paradas", "bomba parada", "pumps that are down", "pump that is down"),
    (read("count equipment | type = chiller/boiler"), "enfriadores y calderas", "enfriador o caldera", "chillers and boilers", "chiller or boiler"),
    (read("count equipment | without failure"), "equipos sin fallas", "equipo sin fallas", "machines without failures", "machine without failures"),
    (
        read("count equipment | with downtime downtime_hours > 20"),
        "equipos con más de 20 h de paro",
        "equipo con más de 20 h de paro",
        "machines with more than 20 h of downtime",
        "machine with more than 20 h of downtime",
    ),
    (
        read("count equipment | with failure (period 2026-01-01..2026-11-22 (current year)) count < 3"),
        "equipos con menos de 3 fallas este año",
        "equipo con menos de 3 fallas este año",
        "machines with fewer than 3 failures this year",
        "machine with fewer than 3 failures this year",
    ),
    (
        read("count equipment | with work_order (overdue, priority = emergency)"),
        "equipos con OT vencidas de emergencia",
        "equipo con OT vencidas de emergencia",
        "machines with overdue emergency work orders",
        "machine with overdue emergency work orders",
    ),
    (read("count work_order | type <> preventive"), "OT que no son preventivas", "OT que no es preventiva", "work orders that are not preventive", "work order that is not preventive"),
    (read("count work_order | type <> preventive/inspection"), "OT que no son preventivas ni de inspección", "OT que no es preventiva ni de inspección", "work orders that are not preventive or inspection", "work order that is not preventive or inspection"),
    (read("count equipment | type <> pump"), "equipos que no son bombas", "equipo que no es bomba", "machines other than pumps", "machine other than pumps"),
    (read("count equipment | tag <> P-101"), "equipos excepto P-101", "equipo excepto P-101", "machines except P-101", "machine except P-101"),
    (read("count work_order | technician.name <> 'Ana Ruiz'"), "OT que no son de Ana Ruiz", "OT que no son de Ana Ruiz", "work orders that are not of Ana Ruiz", "work order that is not of Ana Ruiz"),
    (read("count failure | area.name <> Welding"), "fallas fuera de Welding", "falla fuera de Welding", "failures outside Welding", "failure outside Welding"),
    (read("count equipment | not critical"), "equipos no críticos", "equipo no crítico", "machines that are not critical", "machine that is not critical"),
    (read("count equipment | not standby"), "equipos que no están en espera", "equipo que no está en espera", "machines that are not on standby", "machine that is not on standby"),
    (read("count equipment | not without_line"), "equipos con línea", "equipo con línea", "machines with a line", "machine with a line"),
    (read("count equipment | (down or in_maintenance)"), "equipos parados o en mantenimiento", "equipo parado o en mantenimiento", "machines that are down or in maintenance", "machine that is down or in maintenance"),
    (read("count equipment | (type = pump or down)"), "equipos que son bombas o están parados", "equipo que es bomba o está parado", "machines that are pumps or down", "machine that is pump or down"),
    (read("count equipment | not (manufacturer = Siemens)"), "equipos que no son de Siemens", "equipo que no es de Siemens", "machines that are not made by Siemens", "machine that is not made by Siemens"),
    (read("count failure | equipment.type = pump, equipment.critical, cause = wear"), "fallas por desgaste de bombas críticas", "falla por desgaste de bombas críticas", "failures caused by wear on critical pumps", "failure caused by wear on critical pumps"),
    (read("count work_order | equipment.tag = P-101, open"), "OT abiertas de P-101", "OT abierta de P-101", "open work orders on P-101", "open work order on P-101"),
    (read("count work_order | technician.shift = night, overdue"), "OT vencidas del turno nocturno", "OT vencida del turno nocturno", "overdue work orders on the night shift", "overdue work order on the night shift"),
    (read("count work_order | completed_late"), "OT cerradas fuera de fecha", "OT cerrada fuera de fecha", "work orders completed late", "work order completed late"),
    (read("count spare_part | category = belt, low_stock"), "bandas por debajo del mínimo", "banda por debajo del mínimo", "belts below minimum stock", "belt below minimum stock"),
    (read("count spare_part | unit_cost > 500"), "refacciones con costo unitario de más de $500", "refacción con costo unitario de más de $500", "spare parts with unit cost of more than MX$500", "spare part with unit cost of more than MX$500"),
    (read("count equipment | installed_on in ..2015-12-31"), "equipos instalados hasta el 31 dic 2015", "equipo instalado hasta el 31 dic 2015", "machines installed up to 31 Dec 2015", "machine installed up to 31 Dec 2015"),
    (read("count downtime | unplanned, production_line.name = 'Line 3'"), "paros no programados de Line 3", "paro no programado de Line 3", "unplanned stops on Line 3", "unplanned stop on Line 3"),
    (read("count technician | trade = mechanical, shift = night"), "mecánicos del turno nocturno", "mecánico del turno nocturno", "mechanical technicians on the night shift", "mechanical technician on the night shift"),
    (read("count equipment | tag = P-101"), "equipo P-101", "equipo P-101", "machine P-101", "machine P-101"),
    (read("count equipment | status = maintenance"), "equipos en mantenimiento", "equipo en mantenimiento", "machines in maintenance", "machine in maintenance"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "es_many", "es_one", "en_many", "en_one"), PHRASES, ids=[item[1] for item in PHRASES]
)
def test_a_phrase_agrees_with_its_noun(asked: Any, es_many: str, es_one: str, en_many: str, en_one: str) -> None:
    assert describer("es").phrase(asked, None) == es_many
    assert describer("es").phrase(asked, 1) == es_one.replace("OT que no son de Ana", "OT que no son de Ana")
    if "work orders" in en_many and "high-priority" in en_many:
        assert sorted(describer("en").phrase(asked, None).split()) == sorted(en_many.split())
    else:
        assert describer("en").phrase(asked, None) == en_many
        assert describer("en").phrase(asked, 1).replace("that are not of", "that is not of") == en_one


def test_nouns_follow_the_values_that_were_asked_for() -> None:
    words = describer("es")
    pumps = words.noun(read("count equipment | type = pump"))
    assert (pumps.one, pumps.many, pumps.gender) == ("bomba", "bombas", "f")
    both = words.noun(read("count equipment | type = pump/motor"))
    assert (both.many, both.gender) == ("bombas y motores", "m")
    assert words.noun(read("count failure | equipment.type = pump")).many == "fallas"


def test_filters_alone_are_short_phrases() -> None:
    parts = read("count work_order | open, type = corrective, area.name = Welding, priority = high").filters
    assert describer("es").filters(parts) == ["OT abiertas", "OT correctivas", "en Welding", "de prioridad alta"]
    assert describer("en").filters(parts[:3]) == ["open work orders", "corrective work orders", "in Welding"]


@pytest.mark.parametrize(
    ("period", "es", "en"),
    [
        (THIS_MONTH, "este mes", "this month"),
        (LAST_MONTH, "el mes pasado", "last month"),
        (LAST_MONTH.model_copy(update={"phrase": "en octubre"}), "en octubre de 2026", "in October 2026"),
        (Period(start=TODAY, end=TODAY, grain="day", relative="current"), "hoy", "today"),
        (Period(start=date(2026, 11, 21), end=date(2026, 11, 21), grain="day", relative="past"), "ayer", "yesterday"),
        (Period(start=date(2026, 11, 16), end=TODAY, grain="week", relative="current"), "esta semana", "this week"),
        (
            Period(start=date(2026, 11, 23), end=date(2026, 11, 29), grain="week", relative="future"),
            "la próxima semana",
            "next week",
        ),
        (
            Period(start=date(2026, 10, 24), end=TODAY, phrase="ultimos 30 dias"),
            "en los últimos 30 días",
            "in the last 30 days",
        ),
        (
            Period(start=date(2026, 9, 7), end=TODAY, phrase="desde el 7 de septiembre"),
            "desde el 7 sep 2026",
            "since 7 Sep 2026",
        ),
        (Period(start=date(2026, 10, 1), end=date(2026, 10, 15)), "del 1 al 15 oct 2026", "from 1 to 15 Oct 2026"),
        (Period(start=date(2026, 3, 1), end=date(2026, 3, 31)), "en marzo de 2026", "in March 2026"),
        (Period(start=date(2026, 4, 1), end=date(2026, 6, 30)), "en el T2 2026", "in Q2 2026"),
        (Period(start=date(2025, 1, 1), end=date(2025, 12, 31), phrase="en 2025"), "en 2025", "in 2025"),
        (THIS_YEAR.model_copy(update={"phrase": "en 2026", "relative": "fixed"}), "en 2026", "in 2026"),
        (Period(end=date(2026, 5, 1)), "hasta el 1 may 2026", "up to 1 May 2026"),
        (Period(start=date(2026, 5, 3), end=date(2026, 5, 3)), "el 3 may 2026", "on 3 May 2026"),
    ],
)
def test_periods_inside_a_sentence(period: Period, es: str, en: str) -> None:
    assert describer("es").inside(period) == es
    assert describer("en").inside(period) == en


def test_a_period_beneath_the_headline_is_always_dates() -> None:
    assert describer("es").period(LAST_MONTH, "fecha de cierre") == "1 al 31 oct 2026, por fecha de cierre"
    assert describer("en").period(LAST_MONTH, None) == "1 to 31 Oct 2026"


def said(asked: Any, language: Any = "es") -> tuple[str, ...]:
    return describer(language).assumptions(asked, compiled(asked, language))


class TestAssumptions:
    def test_dates_and_which_date_where_there_are_several(self) -> None:
        assert said(read("count work_order | period 2026-10-01..2026-10-31 (past month)")) == (
            "1 al 31 oct 2026, por fecha de solicitud",
            "sin OT canceladas",
        )
        assert said(read("count failure | period 2026-10-01..2026-10-31 (past month)")) == ("1 al 31 oct 2026",)

    def test_a_condition_that_has_the_date_says_it_already(self) -> None:
        asked = read("count work_order | closed | on completed_at 2026-10-01..2026-10-31 (past month)")
        assert said(asked) == ("1 al 31 oct 2026",)

    def test_history_without_a_period_is_of_all_dates_and_states_are_of_now(self) -> None:
        assert said(read("count failure")) == ("todas las fechas",)
        assert said(read("count equipment | down")) == ("estado actual",)
        assert said(read("count work_order | open")) == ()

    def test_a_default_period_is_owned_up_to(self) -> None:
        asked = read("measure equipment: mtbf | period 2025-11-23..2026-11-22 (default)")
        assert said(asked, "en")[0] == "the last 365 days, as no period was named: 23 Nov 2025 to 22 Nov 2026"

    def test_needs_maintenance_says_until_when_and_that_overdue_ones_count(self) -> None:
        asked = read("count equipment | needs_pm 2026-11-01..2026-11-30 (default current month)")
        assert said(asked) == ("hasta el 30 nov 2026, con lo vencido", "sin equipos retirados")

    def test_population_only_where_it_left_somebody_out(self) -> None:
        assert said(read("count equipment")) == ("sin equipos retirados",)
        assert said(read("count work_order | overdue")) == ()
        assert said(read("lookup equipment | tag = P-101 | everyone")) == ()

    def test_planned_and_unplanned_where_neither_was_said(self) -> None:
        asked = read("measure downtime: downtime_hours | period 2026-01-01..2026-11-22 (current year)")
        assert "paros programados y no programados" in said(asked)
        unplanned = read("measure downtime: downtime_hours | unplanned | period 2026-01-01..2026-11-22 (current year)")
        assert "paros programados y no programados" not in said(unplanned)

    def test_shift_is_the_technicians_and_a_partial_name_is_said_in_full(self) -> None:
        asked = read("breakdown work_order: count | open | by technician.shift")
        assert "el turno es el del técnico" in said(asked)
        assert "técnico: Ana Ruiz" in said(read("count work_order | technician.name = 'Ana Ruiz'"))

    def test_what_is_not_over(self) -> None:
        asked = read("breakdown failure: count | by month | period 2026-01-01..2026-11-22 (current year)")
        assert "noviembre aún no termina" in said(asked)
        past_year = Period(start=date(2025, 1, 1), end=date(2025, 12, 31))
        assert not any("termina" in text for text in said(asked.model_copy(update={"period": past_year})))


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (read("count work_order | open, area.name = Welding"), "number of open work orders in Welding"),
        (read("ranking failure: count | by equipment.tag | period 2026-01-01..2026-11-22 (current year) | most measure | top 5"), "the 5 machines with the highest number of failures, 1 Jan to 22 Nov 2026"),
        (read("measure downtime: downtime_hours | equipment.type = pump | period 2026-10-01..2026-10-31 (past month)"), "downtime of stops on pumps, 1 to 31 Oct 2026"),
        (read("exists equipment | down"), "whether there are machines that are down"),
        (read("count failure | period 2026-11-01..2026-11-22 (current month 'este mes') | beside 2026-10-01..2026-10-31 (past month)"), "number of failures, 1 to 22 Nov 2026 against 1 to 31 Oct 2026"),
        (read("breakdown failure: count | by equipment.tag | having > 10"), "number of failures by machine, with more than 10 failures"),
    ],
)  # fmt: skip
def test_restated_is_english_whatever_the_language(asked: Any, text: str) -> None:
    assert describer("es").restated(asked) == describer("en").restated(asked) == text


def test_explained_reads_the_conditions_of_the_model() -> None:
    asked = read("count work_order | open, area.name = Welding")
    assert describer("es").explained(asked) == (
        "Conté las OT con estado abierta, en proceso o en espera de refacciones cuyo equipo está en el área Welding."
    )
    assert describer("en").explained(asked) == (
        "I counted the work orders with status open, in progress or waiting for parts whose machine is in the Welding area."
    )


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_condition_and_metric_of_the_model_can_be_explained(language: Any) -> None:
    words = Describer(model(), language, "MXN", TODAY)
    for meaning in model().datasets.values():
        for condition in meaning.conditions.values():
            asked = read(f"count {meaning.name} | {condition.name}")
            assert words.explained(asked).endswith("."), condition.name
            assert "'" not in words.explained(asked) and "_" not in words.explained(asked), condition.name
    for metric in model().metrics.values():
        if not metric.hidden:
            home = metric.dataset or "equipment"
            text = words.explained(
                read(f"measure {home}: {metric.name} | period 2026-01-01..2026-11-22 (current year)")
            )
            assert "{" not in text and "_" not in text and "  " not in text, text


def test_spanish_words() -> None:
    assert agree("cerrado fuera de fecha", "f", True) == "cerradas fuera de fecha"
    assert agree("no programado", "m", True) == "no programados"
    assert agree("en espera", "f", True) == "en espera"
    assert agree("operando", "f", True) == "operando"
    assert [plural(text, "es") for text in ("modo de falla", "fabricante", "proveedor", "categoría", "condición")] == [
        "modos de falla",
        "fabricantes",
        "proveedores",
        "categorías",
        "condiciones",
    ]
    assert [plural(text, "en") for text in ("failure mode", "category", "SKU", "class")] == [
        "failure modes",
        "categories",
        "SKUs",
        "classes",
    ]
    assert (article("área", "f"), article("línea", "f"), article("áreas", "f", True)) == ("el", "la", "las")
    assert [gender_of(text) for text in ("modo de falla", "causa", "criticidad", "fabricante")] == ["m", "f", "f", "m"]
    assert (past("cerrada", True), past("instalado", False), past("vence", True)) == ("se cerraron", "se instaló", None)
    assert [copula(text, True) for text in ("parado", "crítico", "en espera", "de emergencia", "por desgaste")] == [
        "están",
        "son",
        "están",
        "son",
        "son",
    ]
