"""Turns what stands in the way of a question into a question back with choices, or an honest refusal."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from core.kernel.folding import fold
from core.kernel.messages import Language, Suggestion
from core.planning.plan import AskAction, Asks, PlannedChoice
from core.semantics.query import SemanticQuery
from core.sentences import Text, planning, say, understanding
from core.understanding.derive import Derivation, Readings
from core.understanding.doubt import Near
from core.understanding.instead import other_groups, with_measure
from core.understanding.labels import apart, label_of, understood
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.draft import Draft, Problem
from core.understanding.phrases.types import Split
from core.wording import numbers as wording
from core.wording.describe.describer import Describer
from core.wording.describe.filters import owner_of

CHOICES = 4
_LONG = 160
"""Letters of all choices beyond which the sentence does not repeat them."""
Part = tuple[SemanticQuery, int | None]
"""What is understood of a question, and how many rows it has, where that is known."""
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
    labels = apart([query for query, _ in readings], describer)
    labels = [_settled(reading, label, describer) for label, reading in zip(labels, readings, strict=True)]
    choices = [
        PlannedChoice(id=str(number), label=label, query=query)
        for number, (label, (query, _)) in enumerate(zip(labels, readings, strict=True), start=1)
    ]
    return plan_of(language, "clarify", _sentence(readings, labels, describer), choices=choices[:CHOICES])


def _settled(reading: Near, label: str, describer: Describer) -> str:
    """The words of a doubt that has its own; else the query's."""
    query, found = reading
    if found.draft.asked:
        return capital(found.draft.asked)
    if found.draft.label in _TEXTS:
        return say(_TEXTS[found.draft.label], describer.language)
    return capital(worst_by(query, describer)) if found.draft.label == "worst" else label


def worst_by(query: SemanticQuery, describer: Describer) -> str:
    """By what such things were judged: «por número de fallas», "by maintenance cost"."""
    text = planning.BY_COUNT_OF if query.measures[0].metric is None else planning.BY_MEASURE
    return say(text, describer.language, phrase=_way(query, describer))


def _way(query: SemanticQuery, describer: Describer) -> str:
    """Its measure, or the rows that are counted; what limits the things themselves is the same in every way."""
    name = query.measures[0].metric
    if name is not None:
        return describer.model.metrics[name].label.one[describer.language]
    own = tuple(part for part in query.filters if owner_of(part) == query.dataset)
    return describer.phrase(query.model_copy(update={"filters": own}), None)


def _sentence(readings: Sequence[Near], labels: list[str], describer: Describer) -> str:
    from core.wording.numbers import join

    language = describer.language
    kinds = {reading.draft.label for _, reading in readings}
    homes = {query.dataset for query, _ in readings}
    if all(reading.draft.asked for _, reading in readings):
        return say(understanding.ONE_OF_TWO, language)
    if kinds & {"due", "overdue"}:
        return say(planning.DUE_OR_OVERDUE, language)
    if kinds & {"opened", "open"}:
        return say(planning.OPEN_OR_OPENED, language)
    if kinds == {"worst"}:
        ways = join([_way(query, describer) for query, _ in readings], language, word="or")
        return say(planning.WORST_BY_WHAT, language, ways=ways)
    if len(homes) > 1:
        bag = readings[0][1].bag
        words = " ".join(phrase.head.text for phrase in bag.phrases)
        return say(planning.WHICH_SUBJECT, language, words=words)
    if sum(len(label) for label in labels) > _LONG or any("," in label for label in labels):
        return say(understanding.WHICH_READING, language)
    ways = join([_small(label) for label in labels[:CHOICES]], language, word="or")
    return say(understanding.WHICH_OF, language, ways=ways)


