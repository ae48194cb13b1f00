"""Writes a semantic model from any database by looking at it: a first version for a person to edit.

Names, types and keys come from the catalog; what no catalog says is asked of the data: which text columns hold a few
values, which column tells rows apart, which column points at another table though no key was declared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from core.data.catalog import Catalog, ForeignKey
from core.data.database import Database
from core.kernel.errors import MaintbotError
from core.kernel.messages import Cell
from core.semantics.load import OSSIE_VERSION
from core.semantics.plant_words import name_of, words

FEW_VALUES = 40
"""A text column with at most so many values has them written out, to be given words."""
_MOST_INDEXED = 20_000
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?P<time>[ T]\d\d:\d\d.*)?\Z")
_CODES = "tag code codigo number numero folio sku clave cve cod num no nro key serial serie matricula placa".split()
_NAMES = "name nombre titulo title label etiqueta".split()
_PROSE = (
    "description descripcion desc notes notas note comments comentarios observaciones remarks detail detalle".split()
)
_DATES = "requested opened created started detected reported fecha inicio alta solicitud apertura read used".split()
_MONEY = "cost costo coste price precio amount importe monto".split()


@dataclass
class _Table:
    name: str
    columns: dict[str, str]
    rows: int
    key: tuple[str, ...]
    nulls: set[str] = field(default_factory=set)
    unique: set[str] = field(default_factory=set)
    links: dict[str, ForeignKey] = field(default_factory=dict)
    guessed: set[str] = field(default_factory=set)
    types: dict[str, str] = field(default_factory=dict)
    values: dict[str, list[Cell] | None] = field(default_factory=dict)
    identity: str = ""


@dataclass(frozen=True)
class Draft:
    """A model to be edited.

    Attributes:
        raw: the Ossie document as plain data.
        left_out: tables and columns that the model cannot name, each with the reason.
    """

    raw: dict[str, Any]
    left_out: tuple[str, ...]


async def introspect(database: Database, name: str = "plant") -> Draft:
    """Look at a database and draft its semantic model.

    Raises:
        DatabaseUnavailable, QueryTimeout: as ``Database.run``.
    """
    catalog = await database.catalog()
    left_out: list[str] = []
    tables = []
    for title, columns in catalog.tables.items():
        if not _nameable(title, database.dialect):
            left_out.append(f"{title}: its name needs quotes")
            continue
        usable = {column: kind for column, kind in columns.items() if _nameable(column, database.dialect)}
        left_out += [f"{title}.{column}: its name needs quotes" for column in columns if column not in usable]
        if usable:
            tables.append(await _look(database, catalog, title, usable))
    by_name = {table.name: table for table in tables}
    for table in tables:
        await _link(database, catalog, table, by_name)
    for table in tables:
        table.identity = _identity(table)
    datasets = [_dataset(table, by_name) for table in tables]
    body = {
        "name": name,
        "description": f"Drafted from a database of {len(tables)} tables; edit it.",
        "ai_context": {"instructions": "", "verified_queries": []},
        "datasets": [dataset for dataset in datasets if dataset["fields"]],
        "relationships": [entry for table in tables for entry in _relationships(table)],
        "metrics": [],
    }
    return Draft({"version": OSSIE_VERSION, "semantic_model": [body]}, tuple(left_out))


def as_yaml(draft: Draft) -> str:
    """The file, with what a person should look at first on top."""
    import yaml

    head = [
        "# A first version, drafted from the database. Edit it: docs/semantic-model.md tells what each key means.",
        "# Look first at: identity (how people call a row), terms (their words for it), default_date (what a bare",
        "# period means), conditions and metrics (none are guessed), and relationships marked `guessed: true`.",
        *(f"# Left out: {item}" for item in draft.left_out),
    ]
    text = yaml.safe_dump(draft.raw, allow_unicode=True, sort_keys=False, width=120, default_flow_style=None)
    return "\n".join([*head, text])


def _nameable(name: str, dialect: str) -> bool:
    """SQL is written without quotes, so a name must stand without them."""
    if dialect == "postgres" and name != name.lower():
        return False
    return bool(_PLAIN.match(name)) and name.lower() not in _RESERVED


_RESERVED = frozenset(
    "all and any as asc between by case check column constraint create cross default delete desc distinct else end"
    " except exists false foreign from full group having in inner insert intersect into is join left like limit not"
    " null on or order outer primary references right select set table then to true union unique update user using"
    " values when where with".split()
)


# ---- looking ----


async def _look(database: Database, catalog: Catalog, table: str, columns: dict[str, str]) -> _Table:
    counts = ", ".join(f"COUNT({name}), COUNT(DISTINCT {name})" for name in columns)
    row = (await database.run(f"SELECT COUNT(*), {counts} FROM {table}")).rows[0]
    rows = int(row[0] or 0)
    found = _Table(table, columns, rows, catalog.primary_keys.get(table, ()))
    for index, name in enumerate(columns):
        filled, different = int(row[1 + 2 * index] or 0), int(row[2 + 2 * index] or 0)
        if filled < rows:
            found.nulls.add(name)
        elif rows and different == rows:
            found.unique.add(name)
    for name, kind in columns.items():
        found.types[name] = await _datatype(database, table, name, kind)
    if not found.key:
        ids = [name for name in columns if name in found.unique and _looks_like_key(name, table)]
        found.key = tuple(ids[:1])
    return found


def _looks_like_key(column: str, table: str) -> bool:
    own = words(column)
    return "id" in own or any(word in _CODES for word in own) or own == words(table)


async def _datatype(database: Database, table: str, column: str, kind: str) -> str:
    """The Ossie datatype; text that holds ISO dates is a date."""
    for pattern, datatype in (
        ("bool|tinyint\\(1\\)|^bit", "Boolean"),
        ("timestamp|datetime", "DateTime"),
        ("date", "Date"),
        ("int|serial", "Integer"),
        ("num|dec|real|float|double|money", "Decimal"),
    ):
        if re.search(pattern, kind):
            return datatype
    if not re.search("char|text|clob|unknown|enum|string", kind):
        return "String"
    ends = (await database.run(f"SELECT MIN({column}), MAX({column}) FROM {table}")).rows[0]
    dates = [match for match in (_ISO.match(str(end)) for end in ends) if match]
    if len(dates) < 2:
        return "String"
    return "DateTime" if any(match["time"] for match in dates) else "Date"


async def _link(database: Database, catalog: Catalog, table: _Table, by_name: dict[str, _Table]) -> None:
    """Declared keys, then columns that are named like another table's key and hold only its values."""
    for key in catalog.foreign_keys:
        if key.table == table.name and len(key.columns) == 1 and key.to_table in by_name:
            if key.columns[0] in table.columns and key.to_columns and key.to_table != table.name:
                table.links[key.columns[0]] = key
    for column in table.columns:
        if column in table.links or column in table.key:
            continue
        for other in by_name.values():
            if other.name == table.name or len(other.key) != 1 or not _names_key(column, other):
                continue
            if await _points(database, table.name, column, other.name, other.key[0]):
                table.links[column] = ForeignKey(table.name, (column,), other.name, other.key)
                table.guessed.add(column)
                break
    for column in table.columns:
        if table.types[column] == "String" and column not in table.links and not _is_prose(column):
            try:
                table.values[column] = await database.distinct(table.name, column, limit=_MOST_INDEXED)
            except MaintbotError:
                table.values[column] = None


