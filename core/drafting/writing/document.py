"""The whole document: datasets, relationships, metrics, examples."""

from __future__ import annotations

from typing import Any

from core.drafting.survey.found import Link
from core.drafting.writing.datasets import dataset_entry, nouns_of, role_entry
from core.drafting.writing.examples import examples_of
from core.drafting.writing.metrics import metrics_of
from core.drafting.writing.plant import DraftedPlant
from core.semantics.file.whole import OSSIE_VERSION


def document(plant: DraftedPlant, name: str) -> dict[str, Any]:
    """The Ossie document as plain data."""
    nouns = nouns_of(plant)
    metrics = metrics_of(plant)
    named = frozenset(item["name"] for item in metrics)
    datasets = [dataset_entry(plant, table, nouns, named) for table in plant.kept]
    datasets += [role_entry(plant, role) for role in plant.roles]
    body = {
        "name": name,
        "description": f"Drafted from a database of {len(plant.tables)} tables; edit it.",
        "ai_context": {
            "instructions": "",
            "verified_queries": [],
            "examples_es": examples_of(plant, named, "es"),
            "examples_en": examples_of(plant, named, "en"),
        },
        "datasets": datasets,
        "relationships": relationships(plant),
        "metrics": metrics,
    }
    if plant.answers is not None:
        body["custom_extensions"] = [dict(plant.answers)]
    return {"version": OSSIE_VERSION, "semantic_model": [body]}


def relationships(plant: DraftedPlant) -> list[dict[str, Any]]:
    """The links between datasets, each under a name of its own."""
    entries: list[dict[str, Any]] = []
    taken: set[str] = set()
    ends = [(link, plant.datasets[link.table], plant.datasets[link.to_table]) for link in plant.links]
    ends += [(role.link, role.of, role.name) for role in plant.roles]
    for link, source, target in ends:
        name = f"{source}_{plant.fields[link.table][link.columns[0]]}"
        while name in taken:
            name += "_"
        taken.add(name)
        entries.append(
            {
                "name": name,
                "from": source,
                "to": target,
                "from_columns": list(link.columns),
                "to_columns": list(link.to_columns),
                "ai_context": _context(plant, link),
            }
        )
    return entries


def _context(plant: DraftedPlant, link: Link) -> dict[str, Any]:
    found = plant.tables[link.table]
    one = len(link.columns) == 1 and found.columns[link.columns[0]].unique
    context: dict[str, Any] = {"cardinality": "one_to_one" if one else "many_to_one"}
    if link.optional:
        context["optional"] = True
    if link.how != "declared":
        context["guessed"] = True
    return context
