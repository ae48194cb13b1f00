"""Turns what stands in the way of a question into a question back with choices, or an honest refusal."""

from __future__ import annotations

from collections.abc import Sequence

from core.comprehension.derive import Readings
from core.comprehension.doubt import Near
from core.comprehension.meaning.bag import Bag
from core.comprehension.meaning.draft import Draft, Problem
from core.kernel.messages import Language, Suggestion
from core.planning.plan import AskAction, Asks, PlannedChoice
from core.semantics.query import Named, SemanticQuery
from core.sentences import Text, planning, say, understanding
from core.wording.describe.describer import Describer

CHOICES = 4
_TEXTS: dict[str, Text] = {
    "opened": planning.OPENED_THEN,
    "open": planning.STILL_OPEN,
    "due": planning.FELL_DUE_THEN,
    "overdue": planning.ALL_OVERDUE,
}


def plan_of(
    language: Language,
    action: AskAction,
    sentence: str,
    *,
    choices: Sequence[PlannedChoice] = (),
    suggestions: Sequence[Suggestion] = (),
    unknown: Sequence[str] = (),
) -> Asks:
    """A Plan without a query."""
    return Asks(
        language=language,
        action=action,
        planner="deterministic",
        sentence=sentence,
        choices=tuple(choices),
        suggestions=tuple(suggestions),
        unknown=tuple(unknown),
    )


def quoted(words: Sequence[str], language: Language) -> str:
    """Words in the language's quotation marks, joined."""
    from core.wording.numbers import join

    marks = "«{}»" if language == "es" else "“{}”"
    return join([marks.format(word) for word in words], language)


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


# ---- two readings ----


def which(readings: Sequence[Near], describer: Describer) -> Asks:
    """Several readings that give other rows: each is a choice, in words that tell it from the others."""
    language = describer.language
    labels = [_label(query, reading.draft, describer) for query, reading in readings]
    if len(set(labels)) < len(labels):
        labels = [describer.restated(query) for query, _ in readings]
    choices = [
        PlannedChoice(id=str(number), label=label, query=query)
        for number, (label, (query, _)) in enumerate(zip(labels, readings, strict=True), start=1)
    ]
    return plan_of(language, "clarify", _sentence(readings, labels, language), choices=choices[:CHOICES])


def _label(query: SemanticQuery, draft: Draft, describer: Describer) -> str:
    if draft.label in _TEXTS:
        return say(_TEXTS[draft.label], describer.language)
    if draft.label == "worst":
        return _by(query, describer)
    return capital(describer.phrase(query, None))


def _by(query: SemanticQuery, describer: Describer) -> str:
    """What things are judged by: the rows that are counted, or the measure."""
    metric = query.measures[0].metric
    if metric is not None:
        name = describer.model.metrics[metric].label.one[describer.language]
        return say(understanding.BY_MEASURE, describer.language, measure=name)
    named = tuple(part for part in query.filters if isinstance(part, Named) and part.dataset == query.dataset)
    rows = SemanticQuery(dataset=query.dataset, shape="list", filters=named)
    return say(planning.BY_COUNT_OF, describer.language, phrase=describer.phrase(rows, None))


def _sentence(readings: Sequence[Near], labels: list[str], language: Language) -> str:
    from core.wording.numbers import join

    kinds = {reading.draft.label for _, reading in readings}
    homes = {query.dataset for query, _ in readings}
    if kinds & {"due", "overdue"}:
        return say(planning.DUE_OR_OVERDUE, language)
    if kinds & {"opened", "open"}:
        return say(planning.OPEN_OR_OPENED, language)
    if kinds == {"worst"}:
        ways = join([label[:1].lower() + label[1:] for label in labels], language, word="or")
        return say(planning.WORST_BY_WHAT, language, ways=ways)
    if len(homes) > 1:
        bag = readings[0][1].bag
        words = " ".join(phrase.head.text for phrase in bag.phrases)
        return say(planning.WHICH_SUBJECT, language, words=words)
    return say(understanding.WHICH_READING, language)


# ---- no reading ----


