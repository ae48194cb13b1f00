"""Fields of the file: what people call a column, how its values are written and named."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from core.drafting.concepts.book import RoleForm, book
from core.drafting.concepts.concepts import TableConcept
from core.drafting.concepts.populations import NO, YES
from core.drafting.naming.name import Name, name_of
from core.drafting.naming.split import canonical
from core.drafting.naming.words import load_data
from core.drafting.survey.found import FoundColumn, FoundTable
from core.drafting.writing import demo_words
from core.drafting.writing.amounts import amount_words
from core.drafting.writing.catalogues import (
    catalogue_meanings,
    catalogue_name,
    head_of_catalogue,
    in_both_languages,
    is_kind_of_machine,
    meaning_of,
)
from core.drafting.writing.plant import DraftedPlant
from core.drafting.writing.value_words import is_type_of_work, meant, value_terms, values_of
from core.kernel.folding import fold
from core.kernel.messages import Language

FEW_VALUES = 40
"""A text column with at most so many values has them written out, to be given words."""
_DATATYPES = {
    "text": "String", "integer": "Integer", "decimal": "Decimal", "boolean": "Boolean", "date": "Date",
    "datetime": "DateTime", "json": "String",
}  # fmt: skip
_PROSE = frozenset({"description", "note", "title", "comment", "text"})
_REFERENCE_WORDS = {
    "asset": "equipment.tag", "asset_name": "equipment.name", "place": "area.name", "person": "technician.name",
}  # fmt: skip


def shown_columns(plant: DraftedPlant, table: str) -> list[str]:
    """The columns that mean something to a person: no keys of other tables, no number that only tells rows apart."""
    found = plant.tables[table]
    entry = plant.concepts.by_table.get(table)
    identity = identity_of(plant, table)
    linked = {column for link in plant.links if link.table == table and not link.several for column in link.columns}
    linked |= {column for role in plant.roles if role.link.table == table for column in role.link.columns}
    # A key that leads nowhere is no amount, whatever it is called.
    keys = [name for link in found.links if not link.several for name in link.columns]
    linked |= {name for name in keys if found.columns[name].kind == "integer"}
    flags = {flag.column for flag in plant.flags.get(table, ()) if not flag.lifted and flag.hides}
    shown = []
    for name, column in found.columns.items():
        if name == identity:
            shown.append(name)
            continue
        own_number = entry is not None and entry.column("number") == name
        if (name in linked and not own_number) or name in flags:
            continue
        if column.kind == "integer" and ((name,) == found.key or _is_key(column.called)) and not own_number:
            continue
        if (
            column.hidden
            or column.kind == "json"
            or (column.filled == 0 and found.rows > 0 and not _has_role(entry, name))
        ):
            continue
        shown.append(name)
    return shown or list(found.columns)[:1]


def _is_key(column: str) -> bool:
    return canonical(column)[-1:] == ("id",)


def _has_role(entry: TableConcept | None, column: str) -> bool:
    return entry is not None and any(guess.value == column for guess in entry.columns.values())


def role_of(entry: TableConcept | None, column: str) -> RoleForm | None:
    """The role that a column has in its table's concept."""
    if entry is None:
        return None
    name = next((role for role, guess in entry.columns.items() if guess.value == column), None)
    return book().concepts[entry.concept].roles[name] if name else None


def identity_of(plant: DraftedPlant, table: str) -> str:
    """How people call a row: its number or code, else its name, else the key; people and places by their names."""
    found = plant.tables[table]
    entry = plant.concepts.by_table.get(table)
    if entry is not None:
        number, name = entry.column("number"), entry.column("name") or entry.column("title")
        by_name = entry.concept in ("person", "place")
        bare = (
            number is not None
            and found.columns[number].kind == "integer"
            and _is_key(found.columns[number].called)
            and entry.concept != "work_order"
        )
        for tried in (name, number) if by_name or bare else (number, name):
            if tried is not None and found.columns[tried].kind != "json":
                return tried
    if (called := catalogue_name(plant, table)) is not None:
        return called
    texts = [column for column in found.columns.values() if column.kind == "text" and not found.link_of(column.name)]
    for wanted in ("code", "number", "name", "title", "label"):
        for column in texts:
            if wanted in canonical(column.called) and (column.unique or wanted in ("name", "title")):
                return column.name
    unique = next((column.name for column in texts if column.unique), None)
    return unique or (found.key[0] if found.key else next(iter(found.columns)))


