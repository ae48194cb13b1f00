"""Laws of a thread, which need no gold: a follow-up asks what the question asked in full would; edits of different parts
may come in any order, or together; what is taken back, or away, leaves what was before; a reference is its name."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.planning.plan import Plan, Queried
from core.semantics.query import SemanticQuery
from tests.core.understanding.rig import Bench

CALM = settings(
    deadline=None,
    derandomize=True,
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
Edit = tuple[str, str, str]
"""What it touches, how a follow-up says it, and how the question in full does."""
SUBJECTS = {
    "es": ("¿cuántas fallas hubo", "¿cuántos paros hubo", "¿cuántos paros no programados hubo"),
    "en": ("how many failures were there", "how many stops were there", "how many unplanned stops were there"),
}
EDITS: dict[str, tuple[Edit, ...]] = {
    "es": (
        ("where", "¿y en Welding?", "en Welding"),
        ("where", "solo en empaque", "en empaque"),
        ("when", "¿y en octubre?", "en octubre"),
        ("when", "en septiembre", "en septiembre"),
        ("kind", "solo de bombas", "de bombas"),
        ("kind", "solo de transportadores", "de transportadores"),
        ("split", "por mes", "por mes"),
    ),
    "en": (
        ("where", "and in Welding?", "in Welding"),
        ("where", "only in Packaging", "in Packaging"),
        ("when", "and in October?", "in October"),
        ("when", "in September", "in September"),
        ("kind", "only on pumps", "on pumps"),
        ("kind", "only on conveyors", "on conveyors"),
        ("split", "by month", "by month"),
    ),
}
ORDER = ("kind", "where", "when", "split")
languages = st.sampled_from(sorted(SUBJECTS))


def _query(plan: Plan) -> SemanticQuery:
    assert isinstance(plan, Queried) and plan.query is not None, plan
    return plan.query


def _meaning(query: SemanticQuery) -> tuple[object, ...]:
    """What is asked, whatever the order in which its limits were said."""
    days = (query.period.start, query.period.end) if query.period is not None else None
    limits = frozenset(query.filters)
    return query.dataset, query.shape, query.measures, frozenset(query.groups), limits, days, query.order, query.limit


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str, list[Edit]]:
    """A language, a first question, and two or three edits that touch different parts of it."""
    language = draw(languages)
    parts = draw(st.lists(st.sampled_from(ORDER), min_size=2, max_size=3, unique=True))
    edits = [draw(st.sampled_from([edit for edit in EDITS[language] if edit[0] == part])) for part in parts]
    return language, draw(st.sampled_from(SUBJECTS[language])), edits


@CALM
@given(case=edited())
def test_a_follow_up_asks_what_the_whole_question_would(bench: Bench, case: tuple[str, str, list[Edit]]) -> None:
    _, first, edits = case
    whole = " ".join([first, *(edit[2] for edit in sorted(edits, key=lambda edit: ORDER.index(edit[0])))])
    followed = bench.talk(first, *(edit[1] for edit in edits))[-1]
    assert _meaning(_query(followed)) == _meaning(_query(bench.talk(whole)[-1])), (whole, edits)


@CALM
@given(case=edited())
def test_edits_of_different_parts_may_come_in_any_order(bench: Bench, case: tuple[str, str, list[Edit]]) -> None:
    _, first, edits = case
    found = {_meaning(_query(bench.talk(first, *(edit[1] for edit in order))[-1])) for order in permutations(edits)}
    assert len(found) == 1, edits


@CALM
@given(case=edited())
def test_what_is_undone_leaves_what_was_before(bench: Bench, case: tuple[str, str, list[Edit]]) -> None:
    language, first, edits = case
    undo = {"es": "deshaz eso", "en": "undo that"}[language]
    plans = bench.talk(first, *(edit[1] for edit in edits), undo)
    assert _query(plans[-1]) == _query(plans[-3])


@pytest.mark.parametrize(
    ("first", "one", "other", "both"),
    [
        ("fallas por modo este año", "solo bombas", "en octubre", "solo bombas, en octubre"),
        ("paros por área este mes", "quita los programados", "por causa", "quita los programados y por causa"),
        ("horas de paro por área este año", "las 3 peores", "en octubre", "las 3 peores, en octubre"),
        ("failures by mode this year", "drop the leaks", "for October", "drop the leaks, for October"),
        ("downtime hours by area this year", "drop the planned stops", "by cause", "drop the planned stops, by cause"),
        ("open orders by technician", "only corrective", "top 3", "only corrective, top 3"),
        ("maintenance cost by area this year", "by month", "only pumps", "by month, only pumps"),
    ],
)
def test_two_edits_in_a_message_are_one_behind_the_other(
    bench: Bench, first: str, one: str, other: str, both: str
) -> None:
    together = _meaning(_query(bench.talk(first, both)[-1]))
    assert together == _meaning(_query(bench.talk(first, one, other)[-1]))
    assert together != _meaning(_query(bench.talk(first, one)[-1]))


@pytest.mark.parametrize(
    ("first", "limit", "lifted"),
    [
        ("refacciones bajo el mínimo", "solo los rodamientos", "no, todas, no solo los rodamientos"),
        ("OT abiertas por prioridad", "solo en Bottling", "quita el área"),
        ("paros de octubre", "solo los de más de 4 horas", "da igual cuánto duraron"),
        ("paros por causa este mes", "solo en Welding", "toda la planta"),
        ("failures by cause this year", "only leaks", "drop the leaks"),
        ("open orders by type", "only in Paint", "remove the area"),
        ("stops in October", "only those longer than 4 hours", "no matter how long they lasted"),
        ("maintenance cost by type this year", "leave out the preventives", "include the preventives again"),
    ],
)
def test_a_limit_that_is_lifted_leaves_what_was_before(bench: Bench, first: str, limit: str, lifted: str) -> None:
    before, limited, after = (_meaning(_query(plan)) for plan in bench.talk(first, limit, lifted))
    assert limited != before
    assert after == before


@pytest.mark.parametrize(
    ("first", "pointing", "naming"),
    [
        ("fallas por área en octubre, de mayor a menor", "de la primera, ¿cuántos paros hubo?", "¿cuántos paros hubo en {}?"),
        ("bombas paradas", "la segunda, ¿qué OT tiene abiertas?", "¿qué OT tiene abiertas la {}?"),
        ("equipos parados en empaque", "¿quién está con el primero?", "¿quién está con el {}?"),
        ("down machines in Packaging", "who's on the last one?", "who's on {}?"),
        ("maintenance cost by area in October, highest first", "for the first one, cost by type", "for {}, cost by type"),
        ("top 3 machines by failures this year", "for the worst of those, failures by mode", "failures of {} by mode this year"),
    ],
)  # fmt: skip
def test_a_reference_is_its_name(bench: Bench, first: str, pointing: str, naming: str) -> None:
    rows = bench.rows(bench.talk(first)[-1])
    place = {"segunda": 1, "last": -1}
    row = rows[next((at for word, at in place.items() if word in pointing), 0)]
    pointed = _query(bench.talk(first, pointing)[-1])
    named = _query(bench.talk(first, naming.format(row[0]))[-1])
    assert pointed.filters and (pointed.dataset, pointed.groups) == (named.dataset, named.groups)
    assert set(named.filters) <= set(pointed.filters)
