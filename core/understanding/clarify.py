"""Turns what stands in the way of a draft into a question with choices, or an honest refusal."""

from __future__ import annotations

from collections.abc import Sequence

from core.kernel.messages import Language, Suggestion
from core.planning.plan import AskAction, Asks, PlannedChoice
from core.semantics.query import Compare, Dated, FieldRef, GroupBy, Measure, Named, SemanticQuery
from core.sentences import Text, planning, say
from core.understanding.draft import Draft, Obstacle
from core.understanding.judging import ways_of
from core.understanding.periods import TimeExpression
from core.understanding.readings import FieldIs, Time, ValueIs
from core.understanding.state import ReadingState
from core.wording.describe.describer import Describer

_CHOICES = 4


def ask(state: ReadingState, draft: Draft, describer: Describer, without: Draft | None) -> Asks:
    """The Plan that asks about a draft's first problem.

    Args:
        without: the draft of the same question without the words that are not known, if that one is clean.
    """
    problem = _first(draft)
    language = state.language
    match problem.kind:
        case "unknown":
            return _unknown(state, problem, language, describer, without)
        case "missing_value":
            return _missing(state, problem, language)
        case "ambiguous_value":
            return _which_value(state, problem, language)
        case "ambiguous_subject":
            return _which_subject(problem, language, describer)
        case "ambiguous_date":
            return _which_date(state, draft, problem, language)
        case "ambiguous_worst":
            return _worst(state, draft, problem, describer)
        case "ambiguous_open" | "ambiguous_share":
            return _options(problem, language)
        case "ambiguous_measure":
            return _which_measure(problem, language, describer)
        case "no_measure":
            return _no_measure(problem, draft, describer)
        case "not_related":
            return _not_related(state, draft, problem, language, describer)
        case "no_subject":
            return plan_of(language, "clarify", say(planning.NO_SUBJECT, language), unknown=_content(state))
        case "future":
            return plan_of(language, "refused", say(planning.FUTURE_REFUSED, language))
        case "unsortable":
            return plan_of(language, "refused", say(planning.UNSORTABLE, language), unknown=problem.words)
        case "too_complex":
            return plan_of(
                language, "clarify", say(planning.TOO_COMPLEX, language), unknown=problem.words or _content(state)
            )
        case _:
            return plan_of(
                language,
                "clarify",
                say(planning.UNATTACHED, language, words=quoted(problem.words, language)),
                unknown=problem.words,
            )


def _first(draft: Draft) -> Obstacle:
    order = ("missing_value", "unknown", "ambiguous_value", "ambiguous_worst", "ambiguous_date", "not_related")
    return min(draft.problems, key=lambda problem: order.index(problem.kind) if problem.kind in order else len(order))


def plan_of(
    language: Language,
    action: AskAction,
    sentence: str,
    *,
    choices: Sequence[PlannedChoice] = (),
    suggestions: Sequence[Suggestion] = (),
    unknown: Sequence[str] = (),
) -> Asks:
    """A Plan that asks, helps or declines."""
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


def _content(state: ReadingState) -> tuple[str, ...]:
    return tuple(mention.text for mention in state.mentions if mention.is_content)


def _value_of(state: ReadingState, word: str) -> Obstacle | None:
    """«el área de Fundición»: an unknown word behind a field's name is a value that does not exist."""
    place = next((index for index, mention in enumerate(state.mentions) if mention.text == word), None)
    before = state.before(place) if place is not None else None
    if before is None or not state.mentions[before].can(FieldIs) or state.mentions[before].role("who"):
        return None  # behind «quién» stands what somebody did, not who it was
    refs = [item.ref for item in state.mentions[before].all(FieldIs)]
    known = [ref for ref in refs if (ref.dataset, ref.field) in state.values.by_field]
    if len({str(ref) for ref in known}) != 1 or state.model.field(known[0].dataset, known[0].field).kind != "text":
        return None
    ref = known[0]
    near = state.values.nearest(ref.dataset, ref.field, word)
    few = state.values.by_field[(ref.dataset, ref.field)]
    if not near and len(few) <= _CHOICES * 2:
        near = list(few[:_CHOICES])
    return Obstacle("missing_value", (word,), ref=ref, near=tuple(near))


def _unknown(
    state: ReadingState, problem: Obstacle, language: Language, describer: Describer, without: Draft | None
) -> Asks:
    words = problem.words
    named = _value_of(state, words[0])
    if named is not None:
        return _missing(state, named, language)
    if len(words) == 1:
        sentence = say(planning.UNKNOWN_WORD, language, words=words[0])
    else:
        sentence = say(planning.UNKNOWN_WORDS, language, words=quoted(words, language))
    choices = []
    if without is not None:
        query = without.query()
        phrase = describer.phrase(query, None)
        sentence = f"{sentence} {say(planning.WITHOUT_IT, language, phrase=phrase)}"
        choices.append(PlannedChoice(id="1", label=say(planning.YES_COUNT, language, phrase=phrase), query=query))
    return plan_of(language, "clarify", sentence, choices=choices, unknown=words)


