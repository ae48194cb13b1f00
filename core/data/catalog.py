"""What tables and columns the plant's database has. Names and types only: no row is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """``table.columns`` points at ``to_table.to_columns``, column by column."""

    table: str
    columns: tuple[str, ...]
    to_table: str
    to_columns: tuple[str, ...]


@dataclass(frozen=True)
class Catalog:
    """The shape of a database.

    Attributes:
        tables: table or view → column → SQL type in lower case, columns in their order.
        primary_keys: table → its key's columns; tables without a key are left out.
        foreign_keys: sorted by table.
        views: which of ``tables`` are views.
        schema: the one schema that was read ("public", "main"); a query may name it, and no other.
    """

    tables: Mapping[str, Mapping[str, str]]
    primary_keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    foreign_keys: tuple[ForeignKey, ...] = ()
    views: frozenset[str] = frozenset()
    schema: str | None = None


def read(connection: Connection) -> Catalog:
    """Read the catalog of the connection's default schema, by SQLAlchemy inspection.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: whatever the database has against it.
    """
    from sqlalchemy import inspect
    from sqlalchemy.engine.reflection import ObjectKind

    inspector = inspect(connection)
    columns = inspector.get_multi_columns(kind=ObjectKind.ANY)
    tables = {
        name: {column["name"]: _type_name(column["type"], connection) for column in found}
        for (_, name), found in sorted(columns.items())
        if not _internal(name, connection.dialect.name)
    }
    keys = {
        name: tuple(key["constrained_columns"])
        for (_, name), key in sorted(inspector.get_multi_pk_constraint().items())
        if name in tables and key and key["constrained_columns"]
    }
    foreign = [
        ForeignKey(
            name,
            tuple(key["constrained_columns"]),
            key["referred_table"],
            tuple(key["referred_columns"]) or keys.get(key["referred_table"], ()),
        )
        for (_, name), found in sorted(inspector.get_multi_foreign_keys().items())
        if name in tables
        for key in found
        if key["referred_table"] in tables
    ]
    views = {*inspector.get_view_names()}
    if connection.dialect.name == "postgresql":
        views |= {*inspector.get_materialized_view_names()}
    return Catalog(
        tables=tables,
        primary_keys=keys,
        foreign_keys=tuple(sorted(foreign, key=lambda key: (key.table, key.columns))),
        views=frozenset(views & tables.keys()),
        schema=inspector.default_schema_name,
    )


def read_indexes(connection: Connection) -> dict[str, list[tuple[str, ...]]]:
    """Table → the columns of each index, unique constraints and the primary key among them.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: whatever the database has against it.
    """
    from sqlalchemy import inspect

    inspector = inspect(connection)
    found: dict[str, list[tuple[str, ...]]] = {}
    for (_, name), indexes in inspector.get_multi_indexes().items():
        found[name] = [tuple(str(column) for column in index["column_names"] if column) for index in indexes]
    for (_, name), key in inspector.get_multi_pk_constraint().items():
        found.setdefault(name, []).append(tuple((key or {}).get("constrained_columns") or ()))
    for (_, name), constraints in inspector.get_multi_unique_constraints().items():
        found.setdefault(name, []).extend(tuple(item["column_names"]) for item in constraints)
    return found


def _type_name(kind: object, connection: Connection) -> str:
    """The type as the database writes it, lower case; a type that SQLAlchemy does not know is ``unknown``."""
    from sqlalchemy.exc import CompileError
    from sqlalchemy.types import NullType, TypeEngine

    if not isinstance(kind, TypeEngine) or isinstance(kind, NullType):
        return "unknown"
    try:
        return kind.compile(connection.dialect).lower()
    except CompileError:
        return str(kind).lower()


def _internal(name: str, dialect: str) -> bool:
    """Bookkeeping tables that are nobody's business: SQLite's own, and alembic's."""
    return name == "alembic_version" or (dialect == "sqlite" and name.lower().startswith("sqlite_"))
