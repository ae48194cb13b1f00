"""The model's JSON → what it says; and of what is no query in names, the Plan. What breaks the schema is a fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from core.kernel.messages import Column, Language, Suggestion
from core.modelling.faults import Fault
from core.modelling.names.plan_json import WireAnswer, WireAsk, WireChart, WireChoice, WireLast, WirePlan, WireSql
from core.modelling.tongues import Tongues, invented
from core.modelling.wire import Usage
from core.planning.chart_spec import ChartSpec, to_be_chosen
from core.planning.own import wanted_chart
from core.planning.plan import BESIDE, Asks, ChartOfLast, ModelQuery, OfLast, PlannedChoice
from core.sentences import model as sentences
from core.sentences import say

T = TypeVar("T")
Accept = Callable[[str], T]
"""Reads an answer's text; raises Fault("malformed") for one that breaks its schema."""

_FENCE = "```"
_MAX_CHOICES = 5
_MAX_SUGGESTIONS = 3


def accept(text: str) -> WirePlan:
    """Validate an answer.

    Raises:
        Fault: "malformed", with the place but never the content.
    """
    stripped = text.strip()
    if stripped.startswith(_FENCE):  # local models like to wrap JSON in a code block
        stripped = stripped.strip("`").removeprefix("json").strip()
    try:
        plan = WireAnswer.model_validate_json(stripped).plan
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "document"
        raise Fault("malformed", f"{place}: {first['type']}") from error
    if isinstance(plan, WireSql) and not plan.sql.strip():
        raise Fault("malformed", "sql: empty")
    return plan


def asks(wire: WireAsk, language: Language, speech: Tongues, known: Sequence[str], usage: Mapping[str, float]) -> Asks:
    """A question back, help or a refusal, in the question's language whatever the model wrote.

    Args:
        known: texts whose figures it may repeat: the question and what came before.
    """
    sentence = wire.say.strip()
    if not sentence or not speech.fits(sentence, language) or invented(sentence, known):
        sentence = say(_FALLBACK[wire.ask], language)
    ways = [way for choice in wire.choices if (way := _way(choice, language, speech, known)) is not None]
    choices = tuple(
        PlannedChoice(id=str(number), label=label, text=text)
        for number, (label, text) in enumerate(ways[:_MAX_CHOICES], start=1)
    )
    return Asks(
        language=language,
        planner="model",
        usage=usage,
        action=wire.ask,
        sentence=sentence,
        choices=choices if wire.ask == "clarify" else (),
        suggestions=()
        if wire.ask == "clarify"
        else tuple(Suggestion(label=label, text=text) for label, text in ways[:_MAX_SUGGESTIONS]),
    )


_FALLBACK: Mapping[str, Any] = {
    "clarify": sentences.SAY_MORE,
    "help": sentences.WHAT_I_CAN,
    "refused": sentences.NOT_IN_THE_DATA,
}


def _way(choice: WireChoice, language: Language, speech: Tongues, known: Sequence[str]) -> tuple[str, str] | None:
    """A choice's label and question; None for one in the other language, which nobody here would press."""
    label, text = choice.label.strip(), choice.question.strip()
    if not label or not text or not speech.fits(text, language) or not speech.fits(label, language):
        return None
    # A figure in the label that its question does not ask for would be told as a fact.
    return (text if invented(label, (text, *known)) else label), text


def of_last(wire: WireLast, language: Language, usage: Mapping[str, float]) -> OfLast | ChartOfLast:
    """A question about the last answer, or a chart of it."""
    if wire.chart is None and wire.last != "chart":
        return OfLast(language=language, planner="model", usage=usage, topic=wire.last)
    topic = wire.last if wire.last in BESIDE else None
    chart = wanted_chart(wire.chart or "auto", language)
    return ChartOfLast(language=language, planner="model", usage=usage, chart=chart, topic=topic)


def model_query(wire: WireSql, language: Language, speech: Tongues, usage: Mapping[str, float]) -> ModelQuery:
    """SQL with the words that are in the question's language; the others give way to ours."""

    def kept(text: str | None) -> str:
        return text.strip() if text and speech.fits(text, language) else ""

    columns = tuple(
        Column(name=item.name, label=kept(item.label) or item.name, kind=item.kind) for item in wire.columns
    )
    chart = None
    if wire.chart is not None:
        chart = _chart(wire.chart, columns, language, kept(wire.chart.title)) or to_be_chosen(language)
    return ModelQuery(
        language=language,
        restated=wire.restated.strip(),
        usage=usage,
        sql=wire.sql.strip().rstrip(";").strip(),
        columns=columns,
        chart=chart,
        headline=kept(wire.headline) or None,
        assumptions=tuple(text for item in wire.assumptions if (text := kept(item))),
        topic=wire.beside,
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


def _chart(chart: WireChart, columns: tuple[Column, ...], language: Language, title: str) -> ChartSpec | None:
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
        title=title,
        x_label=x.label if x else "",
        y_label=first.label if first else "",
        unit=chart.unit,
        value_kind=first.kind if first else "number",
        time=chart.kind in ("line", "area") or (x is not None and x.kind in ("date", "datetime")),
        language=language,
    )
