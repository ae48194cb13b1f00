"""The interview: guesses as defaults, answers before guesses, kept with who and when; a draft and an edited file made
one."""

from __future__ import annotations

import copy
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data.database import Database
from core.drafting.draft import look, understand
from core.drafting.interview.answers import Answers, answers_in
from core.drafting.interview.interview import Interview, NotAChoice, chosen_by
from core.drafting.interview.questions import InterviewQuestion, PlantChoice
from core.drafting.merging import changes, merged
from tests.core.drafting import coded_shapes
from tests.core.opening import AS_OF


@dataclass
class Scripted:
    """A person who answers some questions and takes the guess of the others."""

    said: dict[str, Sequence[str]]
    asked: list[InterviewQuestion] = field(default_factory=list)

    def __call__(self, asked: InterviewQuestion) -> Sequence[str] | None:
        self.asked.append(asked)
        return self.said.get(asked.about, asked.default)


@pytest.fixture
async def plant(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(f"sqlite:///{coded_shapes.catalogued(tmp_path / 'plant.sqlite')}")
    yield database
    await database.close()


async def interviewed(plant: Database, person: Scripted, answers: Answers | None = None) -> Interview:
    looked = await look(plant)
    draft = await understand(plant, looked, answers)
    talk = Interview(plant, looked, draft, answers or Answers(), who="Eva Gil", today=AS_OF)
    await talk.run(person)
    return talk


async def test_all_guesses_taken_are_the_draft(plant: Database) -> None:
    person = Scripted({})
    talk = await interviewed(plant, person)
    assert 10 <= len(person.asked) <= 20
    looked = await look(plant)
    plain = (await understand(plant, looked)).concepts.of("work_order")
    said = talk.draft.concepts.of("work_order")
    assert plain is not None and said is not None
    assert {role: guess.value for role, guess in said.columns.items()} == {
        role: guess.value for role, guess in plain.columns.items()
    }
    assert said.population is None, "who counts is left open: a count tells both numbers"
    assert said.columns["due"].evidence[0].detail == f"Eva Gil, {AS_OF}" and said.columns["due"].confidence == 1.0


async def test_an_answer_goes_before_the_guess_and_what_follows_is_asked_anew(plant: Database) -> None:
    person = Scripted(
        {
            "work_order.due": (),
            "work_order.state.closed": ("2", "3"),
            "place.table": (),
            "work_order.population": ("yes",),
        }
    )
    talk = await interviewed(plant, person)
    orders = talk.draft.concepts.of("work_order")
    assert orders is not None and "due" not in orders.columns and orders.population is not None
    assert orders.values_of("state", "closed") == ("2", "3") and orders.values_of("state", "cancelled") == ("4",)
    assert talk.draft.concepts.of("place") is None and orders.population.value == ""
    datasets = {item["source"]: item["ai_context"] for item in talk.draft.raw["semantic_model"][0]["datasets"]}
    conditions = [item["name"] for item in datasets["OrdenesTrabajo"]["conditions"]]
    assert "overdue" not in conditions and "closed" in conditions
    again = await understand(plant, await look(plant), answers_in(talk.draft.raw))
    assert again.raw == talk.draft.raw, "the file's own answers make the same draft"


async def test_another_table_is_asked_about_by_its_own_columns(plant: Database) -> None:
    person = Scripted({"work_order.table": ("PlanMantto",)})
    talk = await interviewed(plant, person)
    numbers = next(asked for asked in person.asked if asked.about == "work_order.number")
    assert "ClavePlan" in [choice.value for choice in numbers.choices]
    orders = talk.draft.concepts.of("work_order")
    assert orders is not None and orders.table.value == "PlanMantto" and orders.table.evidence[0].how == "person"


async def test_answers_about_what_is_gone_are_passed_over(plant: Database) -> None:
    talk = await interviewed(plant, Scripted({}))
    raw = json.loads(json.dumps(talk.draft.raw, ensure_ascii=False).replace('\\"OrdenesTrabajo\\"', '\\"Gone\\"'))
    again = (await understand(plant, await look(plant), answers_in(raw))).concepts.of("work_order")
    assert again is not None and again.table.value == "OrdenesTrabajo"
    assert (
        answers_in({"semantic_model": [{"custom_extensions": [{"vendor_name": "MAINTBOT", "data": "{"}]}]}) == Answers()
    )


STATES = InterviewQuestion(
    "k", "k", "several", tuple(PlantChoice(value, name) for value, name in (("1", "Nueva"), ("2", "Hecha"), ("9", "Anulada"))),
    ("2",), optional=True, meanings=("closed", "open"), meant={"2": "closed", "9": "cancelled"},
)  # fmt: skip


def test_what_is_written_is_a_number_of_the_list_a_value_or_its_name() -> None:
    assert chosen_by("", STATES) == ("2",)
    assert chosen_by("1, hecha", STATES) == ("1", "2"), "a value goes before a number of the list"
    assert chosen_by("1 2", STATES) == ("1", "2")
    assert chosen_by("-", STATES) == ()
    columns = InterviewQuestion("k", "k", "one", (PlantChoice("STATUS"), PlantChoice("TYPE")), ("TYPE",))
    assert chosen_by("1", columns) == ("STATUS",) and chosen_by("status", columns) == ("STATUS",)
    for wrong in ("3", "-", "1,2", "no sé"):
        with pytest.raises(NotAChoice):
            chosen_by(wrong, columns)
    yes_no = InterviewQuestion("k", "k", "yes_no", default=("both",), meanings=("", "not_cancelled"))
    assert [yes_no.said(chosen_by(text, yes_no)) for text in ("sí", "n", "")] == ["", "not_cancelled", "both"]
    assert STATES.said(("1",)) == {"1": "closed", "2": "open", "9": "cancelled"}


BEGAN = {
    "name": "p",
    "datasets": [{"name": "a", "terms": ["x"], "fields": [{"name": "f"}]}, {"name": "b"}],
    "metrics": [],
}


def test_edits_stay_and_what_the_database_changed_comes_in() -> None:
    file, draft = copy.deepcopy(BEGAN), copy.deepcopy(BEGAN)
    file["datasets"][0]["terms"] = ["x", "mine"]
    file["datasets"][0]["label"] = "mine"
    file["metrics"] = [{"name": "mine"}]
    draft["datasets"][0]["terms"] = ["x", "new"]
    draft["datasets"][0]["fields"] += [{"name": "g"}]
    draft["datasets"] = [draft["datasets"][0], {"name": "c"}]  # b is gone from the database, c is new
    whole = merged(BEGAN, file, draft)
    assert whole == {
        "name": "p",
        "datasets": [
            {"name": "a", "terms": ["x", "mine", "new"], "fields": [{"name": "f"}, {"name": "g"}], "label": "mine"},
            {"name": "c"},
        ],
        "metrics": [{"name": "mine"}],
    }
    assert changes(file, whole) == ["datasets.a.terms", "datasets.a.fields.g", "datasets.b", "datasets.c"]
    kept = merged({}, file, draft)
    assert kept["datasets"][0]["terms"] == ["x", "mine"], "where the first draft is lost, the file says"
    assert [item["name"] for item in kept["datasets"]] == ["a", "b", "c"]
    file["datasets"] = file["datasets"][:1]
    assert [item["name"] for item in merged(BEGAN, file, BEGAN)["datasets"]] == ["a"], "what was taken out stays out"


PLAIN: Any = st.recursive(
    st.integers(0, 2) | st.sampled_from(["x", "y"]),
    lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    | st.lists(inner, max_size=2)
    | st.lists(
        st.fixed_dictionaries({"name": st.sampled_from("mn")}, optional={"v": inner}), max_size=2,
        unique_by=lambda item: item["name"],
    ),
    max_leaves=8,
)  # fmt: skip
DOCUMENT = st.dictionaries(st.sampled_from("abc"), PLAIN, min_size=1, max_size=3)


@settings(max_examples=150, deadline=None)
@given(DOCUMENT, DOCUMENT, DOCUMENT)
def test_one_side_unchanged_gives_the_other(began: Any, file: Any, draft: Any) -> None:
    assert merged(began, began, draft) == draft
    assert merged(began, file, began) == file
    assert merged(began, file, file) == file
    assert changes(file, file) == []
    assert bool(changes(file, draft)) == (file != draft)
