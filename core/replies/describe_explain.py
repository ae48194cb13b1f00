"""How an answer was computed, said precisely: «Conté las OT con estado abierta, en proceso o en espera …»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from core.replies import wording
from core.replies.describe_periods import dates
from core.replies.describe_values import dataset_noun, is_place, label_of, template_of
from core.replies.phrases import Noun, agree, article, contracted, gender_of, within
from core.semantics.model import Condition, Metric
from core.semantics.query import Compare, Filter, Named, SemanticQuery
from core.sentences import explain as texts
from core.sentences import say

if TYPE_CHECKING:
    from core.replies.describe import Describer

_ENUM: Final = re.compile(r"^(\w+) (=|<>|IN) (.+)$")
_WORDS: Final = re.compile(r"'([^']*)'")
_COLUMNS: Final = re.compile(r"^(?:DAY_OF\()?(\w+)\)? (<=|<|>=|>|=) (?:DAY_OF\()?(\w+)\)?$")
_TODAY: Final = re.compile(r"^(\w+) (<|<=|>|>=) :today$")
_NULL: Final = re.compile(r"^(\w+) IS (NOT )?NULL$")
_NUMBER: Final = re.compile(r"^(\w+) (<|<=|>|>=|=) (\d+)$")


def explained(describer: Describer, query: SemanticQuery) -> str:
    """One or two sentences, in the describer's language."""
    language = describer.language
    sentence = f"{_opening(describer, query)}{_conditions(describer, query)}{_period(describer, query)}."
    groups = [_group(describer, index, query) for index in range(len(query.groups))]
    if groups:
        sentence += " " + say(texts.GROUPED, language, by=wording.join(groups, language))
    if query.compare_to is not None:
        sentence += " " + say(texts.COMPARED, language, days=dates(query.compare_to, language))
    if query.limit is not None:
        sentence += " " + say(texts.CUT, language, count=query.limit)
    notes = [
        definition
        for measure in query.measures
        if measure.metric and (definition := definition_words(describer, describer.model.metrics[measure.metric]))
    ]
    for note in dict.fromkeys(notes):
        sentence += " " + say(texts.DEFINITION, language, definition=note)
    return sentence


def definition_words(describer: Describer, metric: Metric | None) -> str | None:
    """A metric's definition without the numbers of one answer: «media de horas entre inicio y cierre de OT …»."""
    template = (metric.context.get("definition") or {}).get(describer.language) if metric is not None else None
    if metric is None or not template:
        return None
    spanish = describer.language == "es"
    text = str(template)
    text = re.sub(r"^\{numerator\} (de|of) \{\w+\}", "cuántas de las" if spanish else "how many of the", text)
    text = re.sub(r"\{numerator\} (\w+) (?:de|of) \{\w+\}", r"\1 entre las" if spanish else r"\1 among", text)
    text = text.replace("{period_hours} h", "horas del periodo" if spanish else "hours of the period")
    for base in metric.bases:
        dataset = describer.model.metrics[base].dataset
        many = describer.model.datasets[dataset].label.many[describer.language] if dataset else ""
        text = text.replace(f"{{{base}}} h ", "horas " if spanish else "hours ")
        text = re.sub(rf"\{{{base}\}} {re.escape(many)}\b", many, text)
        text = text.replace(f"{{{base}}} ×", f"{many} ×")
    return re.sub(r"\{\w+\} ?", "", text)


def _opening(describer: Describer, query: SemanticQuery) -> str:
    language = describer.language
    home = describer.subject(query)
    noun = dataset_noun(describer.model.datasets[home], language)
    rows = f"{article(noun.many, noun.gender, True)} {noun.many}" if language == "es" else noun.many
    if not query.measures:
        text = texts.LOOKED_UP if query.shape == "lookup" else texts.LISTED
        return say(text, language, rows=rows)
    measure = query.measures[0]
    if (
        len(query.measures) == 1
        and measure.metric is None
        and measure.field is None
        and measure.aggregate in ("count", None)
    ):
        return say(texts.COUNTED, language, rows=rows)
    if len(query.measures) == 1 and measure.aggregate == "share":
        only = [describer.words.predicate(home, part, many=True) for part in measure.only]
        return say(texts.SHARED, language, rows=rows, only=wording.join(only, language))
    names = []
    for item in query.measures:
        metric = describer.model.metrics[item.metric] if item.metric else None
        label = (
            metric.label.many[language] if metric else describer.measure(query.model_copy(update={"filters": ()}), item)
        )
        if language == "es":
            gender = metric.label.gender if metric else gender_of(label)
            label = f"{article(label, gender, label.split()[0].endswith('s'))} {label}"
        names.append(label)
    additive = (
        len(query.measures) == 1 and measure.metric is not None and describer.model.metrics[measure.metric].additive
    )
    text = texts.SUMMED if additive else texts.COMPUTED
    return say(
        text,
        language,
        measures=wording.join(names, language),
        rows=contracted(f"de {rows}") if language == "es" else f"of {rows}",
    )


