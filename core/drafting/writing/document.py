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
    if _others_person(plant, link):
        context["ends_here"] = True
    if link.several:
        context |= {"several": True, "cardinality": "many_to_one"}
    elif _is_of_pairs(plant, link):
        context["ends_here"] = True
    if link.how != "declared":
        context["guessed"] = True
    return context


def _is_of_pairs(plant: DraftedPlant, link: Link) -> bool:
    """True for the way from pairs to the partner that rows have several of: nothing is told of what lies behind it."""
    ways = [item for item in plant.links if item.several and item.to_table == link.table]
    return any(item.table != link.to_table for item in ways)


def _others_person(plant: DraftedPlant, link: Link) -> bool:
    """True for the way from hours to their order, where the hours name people that the orders do not.

    Who booked the hours is not who the order is assigned to: «horas por técnico» must not go on to that one.
    """
    entry, target = (plant.concepts.by_table.get(name) for name in (link.table, link.to_table))
    if entry is None or target is None or (entry.concept, target.concept) != ("labor", "work_order"):
        return False
    ends = [plant.tables[item.table.value].link_of(item.column("person") or "") for item in (entry, target)]
    own, theirs = (end.to_table if end is not None else None for end in ends)
    return own is not None and theirs is not None and own != theirs
