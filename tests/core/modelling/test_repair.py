"""Carrying out a plan: what goes back to the model, how often, and what is said when nothing held."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from core.data.catalog import ForeignKey
from core.kernel.errors import DatabaseUnavailable, GuardRefused, QueryFailed, QueryTimeout
from core.kernel.messages import Column, Question
from core.kernel.result import Result
from core.modelling.checks import Checks, settled
from core.modelling.problem import PlanProblem
from core.modelling.repair import Held, carry_out
from core.planning.chart_spec import ChartSpec
from core.planning.plan import Asks, Plan, SessionView
from tests.core.modelling.sessions import EMPTY, data_plan, question, result
from tests.plans import a_plan

GOOD = "SELECT COUNT(*) AS n FROM equipment"
KEYS = (
    ForeignKey("failure", ("equipment_id",), "equipment", ("id",)),
    ForeignKey("downtime", ("equipment_id",), "equipment", ("id",)),
)


class Values:
    """Knows one area."""

    def known(self, table: str, column: str, value: str) -> bool | None:
        return value == "Bottling" if (table, column) == ("area", "name") else None

    def meant(self, table: str, column: str, value: str) -> str | None:
        return "Bottling" if value.lower() == "bottling" else None

    def nearest(self, table: str, column: str, value: str) -> list[str]:
        return ["Bottling"]

    def tellable(self, table: str, column: str) -> bool:
        return True


CHECKS = Checks("sqlite", {"area": {"name": "text"}}, KEYS, Values())


@dataclass
class Model:
    """Answers each problem with the next plan."""

    plans: list[Plan]
    problems: list[PlanProblem] = field(default_factory=list)

    async def repaired(self, question: Question, session: SessionView, plan: Plan, problem: PlanProblem) -> Plan:
        self.problems.append(problem)
        return self.plans.pop(0)


@dataclass
class Plant:
    """A database by its SQL."""

    answers: dict[str, Result | Exception]
    ran: list[str] = field(default_factory=list)

    async def __call__(self, sql: str) -> Result:
        self.ran.append(sql)
        found = self.answers[sql]
        if isinstance(found, Exception):
            raise found
        return found


async def outcome(first: Plan, model: Model, plant: Plant, retries: int = 3) -> Held:
    return await carry_out(question("x"), EMPTY, first, execute=plant, checks=CHECKS, repairs=model, retries=retries)


async def test_a_good_plan_is_run_once() -> None:
    plant = Plant({GOOD: result("n", (3,))})
    found = await outcome(data_plan(sql=GOOD), Model([]), plant)
    assert (found.attempts, found.failed, plant.ran) == (1, False, [GOOD])
    assert found.result is not None


@pytest.mark.parametrize(
    ("error", "kind", "told"),
    [
        (GuardRefused("DELETE is not a SELECT"), "guard", "DELETE is not a SELECT"),
        (QueryFailed("no such column: tagg"), "database", "no such column: tagg"),
    ],
)
async def test_a_refusal_goes_back_with_its_message(error: Exception, kind: str, told: str) -> None:
    model = Model([data_plan(sql=GOOD)])
    found = await outcome(data_plan(sql="SELECT tagg"), model, Plant({"SELECT tagg": error, GOOD: result("n", (3,))}))
    assert found.attempts == 2
    assert [problem.kind for problem in found.problems] == [kind]
    assert told in model.problems[0].message


async def test_a_value_that_does_not_exist_goes_back_without_running() -> None:
    model = Model([data_plan(sql=GOOD)])
    plant = Plant({GOOD: result("n", (3,))})
    found = await outcome(data_plan(sql="SELECT 1 AS n FROM area WHERE name = 'Bolding'"), model, plant)
    assert plant.ran == [GOOD]
    assert found.attempts == 2
    assert "nearest: 'Bottling'" in model.problems[0].message


async def test_a_value_in_another_case_is_put_right_without_the_model() -> None:
    right = "SELECT 1 AS n FROM area WHERE name = 'Bottling'"
    plant = Plant({right: result("n", (1,))})
    found = await outcome(data_plan(sql="SELECT 1 AS n FROM area WHERE name = 'bottling'"), Model([]), plant)
    assert plant.ran == [right]
    assert found.plan.sql == right


async def test_a_join_that_multiplies_rows_goes_back_without_running() -> None:
    sql = "SELECT COUNT(*) AS n FROM equipment e JOIN failure f ON f.equipment_id = e.id JOIN downtime d ON d.equipment_id = e.id"
    model = Model([data_plan(sql=GOOD)])
    plant = Plant({GOOD: result("n", (3,))})
    assert (await outcome(data_plan(sql=sql), model, plant)).attempts == 2
    assert model.problems[0].kind == "fan_out"
    assert plant.ran == [GOOD]


async def test_all_null_goes_back_once_and_is_then_believed() -> None:
    sql = "SELECT AVG(minutes) AS n FROM downtime"
    model = Model([data_plan(sql=sql)])
    found = await outcome(data_plan(sql=sql), model, Plant({sql: result("n", (None,))}))
    assert (found.attempts, found.failed) == (2, False)
    assert found.result is not None


SERIAL = "SELECT COUNT(*) AS n FROM equipment WHERE serial_number = 'SN-9'"
LOOK_UP = """SELECT "serial_number" FROM equipment WHERE "serial_number" = 'SN-9' LIMIT 1"""


async def test_nothing_found_because_a_value_exists_nowhere_goes_back_once() -> None:
    checks = Checks("sqlite", {"equipment": {"serial_number": "text"}}, KEYS, Values())
    plant = Plant({SERIAL: result("n", (0,)), LOOK_UP: result("serial_number")})
    model = Model([data_plan(sql=SERIAL)])
    found = await carry_out(
        question("x"), EMPTY, data_plan(sql=SERIAL), execute=plant, checks=checks, repairs=model, retries=3
    )
    assert [problem.message for problem in model.problems] == ["equipment.serial_number has no value 'SN-9'"]
    assert (found.attempts, found.failed) == (2, False)


async def test_nothing_found_although_the_value_exists_is_an_answer() -> None:
    checks = Checks("sqlite", {"equipment": {"serial_number": "text"}}, KEYS, Values())
    plant = Plant({SERIAL: result("n", (0,)), LOOK_UP: result("serial_number", ("SN-9",))})
    found = await carry_out(
        question("x"), EMPTY, data_plan(sql=SERIAL), execute=plant, checks=checks, repairs=Model([]), retries=3
    )
    assert found.attempts == 1


async def test_null_in_a_plain_column_is_nobodys_fault() -> None:
    sql = "SELECT number, completed_at FROM work_order"
    found = await outcome(data_plan(sql=sql), Model([]), Plant({sql: result("number completed_at", ("W1", None))}))
    assert found.attempts == 1


async def test_after_the_last_retry_it_says_what_was_tried() -> None:
    broken = data_plan(sql="SELECT x", language="es")
    plant = Plant({"SELECT x": QueryFailed("no such column")})
    found = await outcome(broken, Model([broken] * 3), plant)
    assert (found.attempts, found.failed, found.result) == (4, True, None)
    assert found.plan.action == "refused"
    assert "4 intentos" in found.plan.sentence
    assert "la base de datos no la aceptó" in found.plan.sentence
    assert isinstance(found.plan, Asks)


async def test_no_retries_means_one_attempt() -> None:
    found = await outcome(data_plan(sql="SELECT x"), Model([]), Plant({"SELECT x": QueryFailed("no")}), retries=0)
    assert (found.attempts, found.failed) == (1, True)
    assert "intentos" not in found.plan.sentence


async def test_a_lasting_unknown_value_offers_what_exists() -> None:
    bad = data_plan(sql="SELECT 1 AS n FROM area WHERE name = 'Bolding'", restated="Machines in Bolding", language="en")
    found = await outcome(bad, Model([bad] * 3), Plant({}))
    assert found.plan.action == "clarify"
    assert [(c.label, c.text) for c in found.plan.choices] == [("Bottling", "Machines in Bottling")]
    assert "“Bolding”" in found.plan.sentence


async def test_the_model_may_ask_instead_of_trying_again() -> None:
    asks = a_plan(language="es", action="clarify", planner="model", sentence="¿Cuál?")
    found = await outcome(data_plan(sql="SELECT x"), Model([asks]), Plant({"SELECT x": QueryFailed("no")}))
    assert (found.plan.action, found.result, found.failed) == ("clarify", None, False)


@pytest.mark.parametrize("error", [QueryTimeout(seconds=10), DatabaseUnavailable()])
async def test_what_other_sql_would_not_mend_is_raised(error: Exception) -> None:
    with pytest.raises(type(error)):
        await outcome(data_plan(sql="SELECT x"), Model([]), Plant({"SELECT x": error}))


def test_a_chart_over_missing_columns_gives_way_to_one_that_code_chooses() -> None:
    chart = ChartSpec(kind="barh", x="area", y=("orders",))
    plan = data_plan(action="data_image", chart=chart)
    rows = result("area orders", ("Packaging", 4))
    assert settled(plan, rows).chart == chart
    series = plan.model_copy(update={"chart": chart.model_copy(update={"series": "type"})})
    for other, found in [
        (plan, result("area total", ("Packaging", 4))),
        (plan, result("area orders", ("Packaging", "four"))),
        (series, rows),
    ]:
        made = settled(other, found)
        assert made.action == "data_image"
        assert made.chart is not None
        assert (made.chart.title, made.chart.x) == ("auto", "")


def test_columns_that_the_model_forgot_are_named_after_their_alias() -> None:
    plan = data_plan(columns=(Column(name="area", label="Área"), Column(name="gone", label="?")))
    assert [c.label for c in settled(plan, result("area open_orders", ("Packaging", 4))).columns] == [
        "Área",
        "Open orders",
    ]