def _small(label: str) -> str:
    """A label inside a sentence: its first word small, unless it is an abbreviation or a name."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


# ---- no reading ----


def ask(readings: Readings, describer: Describer, part: Part | None, knows: Callable[[str], bool]) -> Asks:
    """What stands in the way of the best attempt.

    Args:
        part: what is understood of the question when the words in the way are left out.
        knows: whether a folded word is one of ours.
    """
    language = describer.language
    best = readings.others[0] if readings.others else None
    if best is None and (asked := _split_of_nothing(readings.bag, describer)) is not None:
        return asked
    if best is None:
        strange = _strange(readings.bag)
        subjects = wording.join(describer.model.subjects(language), language, word="or")
        sentence = say(planning.NO_SUBJECT, language, subjects=subjects)
        if strange:
            sentence = f"{_not_known(strange, language)}{_not_all_read(readings.bag, language)} {sentence}"
        return plan_of(language, "clarify", sentence, unknown=strange or _content(readings.bag))
    problem = _first(best.draft)
    match problem.kind:
        case "missing_value":
            return _missing(best.bag, problem, describer)
        case "unknown":
            # A word of ours that stands alone because of a strange one beside it is not what is not known.
            words = tuple(word for word in problem.words if not knows(fold(word))) or problem.words
            sentence = f"{_not_known(words, language)}{_not_all_read(best.bag, language)}"
            return _in_part(sentence, words, describer, part)
        case "not_related":
            return _other_rows(problem, best, describer) or _in_part(
                _not_related(problem, best.draft, describer), (), describer, part
            )
        case "unsortable":
            return plan_of(language, "refused", say(planning.UNSORTABLE, language))
        case "future":
            return plan_of(language, "refused", say(planning.FUTURE_REFUSED, language))
        case "too_complex":
            words = problem.words or _content(best.bag)
            several = len(best.bag.roles("count", "how_much", "how_long")) > 1
            text = understanding.TWO_QUESTIONS if several else planning.TOO_COMPLEX
            return plan_of(language, "clarify", say(text, language), unknown=words)
        case "no_reference":
            return plan_of(
                language, "clarify", say(understanding.NO_REFERENCE, language, words=quoted(problem.words, language))
            )
        case _:
            if choices := with_measure(best, problem, describer):
                return _no_measure(best, problem, choices, describer)
            if part is None:
                sentence = say(planning.UNATTACHED, language, words=quoted(problem.words, language))
            else:
                sentence = say(understanding.NOT_PLACED, language, words=quoted(problem.words, language))
            return _in_part(sentence, problem.words, describer, part)


def _first(draft: Draft) -> Problem:
    order = ("missing_value", "unknown", "no_reference", "future", "not_related")
    return min(draft.problems, key=lambda item: order.index(item.kind) if item.kind in order else len(order))


def _content(bag: Bag | None) -> tuple[str, ...]:
    return tuple(bag.text(place) for place in sorted(bag.content)) if bag is not None else ()


def _strange(bag: Bag | None) -> tuple[str, ...]:
    """The words that nothing knows."""
    if bag is None:
        return ()
    return tuple(bag.text(place) for place in sorted(bag.content) if not bag.phrases[place].head.readings)


def _not_known(words: Sequence[str], language: Language) -> str:
    if len(words) == 1:
        return say(planning.UNKNOWN_WORD, language, words=words[0])
    return say(planning.UNKNOWN_WORDS, language, words=quoted(words, language))


def _not_all_read(bag: Bag | None, language: Language) -> str:
    """That a strange word may be a name that was not read; empty where all names were."""
    from core.wording.numbers import join

    if bag is None:
        return ""
    model, values = bag.model, bag.values
    names = {
        model.datasets[dataset].label.many[language]
        for dataset, field in sorted(values.sampled)
        if not model.field(dataset, field).code and len(values.by_field[dataset, field]) > _A_FEW
    }
    listed = join(sorted(names), language)
    return f" {say(understanding.NOT_ALL_READ, language, names=listed)}" if names else ""


_A_FEW = 60
"""Values of a state or a type, of which a sample has all; names are more."""


def _in_part(sentence: str, words: Sequence[str], describer: Describer, part: Part | None) -> Asks:
    """What is in the way, and what was understood beside it: a button asks that."""
    language = describer.language
    choices = []
    if part is not None:
        query, rows = part
        sentence = f"{sentence} {say(understanding.UNDERSTOOD, language, what=understood(query, describer))}"
        choices.append(PlannedChoice(id="1", label=label_of(query, describer, rows), query=query))
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


def _not_related(problem: Problem, draft: Draft, describer: Describer) -> str:
    language = describer.language
    noun = describer.model.datasets[draft.home].label.many[language]
    return say(planning.NOT_RELATED, language, words=quoted(problem.words, language), noun=noun)


def _no_measure(best: Derivation, problem: Problem, choices: list[PlannedChoice], describer: Describer) -> Asks:
    """Rows without a number to compare them by; those of other facts that have one are the choices."""
    language = describer.language
    label = describer.model.datasets[best.draft.home].label
    rows = (
        f"{'los' if label.gender == 'm' else 'las'} {label.many[language]}"
        if language == "es"
        else label.many[language]
    )
    sentence = say(planning.NO_MEASURE, language, noun=capital(rows), words=quoted(problem.words, language))
    return plan_of(language, "clarify", sentence, choices=choices)


def _split_of_nothing(bag: Bag | None, describer: Describer) -> Asks | None:
    """«Fallas por turno»: no kind of question breaks rows down by what has no part in them."""
    if bag is None or bag.first_noun is None or not bag.splits:
        return None
    split = bag.phrases[bag.splits[0]]
    key = split.keys[0].mention if isinstance(split, Split) else None
    if key is None:
        return None
    for dataset in bag.nouns_at(bag.first_noun):
        reading = Derivation(bag, Draft(dataset), 0.0)
        return _other_rows(Problem("not_related", (key.text,), dataset=dataset), reading, describer)
    return None


def _other_rows(problem: Problem, best: Derivation, describer: Describer) -> Asks | None:
    """Rows that can be broken down as was asked, or these rows by something else."""
    language, draft = describer.language, best.draft
    choices = other_groups(draft, problem, best.bag, describer)
    label = describer.model.datasets[draft.home].label
    rows = f"{'los' if label.gender == 'm' else 'las'} {label.many['es']}" if language == "es" else label.many[language]
    sentence = say(planning.NOT_BROKEN_DOWN, language, words=quoted(problem.words, language), noun=rows)
    return plan_of(language, "clarify", sentence, choices=choices) if choices else None
