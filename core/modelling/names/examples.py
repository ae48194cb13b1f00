"""Example plans for the prompt, made of the plant's own names, so that no name of another plant ever stands in it."""

from __future__ import annotations

from collections.abc import Iterator

from core.modelling.names.plan_json import WireFilter, WireNamed, WireQuery, written
from core.modelling.names.vocabulary import Vocabulary
from core.semantics.model import Dataset


def examples(vocabulary: Vocabulary) -> Iterator[str]:
    """Questions in English with their plans, as many of two as the names allow."""
    model = vocabulary.model
    facts = [model.datasets[name] for name in vocabulary.names if model.datasets[name].default_date]
    things = [
        model.datasets[name]
        for name in vocabulary.names
        if not model.datasets[name].default_date and model.datasets[name].identity in model.datasets[name].fields
    ]
    stated = next((item for item in (*things, *facts) if _condition(item)), None)
    if stated is not None:
        name = _condition(stated)
        where: list[WireFilter] = [WireNamed(condition=f"{stated.name}.{name}", negated=False, either=None)]
        plan = _plan(stated.name, "count", where=where)
        yield f"How many {stated.label.many['en']} are {stated.conditions[name].label.one['en']}? → {plan}"
    for fact in facts:
        near = [(len(path), item) for item in things if (path := model.path(fact.name, item.name))]
        if not near:
            continue
        thing = min(near, key=lambda pair: pair[0])[1]
        words = f"{thing.label.many['en']} with most {fact.label.many['en']}"
        plan = _plan(fact.name, "count", when="last_month", by=[f"{thing.name}.{thing.identity}"], top=3)
        yield f"Top 3 {words} last month → {plan}"
        return


def _condition(dataset: Dataset) -> str:
    """One that says something and leaves the population as it is."""
    stated = dataset.conditions.values()
    return next((c.name for c in stated if c.name != dataset.population_name and not c.lifts_population), "")


def _plan(
    of: str,
    get: str,
    *,
    where: list[WireFilter] | None = None,
    when: str | None = None,
    by: list[str] | None = None,
    top: int | None = None,
) -> str:
    plan = WireQuery(
        dataset=of,
        get=get,
        what=[],
        where=where or [],
        when=when,
        on=None,
        by=by or [],
        show=[],
        sort=None,
        top=top,
        chart=None,
        more=None,
    )
    return written(plan)
