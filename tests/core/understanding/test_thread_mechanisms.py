"""How a thread is followed, one mechanism at a time; whole conversations stand in tests/golden/threads.yaml."""

from __future__ import annotations

import pytest

from core.planning.plan import Asks, Queried
from tests.core.understanding.rig import Bench
from tests.golden.plans import written


def _last(bench: Bench, *turns: str) -> str:
    plan = bench.talk(*turns)[-1]
    return "asks" if isinstance(plan, Asks) else written(plan, bench.session.last_plan)


@pytest.mark.parametrize(
    ("turns", "wanted"),
    [
        # the one month that an answer named
        (
            ("costo de mantenimiento por mes este año", "¿cuál fue el más caro?", "¿y por área en ese mes?"),
            "breakdown work_order: maintenance_cost | by area.name | period 2026-10-01..2026-10-31",
        ),
        # a month is spoken of, and what was asked for was a year
        (("failures by month this year", "which cause was the most common that month?"), "asks"),
        # a year before the month that was spoken of, not before the present one
        (
            ("paros de agosto", "¿y en el mismo mes del año pasado?"),
            "list downtime | on started_at 2025-08-01..2025-08-31",
        ),
        (
            ("how many failures in September?", "and the previous month?"),
            "count failure | on detected_at 2026-08-01..2026-08-31",
        ),
        (("fallas de la semana pasada", "¿y la anterior?"), "list failure | on detected_at 2026-11-02..2026-11-08"),
        # without a period there is none before
        (("equipos parados", "¿y el anterior?"), "asks"),
        # what was due lies in the past, and so does what goes on from it
        (
            ("how many inspections were due in September?", "and in August?"),
            "count work_order | type = inspection | on due_on 2026-08-01..2026-08-31",
        ),
        (
            ("¿cuántas preventivas vencen en octubre?",),
            "count work_order | open, type = preventive | on due_on 2027-10-01..2027-10-31",
        ),
    ],
)
def test_periods_that_the_talk_tells(bench: Bench, turns: tuple[str, ...], wanted: str) -> None:
    assert _last(bench, *turns) == wanted


@pytest.mark.parametrize(
    ("turns", "wanted"),
    [
        (
            ("¿cuántas OT hay abiertas?", "¿cuántas de esas están vencidas?", "¿y en porcentaje?"),
            "measure work_order: share of overdue | open",
        ),
        (
            ("maintenance cost this year", "only corrective", "as a percentage"),
            "measure work_order: share metric maintenance_cost of type = corrective | period 2026-01-01..2026-11-22",
        ),
        # nothing was narrowed, so that it is a part of nothing
        (("¿cuántas OT hay abiertas?", "¿y en porcentaje?"), "asks"),
    ],
)
def test_a_percentage_behind_a_part(bench: Bench, turns: tuple[str, ...], wanted: str) -> None:
    assert _last(bench, *turns) == wanted


@pytest.mark.parametrize(
    ("turns", "wanted"),
    [
        (
            ("failures per pump this year", "only those with more than 3"),
            "breakdown failure: count | equipment.type = pump | by equipment.tag | on detected_at 2026-01-01..2026-11-22"
            " | having > 3",
        ),
        (
            ("horas de paro por área en octubre", "solo las áreas que pasan de 60 horas"),
            "breakdown downtime: downtime_hours | by area.name | period 2026-10-01..2026-10-31 | having > 60",
        ),
        # the rows are named, so that theirs is the number: to be listed, or counted as before?
        (("paros por área en octubre", "solo los paros de más de 5 horas"), "asks"),
    ],
)
def test_a_threshold_is_on_the_figure_shown(bench: Bench, turns: tuple[str, ...], wanted: str) -> None:
    assert _last(bench, *turns) == wanted


@pytest.mark.parametrize(
    ("turns", "wanted"),
    [
        (
            ("horas hombre de agosto por turno", "¿cuánto suman los tres turnos?"),
            "measure work_order: labor_hours | technician.shift is not null | period 2026-08-01..2026-08-31",
        ),
        (("horas hombre de agosto por turno", "¿cuánto suman los cinco turnos?"), "asks"),
    ],
)
def test_as_many_as_were_named(bench: Bench, turns: tuple[str, ...], wanted: str) -> None:
    assert _last(bench, *turns) == wanted


