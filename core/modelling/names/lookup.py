"""Looking names up: the plant that a plan's names are of, and the day that its periods count from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.modelling.names.problems import Unfit
from core.semantics.model import Condition, Dataset, Field, Metric, SemanticModel
from core.semantics.query import FieldRef

_SHOWN = 3


@dataclass(frozen=True)
class PlantNames:
    """Looks names up; one that does not exist is told with those that resemble it.

    A server that does not enforce the schema lets any name through, so every one is looked up here.
    """

    model: SemanticModel
    today: date

    def dataset(self, name: str) -> Dataset:
        """A dataset by name.

        Raises:
            Unfit: there is none.
        """
        if name not in self.model.datasets:
            raise Unfit("names", _missing("dataset", name, self.model.datasets))
        return self.model.datasets[name]

    def field(self, name: str) -> tuple[FieldRef, Field]:
        """``dataset.field``.

        Raises:
            Unfit: there is none.
        """
        owner, _, own = name.rpartition(".")
        meaning = self.model.datasets.get(owner)
        if meaning is None or own not in meaning.fields:
            every = [f"{item.dataset}.{item.name}" for item in self.model.fields()]
            raise Unfit("names", _missing("field", name, every))
        return FieldRef(dataset=owner, field=own), meaning.fields[own]

    def date(self, name: str) -> tuple[FieldRef, Field]:
        """``dataset.field`` of a date.

        Raises:
            Unfit: there is none, or it is no date.
        """
        ref, item = self.field(name)
        if not item.is_date:
            raise Unfit("names", f"{name} is no date")
        return ref, item

    def condition(self, name: str) -> Condition:
        """``dataset.condition``.

        Raises:
            Unfit: there is none.
        """
        owner, _, own = name.rpartition(".")
        meaning = self.model.datasets.get(owner)
        if meaning is None or own not in meaning.conditions:
            every = [f"{item.name}.{name}" for item in self.model.datasets.values() for name in item.conditions]
            raise Unfit("names", _missing("condition", name, every))
        return meaning.conditions[own]

    def metric(self, name: str) -> Metric:
        """A metric by name.

        Raises:
            Unfit: there is none that people ask for.
        """
        found = self.model.metrics.get(name)
        if found is None or found.hidden:
            asked = [item.name for item in self.model.metrics.values() if not item.hidden]
            raise Unfit("names", _missing("measure", name, asked))
        return found


def _missing(kind: str, name: str, every: Iterable[str]) -> str:
    from rapidfuzz import process

    near = [found for found, _, _ in process.extract(name, list(every), limit=_SHOWN, score_cutoff=60)]
    return f"no {kind} {name[:60]!r}" + (f"; perhaps {', '.join(near)}" if near else "")
