"""A plant to ask about, spoken of by the names that the demo plant has, whatever names its model has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.semantics.query import FieldRef, SemanticQuery
from core.understanding.derive import bags_of
from core.understanding.meaning.bag import Bag
from core.understanding.reading.lattice import Lattice
from core.understanding.reading.readings import (
    Cond,
    DateVerb,
    FieldIs,
    Light,
    Mention,
    MetricIs,
    Missing,
    NounIs,
    Reading,
    Ref,
    Role,
    Superlative,
    ValueIs,
    Verb,
)
from tests.core import renamed_plant
from tests.core.renamed_plant import Names
from tests.core.understanding.rig import Bench
from tests.golden.notation import read


@dataclass(frozen=True)
class Plant:
    """The planner over one plant.

    Attributes:
        bench: asks it.
        names: its names, where they are not those of the demo plant.
    """

    bench: Bench
    names: Names | None = None

    def query(self, text: str) -> SemanticQuery:
        """A query of the notation of the golden files, with the demo plant's names."""
        found = read(text)
        return renamed_plant.new_query(found, self.names) if self.names else found

    def read(self, text: str) -> Lattice:
        """A text cut into mentions."""
        return self.bench.read(text)

    def bags(self, text: str) -> list[Bag]:
        """The phrases of each of its covers."""
        reader = self.bench.wait(self.bench.planner.prepare())
        lattice = reader.read(text, None)
        return list(bags_of(lattice, reader.lexicon, reader.values, lattice.language or "es"))

    def told(self, mention: Mention) -> set[str]:
        """A mention's readings in words, by the names of the demo plant: ``noun equipment``, ``role by``."""
        return set(self._told(mention.readings))

    def _told(self, readings: Iterable[Reading]) -> Iterable[str]:
        for reading in readings:
            match reading:
                case NounIs() | Verb():
                    yield f"{'noun' if isinstance(reading, NounIs) else 'verb'} {self.old(reading.dataset)}"
                case Cond():
                    yield f"condition {self.old(reading.dataset)}.{self.old(reading.name)}"
                case ValueIs():
                    yield f"value {self.ref(reading.ref)} = {reading.value}"
                case FieldIs() | DateVerb() | Superlative():
                    yield f"field {self.ref(reading.ref)}"
                case MetricIs():
                    yield f"metric {self.old(reading.name)}"
                case Missing():
                    yield f"missing {self.ref(reading.ref) if reading.ref else ''} {reading.text}"
                case Role():
                    yield f"role {reading.role}"
                case Light() | Ref():
                    yield f"{'light' if isinstance(reading, Light) else 'ref'} {reading.kind}"
                case _:
                    yield type(reading).__name__.lower()

    def ref(self, ref: FieldRef) -> str:
        """``dataset.field`` by the names of the demo plant."""
        return f"{self.old(ref.dataset)}.{self.old(ref.field)}"

    def old(self, name: str) -> str:
        """The name that the demo plant has for it."""
        return self.names.back.get(name, name) if self.names else name
