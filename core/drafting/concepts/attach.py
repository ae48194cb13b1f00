"""Which table is the equipment, the order, the place, the person; and which of its columns is what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.drafting.concepts.book import Book, ConceptForm, Pattern, RoleForm, book
from core.drafting.concepts.concepts import Evidence, Guess, TableConcept
from core.drafting.concepts.populations import NO, YES
from core.drafting.naming.split import canonical
from core.drafting.naming.units import unit_of
from core.drafting.naming.words import vocabulary
from core.drafting.profiles.profile import MatchedProfile, ProfiledTable
from core.drafting.survey.found import FoundColumn, FoundTable
from core.kernel.folding import fold

_SURE = 0.97
_STEP, _EXTRA = 0.03, 0.13
_LEAST = 0.5
"""Below this a guess is none."""
_BY_COLUMNS = 0.65
"""How sure a table is that only its columns tell: sure enough to be drafted, and to be asked about first."""
_CODED = 0.6
"""How well a text suits that tells rows apart by codes, where words are looked for."""
_BITS = frozenset({"0", "1", "-1"})
_TELLING = 20
"""Rows from which on it is no chance that a column holds nothing but 0 and 1."""
_HARDLY = 0.02
"""A column with a value in a smaller share of the rows is hardly used."""


@dataclass(frozen=True)
class _Tried:
    role: str
    column: str
    score: float
    evidence: tuple[Evidence, ...]


_TriedTable = tuple[float, FoundTable, ConceptForm, Guess, dict[str, Guess]]


def attach(
    tables: Sequence[FoundTable], cut: tuple[str, ...], profile: MatchedProfile | None
) -> dict[str, TableConcept]:
    """Table → concept, for the tables that are one.

    Args:
        cut: the tokens that all tables' names begin with.
        profile: the known system that the database was recognised as.
    """
    own = book()
    tried: list[_TriedTable] = []
    for table in tables:
        for form in own.concepts.values():
            said = profile.table(table.name) if profile else None
            if (said is not None and said.concept != form.name) or (profile and form.name in profile.absent):
                continue
            name_score, evidence = (
                (_SURE, said.evidence("table", profile.name)) if said and profile else _named(table, form, cut)
            )
            if not name_score:
                continue
            columns = roles_of(table, form, cut, said)
            there = sum(role in columns for role in form.needs)
            if there < form.least and said is None:
                continue
            fill = min(1.0, there / max(form.least + 1, 1))
            score = name_score * (0.6 + 0.3 * fill) + (0.1 if table.rows else 0.0)
            if said is not None and profile is not None:
                # What a profile names first is what is meant by the bare noun.
                score = 0.99 - 0.001 * [*profile.tables].index(table.name)
            detail = Evidence("rows", f"{table.rows} rows, {there} of {len(form.needs)} usual columns")
            tried.append((score, table, form, Guess(table.name, min(score, 0.99), (evidence, detail)), columns))
    tried += _by_keys(tables, own, cut, {item[1].name for item in tried if item[0] >= _LEAST}, profile)
    named = {item[2].name for item in tried if item[0] >= _LEAST}
    taken = {item[1].name for item in tried if item[0] >= _LEAST}
    for form in own.concepts.values():
        if form.alone and form.name not in named and not (profile and form.name in profile.absent):
            tried += _by_columns([table for table in tables if table.name not in taken], form, cut)
    tried.sort(key=lambda item: (-item[0], item[1].name))
    found: dict[str, TableConcept] = {}
    for score, table, form, guess, columns in tried:
        if table.name in found or score < _LEAST:
            continue
        others = tuple((item[1].name, round(item[0], 2)) for item in tried if item[2] is form and item[1] is not table)
        found[table.name] = TableConcept(
            form.name, Guess(guess.value, guess.confidence, guess.evidence, others[:3]), columns
        )
    return _notices_apart(tables, found, cut)


_KEYED: tuple[tuple[str, Pattern], ...] = (
    ("work_order", ("work order", "number")),
    ("notification", ("notification", "number")),
    ("asset", ("asset", "number")),
    ("place", ("location", "number")),
)
"""What a table holds whose rows are told apart by such a column, whatever it is called itself."""
_BY_KEY = 0.8


def _by_keys(
    tables: Sequence[FoundTable], own: Book, cut: tuple[str, ...], taken: set[str], profile: MatchedProfile | None
) -> list[_TriedTable]:
    """Tables with a name that says nothing, whose key says what its rows are: «ZPM_EXPORT» by «Auftrag»."""
    found: list[_TriedTable] = []
    for table in tables:
        if table.name in taken or (profile is not None and profile.table(table.name) is not None):
            continue
        keys = {canonical(column.called) for column in table.columns.values() if column.unique}
        fitting = [name for name, key in _KEYED if key in keys and not (profile and name in profile.absent)]
        if len(fitting) != 1 or not table.rows:
            continue
        form = own.concepts[fitting[0]]
        columns = roles_of(table, form, cut, None)
        if sum(role in columns for role in form.needs) >= form.least:
            seen = Evidence("name", " ".join(dict(_KEYED)[form.name]))
            found.append((_BY_KEY, table, form, Guess(table.name, _BY_KEY, (seen,)), columns))
    return found


def _notices_apart(
    tables: Sequence[FoundTable], found: dict[str, TableConcept], cut: tuple[str, ...]
) -> dict[str, TableConcept]:
    """Where orders have a table of their own, the one of the notices that they come from holds no orders."""
    by_name = {table.name: table for table in tables}
    orders = [entry for entry in found.values() if entry.concept == "work_order"]
    notices = [
        entry for entry in orders if entry.table.confidence < _SURE and _is_of_notices(by_name[entry.table.value], cut)
    ]
    if len(notices) == len(orders):
        return found
    form = book().concepts["notification"]
    for entry in notices:
        name = entry.table.value
        table = by_name[name]
        found[name] = TableConcept("notification", entry.table, roles_of(table, form, cut, None))
    return found


def _is_of_notices(table: FoundTable, cut: tuple[str, ...]) -> bool:
    """By the table's own name, or that of the column that tells its rows apart."""
    keys = [canonical(column.called) for column in table.columns.values() if column.unique]
    return "notification" in canonical(table.name, cut) or ("notification", "number") in keys


