"""The words of the demo plant's model, for the concepts that any plant has."""

from __future__ import annotations

import copy
from functools import lru_cache
from importlib import resources
from typing import Any

from core.drafting.concepts.book import book, meanings
from core.drafting.naming.split import canonical
from core.drafting.naming.words import load_data, vocabulary
from core.kernel.folding import fold
from core.kernel.messages import Language
from core.kernel.yaml_text import loaded

WORDS = (
    "terms",
    "verbs",
    "label",
    "phrase",
    "superlatives",
    "unit",
    "kind",
    "asked_as",
    "missed",
    "noun",
    "adjective",
    "ahead",
    "age",
)
"""Keys that say words and ways of speaking; what else a context has is the demo plant's own."""
_PLANTS_OWN = (
    "values",
    "order",
    "metric",
    "metric_avg",
    "condition",
    "age_while",
    "superlative_condition",
    "value_patterns",
)


@lru_cache(maxsize=1)
def _demo() -> dict[str, Any]:
    text = resources.files("core.demo").joinpath("semantic_model.yaml").read_text(encoding="utf-8")
    model: dict[str, Any] = loaded(text)["semantic_model"][0]
    return model


def _spoken_in_spain(node: dict[str, Any]) -> dict[str, Any]:
    """The same with «coste» beside each Spanish term that says «costo»."""
    if terms := node.get("terms", {}).get("es"):
        node["terms"]["es"] = [form for term in terms for form in (term, *_variants(term))]
    return node


def _variants(term: str) -> list[str]:
    return [term.replace("costo", "coste")] if "costo" in term else []


def _dataset(name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(item for item in _demo()["datasets"] if item["name"] == name)
    return found


def dataset_words(name: str) -> dict[str, Any]:
    """The context of a dataset of the demo plant: its terms, verbs and label, and how it is spoken of."""
    own = _dataset(name)["ai_context"]
    keys = ("terms", "verbs", "label", "place", "who", "says_nothing")
    return {key: copy.deepcopy(own[key]) for key in keys if key in own}


def field_words(path: str) -> dict[str, Any]:
    """The words of a field of the demo plant, by ``dataset.field``."""
    dataset, _, name = path.partition(".")
    own = next(item for item in _dataset(dataset)["fields"] if item["name"] == name)["ai_context"]
    return _spoken_in_spain({key: copy.deepcopy(own[key]) for key in WORDS if key in own})


def value_words(path: str, value: str) -> dict[str, Any]:
    """The words of a value, by ``dataset.field`` and the demo's own value."""
    dataset, _, name = path.partition(".")
    own = next(item for item in _dataset(dataset)["fields"] if item["name"] == name)["ai_context"].get("values", {})
    return copy.deepcopy(own.get(value) or {})


def value_label(place: str, field: str, meaning: str) -> dict[Language, str]:
    """What a meaning of ``data/values.yaml`` is called in both languages; ``place`` is its ``concept.role``."""
    known = next(item for item in meanings()[place] if item.name == meaning)
    said = value_words(f"{place.partition('.')[0]}.{field}", known.like) if known.like else {}
    own = known.label or said.get("short") or said.get("label")
    return {"es": own["es"], "en": own["en"]} if own else {"es": meaning, "en": meaning}


def near_words(terms: dict[Language, list[str]], concept: str, identifier: str) -> dict[Language, list[str]]:
    """The terms without those that are another thing's in most plants, unless the name itself says them: a location is
    no department, a table of departments is."""
    far = book().concepts[concept].far - set(canonical(identifier))
    gone = {fold(text) for word in far for text in (*vocabulary().words[word].es, *vocabulary().words[word].en)}
    return {language: [term for term in own if fold(term) not in gone] for language, own in terms.items()}


def condition_words(dataset: str, name: str) -> dict[str, Any]:
    """A condition of the demo plant without its expression and what else is the demo's own."""
    own = next(item for item in _dataset(dataset)["ai_context"]["conditions"] if item["name"] == name)
    keys = ("terms", "label", "verb", "means", "already", "lifts_population", "passing")
    found = {key: copy.deepcopy(own[key]) for key in keys if key in own}
    for language, more in load_data("condition_words.yaml").get(f"{dataset}.{name}", {}).items():
        terms = found["terms"].setdefault(language, [])
        terms += [term for term in more if term not in terms]
    return found


def metric_words(name: str) -> dict[str, Any]:
    """A metric of the demo plant: its context, to be given a dataset, dates and conditions anew."""
    own = next(item for item in _demo()["metrics"] if item["name"] == name)
    keys = (
        "terms",
        "label",
        "noun",
        "kind",
        "unit",
        "better",
        "additive",
        "definition",
        "count_name",
        "none_when",
        "default_period",
        "formula",
        "bases",
        "hidden",
    )
    found = {key: copy.deepcopy(own["ai_context"][key]) for key in keys if key in own["ai_context"]}
    for language, more in load_data("metric_words.yaml").get(name, {}).items():
        terms = found["terms"].setdefault(language, [])
        terms += [term for term in more if term not in terms]
    return _spoken_in_spain(found)


def metric_expression(name: str) -> str:
    """The expression of a metric of the demo plant: of a formula, which names no column."""
    own = next(item for item in _demo()["metrics"] if item["name"] == name)
    return str(own["expression"]["dialects"][0]["expression"])


def metric_text(name: str) -> str:
    """What a metric of the demo plant is, for readers of the file."""
    return str(next(item for item in _demo()["metrics"] if item["name"] == name).get("description", ""))