@pytest.mark.parametrize(
    ("turns", "wanted"),
    [
        # the one that was ranked, and not the area that it was ranked in
        (
            ("in Bottling, which machine cost the most this year?", "how many orders has it had?"),
            "count work_order | equipment.tag = F-102 | period 2026-01-01..2026-11-22",
        ),
        # the list that the last answer gave, and not the one that it came from
        (
            (
                "costo de octubre por área", "¿cuál fue la más costosa?",
                "¿cuáles tres máquinas de esa área gastaron más?", "¿cuántas OT abiertas tiene la primera?",
            ),
            "count work_order | equipment.tag = F-102, open",
        ),
        (("what machine is WO-2026-03312 on?",), "list equipment | with work_order (number = WO-2026-03312)"),
        # no single machine was named
        (("equipos parados en Embotellado", "¿qué OT abiertas tiene esa máquina?"), "asks"),
    ],
)  # fmt: skip
def test_what_points_at_one_thing(bench: Bench, turns: tuple[str, ...], wanted: str) -> None:
    assert _last(bench, *turns) == wanted


@pytest.mark.parametrize(
    ("turns", "wanted"),
    [
        (
            (
                "how many BRG-6212 have we used this year?",
                "on which machines?",
                "who supplies it, how long do they take",
            ),
            "lookup spare_part | sku = BRG-6212 | everyone | show supplier, lead_time_days",
        ),
        (
            ("¿cuántos BRG-6310 usamos este año?", "¿cuántos quedan y cuál es el mínimo?"),
            "lookup spare_part | sku = BRG-6310 | everyone | show stock, min_stock",
        ),
        (
            ("who supplies SEL-195?", "what else of theirs is below minimum?"),
            "list spare_part | low_stock, sku <> SEL-195, supplier = 'Sellos Industriales SA'",
        ),
        # nobody was told to supply anything
        (("stock of SEL-195?", "what else of theirs is below minimum?"), "asks"),
    ],
)
def test_fields_are_asked_of_the_thing_that_was_told(bench: Bench, turns: tuple[str, ...], wanted: str) -> None:
    assert _last(bench, *turns) == wanted


@pytest.mark.parametrize(
    ("turns", "wanted"),
    [
        (("Lístame los motores parados", "no, motores no: bombas"), "list equipment | down, type = pump"),
        (
            ("pumps that are down", "do those pumps have open orders? list them"),
            "list work_order | equipment.down, equipment.type = pump, open",
        ),
        (
            ("¿cuántas refacciones están bajo el mínimo?", "por categoría", "muéstrame los sellos"),
            "list spare_part | category = seal, low_stock",
        ),
        (
            ("OT abiertas de Soldadura", "por prioridad", "ahora las de Ensamble"),
            "breakdown work_order: count | area.name = Assembly, open | by priority",
        ),
    ],
)
def test_what_takes_the_place_of_what_was_spoken_of(bench: Bench, turns: tuple[str, ...], wanted: str) -> None:
    assert _last(bench, *turns) == wanted


