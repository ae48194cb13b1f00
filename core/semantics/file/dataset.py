"""Datasets: Ossie's own keys, and what people call and ask of the rows under ``ai_context``."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictStr

from core.semantics.file.condition import ConditionKeys
from core.semantics.file.field import FieldEntry
from core.semantics.file.keys import Context, Extensions, Flag, Keys, PlainName, Text, key, reads_text
from core.semantics.file.reference import (
    ConditionName,
    DatasetName,
    DateName,
    FieldName,
    IdentityName,
    MetricName,
    Reference,
)
from core.semantics.file.texts import LabelKey, TermsKey, TextsKey, Values
from core.semantics.words import NO_TERMS


class IntervalKeys(Keys):
    """The time that each row covers: how long a stop lasted, when an order was worked on."""

    start: DateName = key(..., "the date that it begins on", "start: started_at")
    end: DateName | None = key(
        None, "the date that it ends on (a day is covered whole), empty while it goes on", "end: ended_at"
    )
    minutes: FieldName | None = key(
        None,
        "its length in minutes, so far for one that goes on; one of `end` and `minutes` is needed",
        "minutes: minutes",
    )
    running: ConditionName | None = key(
        None,
        "the condition of rows that go on, which last up to now; without it, of all rows that lack an end",
        "running: ongoing",
    )
    state: ConditionName | None = key(
        None,
        "the condition that a row meets for as long as that time, so that it is known of the past",
        "state: in_progress",
    )


_Listed = Annotated[StrictStr, Reference("field", "far", reached=True)]
_FarField = Annotated[StrictStr, Reference("field", "far")]
_FarCondition = Annotated[StrictStr, Reference("condition", "far")]


class DatasetKeys(Context):
    """The ``ai_context`` of a dataset."""

    terms: TermsKey = key(NO_TERMS, "nouns for its rows", "terms: {es: [equipo, máquina], en: [machine]}")
    verbs: TermsKey = key(NO_TERMS, "verbs that its rows are (*failed*)", "verbs: {es: [falló], en: [failed]}")
    label: LabelKey | None = key(
        None,
        "how answers name the rows",
        "label: {es: {one: equipo, many: equipos, gender: m}, en: {one: machine, many: machines}}",
    )
    identity_name: IdentityName | None = key(
        None,
        "the field (or key column) that people call a row by; else the first key column",
        "identity: tag",
        alias="identity",
    )
    beside: FieldName | None = key(None, "a field to show beside the identity", "beside: name")
    listed: tuple[_Listed, ...] = key(
        (),
        "the columns of a plain list; `area.name` reaches another dataset",
        "list: [tag, name, area.name]",
        alias="list",
    )
    order: FieldName | None = key(None, "what a list is sorted by; else the identity", "order: tag")
    order_descending: Flag = key(False, "true for the newest or largest first", "order_descending: true")
    default_date: DateName | None = key(
        None, "the date that *in March* binds to when nothing else is said", "default_date: requested_at"
    )
    fresh_by: DateName | None = key(
        None, "the date by which its rows come in; else the `default_date`", "fresh_by: reported_at"
    )
    stale_hours: Annotated[float, Field(ge=0)] | None = key(
        None,
        "how old its newest row may be before answers warn, instead of STALE_HOURS; 0: they never do",
        "stale_hours: 72",
    )
    ambiguous_period: tuple[DateName, ...] = key(
        (), "without a `default_date`: the dates to ask about", "ambiguous_period: [installed_on, next_maintenance]"
    )
    interval: IntervalKeys | None = key(
        None,
        "the time that each row covers, for the hours inside a period and the state at a past moment",
        "interval: {start: started_at, minutes: minutes, running: ongoing}",
    )
    apart: tuple[FieldName, ...] = key(
        (), "fields that tell things apart of which the latest row is asked (a meter's readings)", "apart: [meter]"
    )
    stated: tuple[ConditionKeys, ...] = key(
        (),
        "named conditions, see below",
        "conditions: [{name: down, expression: status = 'down'}]",
        alias="conditions",
    )
    kept_name: ConditionName | None = key(
        None,
        "the condition that a row must meet to be one at all; no question lifts it (tasks, templates, deleted rows)",
        "kept: real",
        alias="kept",
    )
    kept_note: TextsKey = key({}, "how an answer says so", "kept_note: {es: sin tareas, en: tasks left out}")
    population_name: ConditionName | None = key(
        None,
        "the condition that every count keeps unless asked otherwise",
        "population: present",
        alias="population",
    )
    population_fields: tuple[FieldName, ...] = key(
        (), "the fields that lift the population when the question is about them", "population_fields: [status]"
    )
    population_note: TextsKey = key(
        {}, "how an answer says so", "population_note: {es: sin retirados, en: retired ones left out}"
    )
    population_alone: Flag = key(
        False,
        "true when its population holds for its own rows only, and facts are broken down by all of them",
        "population_alone: true",
    )
    population_beside: TextsKey = key(
        {},
        "a count also tells how many there are with the rows that the population leaves out, under this heading",
        "population_beside: {es: con canceladas, en: with cancelled ones}",
    )
    place: Flag = key(
        False, "true for areas and lines: the bare noun beside a measure asks for a breakdown", "place: true"
    )
    who: Flag = key(False, "true for the people who do the work: *who* asks for its rows", "who: true")
    says_nothing: Flag = key(
        False, "true when the noun beside a fact restricts nothing (*failures of the machines*)", "says_nothing: true"
    )
    ignores: dict[_FarField, Values] = key(
        {},
        "values of other fields that say nothing beside it (parts *in the warehouse*)",
        "ignores: {area.name: [Warehouse]}",
    )
    top_by: FieldName | None = key(None, "the field that a bare *top 5* goes by", "top_by: minutes")
    judged_by: tuple[_FarCondition, ...] = key(
        (), "the conditions whose count *worst* may go by", "judged_by: [work_order.overdue]"
    )
    default_ranking: DatasetName | None = key(
        None, "the fact that its rows are ranked by counting, said with the fact's verb", "default_ranking: failure"
    )
    how_many: FieldName | None = key(
        None, "the field that says how many there are of one row: what *is there any* asks of it", "how_many: stock"
    )
    value_field: FieldName | None = key(
        None, "the field that averages and comparisons without one are about", "value_field: value"
    )
    verb_metric: MetricName | None = key(
        None, "the metric that its verbs mean (parts *used*: how many)", "verb_metric: parts_consumption"
    )


class DatasetEntry(Keys):
    """One entry of ``datasets``."""

    name: PlainName = key(..., "what other keys call it", "name: machine")
    source: Text = key(..., "its table or view", "source: tbl_machines")
    primary_key: tuple[Text, ...] = key((), "the columns that tell rows apart", "primary_key: [id]")
    unique_keys: tuple[tuple[Text, ...], ...] = key((), "other columns that do", "unique_keys: [[tag]]")
    description: Text = key("", "what it holds, for readers of the file", "description: Machines of the plant.")
    ai_context: Annotated[DatasetKeys, reads_text(DatasetKeys)] = key(
        DatasetKeys(), "what follows below", "ai_context: {identity: tag}"
    )
    fields: tuple[FieldEntry, ...] = key(
        (),
        "its fields, see below",
        "fields: [{name: tag, expression: {dialects: [{dialect: ANSI_SQL, expression: tag}]}}]",
    )
    custom_extensions: Extensions = key(
        (), "what other tools keep", "custom_extensions: [{vendor_name: DBT, data: '{}'}]"
    )