def ask(readings: Readings, describer: Describer, without: Near | None) -> Asks:
    """What stands in the way of the best attempt.

    Args:
        without: the same question without the words that are not known, if that is understood.
    """
    language = describer.language
    best = readings.others[0] if readings.others else None
    if best is None:
        words = _content(readings.bag)
        return plan_of(language, "clarify", say(planning.NO_SUBJECT, language), unknown=words)
    problem = _first(best.draft)
    match problem.kind:
        case "missing_value":
            return _missing(best.bag, problem, describer)
        case "unknown":
            return _unknown(problem, language, describer, without)
        case "not_related":
            return _not_related(problem, best.draft, describer)
        case "future":
            return plan_of(language, "refused", say(planning.FUTURE_REFUSED, language))
        case "unsortable":
            return plan_of(language, "refused", say(planning.UNSORTABLE, language), unknown=problem.words)
        case "too_complex":
            words = problem.words or _content(best.bag)
            return plan_of(language, "clarify", say(planning.TOO_COMPLEX, language), unknown=words)
        case "no_reference":
            return plan_of(
                language, "clarify", say(understanding.NO_REFERENCE, language, words=quoted(problem.words, language))
            )
        case _:
            return _unattached(problem, language, describer, without)


def _first(draft: Draft) -> Problem:
    order = ("missing_value", "unknown", "no_reference", "future", "unsortable", "not_related")
    return min(draft.problems, key=lambda item: order.index(item.kind) if item.kind in order else len(order))


def _content(bag: Bag | None) -> tuple[str, ...]:
    return tuple(bag.text(place) for place in sorted(bag.content)) if bag is not None else ()


def _unattached(problem: Problem, language: Language, describer: Describer, without: Near | None) -> Asks:
    """Understood in part: what was is offered as a choice that asks it."""
    sentence = say(planning.UNATTACHED, language, words=quoted(problem.words, language))
    choices = []
    if without is not None:
        label = capital(describer.phrase(without[0], None))
        choices.append(PlannedChoice(id="1", label=label, query=without[0]))
    return plan_of(language, "clarify", sentence, choices=choices, unknown=problem.words)


def _unknown(problem: Problem, language: Language, describer: Describer, without: Near | None) -> Asks:
    words = problem.words
    if len(words) == 1:
        sentence = say(planning.UNKNOWN_WORD, language, words=words[0])
    else:
        sentence = say(planning.UNKNOWN_WORDS, language, words=quoted(words, language))
    choices = []
    if without is not None:
        phrase = describer.phrase(without[0], None)
        sentence = f"{sentence} {say(planning.WITHOUT_IT, language, phrase=phrase)}"
        choices.append(PlannedChoice(id="1", label=say(planning.YES_COUNT, language, phrase=phrase), query=without[0]))
    return plan_of(language, "clarify", sentence, choices=choices, unknown=words)


def _missing(bag: Bag, problem: Problem, describer: Describer) -> Asks:
    """A value that does not exist, with the near ones to choose from."""
    from core.wording.numbers import join

    language, text = describer.language, " ".join(problem.words)
    noun = say(understanding.VALUE_NOUN, language)
    if problem.ref is not None:
        meaning = bag.model.datasets[problem.ref.dataset]
        noun = bag.model.field(problem.ref.dataset, problem.ref.field).label.one[language].lower()
        if problem.ref.field == meaning.identity:
            noun = meaning.label.one[language]
    sentence = say(planning.MISSING_VALUE, language, noun=noun, text=text)
    choices = [
        PlannedChoice(id=str(number), label=value, text=_with(bag, text, value))
        for number, value in enumerate(problem.near[:3], start=1)
    ]
    if choices:
        near = join([choice.label for choice in choices], language, word="or")
        sentence = f"{sentence} {say(planning.DID_YOU_MEAN, language, near=near)}"
    return plan_of(language, "clarify", sentence, choices=choices)


def _with(bag: Bag, text: str, value: str) -> str:
    """The question with another value in the place of a missing one."""
    return bag.question.replace(text, value, 1) if text in bag.question else f"{bag.question} {value}"


def _not_related(problem: Problem, draft: Draft, describer: Describer) -> Asks:
    language = describer.language
    noun = describer.model.datasets[draft.home].label.many[language]
    sentence = say(planning.NOT_RELATED, language, words=quoted(problem.words, language), noun=noun)
    return plan_of(language, "clarify", sentence)
