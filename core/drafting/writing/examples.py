"""Example questions in the plant's own nouns, of what it can answer."""

from __future__ import annotations

from typing import Any

from core.drafting.naming.words import load_data
from core.drafting.writing.conditions import conditions_of
from core.drafting.writing.datasets import dataset_terms
from core.drafting.writing.plant import DraftedPlant
from core.kernel.messages import Language

_NOUNS = {"orders": "work_order", "machines": "asset", "places": "place", "people": "person"}


def examples_of(plant: DraftedPlant, metrics: frozenset[str], language: Language) -> list[str]:
    """Questions for help and for Home; none where nothing of maintenance was found."""
    nouns: dict[str, str] = {"oa": "o", "OA": "o"}
    for name, concept in _NOUNS.items():
        if (entry := plant.entry(concept)) is not None:
            label: dict[str, Any] = dataset_terms(plant, entry.table.value)["label"]
            many = str(label[language]["many"])
            nouns |= {name: many, name.capitalize(): many[:1].upper() + many[1:]}
            ending = "a" if label["es"].get("gender") == "f" else "o"
            nouns |= {"oa": ending} if name == "orders" else {"OA": ending} if name == "machines" else {}
    have = _have(plant, metrics)
    found = []
    for example in load_data("examples.yaml")["examples"]:
        if set(example["needs"]) <= have:
            found.append(example[language].format(**nouns))
    return found


def _have(plant: DraftedPlant, metrics: frozenset[str]) -> set[str]:
    found = {f"metric {name}" for name in metrics}
    for concept in ("work_order", "asset", "part"):
        entry = plant.entry(concept)
        if entry is not None:
            found.add(f"concept {concept}")
            found |= {f"role {concept}.{role}" for role in entry.columns}
            found |= {f"condition {concept}.{item['name']}" for item in conditions_of(plant, entry.table.value)}
    return found