def _group(describer: Describer, index: int, query: SemanticQuery) -> str:
    from core.replies.describe_restated import group_words

    return group_words(describer, query.groups[index])


# ---- which rows ----


def _conditions(describer: Describer, query: SemanticQuery) -> str:
    home = describer.subject(query)
    parts = list(query.filters)
    for measure in query.measures:
        metric = describer.model.metrics[measure.metric] if measure.metric else None
        if metric is not None and metric.dataset == home:
            parts += [Named(dataset=home, condition=name) for name in metric.context.get("where", ())]
    own, foreign = [], []
    for part in dict.fromkeys(parts):
        text, outside = _said(describer, home, part)
        (foreign if outside else own).append(text)
    if not query.everyone and not _population_spoken(describer, query, home):
        condition = describer.model.datasets[home].population
        if condition is not None:
            own.append(_of_condition(describer, condition) or condition.label.one[describer.language])
    joined = wording.join(own, describer.language) if own else ""
    return "".join(f" {text}" for text in (joined, *foreign) if text)


def _population_spoken(describer: Describer, query: SemanticQuery, home: str) -> bool:
    from core.semantics.population import lifts_population

    return lifts_population(describer.model, home, query.filters, query.groups)


def _said(describer: Describer, home: str, part: Filter) -> tuple[str, bool]:
    """A filter precisely, and whether it is about another dataset («cuyo equipo …»)."""
    language = describer.language
    if isinstance(part, Named) and not part.negated and part.period is None:
        condition = describer.model.datasets[part.dataset].conditions[part.condition]
        text = _of_condition(describer, condition)
        if text is not None:
            return (
                (text, False)
                if part.dataset == home
                else (f"{_whose(describer, home, part.dataset, '')} {_has(text, language)}", True)
            )
    if isinstance(part, Named) and part.period is not None and not part.negated:
        condition = describer.model.datasets[part.dataset].conditions[part.condition]
        if condition.window:
            period = part.period
            if condition.context.get("window_current") == "until_end" and period.relative == "current":
                period = period.model_copy(update={"start": None})
            label = label_of(describer.model.field(part.dataset, condition.window), language)
            link = "con" if language == "es" else "with"
            return f"{link} {label} {_days(dates(period, language), language)}", False
    if isinstance(part, Compare) and part.op in ("=", "in") and part.values:
        return _compared(describer, home, part)
    made = describer.words.modifier(home if getattr(part, "dataset", home) == home else home, part)
    noun = dataset_noun(describer.model.datasets[home], language)
    return made.said(language, noun.gender, True), False


def _days(text: str, language: str) -> str:
    if language == "es" and text[:1].isdigit():
        return f"del {text}"
    return f"from {text}" if text[:1].isdigit() else text


def _compared(describer: Describer, home: str, part: Compare) -> tuple[str, bool]:
    language = describer.language
    field = describer.model.field(part.field.dataset, part.field.field)
    values = wording.join([field.value_label(value, language) for value in part.values], language, word="or")
    if field.dataset == home:
        noun = dataset_noun(describer.model.datasets[home], language)
        if field.context.get("adjective"):
            values = (
                wording.join(
                    [agree(field.value_label(value, "es"), noun.gender, False) for value in part.values],
                    "es",
                    word="or",
                )
                if language == "es"
                else values
            )
        return f"{'con' if language == 'es' else 'with'} {label_of(field, language)} {values}", False
    meaning = describer.model.datasets[field.dataset]
    template = template_of(field, part.values[0], language)
    if template is not None and is_place(template) and field.name == meaning.identity:
        place = meaning.label.one[language]
        where = f"está en el {place} {values}" if language == "es" else f"is in the {values} {place}"
        if language == "es" and article(place, meaning.label.gender) == "la":
            where = f"está en la {place} {values}"
        return f"{_whose(describer, home, field.dataset, 'x')} {where}", True
    label = label_of(field, language)
    if field.name == meaning.identity:
        if language == "es":
            owner = Noun(meaning.label.one["es"], meaning.label.many["es"], meaning.label.gender)
            return f"{'cuya' if owner.gender == 'f' else 'cuyo'} {owner.one} es {values}", True
        return f"whose {meaning.label.one['en']} is {values}", True
    has = f"tiene {label} {values}" if language == "es" else f"has {label} {values}"
    return f"{_whose(describer, home, field.dataset, '')} {has}", True


