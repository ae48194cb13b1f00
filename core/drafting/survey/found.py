"""Tables and columns as they were found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from core.data.catalog import ForeignKey
from core.kernel.messages import Cell, Language
from core.semantics.quoting import quoted

Kind = Literal["text", "integer", "decimal", "boolean", "date", "datetime", "json", "other"]


@dataclass
class FoundColumn:
    """One column.

    Attributes:
        kind: what it holds; a text that holds dates is a date.
        text_form: how its dates are written when it is text (``DD.MM.YYYY``); ``epoch`` and ``epoch_ms`` for numbers;
            empty where the database keeps them as dates, or SQLite as ISO text.
        filled: rows that have a value, an empty text is none; blank: True when some have an empty text;
            different: how many values, as far as rows were looked at.
        values: its values where they are few, else empty; sample: some of them.
        expression: what it is in the file's SQL where it is no column itself: the text in JSON, a name put together.
        bare: its name without what all columns of its table begin with; empty where that is its name.
        headings: what the system that exported it calls it, by language.
        hidden: True when it names one of several that are meant, so that nobody is shown it.
        said: value → language → what it is called there, of few names that are kept in several.
        unique: True when no value occurs twice and none is missing.
    """

    name: str
    sql_type: str
    kind: Kind
    text_form: str = ""
    filled: int = 0
    different: int = 0
    values: tuple[Cell, ...] = ()
    sample: tuple[Cell, ...] = ()
    low: Cell = None
    high: Cell = None
    unique: bool = False
    expression: str = ""
    bare: str = ""
    blank: bool = False
    hidden: bool = False
    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    headings: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)

    @property
    def called(self) -> str:
        """The name by which it is understood."""
        return self.bare or self.name

    @property
    def is_date(self) -> bool:
        """True for dates and moments, however they are kept."""
        return self.kind in ("date", "datetime")

    @property
    def says_nothing(self) -> bool:
        """True for a column that no row fills in, or that is zero in all of them."""
        return self.filled == 0 or (self.is_number and self.different == 1 and float(str(self.low or 0)) == 0.0)

    @property
    def is_number(self) -> bool:
        """True for whole and other numbers."""
        return self.kind in ("integer", "decimal")


@dataclass(frozen=True)
class Link:
    """A column (or several) that points at another table's key.

    Attributes:
        how: ``declared`` by the database, or told by the ``name`` or the ``values``.
        optional: some rows point at nothing.
        several: a row may have several partners there: it is no key of theirs.
    """

    table: str
    columns: tuple[str, ...]
    to_table: str
    to_columns: tuple[str, ...]
    how: Literal["declared", "name", "values"]
    optional: bool = True
    several: bool = False

    @classmethod
    def declared(cls, key: ForeignKey, *, optional: bool) -> Link:
        """The link of a declared foreign key."""
        return cls(key.table, key.columns, key.to_table, key.to_columns, "declared", optional)


@dataclass
class FoundTable:
    """One table or view.

    Attributes:
        rows: how many; of a big table, those that were looked at.
        sampled: True when not all rows were looked at, so that ``unique`` is no proof.
        key: its declared primary key, else a column that tells rows apart.
        links: what its columns point at.
        query: the SELECT whose rows it has, where it is no table: one that a profile makes of several.
    """

    name: str
    columns: dict[str, FoundColumn]
    rows: int = 0
    sampled: bool = False
    is_view: bool = False
    key: tuple[str, ...] = ()
    links: list[Link] = field(default_factory=list)
    query: str = ""

    def source(self, dialect: str) -> str:
        """What stands behind FROM; a query needs an alias behind it."""
        return f"({self.query})" if self.query else quoted(self.name, dialect)

    def link_of(self, column: str) -> Link | None:
        """The link that a column is the whole of."""
        return next((link for link in self.links if link.columns == (column,) and not link.several), None)


@dataclass(frozen=True)
class Omission:
    """A table or a column (``table.column``) that the model does not name, and why; ``reason`` is a key of
    ``core.sentences.drafting.REASONS``."""

    what: str
    reason: str
