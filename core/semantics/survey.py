"""Looks at a database's tables: what the catalog says, and what only the data say: which columns tell rows apart,
which point at another table though no key was declared, which hold a few values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from core.data.catalog import Catalog, ForeignKey
from core.data.database import Database
from core.kernel.errors import MaintbotError
from core.kernel.messages import Cell
from core.semantics.plant_words import name_of, words

_MOST_INDEXED = 20_000
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?P<time>[ T]\d\d:\d\d.*)?\Z")
CODES = "tag code codigo number numero folio sku clave cve cod num no nro key serial serie matricula placa".split()
_PROSE = (
    "description descripcion desc notes notas note comments comentarios observaciones remarks detail detalle".split()
)


@dataclass
class FoundTable:
    """One table as it was found.

    Attributes:
        nulls, unique: columns that have empty values; that have none and no value twice.
        links: column → the key that it points at; ``guessed`` where no catalog says so.
        pointed_at: columns that another table points at.
        types: column → Ossie datatype.
        values: column → its values, None where they are too many.
        identity: the column that people call a row by.
    """

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
    pointed_at: set[str] = field(default_factory=set)
    identity: str = ""


async def survey(database: Database, catalog: Catalog) -> tuple[list[FoundTable], list[str]]:
    """The tables that can be described, and what is left out, each with the reason.

    Raises:
        DatabaseUnavailable, QueryTimeout: as ``Database.run``.
    """
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
        for key in table.links.values():
            by_name[key.to_table].pointed_at.add(key.to_columns[0])
    return tables, left_out


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


async def _look(database: Database, catalog: Catalog, table: str, columns: dict[str, str]) -> FoundTable:
    counts = ", ".join(f"COUNT({name}), COUNT(DISTINCT {name})" for name in columns)
    row = (await database.run(f"SELECT COUNT(*), {counts} FROM {table}")).rows[0]
    rows = int(row[0] or 0)
    found = FoundTable(table, columns, rows, catalog.primary_keys.get(table, ()))
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
    return "id" in own or any(word in CODES for word in own) or own == words(table)


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


async def _link(database: Database, catalog: Catalog, table: FoundTable, by_name: dict[str, FoundTable]) -> None:
    """Declared keys, then columns that are named like another table's key and hold only its values."""
    for key in catalog.foreign_keys:
        if key.table == table.name and len(key.columns) == 1 and key.to_table in by_name:
            if key.columns[0] not in table.columns or not key.to_columns or key.to_table == table.name:
                continue
            if _tells_apart(by_name[key.to_table], key.to_columns):
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
        if table.types[column] == "String" and column not in table.links and not is_prose(column):
            try:
                table.values[column] = await database.distinct(table.name, column, limit=_MOST_INDEXED)
            except MaintbotError:
                table.values[column] = None


def _tells_apart(table: FoundTable, columns: tuple[str, ...]) -> bool:
    """True for a key; SQLite lets a foreign key name any column, and a join by one that repeats counts rows twice."""
    return columns == table.key or not table.rows or (len(columns) == 1 and columns[0] in table.unique)


def _names_key(column: str, other: FoundTable) -> bool:
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


def is_prose(column: str) -> bool:
    """True for free text: descriptions, notes."""
    return any(word in _PROSE for word in words(column))