def _whose(describer: Describer, home: str, dataset: str, through: str) -> str:
    """«cuyo equipo»: the dataset itself, or for a place the one that lies in it."""
    path = describer.model.path(home, dataset) or ()
    name = path[-1].source if through and len(path) > 1 else dataset
    if through and len(path) <= 1:
        return {"es": "que", "en": "whose place"}[describer.language] if describer.language == "es" else "that"
    label = describer.model.datasets[name].label
    if describer.language == "es":
        return f"{'cuya' if label.gender == 'f' else 'cuyo'} {label.one['es']}"
    return f"whose {label.one['en']}"


def _has(text: str, language: str) -> str:
    """«con estado x» → «tiene estado x»."""
    if language == "es":
        return f"tiene {text.removeprefix('con ')}" if text.startswith("con ") else f"está {text}"
    return f"has {text.removeprefix('with ')}" if text.startswith("with ") else f"is {text}"


def _of_condition(describer: Describer, condition: Condition) -> str | None:
    """A condition by what it tests: «con estado abierta, en proceso o en espera de refacciones»; None if unreadable."""
    pieces = [_piece(describer, condition, text.strip()) for text in condition.expression.split(" AND ")]
    if any(piece is None for piece in pieces):
        return None
    first, *rest = [piece for piece in pieces if piece]
    link = "con " if describer.language == "es" else "with "
    said = [first, *(piece.removeprefix(link) for piece in rest)]
    return wording.join(said, describer.language)


def _piece(describer: Describer, condition: Condition, text: str) -> str | None:
    language = describer.language
    fields = describer.model.datasets[condition.dataset].fields
    link = "con" if language == "es" else "with"
    if found := _NULL.match(text):
        name = fields[found[1]].label.one[language] if found[1] in fields else condition.label.one[language]
        if found[1] not in fields:
            return condition.label.one[language]
        without = {"es": "sin" if not found[2] else "con", "en": "without" if not found[2] else "with"}[language]
        return f"{without} {within(name)}"
    if found := _TODAY.match(text):
        before = {
            "<": ("anterior al", "before"),
            "<=": ("hasta el", "until"),
            ">": ("posterior al", "after"),
            ">=": ("desde el", "from"),
        }
        word = before[found[2]][0 if language == "es" else 1]
        return f"{link} {_date_name(describer, condition, found[1])} {word} {wording.day(describer.today, language)}"
    if found := _NUMBER.match(text):
        words = {
            "<": ("menor que", "below"),
            "<=": ("hasta", "at most"),
            ">": ("mayor que", "above"),
            ">=": ("desde", "at least"),
            "=": ("de", "of"),
        }
        return (
            f"{link} {label_of(fields[found[1]], language)} {words[found[2]][0 if language == 'es' else 1]} {found[3]}"
        )
    if (found := _ENUM.match(text)) and found[1] in fields and _WORDS.findall(found[3]):
        return _enumerated(describer, condition, found)
    if (found := _COLUMNS.match(text)) and found[1] in fields and found[3] in fields:
        words = {
            "<": ("menor que", "below"),
            "<=": ("no posterior a", "no later than"),
            ">": ("posterior a", "after"),
            ">=": ("desde", "at least"),
            "=": ("igual a", "equal to"),
        }
        one, other = _date_name(describer, condition, found[1]), _date_name(describer, condition, found[3])
        return f"{link} {one} {words[found[2]][0 if language == 'es' else 1]} {other}"
    if (found := re.match(r"^(\w+) = (TRUE|FALSE)$", text)) and found[1] in fields:
        return (
            condition.label.many[language]
            if language == "en"
            else agree(condition.label.one["es"], describer.model.datasets[condition.dataset].label.gender, True)
        )
    return None


def _date_name(describer: Describer, condition: Condition, name: str) -> str:
    """«fecha de vencimiento» rather than «vence»."""
    field = describer.model.field(condition.dataset, name)
    terms = field.terms[describer.language]
    return terms[0] if field.is_date and terms else label_of(field, describer.language)


def _enumerated(describer: Describer, condition: Condition, found: re.Match[str]) -> str:
    language = describer.language
    field = describer.model.field(condition.dataset, found[1])
    values = [field.value_label(value, language) for value in _WORDS.findall(found[3])]
    listed = wording.join(values, language, word="or")
    label = label_of(field, language)
    if found[2] == "<>":
        return f"con {label} distinto de {listed}" if language == "es" else f"with {label} other than {listed}"
    return f"con {label} {listed}" if language == "es" else f"with {label} {listed}"


# ---- when ----


def _period(describer: Describer, query: SemanticQuery) -> str:
    if query.period is None:
        return ""
    from core.replies.describe_assumptions import date_label

    days = dates(query.period, describer.language)
    label = date_label(describer, query)
    if label is None:
        return f", {_days(days, describer.language)}"
    link = "con" if describer.language == "es" else "with"
    return f", {link} {label} {_days(days, describer.language)}"


def both(items: Iterator[str]) -> list[str]:
    """A list of the texts that say something."""
    return [item for item in items if item]
