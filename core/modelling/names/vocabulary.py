"""Which names of a plant a plan may use: all of a small plant's, of a large one those of the part that is asked about.

Names are written as the schema's enums have them: ``work_order.status`` for a field, ``work_order.open`` for a
condition, a dataset and a metric by name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from core.semantics.model import SemanticModel


@dataclass(frozen=True)
class Vocabulary:
    """The names of some datasets of a model.

    Attributes:
        names: the datasets, in the model's order. whole: they are all that the model has.
    """

    model: SemanticModel
    names: tuple[str, ...]

    @classmethod
    def of(cls, model: SemanticModel, names: Iterable[str] | None = None) -> Vocabulary:
        """The vocabulary of some datasets; of all of them without ``names``."""
        kept = set(model.datasets if names is None else names)
        return cls(model, tuple(name for name in model.datasets if name in kept))

    @property
    def whole(self) -> bool:
        """True when nothing of the plant is left out."""
        return len(self.names) == len(self.model.datasets)

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """``dataset.field``."""
        return tuple(f"{name}.{field}" for name in self.names for field in self.model.datasets[name].fields)

    @cached_property
    def conditions(self) -> tuple[str, ...]:
        """``dataset.condition``. A population's own is left out: it holds without being said."""
        found = []
        for name in self.names:
            meaning = self.model.datasets[name]
            found += [f"{name}.{item}" for item in meaning.conditions if item != meaning.population_name]
        return tuple(found)

    @cached_property
    def metrics(self) -> tuple[str, ...]:
        """Metrics that people ask for, whose datasets are all among the names."""
        return tuple(
            metric.name
            for metric in self.model.metrics.values()
            if not metric.hidden and self._datasets_of(metric.name) <= set(self.names)
        )

    def _datasets_of(self, metric: str) -> set[str]:
        meaning = self.model.metrics[metric]
        own = {meaning.dataset} if meaning.dataset else set()
        return own.union(*(self._datasets_of(base) for base in meaning.bases))

    @property
    def size(self) -> int:
        """How many names there are in all."""
        return len(self.names) + len(self.fields) + len(self.conditions) + len(self.metrics)