def _missing(state: ReadingState, problem: Obstacle, language: Language) -> Asks:
    text = " ".join(problem.words)
    noun = "valor" if language == "es" else "value"
    if problem.ref is not None:
        noun = state.model.field(problem.ref.dataset, problem.ref.field).label.one[language].lower()
        meaning = state.model.datasets[problem.ref.dataset]
        if problem.ref.field == meaning.identity:
            noun = meaning.label.one[language]
    sentence = say(planning.MISSING_VALUE, language, noun=noun, text=text)
    choices = [
        PlannedChoice(id=str(number), label=value, text=_with(state, text, value))
        for number, value in enumerate(problem.near[:3], start=1)
    ]
    if choices:
        from core.wording.numbers import join

        near = join([choice.label for choice in choices], language, word="or")
        sentence = f"{sentence} {say(planning.DID_YOU_MEAN, language, near=near)}"
    return plan_of(language, "clarify", sentence, choices=choices)


def _with(state: ReadingState, text: str, value: str) -> str:
    """The question with another value in the place of a missing one («embotellado 2» may be two words)."""
    whole = " ".join(mention.text for mention in state.mentions)
    return whole.replace(text, value, 1)


def _which_value(state: ReadingState, problem: Obstacle, language: Language) -> Asks:
    text = " ".join(problem.words)
    choices = []
    if problem.near and problem.ref is not None:
        for number, value in enumerate(problem.near[:_CHOICES], start=1):
            words = [value if mention.text == text else mention.text for mention in state.mentions]
            choices.append(PlannedChoice(id=str(number), label=value, text=" ".join(words)))
    else:
        for number, option in enumerate(problem.options[:_CHOICES], start=1):
            dataset = option.key.replace(":", ".").split(".")[0]
            noun = state.model.datasets[dataset].label.many[language]
            words = [f"{noun} {mention.text}" if mention.text == text else mention.text for mention in state.mentions]
            choices.append(PlannedChoice(id=str(number), label=f"{text} ({noun})", text=" ".join(words)))
    return plan_of(language, "clarify", say(planning.WHICH_VALUE, language, text=text), choices=choices)


def _which_subject(problem: Obstacle, language: Language, describer: Describer) -> Asks:
    choices = [
        PlannedChoice(id=str(number), label=_capital(describer.phrase(option.query, None)), query=option.query)
        for number, option in enumerate(problem.options[:_CHOICES], start=1)
        if option.query is not None
    ]
    words = " ".join(problem.words)
    return plan_of(language, "clarify", say(planning.WHICH_SUBJECT, language, words=words), choices=choices)


def _options(problem: Obstacle, language: Language) -> Asks:
    texts = {
        "opened": planning.OPENED_THEN,
        "open": planning.STILL_OPEN,
        "due": planning.FELL_DUE_THEN,
        "overdue": planning.ALL_OVERDUE,
    }
    keys = {option.key for option in problem.options}
    sentence = planning.SHARE_OF_WHAT
    if problem.kind == "ambiguous_open":
        sentence = planning.DUE_OR_OVERDUE if "due" in keys else planning.OPEN_OR_OPENED
    choices = [
        PlannedChoice(
            id=str(number),
            label=say(texts[option.key], language) if option.key in texts else option.text,
            query=option.query,
        )
        for number, option in enumerate(problem.options[:_CHOICES], start=1)
    ]
    return plan_of(language, "clarify", say(sentence, language), choices=choices)


def _which_date(state: ReadingState, draft: Draft, problem: Obstacle, language: Language) -> Asks:
    expression = next(
        (reading.expression for mention in state.mentions if (reading := mention.first(Time)) is not None), None
    )
    choices: list[PlannedChoice] = []
    if expression is not None and draft.home is not None and draft.shape is not None:
        for option in problem.options:
            query = _dated(state, draft, option.key, expression)
            text: Text = planning.DATE_NAMES.get(option.key) or {
                "es": state.model.field(draft.home, option.key).label.one["es"],
                "en": state.model.field(draft.home, option.key).label.one["en"],
            }
            choices.append(PlannedChoice(id=str(len(choices) + 1), label=say(text, language), query=query))
    return plan_of(
        language,
        "clarify",
        say(planning.WHICH_DATE, language, text=" ".join(problem.words)),
        choices=choices[:_CHOICES],
    )


def _dated(state: ReadingState, draft: Draft, field: str, expression: TimeExpression) -> SemanticQuery:
    assert draft.home is not None
    ref = FieldRef(dataset=draft.home, field=field)
    ahead = state.model.field(draft.home, field).ahead
    period = expression.resolve(state.today, ahead=ahead)
    return draft.query().model_copy(update={"filters": (*draft.filters, Dated(field=ref, period=period))})


def _worst(state: ReadingState, draft: Draft, problem: Obstacle, describer: Describer) -> Asks:
    from core.wording.numbers import join

    language = describer.language
    ways = ways_of(state, draft, problem, describer)
    choices = [
        PlannedChoice(id=str(number), label=label, query=query) for number, (label, _, query) in enumerate(ways, 1)
    ]
    said = join([short for _, short, _ in ways], language, word="or")
    return plan_of(language, "clarify", say(planning.WORST_BY_WHAT, language, ways=said), choices=choices)


