"""Steps that settle what a word means by the words around it, each called alone on words made for it."""

from __future__ import annotations

import sqlglot

from core.drafting.profiles.absent import without_absent
from core.semantics.query import Compare, FieldRef, Measure, Named
from core.understanding.meaning.own_part import is_own_part
from core.understanding.meaning.whole import sum_of
from core.understanding.reading.every_as_each import every_as_each
from core.understanding.reading.gone_without import gone_without
from core.understanding.reading.readings import (
    DateVerb,
    Light,
    Mention,
    Missed,
    NounIs,
    Ordinal,
    Reading,
    Role,
    Superlative,
)
from core.understanding.reading.sorted_first import sorts_only
from core.understanding.reading.split_up import commands_only
from tests.core.understanding.rig import Bench

_DUE = FieldRef(dataset="work_order", field="due_on")


def _said(*words: tuple[str, tuple[Reading, ...]]) -> list[Mention]:
    return [Mention(at, at + 1, text, text, readings) for at, (text, readings) in enumerate(words)]


def test_first_behind_an_extreme_only_sorts() -> None:
    first: tuple[Reading, ...] = (Role("first_word"), Ordinal(1))
    behind = sorts_only(_said(("oldest", (Superlative(_DUE, descending=False),)), ("first", first)))
    assert behind[1].readings == (Role("first_word"),)
    assert sorts_only(_said(("the", (Light("articles"),)), ("first", first)))[1].readings == first


def test_every_is_each_behind_what_is_counted_alone() -> None:
    every = ("every", (Role("every_one"), Role("every")))
    counted = _said(("how many", (Role("count"),)), ("orders", (NounIs("work_order"),)), every)
    assert every_as_each(counted)[2].role("each")
    assert not every_as_each(_said(("list", (Role("list"),)), every, ("pump", (NounIs("equipment"),))))[1].role("each")


def test_a_command_breaks_down_only_by_something() -> None:
    verb = ("break down", (Role("split_up"), NounIs("failure")))
    assert not commands_only(_said(verb, ("by", (Role("by"),))))[0].can(NounIs)
    assert commands_only(_said(verb, ("today", ())))[0].can(NounIs)


def test_service_is_a_date_only_behind_a_word_of_lacking() -> None:
    service = ("service", (Missed(_DUE),))
    assert gone_without(_said(("without", (Role("without"),)), service))[1].can(DateVerb)
    assert not gone_without(_said(("with", (Role("with"),)), service))[1].readings


def test_a_share_and_its_own_part(bench: Bench) -> None:
    compliance = [Measure(metric="pm_compliance")]
    on_time = Named(dataset="work_order", condition="completed_on_time")
    assert is_own_part(bench.planner.model, on_time, compliance)
    assert not is_own_part(bench.planner.model, Named(dataset="work_order", condition="open"), compliance)
    kind = Compare(field=FieldRef(dataset="work_order", field="type"), op="=", values=("preventive",))
    assert is_own_part(bench.planner.model, kind, [Measure(metric="planned_ratio")])


def test_the_sum_of_sums_is_the_metric_of_all_their_columns(bench: Bench) -> None:
    parts = [Measure(metric="labor_cost"), Measure(metric="parts_cost")]
    assert sum_of(bench.planner.model, parts) == Measure(metric="maintenance_cost")
    assert sum_of(bench.planner.model, parts[:1]) is None
    assert sum_of(bench.planner.model, [parts[0], Measure(aggregate="count")]) is None


def test_columns_of_a_table_that_is_not_looked_at_stay() -> None:
    tree = sqlglot.parse_one("SELECT a.x, b.y FROM a JOIN b ON a.id = b.id")
    assert without_absent(tree, {"a": {"id"}}).sql() == "SELECT b.y FROM a JOIN b ON a.id = b.id"
