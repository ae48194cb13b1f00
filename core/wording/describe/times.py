"""Filters over times and over two fields in words: ages, rows that cover time, the newest related row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.kernel.messages import Column, Language
from core.semantics.model import Condition, SemanticModel
from core.semantics.query import Compare, During, FieldRef, Filter, Lasted, Measure, Related, TimeSpan
from core.semantics.sql.span import unit_of
from core.wording import numbers as wording
from core.wording.describe.modifier import Modifier
from core.wording.describe.periods import at_moment, inside
from core.wording.describe.values import amount, as_text, dataset_noun, label_of
from core.wording.phrases import agree, article, contracted, gender_of

if TYPE_CHECKING:
    # For annotations alone: FilterWords is the front of these functions and hands itself to them.
    from core.wording.describe.filters import FilterWords

_THAN: Final[dict[str, tuple[str, str]]] = {
    "<": ("menor que", "below"),
    "<=": ("no mayor que", "not above"),
    ">": ("mayor que", "above"),
    ">=": ("no menor que", "not below"),
    "=": ("igual a", "equal to"),
    "<>": ("distinto de", "other than"),
}
_MORE: Final[dict[str, tuple[str, str]]] = {
    ">": ("con más {one} que {other}", "with more {one} than {other}"),
    ">=": ("con al menos {one} como {other}", "with no less {one} than {other}"),
    "<": ("con menos {one} que {other}", "with less {one} than {other}"),
    "<=": ("con no más {one} que {other}", "with no more {one} than {other}"),
    "=": ("con tanto de {one} como de {other}", "with as much {one} as {other}"),
    "<>": ("sin tanto de {one} como de {other}", "with another amount of {one} than {other}"),
}


def date_name(model: SemanticModel, ref: FieldRef, language: Language) -> str:
    """A date as a noun: «fecha de solicitud» rather than «solicitada»."""
    field = model.field(ref.dataset, ref.field)
    terms = field.terms[language]
    return terms[0] if terms else label_of(field, language)


def between_dates(model: SemanticModel, span: TimeSpan, language: Language) -> str:
    """«desde la fecha de solicitud», «de la fecha de solicitud a la fecha de inicio», "from request date to start"."""
    since = date_name(model, span.since, language)
    if language == "en":
        if span.until is None:
            return f"since the {since}"
        return f"from the {since} to the {date_name(model, span.until, language)}"
    first = f"{article(since, gender_of(since))} {since}"
    if span.until is None:
        return f"desde {first}"
    until = date_name(model, span.until, language)
    return contracted(f"de {first} a {article(until, gender_of(until))} {until}")


def lasted(words: FilterWords, part: Lasted) -> Modifier:
    """«con más de 10 días desde la fecha de solicitud»."""
    column = Column(
        name="span", label="", kind=kind if (kind := unit_of(words.model, part.span)) != "years" else "number"
    )
    texts = [wording.cell(value, column, words.language, words.currency) for value in part.values]
    said = f"{amount(part.op, texts, words.language)} {between_dates(words.model, part.span, words.language)}"
    return Modifier("last", (f"{'con' if words.spanish else 'with'} {said}",), sort=-2)


@dataclass(frozen=True)
class PastState:
    """A state that rows were in at an earlier time: its label, the verb for many and for one, and when."""

    label: str
    verb: tuple[str, str]
    when: str
    negated: bool = False

    def verb_for(self, *, many: bool) -> str:
        """«estuvieron», «estaba», "were"."""
        return self.verb[0] if many else self.verb[1]


def past_state(words: FilterWords, home: str, part: Filter) -> PastState | None:
    """The state of then that a filter tells: by dates of its own, by the dataset's interval, or by the facts that
    record it; None for other filters."""
    dataset = words.model.datasets[home]
    if isinstance(part, During) and part.dataset == home:
        interval = dataset.interval
        name = part.state or (interval.state if interval is not None else None)
        label = dataset.conditions[name].label.one[words.language] if name else None
        then, negated = part, part.negated
    elif isinstance(part, Related) and part.op is None and not part.latest and len(part.filters) == 1:
        owner = words.model.datasets[part.of or home]
        state = next((item for item in owner.conditions.values() if _recorded(item, part)), None)
        inner = part.filters[0]
        if state is None or not isinstance(inner, During) or inner.negated:
            return None
        label, then, negated = state.label.one[words.language], inner, part.negated
    else:
        return None
    if label is None:
        return None
    when = at_moment(then.at, words.language) if then.at else inside(then.period, words.today, words.language)
    if not words.spanish:
        return PastState(label, ("were", "was"), when, negated)
    # A moment has its state; a stretch of time had it at some point.
    return PastState(label, ("estaban", "estaba") if then.at else ("estuvieron", "estuvo"), when, negated)


def _recorded(condition: Condition, part: Related) -> bool:
    return condition.lasts is not None and condition.lasts.dataset == part.dataset


def was(words: FilterWords, home: str, part: Filter) -> Modifier | None:
    """A state in the past beside its noun: «que estuvieron parados ayer»; None for other filters."""
    state = past_state(words, home, part)
    if state is None:
        return None
    if words.spanish:
        no = "no " if state.negated else ""
        many, one = (f"que {no}{verb} {{}} {state.when}" for verb in state.verb)
    else:
        no = " not" if state.negated else ""
        many, one = (f"that {verb}{no} {{}} {state.when}" for verb in state.verb)
    return Modifier("last", (many,), sort=-3, negated=state.negated, one=one, agrees=state.label)


def during(words: FilterWords, part: During) -> Modifier:
    """«en curso ayer», "under way yesterday"."""
    when = at_moment(part.at, words.language) if part.at else inside(part.period, words.today, words.language)
    if words.spanish:
        return Modifier("last", (f"que no estaban en curso {when}" if part.negated else f"en curso {when}",), sort=-2)
    return Modifier("last", (f"{'not ' if part.negated else ''}under way {when}",), sort=-2)


def two_fields(words: FilterWords, part: Compare, other: FieldRef) -> Modifier:
    """«con existencia menor que mínimo», "with stock below minimum stock"."""
    one = label_of(words.model.field(part.field.dataset, part.field.field), words.language)
    second = label_of(words.model.field(other.dataset, other.field), words.language)
    link = _THAN.get(part.op, _THAN["="])[0 if words.spanish else 1]
    if part.values and isinstance(factor := part.values[0], int | float):
        number = wording.number(factor, words.language)
        times = f"{number} veces {article(second, gender_of(second))}" if words.spanish else f"{number} times the"
        return Modifier("last", (f"{'con' if words.spanish else 'with'} {one} {link} {times} {second}",), sort=-2)
    if words.spanish:
        said = contracted(f"con {one} {link} {article(second, gender_of(second))} {second}")
    else:
        said = f"with {one} {link} the {second}"
    return Modifier("last", (said,), sort=-2)


def newest(words: FilterWords, part: Related) -> str:
    """«cuya última lectura de vibración tiene valor de más de 7», "whose last vibration reading has a value …"."""
    noun, modifiers = words.sorted(part.dataset, part.filters)
    what = words.put(noun, modifiers, 1)
    field = None
    if part.measure is not None and part.measure.field is not None:
        field = words.model.field(part.measure.field.dataset, part.measure.field.field)
    if words.spanish:
        what = f"{agree('último', noun.gender, False)} {what}"
        no = "no " if part.negated else ""
    else:
        what, no = f"last {what}", "not " if part.negated else ""
    if field is None or part.op is None:
        having = {"es": "sin" if part.negated else "con", "en": "without" if part.negated else "with"}
        return f"{having[words.language]} {what}"
    texts = [as_text(field, value, words.language, words.currency) for value in part.values]
    said = amount(part.op, texts, words.language)
    label = label_of(field, words.language)
    if words.spanish:
        whose = "cuya" if noun.gender == "f" else "cuyo"
        return f"{whose} {what} {no}tiene {label} {'de ' if field.is_number else ''}{said}"
    return f"whose {what} has {no}a {label} {'of ' if field.is_number else ''}{said}"


def more_than(words: FilterWords, part: Related, other: Related) -> str:
    """«con más OT correctivas que OT preventivas», "with more parts cost than labor cost"."""
    one, second = (_measured(words, item) for item in (part, other))
    template = _MORE.get(part.op or ">", _MORE[">"])[0 if words.spanish else 1]
    counted = part.measure is None or part.measure.aggregate == "count"
    if counted and not words.spanish:
        template = template.replace("less", "fewer").replace("as much", "as many")
    noun = dataset_noun(words.model.datasets[part.dataset], words.language).many
    if counted and other.dataset == part.dataset:
        # «más OT correctivas que preventivas»: the noun once.
        if words.spanish:
            second = second.removeprefix(f"{noun} ")
        elif one.endswith(f" {noun}") and second.endswith(f" {noun}"):
            one = one.removesuffix(f" {noun}")
    said = template.format(one=one, other=second)
    if part.negated:
        said = f"que no están {said}" if words.spanish else f"that are not {said}"
    return said


def _measured(words: FilterWords, part: Related) -> str:
    measure = part.measure or Measure(aggregate="count")
    phrase = words.phrase(part.dataset, (*part.filters, *measure.only))
    when = f" {inside(part.period, words.today, words.language)}" if part.period is not None else ""
    if measure.metric is None and measure.field is None:
        return f"{phrase}{when}"
    if measure.metric is not None:
        label = words.model.metrics[measure.metric].label.one[words.language]
    else:
        assert measure.field is not None
        label = label_of(words.model.field(measure.field.dataset, measure.field.field), words.language)
    own = dataset_noun(words.model.datasets[part.dataset], words.language).many
    scope = "" if phrase == own else f" {'de' if words.spanish else 'of'} {phrase}"
    return f"{label}{scope}{when}"