def _which_measure(problem: Obstacle, language: Language, describer: Describer) -> Asks:
    """A word that means a field of the rows as well as what was measured of them; each reading in its own words."""
    choices = [
        PlannedChoice(id=str(number), label=_capital(describer.phrase(option.query, None)), query=option.query)
        for number, option in enumerate(problem.options[:_CHOICES], start=1)
        if option.query is not None
    ]
    return plan_of(language, "clarify", say(planning.WHICH_MEASURE, language), choices=choices)


def _no_measure(problem: Obstacle, draft: Draft, describer: Describer) -> Asks:
    """«La falla más larga»: its rows have no such measure; those of other facts do, and are offered."""
    language = describer.language
    noun = describer.model.datasets[problem.dataset or draft.home or ""].label
    article = {"m": "Los", "f": "Las"}[noun.gender] if language == "es" else ""
    name = f"{article} {noun.many[language]}".strip() if language == "es" else _capital(noun.many[language])
    choices = [
        PlannedChoice(id=str(number), label=_measure_of(describer, option.key), text=option.text)
        for number, option in enumerate(problem.options[:_CHOICES], start=1)
    ]
    sentence = say(planning.NO_MEASURE, language, noun=name, words=quoted(problem.words, language))
    return plan_of(language, "clarify", sentence, choices=choices, unknown=() if choices else problem.words)


def _measure_of(describer: Describer, key: str) -> str:
    """The rows of another fact with the field that they are compared by: «Paros por duración»."""
    dataset, _, name = key.partition(".")
    rows = _capital(describer.model.datasets[dataset].label.many[describer.language])
    field = describer.model.field(dataset, name).label.one[describer.language].lower()
    return f"{rows} por {field}" if describer.language == "es" else f"{rows} by {field}"


def _not_related(
    state: ReadingState, draft: Draft, problem: Obstacle, language: Language, describer: Describer
) -> Asks:
    words = quoted(problem.words, language)
    noun = state.model.datasets[draft.home].label.many[language] if draft.home else ""
    shift = next(
        (
            place
            for place in range(len(state.mentions))
            if state.mentions[place].text in problem.words and _about_shift(state, place)
        ),
        None,
    )
    if shift is not None and draft.home is not None and draft.shape is not None:
        article = {"m": "los", "f": "las"}[state.model.datasets[draft.home].label.gender]
        article = f"{article} {noun}" if language == "es" else noun
        return plan_of(
            language,
            "clarify",
            say(planning.SHIFT_OF_TECHNICIAN, language, noun=article),
            choices=_instead_of_shift(state, draft, describer),
        )
    return plan_of(language, "clarify", say(planning.NOT_RELATED, language, words=words, noun=noun), unknown=())


def _about_shift(state: ReadingState, place: int) -> bool:
    """The word is about a field of the people who do the work."""
    mention = state.mentions[place]
    refs = [item.ref for item in mention.all(FieldIs)] + [item.ref for item in mention.all(ValueIs)]
    return any(ref.field == "shift" and state.model.datasets[ref.dataset].who for ref in refs)


def _instead_of_shift(state: ReadingState, draft: Draft, describer: Describer) -> list[PlannedChoice]:
    """Orders by shift with the like condition, or the same rows by area."""
    assert draft.home is not None
    choices: list[PlannedChoice] = []
    shift = FieldRef(dataset="technician", field="shift")
    count = Measure(aggregate="count")
    names = {item.condition for item in draft.filters if isinstance(item, Named)}
    orders = state.model.datasets.get("work_order")
    if orders is not None and draft.home != "work_order" and "technician" in state.model.datasets:
        like = tuple(Named(dataset="work_order", condition=name) for name in sorted(names) if name in orders.conditions)
        places = tuple(item for item in draft.filters if isinstance(item, Compare))
        query = SemanticQuery(
            dataset="work_order",
            shape="breakdown",
            measures=(count,),
            groups=(GroupBy(field=shift),),
            filters=(*like, *places),
        )
        choices.append(PlannedChoice(id="1", label=_by(describer, query, "turno", "shift"), query=query))
    area = FieldRef(dataset="area", field="name")
    if "area" in state.model.datasets and state.model.reaches(draft.home, "area"):
        query = draft.query().model_copy(
            update={
                "shape": "breakdown",
                "measures": tuple(draft.measures) or (count,),
                "groups": (GroupBy(field=area),),
            }
        )
        choices.append(
            PlannedChoice(id=str(len(choices) + 1), label=_by(describer, query, "área", "area"), query=query)
        )
    return choices


def _by(describer: Describer, query: SemanticQuery, spanish: str, english: str) -> str:
    phrase = _capital(describer.phrase(query, None))
    return f"{phrase} por {spanish}" if describer.language == "es" else f"{phrase} by {english}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