def field_entry(plant: DraftedPlant, table: str, column: str, nouns: frozenset[str]) -> dict[str, Any]:
    """One field.

    Args:
        nouns: folded words that name tables; a column does not take them as its own.
    """
    found = plant.tables[table]
    own = found.columns[column]
    entry = plant.concepts.by_table.get(table)
    role = role_of(entry, column)
    context = _words(plant, table, column, role, nouns)
    is_identity = column == identity_of(plant, table)
    datatype = _DATATYPES[own.kind]
    code = (role is not None and (role.kind == "code" or (role.kind == "reference" and role.to == "asset"))) or (
        is_identity and _looks_like_code(own)
    )
    if code and own.kind in ("text", "integer"):
        # Digits that name a row are no amount: they have no thousands marks and are looked up as they are written.
        datatype = "String"
        context |= {"index": True, "code": True}
        if role is not None and role.name == "number" and entry is not None and entry.concept == "work_order":
            context["phrase"] = {"es": "{value}", "en": "{value}"}
    elif own.kind == "text" and not own.is_date:
        context |= _text(plant, found, own, entry, role, is_identity, nouns)
    elif own.kind == "integer" and entry is not None and role is not None and role.kind == "category" and own.values:
        # A number that stands for a state is no amount: it is broken down by, and not added up.
        context["kind"] = "text"
        if entry.states.get(role.name):
            context["values"] = values_of(plant, table, own, entry, role, nouns)
    elif own.is_number and not code:
        context |= amount_words(plant, table, own, role)
    if own.said and context.get("index"):
        context["values"] = in_both_languages(own, context.get("values", {}), nouns)
    profiled = plant.profile.table(table) if plant.profile else None
    if profiled is not None and profiled.by_noun:
        context["index"] = False
    expression = {"dialects": [{"dialect": "ANSI_SQL", "expression": plant.column_sql(table, column)}]}
    return {"name": plant.fields[table][column], "datatype": datatype, "expression": expression, "ai_context": context}


def _of_work(entry: TableConcept | None, role: RoleForm) -> bool:
    """The person of a machine is not its technician; that of an order is."""
    return role.to != "person" or (entry is not None and entry.concept in ("work_order", "labor"))


_NAMED_ONCE = frozenset({"place", "person", "asset", "part"})


def _looks_like_code(column: FoundColumn) -> bool:
    texts = [str(value) for value in column.sample[:50]]
    return bool(texts) and all(
        any(char.isdigit() for char in text) and len(text) <= 24 and text.count(" ") <= 1 for text in texts
    )


def _words(
    plant: DraftedPlant, table: str, column: str, role: RoleForm | None, nouns: frozenset[str]
) -> dict[str, Any]:
    name = name_of(plant.tables[table].columns[column].called)
    like = role.like if role is not None else None
    entry = plant.concepts.by_table.get(table)
    if entry is not None and entry.concept in _NAMED_ONCE and plant.entry(entry.concept) is not entry:
        like = None  # «ubicación» is a column of the one table of places, and of no other
    if role is not None and like is None and role.kind in ("reference", "text") and _of_work(entry, role):
        like = _REFERENCE_WORDS.get(role.name)
    context: dict[str, Any] = demo_words.field_words(like) if like else {}
    if entry is None and catalogue_name(plant, table) == column:
        context = _of_its_roles(plant, table)
    if role is not None and entry is not None and not like:
        context = copy.deepcopy(load_data("role_words.yaml").get(f"{entry.concept}.{role.name}", {}))
    if role is not None and role.kind == "reference" and role.to and like:
        noun = {"asset": "equipment", "place": "area", "person": "technician"}.get(role.to)
        if noun:
            own: dict[Language, list[str]] = demo_words.dataset_words(noun)["terms"]
            both = {lang: [*terms, *context.get("terms", {}).get(lang, ())] for lang, terms in own.items()}
            context["terms"] = demo_words.near_words(both, role.to, plant.tables[table].columns[column].called)
    terms = context.setdefault("terms", {"es": [], "en": []})
    if entry is None and catalogue_name(plant, table) == column:
        for language, term in head_of_catalogue(plant, table).items():
            terms[language] += [term] if term not in terms[language] else []
    measured = role is not None and role.unit == "money" and bool(like)
    listed = {} if measured else plant.tables[table].columns[column].headings
    for more in (listed, _profiled(plant, table, column)):
        for language, said in more.items():
            terms[language] += [term for term in said if term not in terms[language] and fold(term) not in nouns]
    if entry is not None and entry.concept == "asset" and (orders := plant.entry("work_order")) is not None:
        # A word that the system has for a column of the orders («clase») is not the machines'.
        theirs = plant.profile.table(orders.table.value) if plant.profile else None
        taken = {
            fold(term) for own in (theirs.words.values() if theirs else ()) for said in own.values() for term in said
        }
        for language, said in terms.items():
            terms[language] = [term for term in said if fold(term) not in taken]
    if (flag := plant.lifted_flag(table)) is not None and flag.column == column:
        # Who is in use is said by conditions; the flag's own name is no noun («servicios» is not «En Servicio»).
        context["terms"] = {"es": [], "en": []}
        context.setdefault("label", _headed(name))
        return context
    for language, said in ({} if measured else name.terms()).items():
        for term in said:
            # «en horas» is the unit of a measure: a column that is called nothing else is asked for by more than that.
            bare = canonical(term) == ("hour",)
            if fold(term) not in nouns and fold(term) not in map(fold, terms[language]) and not bare:
                terms[language].append(term)
    if "label" not in context:
        context["label"] = _headed(name)
    if role is not None and role.kind == "code" and role.name == "number":
        # «código», «número» alone may be any table's; with its noun it is this one's.
        context["terms"] = {language: list(dict.fromkeys(said)) for language, said in terms.items()}
    return context


