"""Binding: which date a plan's period is about, for each way in which that is settled, on both plants' names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from core.modelling.names.binding import Binding, BoundNames
from core.modelling.names.lookup import PlantNames
from core.modelling.names.problems import Unfit
from core.semantics.load import load_model
from core.semantics.model import SemanticModel
from core.semantics.query import SemanticQuery
from tests.core import renamed_plant
from tests.core.renamed_plant import Names
from tests.golden.notation import read, write

TODAY = date(2026, 11, 22)
"""A Sunday."""


@dataclass(frozen=True)
class Plant:
    """A plant whose names are told by those of the demo plant."""

    model: SemanticModel
    names: Names | None

    def new(self, kind: Callable[[Names], Callable[[str], str]], text: str) -> str:
        return kind(self.names)(text) if self.names else text

    def bound(self, query: str, when: str | None, on: str | None = None) -> str:
        """A query of the golden files' notation with its period bound, in that notation."""
        asked = read(query)
        asked = renamed_plant.new_query(asked, self.names) if self.names else asked
        field = self.new(lambda names: names.field, on) if on else None
        found: BoundNames = Binding(PlantNames(self.model, TODAY)).bound(
            asked.dataset, asked.filters, asked.measures, asked.groups, when, field
        )
        made: SemanticQuery = asked.model_copy(
            update={"filters": found.filters, "period": found.period, "date_field": found.date_field}
        )
        return write(renamed_plant.old_query(made, self.names.back) if self.names else made)


@pytest.fixture(scope="module")
def demo_model() -> SemanticModel:
    return load_model()


@pytest.fixture(params=["demo", "renamed"])
def plant(
    request: pytest.FixtureRequest, demo_model: SemanticModel, names_and_model: tuple[Names, SemanticModel]
) -> Plant:
    names, model = names_and_model
    return Plant(demo_model, None) if request.param == "demo" else Plant(model, names)


def held(text: str, *parts: str) -> None:
    missing = [part for part in parts if part not in text]
    assert not missing, text


def test_without_a_period_nothing_is_bound(plant: Plant) -> None:
    assert plant.bound("count work_order | open", None) == "count work_order | open"


def test_the_date_that_is_named_wins(plant: Plant) -> None:
    held(
        plant.bound("count work_order | closed", "last_month", "work_order.due_on"), "on due_on 2026-10-01..2026-10-31"
    )


def test_a_date_of_what_rows_belong_to_is_a_filter(plant: Plant) -> None:
    made = plant.bound("count failure", "2015", "equipment.installed_on")
    held(made, "equipment.installed_on in 2015-01-01..2015-12-31")
    assert "| period" not in made


def test_a_named_date_without_a_period_says_only_which(plant: Plant) -> None:
    held(plant.bound("list work_order", None, "work_order.due_on"), "on due_on")


def test_a_condition_takes_the_period_to_its_own_date(plant: Plant) -> None:
    """Closed is closed by when it was completed, and overdue by when it was due."""
    held(plant.bound("count work_order | closed", "last_month"), "on completed_at 2026-10-01..2026-10-31")
    held(plant.bound("count work_order | overdue", "last_month"), "on due_on 2026-10-01..2026-10-31")


def test_what_is_overdue_today_is_all_that_is_overdue(plant: Plant) -> None:
    assert plant.bound("count work_order | overdue", "today") == "count work_order | overdue"


def test_a_condition_that_looks_ahead_holds_the_period_itself(plant: Plant) -> None:
    held(plant.bound("list equipment | needs_pm", "next_month"), "needs_pm 2026-12-01..2026-12-31")
    held(plant.bound("list equipment | needs_pm", None), "needs_pm 2026-11-01..2026-11-30")


def test_a_measure_goes_by_its_own_date_and_never_past_today(plant: Plant) -> None:
    held(plant.bound("measure downtime: downtime_hours", "this_month"), "period 2026-11-01..2026-11-22")
    with pytest.raises(Unfit) as ahead:
        plant.bound("measure downtime: downtime_hours", "next_month")
    assert ahead.value.problem.kind == "period"


def test_a_measure_with_a_usual_period_gets_it_when_none_is_said(plant: Plant) -> None:
    """MTBF over a year: of one month there would be too few failures."""
    held(plant.bound("measure equipment: mtbf", None), "period 2025-11-23..2026-11-22")


def test_what_lies_ahead_is_of_the_date_that_may(plant: Plant) -> None:
    held(plant.bound("list work_order", "next_7_days"), "on due_on 2026-11-22..2026-11-28")


def test_else_it_is_the_datasets_usual_date(plant: Plant) -> None:
    held(plant.bound("count work_order", "2026-10"), "period 2026-10-01..2026-10-31")


def test_a_dataset_without_a_usual_date_asks_which(plant: Plant) -> None:
    with pytest.raises(Unfit) as unfit:
        plant.bound("count equipment", "2026-10")
    dates = ("installed_on", "last_maintenance", "next_maintenance")
    for name in dates:
        assert plant.new(lambda names: names.field, f"equipment.{name}").split(".")[-1] in str(unfit.value)


def test_a_date_that_no_path_leads_to_is_refused(plant: Plant) -> None:
    with pytest.raises(Unfit) as unfit:
        plant.bound("count spare_part", "2026-10", "failure.detected_at")
    assert unfit.value.problem.kind == "no_path"


def test_related_rows_have_their_own_period(plant: Plant) -> None:
    asked = read("list equipment | without failure")
    asked = renamed_plant.new_query(asked, plant.names) if plant.names else asked
    (part,) = asked.filters
    made = Binding(PlantNames(plant.model, TODAY)).related(part, "this_year")  # type: ignore[arg-type]
    assert made.period is not None
    assert (made.period.start, made.period.end) == (date(2026, 1, 1), TODAY)
