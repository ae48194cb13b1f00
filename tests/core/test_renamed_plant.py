"""The golden plans and sentences on a plant that has other names for everything: the code goes by the model alone."""

from __future__ import annotations

from typing import Any

import pytest

from core.planning.plan import Queried
from core.replies.headlines.headline import headline
from core.semantics.model import SemanticModel
from core.wording.describe.describer import Describer
from tests.core import renamed_plant
from tests.core.renamed_plant import Names
from tests.core.replies.words import TODAY, compiled, marked, plan, result
from tests.core.understanding.rig import Bench
from tests.golden.cases import LANGUAGES, PLANNING, Planned, headlines, planned
from tests.golden.notation import read
from tests.golden.plans import written

# What still goes by a name of the demo plant: the place and why, and the cases that show it. A case that is mended must
# leave the list.
KNOWN: dict[str, tuple[str, ...]] = {
    "core/replies/headlines/answer: a code has its name beside it unless the field is called «tag»": (
        "es-¿hay montacargas parados?",
        "es-equipos parados en embotellado y soldadura",
        "es-top 5 máquinas por horas de paro este año",
        "es-la bomba más antigua",
        "es-equipos sin fallas este año",
        "es-equipos con más de 20 horas de paro este año",
        "es-equipos que no sean bombas en soldadura",
        "es-equipos instalados antes de 2015",
        "es-tag, nombre y área de los equipos críticos parados",
        "es-bombas vencidas",
        "es-equipos que necesitan mantenimiento esta semana",
        "es-bombas que necesitan mantenimiento la próxima semana",
        "en-are there any chillers down?",
        "en-machines down in bottling and welding",
        "en-top 5 machines by downtime this year",
        "en-the oldest pump",
        "en-machines without failures this year",
        "en-machines with more than 20 hours of downtime this year",
        "en-machines in welding except pumps",
        "en-machines installed before 2015",
        "en-pumps that need maintenance next week",
        "es-cuáles son las máquinas que más fallan",
        "en-which machines fail the most",
        "es-qué compresor lleva más horas de funcionamiento",
        "en-which compressor has the most operating hours",
    ),
    "core/wording/describe/filters: the condition «status_open» is the value «open» and has no words of its own": (
        "es-OT abiertas por área y estado",
        "en-open work orders by area and status",
        "es-OT abiertas por estado y prioridad",
    ),
    "core/wording/describe/assumptions: whose shift it is, is told where the field is called «shift»": (
        "es-OT abiertas por turno",
        "es-turno con más OT cerradas este año",
        "es-OT vencidas por turno",
        "en-open work orders by shift",
        "en-overdue orders by shift",
        "en-orders closed this month by shift and priority",
    ),
}


def test_no_name_is_left(names_and_model: tuple[Names, SemanticModel]) -> None:
    names, model = names_and_model
    left = [
        *model.datasets,
        *model.metrics,
        *(name for dataset in model.datasets.values() for name in (*dataset.fields, *dataset.conditions)),
    ]
    assert set(left) == set(names.back)
    assert not set(left) & set(names.back.values())


PLANS = [pytest.param(case, id=case.id) for name in PLANNING for case in planned(name)]


@pytest.mark.parametrize("case", PLANS)
def test_the_plan_is_the_golden_one_under_other_names(
    renamed: Bench, names_and_model: tuple[Names, SemanticModel], case: Planned
) -> None:
    names, _ = names_and_model
    found = renamed.talk(*case.turns)[-1]
    said = written(found, renamed.session.last_plan, named=lambda query: renamed_plant.old_query(query, names.back))
    same = said == case.plan
    known = is_known(case.id)
    assert same != known, "mended: take it off the list" if known else said
    if isinstance(found, Queried):
        renamed.data.ask(found.sql)


def is_known(case: str) -> bool:
    """True for a case of the list above."""
    return any(case in cases for cases in KNOWN.values())


SENTENCES = [
    pytest.param(language, case, id=f"{language}-{case['question']}")
    for language in LANGUAGES
    for case in headlines(language)
]


@pytest.mark.parametrize(("language", "case"), SENTENCES)
def test_the_sentences_are_the_golden_ones_under_other_names(
    names_and_model: tuple[Names, SemanticModel], language: Any, case: dict[str, Any]
) -> None:
    wanted = [case["assumptions"], case["explained"], *case["answers"]]
    same = sentences(*names_and_model, language, case) == [
        *wanted[:2],
        *((one["headline"], one.get("definition"), one.get("notes", [])) for one in wanted[2:]),
    ]
    known = is_known(f"{language}-{case['question']}")
    assert same != known, "mended: take it off the list" if known else case["query"]


def sentences(names: Names, model: SemanticModel, language: Any, case: dict[str, Any]) -> list[Any]:
    """What is said of a golden query and its rows: assumptions, the explanation, and each headline with its notes."""
    query = renamed_plant.new_query(read(case["query"]), names)
    columns = [column.name for column in compiled(read(case["query"]), language).columns]
    made = plan(query, language, model)
    words = Describer(model, language, "MXN", TODAY)
    said: list[Any] = [list(words.assumptions(query, compiled(query, language, model))), words.explained(query)]
    for answer in case["answers"]:
        rows = [dict(zip(case["columns"], row, strict=True)) for row in answer["rows"]]
        found = result(made.columns, [[row.get(name) for name in columns] for row in rows])
        spoken = headline(made, found, model, "MXN", TODAY)
        said.append((marked(spoken.spans), spoken.definition, list(spoken.notes)))
    return said


def test_the_known_cases_are_cases() -> None:
    every = {case.id for case in (*PLANS, *SENTENCES)}
    assert [case for cases in KNOWN.values() for case in cases if case not in every] == []