@pytest.mark.parametrize(
    ("turns", "wanted"),
    [
        # a mean over the units that were shown, and back to the total
        (
            ("failures by month from June to October", "what's the average?"),
            "measure failure: average_per per month | on detected_at 2026-06-01..2026-10-31",
        ),
        (
            ("failures by month from June to October", "what's the average?", "and the total?"),
            "count failure | on detected_at 2026-06-01..2026-10-31",
        ),
        (("disponibilidad por mes este año", "¿y el promedio?"), "asks"),  # a mean of means is no figure of the plant
        # of each of those that were listed
        (
            ("list the electricians on the morning shift", "how many orders does each one have open?"),
            "breakdown work_order: count | open, technician.shift = morning, technician.trade = electrical"
            " | by technician.name",
        ),
        # the days of a state that has some
        (("¿a qué equipos les toca preventivo la próxima semana?", "¿y en diciembre?"),
            "list equipment | needs_pm 2026-12-01..2026-12-31"),
        # rows without a name are no part of a ranking, and are spoken of when they are named
        (
            ("overdue orders by technician", "who has the most?", "how many are unassigned?"),
            "count work_order | overdue, unassigned",
        ),
        (("open orders on R-118", "what did it cost us this year?"),
            "measure work_order: maintenance_cost | equipment.tag = R-118 | period 2026-01-01..2026-11-22"),
        # hours are booked when an order is closed: of those that are open it is the hours that they will take
        (("orders Mark Davis still has open", "how many hours of work is that in total"),
            "measure work_order: backlog_hours | open, technician.name = 'Mark Davis'"),
        # the rows that are like that, with all that they were held to
        (
            ("fallas de motores de los últimos 3 meses por modo", "¿cuál es el más frecuente?", "¿en qué máquinas se dio?"),
            "list equipment | with failure (equipment.type = motor, mode = vibration, period 2026-08-23..2026-11-22)",
        ),
        (
            ("failures by equipment type this year", "top 3", "modes for the first one"),
            "breakdown failure: count | equipment.type = conveyor | by mode | on detected_at 2026-01-01..2026-11-22",
        ),
        # a pronoun in the clause of its noun points at the talk
        (
            ("orders Mark Davis still has open", "which machines are they on?"),
            "list equipment | with work_order (open, technician.name = 'Mark Davis')",
        ),
        # the one who was ranked, rather than all that were
        (
            ("¿quién cerró más órdenes en octubre?", "¿cuántas fueron correctivas?"),
            "count work_order | closed, technician.name = 'José Luis Hernández', type = corrective"
            " | on completed_at 2026-10-01..2026-10-31",
        ),
        # the last one of another kind, as before
        (
            ("última lectura de vibración de la P-105", "¿y de temperatura?"),
            "list meter_reading | equipment.tag = P-105, meter = temperature_c | most read_at | top 1",
        ),
        # now is not in October
        (
            ("horas hombre de José Luis Hernández en octubre", "¿y qué tiene abierto ahora?"),
            "list work_order | open, technician.name = 'José Luis Hernández'",
        ),
        (("OT vencidas", "list those, oldest due date first"), "list work_order | overdue | least due_on"),
    ],
)  # fmt: skip
def test_what_is_asked_of_what_was_shown(bench: Bench, turns: tuple[str, ...], wanted: str) -> None:
    assert _last(bench, *turns) == wanted


def test_what_goes_on_from_a_question_back_picks_none_of_its_choices(bench: Bench) -> None:
    asked = bench.talk("OT de Pintura", "¿cuáles son las peores?")[-1]
    assert isinstance(asked, Asks)
    plan = bench.talk("OT de Pintura", "¿cuáles son las peores?", "¿y la primera?")[-1]
    assert not isinstance(plan, Queried) or plan.query not in [choice.query for choice in asked.choices]


def test_what_points_behind_a_message_that_was_not_understood_is_offered(bench: Bench) -> None:
    plan = bench.talk("equipos parados", "¿cuál flurbea más?", "¿qué OT abiertas tiene el segundo?")[-1]
    assert isinstance(plan, Asks) and plan.choices
    plan = bench.talk("paros de octubre", "¿y qué hay de los flurbos?", "OT abiertas")[-1]
    assert isinstance(plan, Queried), "a message complete in itself"
    plan = bench.talk("equipos parados", "¿cuál flurbea más?", "¿cuántas OT abiertas tiene P-101?")[-1]
    assert isinstance(plan, Queried), "it names what it is about, and needs nothing of what was said before"


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("¿cuál es la refacción más cara y cuántas hay?", ["Cuál es la refacción más cara", "Cuántas hay"]),
        (
            "how many stops were there this week and which machine had the most?",
            ["How many stops were there this week", "Which machine had the most"],
        ),
    ],
)
def test_two_questions_that_no_answer_holds_are_offered_in_their_own_words(
    bench: Bench, question: str, labels: list[str]
) -> None:
    plan = bench.talk(question)[-1]
    assert isinstance(plan, Asks)
    assert [choice.label for choice in plan.choices] == labels
    assert all(choice.query is not None for choice in plan.choices)
