"""What a named condition tests, read from its SQL («con estado abierta, en proceso o en espera de refacciones»), and
what it means where the model says so («no cerradas a tiempo»)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from core.kernel.messages import Language
from core.semantics.model import Condition, Dataset, Field, SemanticModel
from core.semantics.query import AnyOf, Filter, Named, Related, SemanticQuery
from core.wording import numbers as wording
from core.wording.describe.values import label_of
from core.wording.phrases import agree, within

if TYPE_CHECKING:
    # For annotations alone: the Describer is the front of these functions and hands itself to them.
    from core.wording.describe.describer import Describer

_ENUM: Final = re.compile(r"^(\w+) (=|<>|IN) (.+)$")
_WORDS: Final = re.compile(r"'([^']*)'")
_COLUMNS: Final = re.compile(r"^(?:DAY_OF\()?(\w+)\)? (<=|<|>=|>|=) (?:DAY_OF\()?(\w+)\)?$")
_TODAY: Final = re.compile(r"^(\w+) (<|<=|>|>=) :today$")
_NULL: Final = re.compile(r"^(\w+) IS (NOT )?NULL$")
_NUMBER: Final = re.compile(r"^(\w+) (<|<=|>|>=|=) (\d+)$")


def condition_words(describer: Describer, condition: Condition) -> str | None:
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
    fields = _by_column(describer.model.datasets[condition.dataset])
    link = "con" if language == "es" else "with"
    if found := _NULL.match(text):
        if found[1] not in fields:
            return condition.label.one[language]
        name = fields[found[1]].label.one[language]
        without = {"es": "sin" if not found[2] else "con", "en": "without" if not found[2] else "with"}[language]
        return f"{without} {within(name)}"
    if (found := _TODAY.match(text)) and found[1] in fields:
        before = {
            "<": ("anterior al", "before"),
            "<=": ("hasta el", "until"),
            ">": ("posterior al", "after"),
            ">=": ("desde el", "from"),
        }
        word = before[found[2]][0 if language == "es" else 1]
        return f"{link} {_date_name(describer, fields[found[1]])} {word} {wording.day(describer.today, language)}"
    if (found := _NUMBER.match(text)) and found[1] in fields:
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
        return _enumerated(describer, fields[found[1]], found)
    if (found := _COLUMNS.match(text)) and found[1] in fields and found[3] in fields:
        words = {
            "<": ("menor que", "below"),
            "<=": ("no posterior a", "no later than"),
            ">": ("posterior a", "after"),
            ">=": ("desde", "at least"),
            "=": ("igual a", "equal to"),
        }
        one, other = _date_name(describer, fields[found[1]]), _date_name(describer, fields[found[3]])
        return f"{link} {one} {words[found[2]][0 if language == 'es' else 1]} {other}"
    if (found := re.match(r"^(\w+) = (TRUE|FALSE)$", text)) and found[1] in fields:
        return (
            f"that are {condition.label.many[language]}"
            if language == "en"
            else agree(condition.label.one["es"], describer.model.datasets[condition.dataset].label.gender, True)
        )
    return None


def _by_column(dataset: Dataset) -> dict[str, Field]:
    """Fields by the column that they are: a condition's SQL names columns, which a model may call otherwise."""
    return {field.expression: field for field in dataset.fields.values()}


def _date_name(describer: Describer, field: Field) -> str:
    """«fecha de vencimiento» rather than «vence»."""
    terms = field.terms[describer.language]
    return terms[0] if field.is_date and terms else label_of(field, describer.language)


def _enumerated(describer: Describer, field: Field, found: re.Match[str]) -> str:
    language = describer.language
    values = [field.value_label(value, language) for value in _WORDS.findall(found[3])]
    listed = wording.join(values, language, word="or")
    label = label_of(field, language)
    if found[2] == "<>":
        return f"con {label} distinto de {listed}" if language == "es" else f"with {label} other than {listed}"
    return f"con {label} {listed}" if language == "es" else f"with {label} {listed}"


def meanings(model: SemanticModel, query: SemanticQuery, language: Language) -> tuple[str, ...]:
    """What each condition that the query keeps means, where the model says so (``means``), each once."""
    found = [
        means
        for part in _conditions((*query.filters, *(part for measure in query.measures for part in measure.only)))
        if (means := model.datasets[part.dataset].conditions[part.condition].means.get(language))
    ]
    return tuple(dict.fromkeys(found))


def _conditions(filters: tuple[Filter, ...]) -> list[Named]:
    found: list[Named] = []
    for part in filters:
        match part:
            case Named():
                found.append(part)
            case AnyOf():
                found += _conditions(part.parts)
            case Related():
                found += _conditions(part.filters)
            case _:
                pass
    return found
