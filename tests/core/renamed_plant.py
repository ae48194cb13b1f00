"""The demo plant under other names: no dataset, field, condition or metric of its model is called as it was.

What people say and read (terms, labels, phrases, values) and what the database has (tables, columns) stay. Code that goes
by the model alone plans and says the same of both plants; code that knows a name of the demo plant does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import core.demo
from core.semantics.query import SemanticQuery
from tests import yaml_text

SOURCE = Path(core.demo.__file__).parent / "semantic_model.yaml"
Json = dict[str, Any]


class Names:
    """New names for old ones. What had one name in several datasets has one again, since a model may mean that.

    Attributes:
        back: the old name of each new one.
    """

    def __init__(self, model: Json) -> None:
        datasets = model["datasets"]
        conditions = [item for entry in datasets for item in entry["ai_context"].get("conditions", ())]
        self.back: dict[str, str] = {}
        self.datasets = self._new("tb", datasets)
        self.metrics = self._new("kp", model["metrics"])
        self.fields = self._new("cl", [field for entry in datasets for field in entry["fields"]])
        self.conditions = self._new("st", conditions)

    def _new(self, prefix: str, entries: list[Json]) -> dict[str, str]:
        made = {name: f"{prefix}{number:02d}q" for number, name in enumerate(dict.fromkeys(e["name"] for e in entries))}
        self.back |= {new: old for old, new in made.items()}
        return made

    def dataset(self, text: str) -> str:
        """A dataset."""
        return self.datasets[text]

    def metric(self, text: str) -> str:
        """A metric."""
        return self.metrics[text]

    def field(self, text: str) -> str:
        """``name`` or ``dataset.name``; a column that is no field stays."""
        return self._owned(text, self.fields)

    def condition(self, text: str) -> str:
        """``name`` or ``dataset.name``."""
        return self._owned(text, self.conditions)

    def _owned(self, text: str, names: dict[str, str]) -> str:
        owner, dot, name = text.rpartition(".")
        return f"{self.datasets[owner] if dot else ''}{dot}{names.get(name, name)}"

    def expression(self, text: str) -> str:
        """SQL: datasets before a dot, and the metrics of a formula. Columns are the database's."""
        text = re.sub(r"\b(\w+)\.(?=\w)", lambda found: f"{self.datasets.get(found[1], found[1])}.", text)
        return re.sub(r"(?<![\w.'])\w+(?![\w.('])", lambda found: self.metrics.get(found[0], found[0]), text)

    def said(self, text: str) -> str:
        """A definition, whose {metrics} are filled in."""
        return re.sub(r"(?<=\{)\w+", lambda found: self.metrics.get(found[0], found[0]), text)


def _keys(names: Names) -> dict[str, Callable[[str], str]]:
    """Which keys of an ``ai_context`` hold names, and of what."""
    fields = """ambiguous_period apart beside date default_date field fresh_by how_many identity list order order_by period_date
        population_fields top_by value_field where_yields_to window start end minutes until""".split()
    conditions = """age_while also condition excludes judged_by opposite population running state superlative_condition
        where while""".split()
    return {
        **dict.fromkeys(fields, names.field),
        **dict.fromkeys(conditions, names.condition),
        **dict.fromkeys("counts dataset default_ranking rows".split(), names.dataset),
        **dict.fromkeys("base bases duration_metric metric metric_avg verb_metric".split(), names.metric),
        "numerator": names.expression,
    }


def renamed_model() -> tuple[str, Names]:
    """The demo plant's semantic model as YAML with other names, and the names."""
    whole = yaml_text.read(SOURCE.read_text("utf-8"))
    (model,) = whole["semantic_model"]
    names = Names(model)
    keys = _keys(names)

    def context(raw: Json, name: str | None = None) -> Json:
        """With a ``name``, that of the thing: answers call it so when the model has no label for it."""
        plain = name.replace("_", " ") if name else ""
        made: Json = {"label": {"es": plain, "en": plain}} if name else {}
        for key, value in raw.items():
            match key:
                case "lasts" | "interval" | "with_period" | "none_when":
                    made[key] = context(value)
                case "where_values" | "ignores":
                    made[key] = {names.field(field): wanted for field, wanted in value.items()}
                case "where_of":
                    made[key] = {names.dataset(of): names.condition(item) for of, item in value.items()}
                case "combines":
                    made[key] = {names.metric(one): names.metric(other) for one, other in value.items()}
                case "definition":
                    made[key] = {language: names.said(text) for language, text in value.items()}
                case _ if key in keys and not isinstance(value, bool):
                    made[key] = each(keys[key], value)
                case _:
                    made[key] = value
        return made

    for entry in model["datasets"]:
        made = context(entry["ai_context"], entry["name"])
        made["conditions"] = [
            context(item, item["name"]) | {"name": names.condition(item["name"])} for item in made.get("conditions", ())
        ]
        for field in entry["fields"]:
            field |= {"ai_context": context(field["ai_context"], field["name"]), "name": names.field(field["name"])}
        unique = each(names.field, entry.get("unique_keys", []))
        entry |= {"ai_context": made, "name": names.dataset(entry["name"]), "unique_keys": unique}
    for link in model["relationships"]:
        link |= {"from": names.dataset(link["from"]), "to": names.dataset(link["to"])}
    for metric in model["metrics"]:
        metric["ai_context"] = context(metric["ai_context"], metric["name"])
        metric["name"] = names.metric(metric["name"])
        for dialect in metric["expression"]["dialects"]:
            dialect["expression"] = names.expression(dialect["expression"])
    return yaml_text.written(whole), names


def each(change: Callable[[str], str], value: Any) -> Any:
    """``change`` of a text, or of every text in a list."""
    return [each(change, item) for item in value] if isinstance(value, list) else change(value)


def old_query(query: SemanticQuery, back: Mapping[str, str]) -> SemanticQuery:
    """The query with the demo plant's names."""

    return SemanticQuery.model_validate(_mapped(query.model_dump(), back))


def _mapped(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _mapped(item, names) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_mapped(item, names) for item in value)
    return names.get(value, value) if isinstance(value, str) else value


def new_query(query: SemanticQuery, names: Names) -> SemanticQuery:
    """The query with the names of the renamed plant."""
    kinds: dict[str, Callable[[str], str]] = {
        "dataset": names.dataset,
        "field": names.field,
        "date_field": names.field,
        "date": names.field,
        "condition": names.condition,
        "metric": names.metric,
        "per": lambda text: names.datasets.get(text, text),
    }

    def new(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: new(item, name) for name, item in value.items()}
        if isinstance(value, list | tuple):
            return tuple(new(item) for item in value)
        return kinds[key](value) if isinstance(value, str) and key in kinds else value

    return SemanticQuery.model_validate(new(query.model_dump()))
