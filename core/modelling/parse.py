"""The model's JSON → a Plan. What breaks the schema is a fault; what contradicts itself is put right or dropped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from core.kernel.messages import Column, Language, Suggestion
from core.modelling.faults import Fault
from core.modelling.schema import BESIDE, WireChart, WirePlan
from core.modelling.wire import Usage
from core.planning.chart_spec import ChartSpec, to_be_chosen
from core.planning.plan import Asks, ChartOfLast, ModelQuery, OfLast, Plan, PlannedChoice, Topic
from core.sentences import model as sentences
from core.sentences import say

T = TypeVar("T")
Accept = Callable[[str], T]
"""Reads an answer's text; raises Fault("malformed") for one that breaks its schema."""

_FENCE = "```"
_MAX_CHOICES = 5


def accept(text: str) -> WirePlan:
    """Validate an answer.

    Raises:
        Fault: "malformed", with the place but never the content.
    """
    stripped = text.strip()
    if stripped.startswith(_FENCE):  # local models like to wrap JSON in a code block
        stripped = stripped.strip("`").removeprefix("json").strip()
    try:
        wire = WirePlan.model_validate_json(stripped)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "document"
        raise Fault("malformed", f"{place}: {first['type']}") from error
    if wire.action in ("data", "data_image") and not (wire.sql or "").strip():
        raise Fault("malformed", "sql: missing for data")
    return wire


def to_plan(wire: WirePlan, usage: Mapping[str, float]) -> Plan:
    """A Plan of the model planner, not yet checked against the plant."""
    language, restated = wire.language, wire.restated.strip()
    if wire.action in ("clarify", "help", "refused"):
        return Asks(
            language=language,
            planner="model",
            restated=restated,
            usage=usage,
            action=wire.action,
            sentence=_asked(wire),
            choices=_choices(wire) if wire.action == "clarify" else (),
            suggestions=_suggestions(wire) if wire.action in ("help", "refused") else (),
        )
    if wire.action == "answer":
        return OfLast(language=language, planner="model", restated=restated, usage=usage, topic=wire.topic or "why")
    columns = tuple(Column(name=c.name, label=c.label.strip() or c.name, kind=c.kind) for c in wire.columns or ())
    chart = None
    if wire.action in ("image", "data_image"):
        chart = (_chart(wire.chart, columns, language) if wire.chart else None) or to_be_chosen(language)
    if wire.action == "image":
        assert chart is not None
        beside = _beside(wire)
        return ChartOfLast(
            language=language, planner="model", restated=restated, usage=usage, chart=chart, topic=beside
        )
    return ModelQuery(
        language=language,
        restated=restated,
        usage=usage,
        sql=(wire.sql or "").strip().rstrip(";").strip(),
        columns=columns,
        chart=chart,
        headline=(wire.headline or "").strip() or None,
        assumptions=tuple(text.strip() for text in wire.assumptions or () if text.strip()),
        topic=_beside(wire),
    )


def refusal(language: Language, usage: Mapping[str, float]) -> Asks:
    """The Plan for a model that declined, or a content filter that did: our words, not the model's."""
    return Asks(
        language=language,
        action="refused",
        planner="model",
        sentence=say(sentences.REFUSED_BY_MODEL, language),
        usage=usage,
    )


def usage_of(usage: Usage, cost: float) -> dict[str, float]:
    """What a Plan carries about its calls."""
    return {
        "calls": float(usage.calls),
        "tokens_in": float(usage.tokens_in),
        "tokens_cached": float(usage.tokens_cached),
        "tokens_out": float(usage.tokens_out),
        "cost_usd": cost,
    }


def added(first: Mapping[str, float], second: Mapping[str, float]) -> dict[str, float]:
    """The usage of two calls together."""
    return {name: first.get(name, 0.0) + second.get(name, 0.0) for name in {*first, *second}}


def _beside(wire: WirePlan) -> Topic | None:
    """What is asked about the rows in the same breath: their summary or their reasons."""
    return wire.topic if wire.topic in BESIDE else None


def _asked(wire: WirePlan) -> str:
    text = (wire.clarification or "").strip()
    if text:
        return text
    fallback: Any = {
        "clarify": sentences.SAY_MORE,
        "help": sentences.WHAT_I_CAN,
        "refused": sentences.NOT_IN_THE_DATA,
    }[wire.action]
    return say(fallback, wire.language)


def _choices(wire: WirePlan) -> tuple[PlannedChoice, ...]:
    kept = [choice for choice in wire.choices or () if choice.label.strip() and choice.question.strip()]
    return tuple(
        PlannedChoice(id=str(number), label=choice.label.strip(), text=choice.question.strip())
        for number, choice in enumerate(kept[:_MAX_CHOICES], start=1)
    )


def _suggestions(wire: WirePlan) -> tuple[Suggestion, ...]:
    kept = [choice for choice in wire.choices or () if choice.label.strip() and choice.question.strip()]
    return tuple(Suggestion(label=choice.label.strip(), text=choice.question.strip()) for choice in kept[:3])


def _chart(chart: WireChart, columns: tuple[Column, ...], language: Language) -> ChartSpec | None:
    if not chart.x or not chart.y:
        return None
    by_name = {column.name: column for column in columns}
    x, first = by_name.get(chart.x), by_name.get(chart.y[0])
    if chart.series is not None and (chart.series in chart.y or chart.series == chart.x):
        return None
    return ChartSpec(
        kind=chart.kind,
        x=chart.x,
        y=tuple(chart.y),
        series=chart.series,
        title=chart.title.strip(),
        x_label=x.label if x else "",
        y_label=first.label if first else "",
        unit=chart.unit,
        value_kind=first.kind if first else "number",
        time=chart.kind in ("line", "area") or (x is not None and x.kind in ("date", "datetime")),
        language=language,
    )