def _names_key(column: str, other: _Table) -> bool:
    """``equipo_id``, ``id_equipo``, ``idEquipo`` for the table equipos; or the very name of its key."""
    key = other.key[0]
    if column.lower() == key.lower() and key.lower() != "id":
        return True
    own = words(column)
    if not ({"id", "cve", "clave", "cod", "codigo"} & set(own)):
        return False
    rest = [word for word in own if word not in ("id", "cve", "clave", "cod", "codigo")]
    target = words(other.name)
    return bool(rest) and (_stem(rest[0]) == _stem(target[0]) or name_of(" ".join(rest)) == name_of(other.name))


def _stem(word: str) -> str:
    return re.sub(r"(es|s)$", "", word)


async def _points(database: Database, table: str, column: str, target: str, key: str) -> bool:
    """True when the column is filled somewhere, and every value of it is a key of the target."""
    sql = (
        f"SELECT COUNT({table}.{column}), COUNT({target}.{key}) FROM {table}"
        f" LEFT JOIN {target} ON {target}.{key} = {table}.{column}"
    )
    try:
        filled, matched = (await database.run(sql)).rows[0]
    except MaintbotError:
        return False
    return bool(filled) and filled == matched


# ---- writing ----


def _is_prose(column: str) -> bool:
    return any(word in _PROSE for word in words(column))


