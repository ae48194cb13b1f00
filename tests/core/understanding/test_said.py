"""What an answer says of how the question was read, and what follows a last answer: readings, files, sorting."""

from __future__ import annotations

import pytest

from core.semantics.query import Compare, Named, Related
from tests.core.understanding.rig import Bench


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("OT de más de 30 días", "solo OT abiertas, con la antigüedad contada desde la fecha de solicitud"),
        ("orders older than 30 days", "open orders only, with their age counted from the request date"),
        ("OT abiertas de más de 2 semanas", "antigüedad contada desde la fecha de solicitud"),
        ("OT vencidas por más de 10 días", "atraso contado desde la fecha de vencimiento"),
        ("orders overdue by more than 10 days", "time overdue counted from the due date"),
        ("bombas paradas por más de 5 horas", "equipos parados ahora, por la duración de su paro en curso"),
        ("pumps down for over 5 hours", "machines that are down now, by how long their ongoing stop has lasted"),
        ("top 3 paros", "«top» es por duración, de mayor a menor"),
        ("worst 3 stops this month", "“worst” is by duration, largest first"),
        (
            "OT que no se terminaron a tiempo",
            "sin cerrar a tiempo: cerradas después de su vencimiento, o vencidas y aún abiertas",
        ),
        (
            "orders that missed their due date",
            "not completed on time: completed after their due date, or past it and still open",
        ),
    ],
)
def test_a_reading_that_is_not_in_the_words_is_said(bench: Bench, question: str, said: str) -> None:
    assert said in bench.plan(question).assumptions


@pytest.mark.parametrize(("question", "turns"), [("OT correctivas", "ordénalas por fecha"), ("stops", "sort by date")])
def test_a_sorting_by_a_bare_date_says_which(bench: Bench, question: str, turns: str) -> None:
    plan = bench.talk(question, turns)[-1]
    assert plan.query is not None and plan.query.order is not None
    assert plan.query.order.field is not None
    assert plan.query.order.field.field in ("requested_at", "started_at")
    assert any(text.startswith(("ordenado por", "sorted by")) for text in plan.assumptions) or plan.language == "en"


def test_sorting_a_list_keeps_its_columns(bench: Bench) -> None:
    before, after = bench.talk("open orders", "sort them by due date")
    assert [column.name for column in after.columns] == [column.name for column in before.columns]


@pytest.mark.parametrize("asked", ["exporta a excel", "me lo mandas en excel porfa", "en una hoja de cálculo"])
def test_a_file_of_the_last_answer_is_the_same_answer(bench: Bench, asked: str) -> None:
    first, again = bench.talk("¿Qué bombas están paradas?", asked)
    assert again.query == first.query
    assert again.action == "data"


@pytest.mark.parametrize("asked", ["send me the csv", "download it", "export that"])
def test_a_csv_needs_no_word_on_excel(bench: Bench, asked: str) -> None:
    first, again = bench.talk("which pumps are down", asked)
    assert again.query == first.query
    assert not any("Excel" in text for text in again.assumptions)


def test_a_file_of_nothing_is_asked_about(bench: Bench) -> None:
    assert bench.plan("exporta a excel").abstains
    assert bench.plan("download the csv").abstains


def test_a_file_of_a_question_that_had_no_answer_is_not_that_of_the_one_before(bench: Bench) -> None:
    plan = bench.talk("bombas paradas", "bombas flurbas", "exporta a excel")[-1]
    assert plan.action == "clarify"
    assert "Tu última pregunta no tuvo resultado" in plan.sentence


def test_the_other_rows_of_a_missing_measure_keep_what_else_was_asked(bench: Bench) -> None:
    for asked, pick in (
        ("la falla más larga de soldadura este año", "2"),
        ("longest failure in welding this year", "2"),
    ):
        plan = bench.talk(asked, pick)[-1]
        assert plan.query is not None
        assert plan.query.dataset == "downtime"
        assert plan.query.limit == 1
        assert plan.query.period is not None
        assert any(isinstance(item, Compare) and item.values == ("Welding",) for item in plan.query.filters)


@pytest.mark.parametrize(
    "question",
    [
        "máquinas que cuestan más de 2 millones",
        "equipos con costo mayor a 2 millones",
        "which machines cost over 2 million",
        "equipment with a cost above 2 million",
    ],
)
def test_a_cost_with_two_meanings_is_asked_and_each_choice_answers(bench: Bench, question: str) -> None:
    plan = bench.plan(question)
    assert plan.action == "clarify"
    assert len(plan.choices) == 2
    kinds = {type(item) for choice in plan.choices if choice.query for item in choice.query.filters}
    assert kinds == {Compare, Related}