def _profiled(plant: DraftedPlant, table: str, column: str) -> Mapping[Language, Sequence[str]]:
    """What the known system's profile calls a column."""
    profiled = plant.profile.table(table) if plant.profile else None
    return profiled.words.get(column, {}) if profiled else {}


def _headed(name: Name) -> dict[Language, str]:
    """A heading of a name."""
    return {language: said[0][:1].upper() + said[0][1:] for language, said in name.terms().items()}


def _of_its_roles(plant: DraftedPlant, table: str) -> dict[str, Any]:
    """The words of the role that a catalogue spells: «tipo» of orders, or of machines where no order has it."""
    found: dict[str, Any] = {}
    for link in plant.links:
        entry = plant.concepts.by_table.get(link.table)
        role = role_of(entry, link.columns[0]) if entry is not None and link.to_table == table else None
        if role is None or role.kind != "category" or role.like is None:
            continue
        if not found or (entry is not None and entry.concept == "work_order"):
            said = demo_words.field_words(role.like)
            found = {key: said[key] for key in ("terms", "label") if key in said}
            named = name_of(plant.tables[link.table].columns[link.columns[0]].called)
            for more in (named.terms(), _profiled(plant, link.table, link.columns[0])):
                for language, terms in more.items():
                    own = found["terms"].setdefault(language, [])
                    own += [term for term in terms if term not in own]
    return found


def _text(
    plant: DraftedPlant,
    table: FoundTable,
    own: FoundColumn,
    entry: TableConcept | None,
    role: RoleForm | None,
    identity: bool,
    nouns: frozenset[str],
) -> dict[str, Any]:
    prose = role.kind == "prose" and role.name in ("title",) if role else bool(_PROSE & set(canonical(own.called)))
    if (prose and not identity) or set(canonical(table.name, plant.cut)) == {"unit"}:
        return {}  # «horas» is no unit of measure that somebody asks about
    if own.values and not identity and {fold(str(value)) for value in own.values} <= {*YES, *NO}:
        return {}  # «sí» and «no» are words of every question, and no column's
    context: dict[str, Any] = {"index": True}
    person = (role is not None and role.to == "person" and _of_work(entry, role)) or (
        entry is not None and entry.concept == "person" and role is not None and role.name == "name"
    )
    if person:
        context["person"] = True
        return context
    if identity and (said := _catalogue(plant, table.name, nouns)):
        return context | said
    if own.values and len(own.values) <= FEW_VALUES and not own.unique:
        context["values"] = values_of(plant, table.name, own, entry, role, nouns)
        known = entry is not None and role is not None and bool(entry.states.get(role.name))
        first = entry is not None and plant.entry(entry.concept) is entry
        if known and first and role is not None and role.name == "type":
            context |= {"noun": True, "adjective": True}
        elif role is not None and role.name == "type" and entry is not None and entry.concept == "asset":
            context["noun"] = True
    return context


def _catalogue(plant: DraftedPlant, table: str, nouns: frozenset[str]) -> dict[str, Any]:
    """The names of a catalogue with the words of what they mean; of types of orders also as nouns and qualities."""
    found: dict[str, Any] = {}
    rows = list(catalogue_meanings(plant, table))
    counts = Counter(guess.value for _, _, _, guess in rows)
    for entry, role, text, guess in rows:
        if role.name == "state" or (meaning := meaning_of(entry, role, guess)) is None:
            continue
        said = meant(meaning, entry, role, text, alone=counts[guess.value] == 1)
        if counts[guess.value] > 1 and is_type_of_work(entry, role):
            said["terms"] = value_terms(text)  # what several mean is said by a condition
        said["terms"] = {
            language: [term for term in terms if fold(term) not in nouns]
            for language, terms in said.get("terms", {}).items()
        }
        found.setdefault("values", {})[text] = said
        if role.name == "type" and entry.concept == "work_order":
            found |= {"noun": True, "adjective": True}
    if any(is_kind_of_machine(plant, link) for link in plant.links if link.to_table == table):
        found["noun"] = True
    return found
