"""What a person is asked about a draft, each question with the guess as its default."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from core.drafting.concepts.book import book
from core.drafting.concepts.concepts import TableConcept
from core.drafting.draft import ModelDraft
from core.drafting.interview.answers import BOTH, Said
from core.drafting.survey.found import FoundColumn, FoundTable

Form = Literal["one", "several", "yes_no"]
_SHOWN = 9
"""Choices that are shown at first."""
NONE = ""
"""The answer that the database has no such thing."""


@dataclass(frozen=True)
class PlantChoice:
    """Something to choose. ``label`` is what is shown beside it: a count of rows, some values, a name."""

    value: str
    label: str = ""


@dataclass(frozen=True)
class InterviewQuestion:
    """One question.

    Attributes:
        key: of the answer; see ``PlantAnswer``.
        about: which text of ``core.sentences.interview.QUESTIONS`` asks it.
        default: values taken when nothing is written; of ``yes_no`` one of ``yes``, ``no`` and ``both``.
        optional: the answer may be none.
        meanings: of values: what the chosen ones mean, and what those mean that no longer are chosen.
    """

    key: str
    about: str
    form: Form
    choices: tuple[PlantChoice, ...] = ()
    default: tuple[str, ...] = ()
    optional: bool = False
    meanings: tuple[str, str] = ("", "")
    meant: Mapping[str, str] = field(default_factory=dict)

    def said(self, chosen: Sequence[str]) -> Said:
        """The answer's value when these were chosen."""
        if self.form == "several":
            meaning, other = self.meanings
            said = {}
            for choice in self.choices:
                now = self.meant.get(choice.value, other)
                said[choice.value] = meaning if choice.value in chosen else other if now == meaning else now
            # What means nothing is said only of a value that was taken to mean something.
            return {value: said[value] for value in said if said[value] or self.meant.get(value)}
        if self.form == "yes_no":
            return {"yes": self.meanings[0], "no": self.meanings[1]}.get("".join(chosen), BOTH)
        return chosen[0] if chosen else NONE


# What is asked, in this order: a table, a column of it, values of a column by what they mean (and what those mean that
# are taken away), who counts. A concept's table comes before what is asked about it.
_ASKED: tuple[tuple[str, ...], ...] = (
    ("table", "work_order"),
    ("column", "work_order", "number"),
    ("column", "work_order", "state"),
    ("values", "work_order", "state", "closed", "open"),
    ("values", "work_order", "state", "cancelled", "open"),
    ("column", "work_order", "created"),
    ("column", "work_order", "due"),
    ("column", "work_order", "finished"),
    ("column", "work_order", "type"),
    ("values", "work_order", "type", "preventive", ""),
    ("values", "work_order", "type", "corrective", ""),
    ("column", "work_order", "person"),
    ("column", "work_order", "cost"),
    ("population", "work_order", "cancelled", "not_cancelled"),
    ("table", "asset"),
    ("column", "asset", "number"),
    ("values", "asset", "state", "down", "running"),
    ("values", "asset", "state", "retired", "running"),
    ("table", "person"),
    ("table", "place"),
)


def keys_in_order() -> list[str]:
    """The keys of all that may be asked; which of them are depends on the database."""
    return [_key(*asked) for asked in _ASKED]


def question(draft: ModelDraft, number: int) -> InterviewQuestion | None:
    """The question at a place of the interview; None when this database gives no reason to ask it."""
    form, concept, *rest = _ASKED[number]
    entry = draft.concepts.of(concept)
    if form == "table":
        return _table(draft, concept, entry)
    if entry is None:
        return None
    if form == "column":
        return _column(draft, entry, rest[0])
    if form == "values":
        return _values(draft, entry, rest[0], rest[1], rest[2])
    return _population(entry, rest[0], rest[1])


def _key(form: str, concept: str, *rest: str) -> str:
    match form:
        case "table" | "population":
            return f"{concept}.{form}"
        case "column":
            return f"{concept}.columns.{rest[0]}"
        case _:
            return f"{concept}.values.{rest[0]}:{rest[1]}"