def test_one_way_to_be_the_worst_is_taken_and_said(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    people = bench.planner.model.datasets["technician"]
    monkeypatch.setitem(vars(people), "judged_by", ("work_order.overdue",))  # type: ignore[arg-type]
    plan = bench.plan("¿quién es el peor técnico?")
    assert plan.query is not None
    assert Named(dataset="work_order", condition="overdue") in plan.query.filters
    assert "por número de OT vencidas" in plan.assumptions


def test_failures_by_machine_add_up_to_what_is_said_of_present_ones(bench: Bench) -> None:
    """A breakdown by machine names present machines, so its total leaves the retired ones' history out, and says so;
    the plant's own count has it."""
    by_machine = bench.plan("fallas por equipo")
    assert by_machine.sql is not None
    assert "sin equipos retirados" in by_machine.assumptions
    listed = sum(int(row[-1]) for row in bench.data.ask(by_machine.sql).rows)
    wanted = "SELECT COUNT(*) FROM failure f JOIN equipment e ON e.id = f.equipment_id"
    assert bench.data.ask(f"{wanted} WHERE e.status <> 'retired'").rows == ((listed,),)
    everything = bench.plan("¿cuántas fallas hay?")
    assert everything.sql is not None
    assert bench.data.ask(everything.sql).rows == bench.data.ask(wanted).rows
    assert "sin equipos retirados" not in everything.assumptions


def test_two_dates_of_one_order_are_both_kept(bench: Bench) -> None:
    """Requested in one month and completed in the next, as the glossary binds them."""
    wanted = bench.data.ask(
        "SELECT COUNT(*) FROM work_order WHERE status = 'completed' AND requested_at >= '2026-09-01' "
        "AND requested_at < '2026-10-01' AND completed_at >= '2026-10-01' AND completed_at < '2026-11-01'"
    ).rows
    for asked in (
        "¿cuántas OT solicitadas en septiembre se cerraron en octubre?",
        "how many orders requested in September and closed in October",
    ):
        plan = bench.plan(asked)
        assert plan.sql is not None
        assert bench.data.ask(plan.sql).rows == wanted


def test_average_cost_is_the_same_however_it_is_called(bench: Bench) -> None:
    asked = (
        "average order cost this year",
        "average cost of orders this year",
        "costo promedio por orden este año",
        "costo promedio de la orden este año",
    )
    plans = [bench.plan(text) for text in asked]
    rows = [bench.data.ask(plan.sql).rows for plan in plans if plan.sql]
    assert len(rows) == len(asked)
    assert set(rows) == {rows[0]}


@pytest.mark.parametrize(
    "turns",
    [
        ("top 5 machines by downtime this month", "sort them by name"),
        ("top 5 equipos por paro este mes", "ordénalos por área"),
        ("top 5 equipos por fallas", "de menor a mayor"),
        ("worst 3 machines by failures", "sort them from least to most"),
        ("OT abiertas por área", "ordénalas por tipo"),
    ],
)
def test_an_order_that_would_change_the_rows_is_not_given(bench: Bench, turns: tuple[str, str]) -> None:
    first, second = bench.talk(*turns)
    assert first.sql is not None
    assert second.action == "refused", second
    assert "CSV" in second.sentence


@pytest.mark.parametrize(
    ("turns", "order"),
    [
        (("OT abiertas por área", "ordénalas por nombre"), "area.name"),
        (("open orders by area", "sort them by name"), "area.name"),
        (("OT abiertas por área", "ordénalas de menor a mayor"), 0),
        (("fallas por área", "ordénalas por fallas"), 0),
        (("failures by area", "sort by number of failures"), 0),
        (("top 5 equipos por fallas", "ordénalos de mayor a menor"), 0),
    ],
)
def test_a_breakdown_is_sorted_by_what_it_shows(bench: Bench, turns: tuple[str, str], order: str | int) -> None:
    first, second = bench.talk(*turns)
    assert first.query is not None and second.query is not None and second.query.order is not None, second
    assert second.query.groups == first.query.groups
    assert second.query.filters == first.query.filters
    key = second.query.order.field
    assert (f"{key.dataset}.{key.field}" if key is not None else second.query.order.measure) == order


@pytest.mark.parametrize("question", ["cumplimiento de pm por mes", "pm compliance by month"])
def test_a_series_by_month_is_not_one_month(bench: Bench, question: str) -> None:
    (plan,) = bench.talk(question)
    assert plan.query is not None and plan.query.period is not None
    assert str(plan.query.period.start) == "2026-01-01"
    assert not plan.query.period.given
