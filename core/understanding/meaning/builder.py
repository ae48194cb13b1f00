"""Builder: one attempt to make a query of a bag's phrases for one subject. What it cannot decide it forks on.

A fork is replayed: ``pick`` gives the option that the attempt's plan says (the cheapest at first) and notes how many
there were, so that the driver can try the others as attempts of their own. Nothing is decided by position alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, TypeVar

from core.semantics.model import SemanticModel
from core.semantics.query import FieldRef, Filter, Period, Related
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.draft import Draft, Problem, ProblemKind
from core.understanding.phrases.types import Phrase, Said
from core.understanding.reading.readings import DateVerb, FieldIs, NounIs
from core.understanding.weights import WEIGHTS

Option = TypeVar("Option")


@dataclass(frozen=True)
class Limits:
    """What holds a dataset's rows inside the running talk: filters, and a period with the date that it binds to.

    ``had``: what rows of another kind that they may be said to have are held to.
    """

    filters: tuple[Filter, ...]
    period: Period | None = None
    date_field: str | None = None
    had: Related | None = None


class TalkScope(Protocol):
    """What the running talk is about, as limits on the rows of a question."""

    def limits(self, model: SemanticModel, home: str) -> Limits | None:
        """What holds a dataset's rows inside; None when they cannot be held to it."""
        ...


class Reject(Exception):
    """This kind of question cannot be built of these phrases."""


@dataclass
class Builder:
    """One attempt.

    Attributes:
        plan: which option each fork takes, by its name; forks that are not in it take the cheapest.
        forks: the forks that were met, with the number of options that were near enough to be tried.
        before: limits of the last query, when this is an edit of it.
        looks_back: what was spoken of lies in the past, and so do the periods that go on from it.
        scope: what the running talk is about, when this question is asked inside it.
    """

    bag: Bag
    draft: Draft
    today: date
    scope: TalkScope | None = None
    before: tuple[Filter, ...] = ()
    looks_back: bool = False
    plan: dict[str, int] = field(default_factory=dict)
    forks: dict[str, int] = field(default_factory=dict)

    @property
    def model(self) -> SemanticModel:
        """The plant's semantic model."""
        return self.bag.model

    @property
    def home(self) -> str:
        """The dataset whose rows are asked for."""
        return self.draft.home

    # ---- using phrases ----

    def free(self, place: int) -> bool:
        """True when nothing accounts for the phrase yet."""
        return place not in self.draft.used

    def use(self, *places: int, effect: str = "") -> None:
        """Note what phrases did to the query."""
        for place in places:
            self.draft.used[place] = effect or self.draft.used.get(place, "")

    def take(self, *roles: str, effect: str = "asks") -> list[int]:
        """Use all free phrases that may play one of the roles and name nothing else."""
        found = [place for place in self.bag.roles(*roles) if self.free(place)]
        self.use(*found, effect=effect)
        return found

    def phrase(self, place: int) -> Phrase:
        """A phrase by its place."""
        return self.bag.phrases[place]

    def free_said(self) -> list[tuple[int, Said]]:
        """The names and words that are not used yet."""
        return [(place, phrase) for place, phrase in self.bag.said() if self.free(place)]

    def use_nouns_of(self, dataset: str) -> None:
        """A dataset's own noun says whose rows they are."""
        for place, phrase in self.bag.said():
            if phrase.head.first(NounIs, lambda item: item.dataset == dataset) is not None and phrase.link != "without":
                self.use(place, effect="subject")

    # ---- deciding ----

    def charge(self, weight: str, times: float = 1.0) -> None:
        """Add to what this reading costs."""
        self.draft.cost += WEIGHTS[weight] * times

    def pick(self, name: str, options: Sequence[tuple[float, Option]]) -> Option:
        """One of several readings, each with its cost; the cheapest unless this attempt is to try another."""
        ranked = sorted(options, key=lambda item: item[0])
        near = [item for item in ranked if item[0] <= ranked[0][0] + WEIGHTS["margin"]]
        if len(near) > 1:
            self.forks[name] = len(near)
        cost, chosen = near[min(self.plan.get(name, 0), len(near) - 1)]
        self.draft.cost += cost
        return chosen

    def problem(self, kind: ProblemKind, *places: int, **more: object) -> None:
        """Note why this attempt cannot be answered."""
        words = tuple(self.bag.text(place) for place in places)
        self.draft.problems.append(Problem(kind, words, **more))  # type: ignore[arg-type]

    # ---- names ----

    def distance(self, dataset: str, home: str | None = None) -> int | None:
        """Steps from the home along relationships; None when there is no way."""
        path = self.model.path(home or self.home, dataset)
        return None if path is None else len(path)

    def field_of(
        self, place: int, *, home: str | None = None, numeric: bool = False, dates: bool = False, nouns: bool = True
    ) -> FieldRef | None:
        """The field that a phrase names from here, the nearest; a noun stands for its identity (by machine → tag)."""
        phrase = self.phrase(place)
        mention = phrase.head
        return self.nearest_field(mention.readings, home=home, numeric=numeric, dates=dates, nouns=nouns)

    def nearest_field(
        self, readings: Sequence[object], *, home: str | None = None, numeric: bool = False, dates: bool = False,
        nouns: bool = True,
    ) -> FieldRef | None:  # fmt: skip
        """The nearest field among readings."""
        options: list[tuple[float, int, FieldRef]] = []
        for number, reading in enumerate(readings):
            if isinstance(reading, FieldIs | DateVerb):
                ref, extra = reading.ref, 0.0
            elif isinstance(reading, NounIs) and nouns and not numeric and not dates:
                meaning = self.model.datasets[reading.dataset]
                if meaning.identity not in meaning.fields:
                    continue  # stops and readings have no name of their own
                ref, extra = FieldRef(dataset=reading.dataset, field=meaning.identity), 0.1
            else:
                continue
            item = self.model.field(ref.dataset, ref.field)
            if (numeric and not item.is_number) or (dates and not item.is_date):
                continue
            steps = self.distance(ref.dataset, home)
            if steps is not None:
                options.append((steps + extra, number, ref))
        return min(options)[2] if options else None

    def identity(self, dataset: str) -> FieldRef | None:
        """The field by which people call a row of a dataset."""
        meaning = self.model.datasets[dataset]
        return FieldRef(dataset=dataset, field=meaning.identity) if meaning.identity in meaning.fields else None

    def names_row(self, ref: FieldRef) -> bool:
        """True for the field by which people call a row of its dataset."""
        return ref.field == self.model.datasets[ref.dataset].identity

    def has_date(self, dataset: str) -> bool:
        """True for things that happen on a date."""
        return self.model.datasets[dataset].default_date is not None
