"""What is offered instead of a question that the data cannot answer as it is asked: the same of rows that can."""

from __future__ import annotations

from core.kernel.messages import Language
from core.planning.plan import PlannedChoice
from core.semantics.model import SemanticModel
from core.semantics.query import Compare, FieldRef, Filter, GroupBy, Measure, Named, SemanticQuery
from core.understanding.derive import Derivation
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.draft import Draft, Problem
from core.understanding.phrases.types import Split
from core.understanding.reading.readings import FieldIs, NounIs, Superlative
from core.wording.describe.describer import Describer

_COUNT = Measure(aggregate="count")


def with_measure(reading: Derivation, problem: Problem, describer: Describer) -> list[PlannedChoice]:
    """«La falla más larga»: failures have no length; the question is offered of rows that have one."""
    bag, language = reading.bag, describer.language
    for place, phrase in bag.said():
        extremes = phrase.head.all(Superlative)
        if bag.text(place) not in problem.words or not extremes:
            continue
        measured = {extreme.ref.dataset for extreme in extremes}
        nouns = [other for other, said in bag.said() if {item.dataset for item in said.head.all(NounIs)} - measured]
        if not nouns:
            continue
        written = bag.text(nouns[0])
        choices: list[PlannedChoice] = []
        for extreme in extremes:
            noun = bag.model.datasets[extreme.ref.dataset].label
            name = noun.many[language] if bag.plural(nouns[0]) else noun.one[language]
            field = bag.model.field(extreme.ref.dataset, extreme.ref.field).label.one[language].lower()
            label = _by(noun.many[language], field, language)
            text = bag.question.replace(written, name, 1)
            choices.append(PlannedChoice(id=str(len(choices) + 1), label=label, text=text))
        return choices
    return []


def other_groups(draft: Draft, problem: Problem, bag: Bag, describer: Describer) -> list[PlannedChoice]:
    """«Fallas por turno»: failures have no shift; rows that have one are offered by it, and failures by their place."""
    key = _key(bag, problem)
    if key is None:
        return []
    model, queries = describer.model, []
    fact = _fact_with(model, draft.home, key.dataset)
    if fact is not None:
        filters = tuple(found for part in draft.filters if (found := _held(model, part, fact)) is not None)
        queries.append(_broken_down(fact, (_COUNT,), key, filters))
    place = next(
        (item for item in model.datasets.values() if item.place and model.reaches(draft.home, item.name)), None
    )
    if place is not None:
        ref = FieldRef(dataset=place.name, field=place.identity)
        query = draft.query().model_copy(
            update={
                "shape": "breakdown",
                "measures": tuple(draft.measures) or (_COUNT,),
                "groups": (GroupBy(field=ref),),
            }
        )
        queries.append(query)
    return [
        PlannedChoice(id=str(number), label=_grouped(query, describer), query=query)
        for number, query in enumerate(queries, start=1)
    ]


def _key(bag: Bag, problem: Problem) -> FieldRef | None:
    """The field that the rows were to be broken down by."""
    for place in bag.splits:
        split = bag.phrases[place]
        assert isinstance(split, Split)
        for key in split.keys:
            if key.mention is not None and key.mention.text in problem.words:
                return next((item.ref for item in key.mention.all(FieldIs)), None)
    return None


def _fact_with(model: SemanticModel, home: str, owner: str) -> str | None:
    """Rows that happen, belong to what has the field, and have to do with the home's rows: by the fewest steps."""
    found = []
    for number, item in enumerate(model.datasets.values()):
        path = model.path(item.name, owner)
        shared = {name for name in model.datasets if model.reaches(item.name, name) and model.reaches(home, name)}
        if item.name not in (home, owner) and item.default_date and path is not None and shared:
            found.append((len(path), number, item.name))
    return min(found)[2] if found else None


def _held(model: SemanticModel, part: Filter, fact: str) -> Filter | None:
    """A limit as the other rows have it: the like condition, or a place that both belong to."""
    if isinstance(part, Named):
        return (
            Named(dataset=fact, condition=part.condition) if part.condition in model.datasets[fact].conditions else None
        )
    return part if isinstance(part, Compare) and model.reaches(fact, part.field.dataset) else None


def _broken_down(
    dataset: str, measures: tuple[Measure, ...], key: FieldRef, filters: tuple[Filter, ...]
) -> SemanticQuery:
    return SemanticQuery(
        dataset=dataset, shape="breakdown", measures=measures, groups=(GroupBy(field=key),), filters=filters
    )


def _grouped(query: SemanticQuery, describer: Describer) -> str:
    ref = query.groups[0].field
    assert ref is not None
    owner = describer.model.datasets[ref.dataset]
    field = describer.model.field(ref.dataset, ref.field)
    name = owner.label.one[describer.language] if ref.field == owner.identity else field.label.one[describer.language]
    return _by(describer.phrase(query, None), name.lower(), describer.language)


def _by(rows: str, key: str, language: Language) -> str:
    phrase = f"{rows[:1].upper()}{rows[1:]}"
    return f"{phrase} por {key}" if language == "es" else f"{phrase} by {key}"
