"""The question while it is understood: its mentions, what has been used of them, and how names are settled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from core.kernel.messages import Language
from core.semantics.model import SemanticModel
from core.semantics.query import FieldRef, Grain
from core.semantics.values import ValueIndex
from core.understanding.draft import Draft, Obstacle, Option, Quantity
from core.understanding.readings import Cond, FieldIs, Gram, Mention, MetricIs, NounIs, ValueIs, Verb


@dataclass
class ReadingState:
    """One attempt at a question, for one candidate subject."""

    model: SemanticModel
    values: ValueIndex
    mentions: list[Mention]
    words: tuple[str, ...]
    language: Language
    today: date
    draft: Draft = field(default_factory=Draft)
    quantities: list[Quantity] = field(default_factory=list)
    group_places: list[int] = field(default_factory=list)
    grains: list[Grain] = field(default_factory=list)
    rank_key: int | None = None
    each_group: bool = False
    period_taken: bool = False

    def fresh(self) -> ReadingState:
        """The same question with nothing understood yet."""
        mentions = [replace(mention, used=False) for mention in self.mentions]
        return ReadingState(self.model, self.values, mentions, self.words, self.language, self.today)

    # ---- walking ----

    def after(self, place: int, *, through: bool = True) -> int | None:
        """The next mention that is not a plain filler."""
        for index in range(place + 1, len(self.mentions)):
            if not self.mentions[index].is_filler:
                return index
        return None

    def before(self, place: int) -> int | None:
        """The mention before that is not a plain filler."""
        for index in range(place - 1, -1, -1):
            if not self.mentions[index].is_filler:
                return index
        return None

    def roles(self, *roles: str) -> Iterator[int]:
        """Unused mentions that may play one of the roles."""
        for index, mention in enumerate(self.mentions):
            if not mention.used and mention.role(*roles):
                yield index

    def has(self, *roles: str) -> bool:
        """True when an unused mention may play one of the roles."""
        return next(self.roles(*roles), None) is not None

    def take(self, *roles: str) -> list[int]:
        """Use all mentions that may play one of the roles and mean nothing else of substance."""
        found = list(self.roles(*roles))
        for index in found:
            self.mentions[index].used = True
        return found

    def use(self, *places: int) -> None:
        """Mark mentions as accounted for."""
        for place in places:
            self.mentions[place].used = True

    def use_nouns_of(self, dataset: str) -> None:
        """A dataset's own noun says whose rows they are and nothing more."""
        for mention in self.mentions:
            if mention.first(NounIs, lambda item: item.dataset == dataset) is not None:
                mention.used = True

    def problem(self, kind: str, *places: int, **more: object) -> None:
        """Note why this attempt cannot be answered."""
        words = tuple(self.mentions[place].text for place in places)
        self.draft.problems.append(Obstacle(kind, words, **more))  # type: ignore[arg-type]

    # ---- nouns ----

    def noun_at(self, place: int) -> str | None:
        """The dataset that a mention can stand for as a noun, its first reading."""
        mention = self.mentions[place]
        noun = mention.first(NounIs)
        if noun:
            return noun.dataset
        value = mention.first(ValueIs, lambda item: item.noun)
        if value:
            return value.ref.dataset
        return None

    def adjacent_noun(self, place: int) -> str | None:
        """The dataset of the noun that an adjective goes with: Spanish looks left, English right and then left."""
        left = self._noun_left(place)
        right = self._noun_right(place)
        if self.language == "en":
            return right if right is not None else left
        return left if left is not None else right

    def _noun_left(self, place: int) -> str | None:
        for index in range(place - 1, -1, -1):
            mention = self.mentions[index]
            if self._is_noun(mention):
                return self.noun_at(index)
            if metric := mention.first(MetricIs):
                return self.model.metrics[metric.name].dataset
        return None

    def _noun_right(self, place: int) -> str | None:
        """Directly to the right, over other adjectives only."""
        for index in range(place + 1, len(self.mentions)):
            mention = self.mentions[index]
            if self._is_noun(mention):
                return self.noun_at(index)
            if not mention.can(Cond, ValueIs) and not mention.role("and", "or", "not"):
                return None
        return None

    def _is_noun(self, mention: Mention) -> bool:
        if mention.first(Cond) and not mention.first(NounIs):
            return False
        value = mention.first(ValueIs, lambda item: item.noun)
        adjective = value is not None and self.model.field(value.ref.dataset, value.ref.field).adjective
        return mention.first(NounIs) is not None or (value is not None and not adjective)

    # ---- settling names ----

    def distance(self, dataset: str) -> int | None:
        """Steps from the home dataset along relationships; None when there is no way."""
        if self.draft.home is None:
            return 0
        path = self.model.path(self.draft.home, dataset)
        return None if path is None else len(path)

    def settle_field(self, place: int, *, numeric: bool | None = None, date_only: bool = False) -> FieldRef | None:
        """The field that a name means from here: the home's own, else the nearest.

        A dataset's noun stands for its identity (by machine → by tag).
        """
        mention = self.mentions[place]
        options: list[tuple[float, FieldRef]] = []
        for reading in mention.readings:
            if isinstance(reading, FieldIs):
                ref, penalty = reading.ref, 0.0
            elif isinstance(reading, NounIs) and self.model.datasets[reading.dataset].identity not in (
                self.model.datasets[reading.dataset].fields
            ):
                continue
            elif isinstance(reading, NounIs) and numeric is None and not date_only:
                meaning = self.model.datasets[reading.dataset]
                if meaning.identity not in meaning.fields:
                    # Stops and readings have no name of their own.
                    continue
                ref, penalty = FieldRef(dataset=reading.dataset, field=meaning.identity), 0.1
            else:
                continue
            item = self.model.field(ref.dataset, ref.field)
            if (numeric is True and not item.is_number) or (date_only and not item.is_date):
                continue
            steps = self.distance(ref.dataset)
            if steps is not None:
                options.append((steps + penalty, ref))
        if not options:
            return None
        options.sort(key=lambda item: item[0])
        return options[0][1]

    def settle(self, place: int) -> ValueIs | Cond | None:
        """The value or condition that an adjective means here, by the noun it goes with, then the nearest dataset.

        Notes a problem when nothing fits or two readings fit as well.
        """
        mention = self.mentions[place]
        near = self.adjacent_noun(place)
        options: list[tuple[float, ValueIs | Cond]] = []
        for reading in mention.readings:
            if not isinstance(reading, ValueIs | Cond):
                continue
            dataset = reading.ref.dataset if isinstance(reading, ValueIs) else reading.dataset
            steps = self.distance(dataset)
            if steps is None:
                continue
            score = float(steps) + 1
            if dataset == near and steps is not None:
                score = 0.0
            score += 0.3 if isinstance(reading, ValueIs) and (reading.second or reading.partial) else 0.0
            # The field's own name before it settles it («prioridad distinta de baja»).
            score -= 2.0 if isinstance(reading, ValueIs) and self._named_field(place, reading) else 0.0
            # A condition and the status value behind it say the same; the condition has the better words.
            score += 0.2 if isinstance(reading, ValueIs) and mention.can(Cond) else 0.0
            options.append((score, reading))
        if not options:
            if not self._ignored(mention):
                self.problem("not_related", place)
            return None
        options.sort(key=lambda item: item[0])
        best = [reading for score, reading in options if score == options[0][0]]
        if len(best) > 1 and not self._same_field(best):
            self.problem("ambiguous_value", place, options=tuple(Option(key=_key(reading)) for reading in best[:4]))
            return None
        if len(best) > 1 and isinstance(best[0], ValueIs):
            near_names = tuple(str(item.value) for item in best[:4] if isinstance(item, ValueIs))
            self.problem("ambiguous_value", place, ref=best[0].ref, near=near_names)
            return None
        return best[0]

    def _named_field(self, place: int, value: ValueIs) -> bool:
        nearby = self.mentions[max(0, place - 3) : place]
        return any(item.ref == value.ref for mention in nearby for item in mention.all(FieldIs))

    def can_settle(self, place: int) -> bool:
        """True when some value or condition reading lies within reach of the home dataset."""
        return any(
            self.distance(item.ref.dataset if isinstance(item, ValueIs) else item.dataset) is not None
            for item in self.mentions[place].readings
            if isinstance(item, ValueIs | Cond)
        )

    def _ignored(self, mention: Mention) -> bool:
        """A value that says nothing beside the home dataset (parts «en almacén»)."""
        if self.draft.home is None:
            return False
        ignores = self.model.datasets[self.draft.home].ignores
        return any(str(item.value) in ignores.get(str(item.ref), ()) for item in mention.all(ValueIs))

    @staticmethod
    def _same_field(readings: list[ValueIs | Cond]) -> bool:
        refs = {reading.ref if isinstance(reading, ValueIs) else reading.dataset for reading in readings}
        return len(refs) == 1 and all(isinstance(reading, ValueIs) for reading in readings)


def _key(reading: ValueIs | Cond) -> str:
    return f"{reading.ref}={reading.value}" if isinstance(reading, ValueIs) else f"{reading.dataset}:{reading.name}"


def is_substance(mention: Mention) -> bool:
    """True when a mention names something of the plant, not only grammar."""
    return any(not isinstance(item, Gram) for item in mention.readings)


def fact_reading(model: SemanticModel, mention: Mention) -> str | None:
    """The fact dataset (one with a date of its own) that a mention names as noun or verb."""
    for reading in mention.readings:
        if isinstance(reading, NounIs | Verb) and model.datasets[reading.dataset].default_date:
            return reading.dataset
    value = mention.first(ValueIs, lambda item: item.noun)
    if value and model.datasets[value.ref.dataset].default_date and not mention.first(Cond):
        return value.ref.dataset
    return None