def _identity(table: _Table) -> str:
    """How people call a row: a unique code, else a unique name, else any name, else the key; of a few rows (areas,
    lines), the name."""
    texts = [name for name in table.columns if table.types[name] == "String" and name not in table.links]
    ways = [(_CODES, True), (_NAMES, True), (_NAMES, False)]
    if table.rows <= FEW_VALUES:
        ways.insert(0, (_NAMES, True))
    for hints, only_unique in ways:
        for name in texts:
            if any(word in hints for word in words(name)) and (name in table.unique or not only_unique):
                return name
    return next((name for name in texts if name in table.unique and not _is_prose(name)), "") or (
        table.key[0] if table.key else next(iter(table.columns))
    )


def _fields(table: _Table) -> list[str]:
    """Columns that mean something to a person: no keys of other tables, no number that only tells rows apart."""
    hidden = {name for name in table.key if table.types[name] == "Integer" and name != table.identity}
    return [name for name in table.columns if name not in table.links and name not in hidden]


def _dataset(table: _Table, by_name: dict[str, _Table]) -> dict[str, Any]:
    shown = _fields(table)
    name = name_of(table.name)
    dates = [column for column in shown if table.types[column] in ("Date", "DateTime")]
    hinted = [column for column in dates if any(word in _DATES for word in words(column))]
    others = [column for column in shown if column != table.identity and not _is_prose(column)]
    ends = [
        f"{key.to_table}.{by_name[key.to_table].identity}"
        for key in table.links.values()
        if by_name[key.to_table].identity in _fields(by_name[key.to_table])
    ]
    first = [table.identity] if table.identity in shown else []
    context: dict[str, Any] = {
        "terms": name.terms(),
        "label": _label(table.name),
        "identity": table.identity,
        "list": [*first, *others[:5], *ends[:2]] or shown[:1],
        "order": table.identity if table.identity in shown else shown[0] if shown else table.identity,
    }
    if dates:
        context["default_date"] = (hinted or dates)[0]
    entry: dict[str, Any] = {"name": table.name, "source": table.name}
    if table.key:
        entry["primary_key"] = list(table.key)
    unique = [[column] for column in shown if column in table.unique and (column,) != table.key]
    if unique:
        entry["unique_keys"] = unique
    return entry | {"ai_context": context, "fields": [_field(table, column) for column in shown]}


def _label(identifier: str) -> dict[str, Any]:
    name = name_of(identifier)
    es, en = name.es or (identifier, identifier), name.en or (identifier, identifier)
    return {"es": {"one": es[0], "many": es[1], "gender": name.gender}, "en": {"one": en[0], "many": en[1]}}


def _field(table: _Table, column: str) -> dict[str, Any]:
    name = name_of(column)
    label = {language: texts[0][:1].upper() + texts[0][1:] for language, texts in name.terms().items()}
    context: dict[str, Any] = {"terms": name.terms(), "label": label}
    values = table.values.get(column)
    if values is not None and table.types[column] == "String":
        context["index"] = True
        if column == table.identity and any(any(char.isdigit() for char in str(value)) for value in values):
            context["code"] = True
        elif 0 < len(values) <= FEW_VALUES and column not in table.unique:
            context["values"] = {str(value): _value(str(value)) for value in values if str(value)}
    if table.types[column] in ("Integer", "Decimal") and any(word in _MONEY for word in words(column)):
        context["kind"] = "money"
    expression = {"dialects": [{"dialect": "ANSI_SQL", "expression": column}]}
    return {"name": column, "datatype": table.types[column], "expression": expression, "ai_context": context}


def _value(value: str) -> dict[str, Any]:
    """Words for a value: its own, and the other language's where the vocabulary knows it."""
    return {"terms": name_of(value).terms()}


def _relationships(table: _Table) -> list[dict[str, Any]]:
    entries = []
    for column, key in table.links.items():
        context: dict[str, Any] = {"cardinality": "one_to_one" if column in table.unique else "many_to_one"}
        if column in table.nulls:
            context["optional"] = True
        if column in table.guessed:
            context["guessed"] = True
        entries.append(
            {
                "name": f"{table.name}_{column}",
                "from": table.name,
                "to": key.to_table,
                "from_columns": [column],
                "to_columns": list(key.to_columns),
                "ai_context": context,
            }
        )
    return entries