def _by_columns(tables: Sequence[FoundTable], form: ConceptForm, cut: tuple[str, ...]) -> list[_TriedTable]:
    """The one table that has the columns of a concept where no table is named after it; none when several have."""
    fitting = []
    for table in tables:
        columns = roles_of(table, form, cut, None)
        there = sum(role in columns for role in form.alone)
        if table.rows and there >= form.alone_least:
            fitting.append((there, len(columns), table, columns))
    fitting.sort(key=lambda item: item[:2], reverse=True)
    if not fitting or (len(fitting) > 1 and fitting[0][:2] == fitting[1][:2]):
        return []
    there, _, table, columns = fitting[0]
    seen = Evidence("type", f"{there} of {len(form.alone)} columns that tell it")
    return [(_BY_COLUMNS, table, form, Guess(table.name, _BY_COLUMNS, (seen,)), columns)]


def _named(table: FoundTable, form: ConceptForm, cut: tuple[str, ...]) -> tuple[float, Evidence]:
    words = canonical(table.name, cut)
    for place, pattern in enumerate(form.names):
        if not set(pattern) <= set(words):
            continue
        rest = [word for word in words if word not in pattern]
        if any(word not in form.beside for word in rest):
            continue
        return 1.0 - _STEP * place - 0.04 * len(rest), Evidence("name", " ".join(words))
    return 0.0, Evidence("name", "")


def roles_of(
    table: FoundTable, form: ConceptForm, cut: tuple[str, ...], told: ProfiledTable | None
) -> dict[str, Guess]:
    """RoleForm → column, each column once, surest first.

    Args:
        told: what a profile or a person says of the table; it goes before every guess. An empty column is none.
    """
    said = told.columns if told else {}
    found = {
        role: Guess(column, 1.0 if role in told.people else _SURE, (told.evidence(role, column),))
        for role, column in said.items()
        if told is not None
        and column
        and (role in told.people or _may_be(form.roles[role], table, table.columns[column]))
    }
    own = book()
    tried: list[_Tried] = []
    for role in form.roles.values():
        if role.name in found or (told is not None and role.name in told.people):
            continue
        for column in table.columns.values():
            if _is_unused(table, column):
                continue
            score, evidence = _role_score(own, form, role, table, column, cut)
            if score >= _LEAST:
                tried.append(_Tried(role.name, column.name, score, evidence))
    taken = {guess.value for guess in found.values()} | {name for name in said.values() if name in table.columns}
    tried.sort(key=lambda item: (-item.score, item.column))
    for item in tried:
        if item.role in found or item.column in taken:
            continue
        others = tuple((t.column, round(t.score, 2)) for t in tried if t.role == item.role and t.column != item.column)
        found[item.role] = Guess(item.column, round(item.score, 2), item.evidence, others[:3])
        taken.add(item.column)
    for role in form.roles.values():
        if role.instead is not None and role.name in found and role.instead not in found and role.instead not in said:
            found[role.instead] = found.pop(role.name)
    return found


