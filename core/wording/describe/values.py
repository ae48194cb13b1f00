"""How single values, numbers and comparisons are put into words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.kernel.messages import Cell, Column, Language
from core.semantics.model import Dataset, Field, SemanticModel
from core.semantics.query import Operator
from core.wording import numbers as wording
from core.wording.phrases import Noun, article, gender_of, within

_PLACES: Final = ("en ", "in ")
_AMOUNTS: Final[dict[str, dict[Language, str]]] = {
    ">": {"es": "más de {}", "en": "more than {}"},
    ">=": {"es": "al menos {}", "en": "at least {}"},
    "<": {"es": "menos de {}", "en": "less than {}"},
    "<=": {"es": "a lo más {}", "en": "at most {}"},
    "=": {"es": "{}", "en": "{}"},
    "in": {"es": "{}", "en": "{}"},
    "<>": {"es": "distinto de {}", "en": "other than {}"},
    "between": {"es": "entre {} y {}", "en": "between {} and {}"},
}


def value_noun(field: Field, value: Cell) -> Noun | None:
    """The noun that a value is in itself (a pump, an electrician), if its field makes nouns."""
    entry = field.value_entry(value)
    if not field.noun or field.adjective or field.phrase or entry is None:
        return None
    return Noun(entry.label.one["es"], entry.label.many["es"], entry.label.gender)


def noun_in(field: Field, value: Cell, language: Language) -> Noun | None:
    """``value_noun`` in one language."""
    found, entry = value_noun(field, value), field.value_entry(value)
    if found is None or entry is None or language == "es":
        return found
    return Noun(entry.label.one["en"], entry.label.many["en"])


def dataset_noun(meaning: Dataset, language: Language) -> Noun:
    """A dataset's own noun."""
    return Noun(meaning.label.one[language], meaning.label.many[language], meaning.label.gender)


def joined_noun(nouns: Sequence[Noun], language: Language) -> Noun:
    """Several nouns as one: «enfriadores y calderas», masculine when any of them is."""
    if len(nouns) == 1:
        return nouns[0]
    gender = "f" if all(noun.gender == "f" for noun in nouns) else "m"
    one = wording.join([noun.one for noun in nouns], language, word="or")
    return Noun(one, wording.join([noun.many for noun in nouns], language), gender)


def template_of(field: Field, value: Cell, language: Language) -> str | None:
    """The phrase that holds a value («en {value}»), with the value's own phrase first."""
    entry = field.value_entry(value)
    own = entry.phrase if entry is not None else {}
    found = own.get(language) or field.phrase.get(language)
    return str(found) if found else None


def is_place(template: str) -> bool:
    """True for a phrase of place: «en Welding»."""
    return template.startswith(_PLACES)


def is_name(model: SemanticModel, field: Field) -> bool:
    """True when the field is what one row is called by: tag, number, sku, serial number, a full name."""
    meaning = model.datasets[field.dataset]
    return field.name in (meaning.identity, meaning.beside) or (field.name,) in meaning.unique_keys


def label_of(field: Field, language: Language) -> str:
    """A field's label inside a sentence."""
    return within(field.label.one[language])


def missing_words(field: Field, language: Language) -> str:
    """What a row without a value is called: «sin asignar», «sin línea», "with no line"."""
    null = field.null_label.get(language)
    return str(null) if null else f"{'sin' if language == 'es' else 'with no'} {label_of(field, language)}"


def as_text(field: Field, value: Cell, language: Language, currency: str) -> str:
    """A value of a field as it is written in a sentence, in the person's words."""
    if field.value_entry(value) is not None:
        return field.value_label(value, language)
    column = Column(name=field.name, label="", kind=field.kind, unit=None)
    return wording.cell(value, column, language, currency)


def amount(op: Operator, texts: Sequence[str], language: Language, *, countable: bool = False) -> str:
    """«más de 20 h», "between 2 and 4", "fewer than 3" (of things that are counted)."""
    template = _AMOUNTS.get(op, _AMOUNTS["="])[language]
    if op == "<" and language == "en" and countable:
        template = "fewer than {}"
    return template.format(*texts[:2]) if template.count("{}") == 2 else template.format(texts[0] if texts else "")


def compared(field: Field, op: Operator, values: Sequence[Cell], language: Language, currency: str) -> str:
    """A comparison of a number or a date: «con costo unitario de más de $500», "with stock less than 10"."""
    label = label_of(field, language)
    spanish = language == "es"
    if op in ("is null", "is not null"):
        null = field.null_label.get(language)
        if op == "is null":
            return str(null) if null else f"sin {label}" if spanish else f"without {label}"
        return f"con {label}" if spanish else f"with {label}"
    if op == "contains":
        part = label if not field.person else "nombre" if spanish else "name"
        if spanish:
            return f"con «{values[0]}» en {article(part, gender_of(part))} {part}"
        return f"with “{values[0]}” in the {part}"
    texts = [as_text(field, value, language, currency) for value in values]
    if field.is_date:
        return f"{'con' if spanish else 'with'} {label} {_dated(op, texts, language)}"
    if not field.is_number:
        listed = wording.join(texts, language, word="or")
        if op in ("<>", "not in"):
            return f"con {label} distinto de {listed}" if spanish else f"with {label} other than {listed}"
        return f"con {label} {listed}" if spanish else f"with {label} {listed}"
    if op in ("in", "not in") and len(texts) > 1:
        listed = wording.join(texts, language, word="or")
        no = ("" if op == "in" else "distinto de ") if spanish else ("" if op == "in" else "other than ")
        return f"con {label} de {no}{listed}" if spanish else f"with {label} of {no}{listed}"
    said = amount(op, texts, language)
    if spanish:
        return f"con {label} {'' if op == '<>' else 'de '}{said}"
    return f"with {label} of {said}"


def _dated(op: Operator, texts: Sequence[str], language: Language) -> str:
    words: dict[str, tuple[str, str]] = {
        ">": ("después del {}", "after {}"),
        ">=": ("desde el {}", "since {}"),
        "<": ("antes del {}", "before {}"),
        "<=": ("hasta el {}", "until {}"),
        "between": ("del {} al {}", "from {} to {}"),
        "<>": ("distinto del {}", "other than {}"),
    }
    template = words.get(op, ("el {}", "on {}"))[0 if language == "es" else 1]
    return template.format(*texts[:2]) if template.count("{}") == 2 else template.format(texts[0])