def _table(draft: ModelDraft, concept: str, entry: TableConcept | None) -> InterviewQuestion:
    tables = draft.seen.tables
    guesses = [item.table.value for item in draft.concepts.all_of(concept)]
    others = [name for item in draft.concepts.all_of(concept) for name, _ in item.table.alternatives]
    by_rows = sorted(tables, key=lambda name: -tables[name].rows)
    names = list(dict.fromkeys([*guesses, *others, *by_rows]))
    return InterviewQuestion(
        f"{concept}.table",
        f"{concept}.table",
        "one",
        tuple(PlantChoice(name, str(tables[name].rows)) for name in names if name in tables),
        (entry.table.value,) if entry else (),
        optional=concept != "work_order" or entry is None,
    )


def _column(draft: ModelDraft, entry: TableConcept, role: str) -> InterviewQuestion | None:
    table = draft.seen.tables[entry.table.value]
    form = book().concepts[entry.concept].roles[role]
    guess = entry.columns.get(role)
    fitting = [column for column in table.columns.values() if _may_be(form.kind, column, table)]
    likely = [name for name, _ in guess.alternatives] if guess else []
    names = list(dict.fromkeys([*([guess.value] if guess else []), *likely, *(column.name for column in fitting)]))
    if not names:
        return None
    return InterviewQuestion(
        f"{entry.concept}.columns.{role}",
        f"{entry.concept}.{role}",
        "one",
        tuple(PlantChoice(name, _seen(table.columns[name])) for name in names if name in table.columns),
        (guess.value,) if guess else (),
        optional=True,
    )


def _may_be(kind: str, column: FoundColumn, table: FoundTable) -> bool:
    match kind:
        case "date":
            return column.is_date
        case "number":
            return column.is_number and table.link_of(column.name) is None
        case "category":
            return bool(column.values) or table.link_of(column.name) is not None
        case _:
            return column.kind in ("text", "integer") and not column.is_date


def _values(draft: ModelDraft, entry: TableConcept, role: str, meaning: str, other: str) -> InterviewQuestion | None:
    column = entry.column(role)
    states = entry.states.get(role)
    if column is None or states is None:
        return None
    table = draft.seen.tables[entry.table.value]
    named = draft.seen.value_names.get((table.name, column), {})
    values = list(named) or [str(value) for value in table.columns[column].values if str(value).strip()]
    if not 2 <= len(values) <= 3 * _SHOWN:
        return None
    return InterviewQuestion(
        f"{entry.concept}.values.{role}",
        f"{entry.concept}.{role}.{meaning}",
        "several",
        tuple(PlantChoice(value, named.get(value, "")) for value in sorted(values)),
        tuple(value for value in sorted(values) if value in entry.values_of(role, meaning)),
        optional=True,
        meanings=(meaning, other),
        meant={value: guess.value for value, guess in states.items()},
    )


def _population(entry: TableConcept, meaning: str, condition: str) -> InterviewQuestion | None:
    if not entry.values_of("state", meaning):
        return None
    said = None if entry.population is None else entry.population.value == ""
    return InterviewQuestion(
        f"{entry.concept}.population",
        f"{entry.concept}.population",
        "yes_no",
        default={None: ("both",), True: ("yes",), False: ("no",)}[said],
        meanings=("", condition),
    )


def _seen(column: FoundColumn) -> str:
    """Some values, for a person to know the column by; a column is shown, never a person's private data."""
    shown = [str(value) for value in dict.fromkeys(column.values or column.sample) if str(value).strip()][:3]
    return ", ".join(text if len(text) <= 20 else f"{text[:19]}…" for text in shown)


def pages(choices: Sequence[PlantChoice]) -> Iterator[Sequence[PlantChoice]]:
    """The choices as they are shown: the likeliest first, then the rest."""
    for start in range(0, len(choices), _SHOWN):
        yield choices[start : start + _SHOWN]