def _may_be(role: RoleForm, table: FoundTable, column: FoundColumn) -> bool:
    """False for a date that is none here: a profile's column may be empty, or hold something else on this plant."""
    if _is_unused(table, column):
        return False
    return column.is_date if role.kind == "date" else column.is_number or role.kind != "number"


def _role_score(
    own: Book, form: ConceptForm, role: RoleForm, table: FoundTable, column: FoundColumn, cut: tuple[str, ...]
) -> tuple[float, tuple[Evidence, ...]]:
    fits = _fits(role, table, column)
    if not fits:
        return 0.0, ()
    words = canonical(column.called)
    if role.never & set(words) or (role.kind in ("category", "text") and _holds_lists(column)):
        return 0.0, ()
    whose = {word for pattern in form.names[:1] for word in pattern} | set(canonical(table.name, cut))
    best = 0.0
    for place, pattern in enumerate(role.names):
        if not set(pattern) <= set(words):
            continue
        rest = [word for word in words if word not in pattern and word not in whose and word not in own.noise]
        if rest and role.kind == "date" and set(pattern) <= own.noise and not set(rest) <= vocabulary().words.keys():
            continue  # «Abschl.Datum» is a date, and of what nobody knows
        if rest and role.unit == "hours" and words[-1] == rest[-1] and unit_of(column.called) is not None:
            rest = rest[:-1]
        best = max(best, 0.95 - _STEP * place - _EXTRA * len(rest))
    if not best:
        return 0.0, ()
    seen = Evidence("type", column.kind) if fits == 1.0 else Evidence("values", f"{column.different} values")
    return best * fits * _used(table, column), (Evidence("name", " ".join(words)), seen)


def _is_unused(table: FoundTable, column: FoundColumn) -> bool:
    """True for a column without any value where it is no chance: a question about it would be answered with nothing."""
    return table.rows >= _TELLING and not table.sampled and column.says_nothing


def _used(table: FoundTable, column: FoundColumn) -> float:
    """How much a column is used, from 0 to 1: one that nobody fills in gives way to another that may be meant."""
    if not table.rows or table.sampled or column.filled >= _HARDLY * table.rows:
        return 1.0
    return 0.85 if column.filled else 0.6


def _fits(role: RoleForm, table: FoundTable, column: FoundColumn) -> float:
    """How well a column's content suits a role, from 0 to 1."""
    match role.kind:
        case "date":
            return 1.0 if column.is_date else 0.0
        case "number":
            amount = column.is_number and not table.link_of(column.name) and not _is_flag(table, column)
            return 1.0 if amount else 0.0
        case "boolean":
            texts = {fold(str(value)) for value in column.values}
            flag = column.kind == "boolean" or (0 < column.different <= 2 and texts <= {*YES, *NO})
            return 1.0 if flag else 0.0
        case "code":
            if column.is_date or column.kind not in ("text", "integer") or table.link_of(column.name):
                return 0.0
            return 1.0 if column.unique else 0.72 if _mostly_unique(table, column) else 0.0
        case "category":
            if column.is_date or column.kind == "decimal":
                return 0.0
            few = len(column.values) > 0 or column.filled == 0
            return 1.0 if few else 0.9 if table.link_of(column.name) else 0.6
        case "text":
            return 1.0 if column.kind in ("text", "json") or table.link_of(column.name) else 0.0
        case "prose":
            if column.kind not in ("text", "json") or table.link_of(column.name):
                return 0.0
            return _CODED if column.unique and _are_codes(column) else 1.0
        case _:  # reference
            if column.is_date or column.kind in ("decimal", "boolean", "json") or _is_flag(table, column):
                return 0.0
            return 1.0


def _holds_lists(column: FoundColumn) -> bool:
    """True for texts that are data of a program, and no word of a person: ``[{"id": 1}]``."""
    texts = [str(value).strip() for value in column.sample if str(value).strip()]
    return (
        column.kind == "text"
        and not column.expression
        and bool(texts)
        and all(text[0] in "[{" and text[-1] in "]}" for text in texts)
    )


def _are_codes(column: FoundColumn) -> bool:
    texts = [str(value) for value in column.sample]
    return bool(texts) and all(" " not in text and any(char.isdigit() for char in text) for text in texts)


def _is_flag(table: FoundTable, column: FoundColumn) -> bool:
    """True for whole numbers that only say yes or no: neither an amount nor a key (``is_stock_item``)."""
    if column.kind != "integer" or table.rows < _TELLING or not 0 < column.different <= 2:
        return False
    return {str(value) for value in column.values} <= _BITS


def _mostly_unique(table: FoundTable, column: FoundColumn) -> bool:
    looked = column.filled
    return table.rows == 0 or (looked > 0 and column.different >= 0.9 * looked)
