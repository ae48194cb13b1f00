"""Filters in words: each becomes a modifier of its noun, and a noun with its modifiers a phrase that agrees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from core.kernel.messages import Cell, Column, Language
from core.semantics.model import Field, SemanticModel
from core.semantics.query import (
    AnyOf,
    Compare,
    Dated,
    During,
    FieldRef,
    Filter,
    Lasted,
    Measure,
    Named,
    Not,
    Related,
)
from core.wording import numbers as wording
from core.wording.describe import times
from core.wording.describe.implied import opposite_of, telling
from core.wording.describe.modifier import PREDICATIVE, RANK, Modifier, tied
from core.wording.describe.periods import inside
from core.wording.describe.values import (
    amount,
    as_text,
    compared,
    dataset_noun,
    is_name,
    is_place,
    joined_noun,
    label_of,
    noun_in,
    template_of,
)
from core.wording.phrases import Noun, agree, copula, fixed, is_participle


class FilterWords:
    """Puts filters into words over one model, in one language."""

    def __init__(self, model: SemanticModel, language: Language, currency: str, today: date) -> None:
        self.model, self.language, self.currency, self.today = model, language, currency, today
        self.spanish = language == "es"

    # ---- one filter ----

    def modifier(self, home: str, part: Filter) -> Modifier:
        """What a filter adds to the noun of ``home``, whose own it is."""
        match part:
            case Compare(other=FieldRef() as other):
                return times.two_fields(self, part, other)
            case Compare():
                return self._compare(home, part)
            case Lasted():
                return times.lasted(self, part)
            case During():
                return times.was(self, part.dataset, part) or times.during(self, part)
            case Named():
                return self._named(part)
            case Dated():
                return Modifier("last", (self._dated(part, True),), one=self._dated(part, False))
            case Related():
                return times.was(self, home, part) or Modifier("last", (self._related(part),), sort=-1)
            case AnyOf():
                return self._any(home, part)
            case Not():
                return self._which_not(home, part.part)

    def _compare(self, home: str, part: Compare) -> Modifier:
        field = self.model.field(part.field.dataset, part.field.field)
        negated = part.op in ("<>", "not in")
        if part.op not in ("=", "in", "<>", "not in") or not part.values:
            return Modifier("last", (compared(field, part.op, part.values, self.language, self.currency),), sort=-2)
        if negated:
            return self._excluded(home, field, part)
        nouns = [noun_in(field, value, self.language) for value in part.values]
        if part.field.dataset == home and all(nouns):
            return Modifier("noun", noun=joined_noun([noun for noun in nouns if noun], self.language))
        if field.dataset == home and is_name(self.model, field):
            names = wording.join([str(value) for value in part.values], self.language)
            return Modifier("after", (names,), sort=-9, single=len(part.values) == 1)
        templates = [template_of(field, value, self.language) for value in part.values]
        texts = [self._status(field, value) for value in part.values]
        kinds = field.adjective and not all(templates)  # «por fuga»: a phrase of its own is how it is said
        if kinds or all(item == "{value}" for item in templates):
            made = self._adjective(texts, sort=0 if kinds else 1)
            return replace(made, link="and") if kinds else made
        if not all(templates):
            if field.kind == "boolean" and field.value_entry(part.values[0]) is not None:
                return self._adjective(texts, sort=1)
            return Modifier("after", (compared(field, part.op, part.values, self.language, self.currency),), sort=2)
        return self._templated(field, [item or "" for item in templates], texts)

    def _status(self, field: Field, value: Cell) -> str:
        """A value's words; those of the condition that is just this value where there is one ("in maintenance")."""
        same = f"{field.expression} = '{value}'"
        for condition in self.model.datasets[field.dataset].conditions.values():
            if (
                condition.expression == same
                and condition.name != f"status_{value}"
                and field.phrase.get("en") == "{value}"
            ):
                return condition.label.one[self.language]
        return as_text(field, value, self.language, self.currency)

    def _adjective(self, texts: Sequence[str], *, sort: int, condition: str | None = None) -> Modifier:
        """Words that agree in Spanish and stand before the noun in English, where they can."""
        if self.spanish:
            later = 5 if any(fixed(text) for text in texts) else 0
            return Modifier("adjective", tuple(texts), sort=sort + later, condition=condition)
        if all(" " not in text and text not in PREDICATIVE for text in texts):
            return Modifier("before", tuple(texts), sort=-sort, condition=condition)
        verbal = any(text in PREDICATIVE for text in texts) or (
            len(texts) > 1 and not all(" " in text for text in texts)
        )
        said = wording.join(list(texts), "en", word="or")
        one = f"that is {said}" if verbal else None
        return Modifier("after", (f"that are {said}" if verbal else said,), sort=-5, condition=condition, one=one)

    def _templated(self, field: Field, templates: Sequence[str], texts: Sequence[str]) -> Modifier:
        """Values inside the field's phrase: «en Bottling y Welding», "high- and medium-priority"."""
        same = len(set(templates)) == 1
        place = is_place(templates[0])
        word: Literal["and", "or"] = "and" if place or is_name(self.model, field) else "or"
        attributive = not self.spanish and all(" " not in item for item in templates)
        if attributive:
            shown = [item.format(value=text) for item, text in zip(templates, texts, strict=True)]
            return Modifier("before", tuple(shown), sort=1)
        if same:
            said = templates[0].format(value=wording.join(list(texts), self.language, word=word))
        else:
            each = [item.format(value=text) for item, text in zip(templates, texts, strict=True)]
            said = wording.join(each, self.language, word=word)
        return Modifier("where" if place else "after", (said,))

    def _excluded(self, home: str, field: Field, part: Compare) -> Modifier:
        """«que no son preventivas», «fuera de Welding», "other than pumps"."""
        texts = [as_text(field, value, self.language, self.currency) for value in part.values]
        listed = wording.join(texts, self.language)
        templates = [template_of(field, value, self.language) for value in part.values]
        if templates[0] and is_place(templates[0]):
            own = (
                f"la planta {listed}"
                if field.name != self.model.datasets[field.dataset].identity and self.spanish
                else listed
            )
            return Modifier("where", (f"fuera de {own}" if self.spanish else f"outside {listed}",), negated=True)
        if is_name(self.model, field) and not home:
            said = (templates[0] or "{value}").format(value=wording.join(texts, self.language, word="or"))
            said = said if templates[0] != "{value}" else f"{'de' if self.spanish else 'of'} {said}"
            return Modifier("last", (f"que no son {said}" if self.spanish else f"that are not {said}",), negated=True)
        if is_name(self.model, field):
            return Modifier(
                "last", (f"excepto {listed}" if self.spanish else f"except {listed}",), sort=9, negated=True
            )
        nouns = [noun_in(field, value, self.language) for value in part.values]
        if all(nouns) and not self.spanish:
            many = joined_noun([noun for noun in nouns if noun], self.language).many
            return Modifier("last", (f"other than {many}",), sort=-3, negated=True)
        positive = part.model_copy(update={"op": "in"})
        return self._which_not(home if field.dataset == home else field.dataset, positive)

    def _which_not(self, home: str, part: Filter) -> Modifier:
        """«que no son bombas», for one row «que no es bomba»."""
        neither = " ni " if self.spanish else " or "
        link = r" (?:y|e|o|u) " if self.spanish else r" and "
        many, one = (re.sub(link, neither, self.predicate(home, part, many=count)) for count in (True, False))
        if self.spanish:
            return Modifier("last", (f"que no {many}",), sort=-3, negated=True, one=f"que no {one}")
        return Modifier("last", (f"that are not {many}",), sort=-3, negated=True, one=f"that is not {one}")

    def _named(self, part: Named) -> Modifier:
        condition = self.model.datasets[part.dataset].conditions[part.condition]
        if part.negated and part.period is None and (opposite := opposite_of(self.model, part)) is not None:
            return self._named(opposite)
        label = condition.label.one[self.language]
        when = f" {inside(part.period, self.today, self.language)}" if part.period is not None else ""
        if part.negated:
            return self._not_named(label, when)
        if when or condition.window:
            return Modifier("after", (label + when,), sort=-4, condition=part.condition)
        return self._adjective([label], sort=2, condition=part.condition)

    def _not_named(self, label: str, when: str) -> Modifier:
        first, _, rest = label.partition(" ")
        opposite = {"con": "sin", "sin": "con", "with": "without", "without": "with"}.get(first)
        if opposite and rest:
            return Modifier("after", (f"{opposite} {rest}{when}",), negated=True)
        if not self.spanish:
            one = f"that is not {label}{when}"
            return Modifier("last", (f"that are not {label}{when}",), sort=-3, negated=True, one=one)
        if fixed(label):
            many, one = (f"que no {copula(label, count)} {label}{when}" for count in (True, False))
            return Modifier("last", (many,), sort=-3, negated=True, one=one)
        return Modifier(
            "adjective", (f"no {label}",) if not label.startswith("no ") else (label[3:],), sort=3, negated=True
        )

    def _any(self, home: str, part: AnyOf) -> Modifier:
        made = [self.modifier(home, item) for item in part.parts]
        if all(item.place == made[0].place and item.place in ("adjective", "before", "where") for item in made):
            words = tuple(word for item in made for word in item.words)
            return Modifier(made[0].place, words, sort=made[0].sort)
        many, one = (
            wording.join([self.predicate(home, item, many=count) for item in part.parts], self.language, word="or")
            for count in (True, False)
        )
        if self.spanish:
            return Modifier("last", (f"que {many}",), sort=-3, one=f"que {one}")
        return Modifier("last", (f"that are {many}",), sort=-3, one=f"that is {one}")

    def _dated(self, part: Dated, many: bool) -> str:
        field = self.model.field(part.field.dataset, part.field.field)
        label = label_of(field, self.language)
        when = inside(part.period, self.today, self.language)
        noun = dataset_noun(self.model.datasets[part.field.dataset], self.language)
        if self.spanish:
            if is_participle(label):
                said = f"{agree(label, noun.gender, many)} {when}"
            elif label.endswith("e") and " " not in label:
                said = f"que {label}{'n' if many else ''} {when}"
            else:
                said = f"con {label} {when}"
            return f"no {said}" if part.negated else said
        said = f"{label} {when}" if " " not in label else f"with {label} {when}"
        return f"not {said}" if part.negated else said

    def _related(self, part: Related) -> str:
        if part.than is not None:
            return times.more_than(self, part, part.than)
        if part.latest:
            return times.newest(self, part)
        many = part.op is not None or part.measure is None
        what = self.phrase(part.dataset, part.filters, count=None if many else 1)
        when = ""
        if part.period is not None:
            when = f" {inside(part.period, self.today, self.language)}"
        having = {"es": "sin" if part.negated else "con", "en": "without" if part.negated else "with"}[self.language]
        if part.op is None:
            return f"{having} {what}{when}"
        return f"{having} {self.measured(part, what)}{when}"

    def measured(self, part: Related, what: str) -> str:
        """«más de 20 h de paro», «más de 3 fallas», «costo de mantenimiento de más de $5,000»."""
        measure = part.measure or Measure(aggregate="count")
        op = part.op or "="
        if measure.metric is None:
            texts = [wording.number(float(value or 0), self.language) for value in part.values]
            return f"{amount(op, texts, self.language, countable=True)} {what}"
        metric = self.model.metrics[measure.metric]
        column = Column(name=metric.name, label="", kind=metric.kind)
        texts = [wording.cell(value, column, self.language, self.currency) for value in part.values]
        noun = metric.noun.get(self.language)
        own = self._own_words(part)
        if noun:
            said = f"{noun}{own}" if self.spanish else f"{own} {noun}".strip()
            return f"{amount(op, texts, self.language)} {'de' if self.spanish else 'of'} {said}"
        label = (metric.label.many if metric.kind == "integer" else metric.label.one)[self.language]
        if metric.additive and metric.kind == "integer":
            return f"{amount(op, texts, self.language, countable=True)} {label}{own}"
        link = "de" if self.spanish else "of"
        return f"{label} {link} {amount(op, texts, self.language)}{own}"

    def _own_words(self, part: Related) -> str:
        noun = dataset_noun(self.model.datasets[part.dataset], self.language)
        bare = [self.modifier(part.dataset, item).said(self.language, noun.gender, False) for item in part.filters]
        return f" {' '.join(bare)}" if bare else ""

    def predicate(self, home: str, part: Filter, *, many: bool, gender: str | None = None) -> str:
        """What follows a noun with its verb: «están paradas», «son bombas»; English without the verb: "down".

        Args:
            gender: of the noun, where it is another than the dataset's own («bombas»).
        """
        noun = dataset_noun(self.model.datasets[home], self.language)
        made = self.modifier(home, part)
        if made.noun is not None:
            text = made.noun.many if many else made.noun.one
            return f"{'son' if many else 'es'} {text}" if self.spanish else text
        text = made.said(self.language, gender or noun.gender, many)
        if not self.spanish:
            return text.removeprefix("that are ").removeprefix("that is ")
        if text.startswith("que "):
            return text.removeprefix("que ")
        if made.place == "last" and text.startswith(("con ", "sin ")):
            return (
                f"{'tienen' if many else 'tiene'} {text[4:]}"
                if text.startswith("con ")
                else f"{'están' if many else 'está'} {text}"
            )
        return f"{copula(text, many)} {text}"

    # ---- a noun with its filters ----

    def sorted(self, home: str, parts: Iterable[Filter]) -> tuple[Noun, list[Modifier]]:
        """The noun that the rows go by, and the other modifiers in the order in which they are said."""
        noun = dataset_noun(self.model.datasets[home], self.language)
        own: list[Modifier] = []
        foreign: dict[str, list[Filter]] = {}
        for part in telling(self.model, home, parts):
            owner = owner_of(part)
            if owner is None or owner == home:
                own.append(self.modifier(home, part))
            elif self._direct(part):
                own.append(self.modifier(owner, part) if not _named_row(self.model, part) else self.row(part))
            else:
                foreign.setdefault(owner, []).append(part)
        for dataset, items in foreign.items():
            own.append(Modifier("of", (self._of(dataset, items),)))
        for item in own:
            noun = item.noun or noun
        rest = [item for item in own if item.noun is None]
        return noun, sorted(rest, key=lambda item: (0 if item.single else RANK[item.place], item.sort))

    def row(self, part: Filter) -> Modifier:
        """One row of another dataset by its name: «de P-101», "on P-101"."""
        assert isinstance(part, Compare)
        field = self.model.field(part.field.dataset, part.field.field)
        if part.op in ("<>", "not in"):
            return self._excluded("", field, part)
        template = template_of(field, part.values[0], self.language)
        if template in (None, "{value}"):
            template = "de {value}" if self.spanish else "of {value}"
        text = str(template).format(value=wording.join([str(value) for value in part.values], self.language))
        return Modifier("where" if is_place(str(template)) else "of", (text,), sort=-1)

    def names_row(self, part: Compare) -> bool:
        """True when a filter names rows of its dataset: «P-101», «Welding»."""
        return _named_row(self.model, part)

    def _direct(self, part: Filter) -> bool:
        """True when a filter on another dataset can be said without that dataset's noun."""
        if not isinstance(part, Compare) or not part.values:
            return isinstance(part, Compare) and part.op in ("is null", "is not null")
        field = self.model.field(part.field.dataset, part.field.field)
        template = template_of(field, part.values[0], self.language)
        if template is None or part.op not in ("=", "in", "<>", "not in"):
            return False
        return is_name(self.model, field) or is_place(template) or template.startswith(("del ", "on "))

    def _of(self, dataset: str, parts: Sequence[Filter]) -> str:
        """Rows of another dataset: «de bombas críticas», "on critical pumps"."""
        meaning = self.model.datasets[dataset]
        phrase = self.phrase(dataset, parts)
        template = meaning.fields[meaning.identity].phrase.get(self.language, "")
        if "{value}" not in template or template == "{value}" or is_place(template):
            template = "de {value}" if self.spanish else "of {value}"
        return str(template).format(value=phrase)

    def phrase(self, home: str, parts: Iterable[Filter], count: float | None = None) -> str:
        """The whole noun phrase, for one row when ``count`` is 1."""
        noun, modifiers = self.sorted(home, parts)
        return self.put(noun, modifiers, count)

    def put(self, noun: Noun, modifiers: Sequence[Modifier], count: float | None = None) -> str:
        """A noun and modifiers as one phrase."""
        many = count != 1 and not any(item.single for item in modifiers)
        before = sorted((item for item in modifiers if item.place == "before"), key=lambda item: item.sort)
        after = [item for item in modifiers if item.place != "before"]
        words = [item.said(self.language, noun.gender, many) for item in before]
        words.append(noun.of(1 if not many else None))
        words += tied([item.said(self.language, noun.gender, many) for item in after], self.language)
        return " ".join(word for word in words if word)


def owner_of(part: Filter) -> str | None:
    """The dataset that a filter is about; None when it is about the rows themselves or several."""
    match part:
        case Compare() | Dated():
            return part.field.dataset
        case Lasted():
            return part.span.since.dataset
        case Named() | During():
            return part.dataset
        case Not():
            return owner_of(part.part)
        case AnyOf():
            owners = {owner_of(item) for item in part.parts}
            return owners.pop() if len(owners) == 1 else None
        case Related():
            return part.of


def _named_row(model: SemanticModel, part: Filter) -> bool:
    return (
        isinstance(part, Compare)
        and bool(part.values)
        and is_name(model, model.field(part.field.dataset, part.field.field))
    )
