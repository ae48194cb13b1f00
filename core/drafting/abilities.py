"""What a plant's model lets the bot answer, and what is missing for the rest."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from core.drafting.concepts.book import book
from core.drafting.naming.words import load_data
from core.drafting.writing.demo_words import dataset_words
from core.kernel.folding import fold
from core.semantics.model import Dataset, Field, SemanticModel


@dataclass(frozen=True)
class Ability:
    """One thing that people ask.

    Attributes:
        name: a key of ``core.sentences.abilities.ABILITIES``.
        lacks: a key of ``core.sentences.abilities.LACKS``, empty when it can be answered.
    """

    name: str
    lacks: str = ""


def abilities_of(model: SemanticModel) -> list[Ability]:
    """All of them, in the order in which people ask."""
    own = _Plant(model)
    found = []
    for entry in load_data("abilities.yaml")["abilities"]:
        missing = next((need for need in entry["needs"] if not own.has(need.split())), "")
        found.append(Ability(entry["name"], "_".join(missing.split()[: 3 if "condition" in missing else 2])))
    return found


def is_bare(model: SemanticModel) -> bool:
    """True when a model says nothing of states: no condition at all, so that nothing is open, overdue or down."""
    return not any(dataset.conditions for dataset in model.datasets.values())


def dataset_of(model: SemanticModel, concept: str) -> Dataset | None:
    """The dataset of a concept, by the words that everybody has for its rows."""
    wanted = _words(concept)
    for dataset in model.datasets.values():
        if any(fold(term) in wanted for terms in dataset.terms.values() for term in terms):
            return dataset
    return None


class _Plant:
    """A model asked for what it has. A table is known as a concept's by the words that everybody has for that."""

    def __init__(self, model: SemanticModel) -> None:
        self.model = model
        self._named = {name: dataset_of(model, name) for name in ("work_order", "asset", "place", "person", "part")}

    def has(self, need: list[str]) -> bool:
        """Whether the model has what a need of ``abilities.yaml`` says."""
        kind, name, *rest = need
        dataset = self._named.get(name)
        match kind:
            case "concept":
                return dataset is not None
            case "metric":
                return name in self.model.metrics
            case "condition":
                return dataset is not None and rest[0] in dataset.conditions
            case "date":
                if not rest or dataset is None:
                    return dataset is not None and bool(dataset.default_date)
                return rest[0] in dataset.conditions and bool(dataset.conditions[rest[0]].date)
            case "link":
                return self._linked(name, rest[0])
            case "field":
                return any(_said(field, rest) for field in self._fields(name))
            case _:
                return any(_has_value(field, rest) for field in self._fields(name))

    def _linked(self, name: str, other: str) -> bool:
        orders, target = self._named.get(name), self._named.get(other)
        if orders is None or target is None:
            return False
        if self.model.reaches(orders.name, target.name):
            return True
        wanted = _words(other)
        own = [term for field in orders.fields.values() for terms in field.terms.values() for term in terms]
        return any(fold(term) in wanted for term in own)

    def _fields(self, name: str) -> list[Field]:
        orders = self._named.get(name)
        if orders is None:
            return []
        reached = [item for item in self.model.datasets.values() if self.model.reaches(orders.name, item.name)]
        return [field for item in reached for field in item.fields.values()]


@lru_cache(maxsize=8)
def _words(concept: str) -> frozenset[str]:
    like = book().concepts[concept].like
    return frozenset(fold(term) for terms in dataset_words(str(like))["terms"].values() for term in terms)


def _said(field: Field, words: list[str]) -> bool:
    terms = {fold(term) for own in field.terms.values() for term in own}
    return any(word in terms for word in words)


def _has_value(field: Field, words: list[str]) -> bool:
    terms = {fold(term) for value in field.values for own in value.terms.values() for term in own}
    return any(word in terms for word in words)
