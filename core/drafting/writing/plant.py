"""The plant as it is being written down: what its tables and columns are called in the file, and in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.drafting.concepts.concepts import Concepts, TableConcept
from core.drafting.concepts.hierarchies import Levels
from core.drafting.concepts.places_within import PlacesWithin
from core.drafting.concepts.populations import Flag
from core.drafting.naming.name import plain_name
from core.drafting.naming.units import Unit
from core.drafting.profiles.profile import MatchedProfile
from core.drafting.survey.found import FoundColumn, FoundTable, Link
from core.drafting.survey.text_dates import date_sql, written_name
from core.semantics.sql.dialect import literal


@dataclass(frozen=True)
class RoleDataset:
    """A second reading of a table: the areas among the locations, who closed an order.

    Attributes:
        name: of the dataset; role: what it is there for.
        link: from the table that names it.
        of: the dataset that the link comes from.
    """

    name: str
    table: str
    role: str
    of: str
    link: Link


@dataclass
class DraftedPlant:
    """Everything that writing needs.

    Attributes:
        dialect: the database's, for names that need quotes there.
        kept: the tables that become datasets, in their order.
        value_names: (table, column) → value → its name, for values that are keys of a table of states.
        answers: what a person has said, as the file keeps it.
        unused: further keys to a table that is linked already, of which nothing says what they are there for.
        datasets: table → dataset; fields: table → column → field.
        units: (table, column) → the unit of its lengths, where it was measured.
    """

    dialect: str
    tables: Mapping[str, FoundTable]
    concepts: Concepts
    kept: Sequence[str]
    flags: Mapping[str, Sequence[Flag]]
    value_names: Mapping[tuple[str, str], Mapping[str, str]]
    cut: tuple[str, ...] = ()
    levels: Levels | None = None
    profile: MatchedProfile | None = None
    within: PlacesWithin | None = None
    answers: Mapping[str, str] | None = None
    datasets: dict[str, str] = field(default_factory=dict)
    fields: dict[str, dict[str, str]] = field(default_factory=dict)
    roles: list[RoleDataset] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    unused: list[Link] = field(default_factory=list)
    units: dict[tuple[str, str], Unit] = field(default_factory=dict)

    def __post_init__(self) -> None:
        taken: set[str] = set()
        for name in self.kept:
            self.datasets[name] = plain_name(name, taken, self.cut)
            own: set[str] = set()
            self.fields[name] = {column: plain_name(column, own) for column in self.tables[name].columns}
        self._choose_links(taken)

    def _choose_links(self, taken: set[str]) -> None:
        """One link from a table to another; further ones become roles where it is known what they say."""
        for name in self.kept:
            entry = self.concepts.by_table.get(name)
            main: set[str] = set()
            for link in sorted(self.tables[name].links, key=lambda item: self._rank(entry, item)):
                if link.to_table not in self.datasets:
                    continue
                role = self._role(entry, link)
                areas = [item.link for item in (self.levels, self.within) if item is not None]
                if link in areas:
                    area = RoleDataset(plain_name("area", taken), link.to_table, "area", self.datasets[name], link)
                    self.roles.append(area)
                    continue
                if (
                    link.to_table == name
                    or link.to_table in main
                    or (role in ("requester", "closer") and link.to_table in self.concepts.by_table)
                    or role == "parent"
                    or self._elsewhere(entry, link)
                    or self._another_person(entry, link, role)
                ):
                    self._add_role(name, entry, link, role, taken)
                    continue
                main.add(link.to_table)
                self.links.append(link)

    def _rank(self, entry: TableConcept | None, link: Link) -> tuple[int, int]:
        roles = ["person", "asset", "place", "order", "part", "plan", "team", "state", "type", "priority"]
        role = self._role(entry, link)
        return (roles.index(role) if role in roles else len(roles), -len(link.columns))

    def _elsewhere(self, entry: TableConcept | None, link: Link) -> bool:
        """The person of a machine, or of a type of work, is another than that of its orders."""
        target = self.concepts.by_table.get(link.to_table)
        if target is None or target.concept != "person":
            return False
        return self._is_named(link.table) if entry is None else entry.concept not in ("work_order", "labor")

    def _is_named(self, table: str) -> bool:
        """True for a table whose rows others name, many of them one: a catalogue, a team."""
        return any(
            link.to_table == table
            and link.table != table
            and not link.several
            and link.columns != self.tables[link.table].key
            for other in self.tables.values()
            for link in other.links
        )

    def _another_person(self, entry: TableConcept | None, link: Link, role: str | None) -> bool:
        """Somebody of an order who is not known to be who works on it."""
        target = self.concepts.by_table.get(link.to_table)
        order = entry is not None and entry.concept == "work_order"
        return (
            order
            and target is not None
            and target.concept == "person"
            and role not in ("person", "requester", "closer")
            and len(link.columns) == 1
        )

    @staticmethod
    def _role(entry: TableConcept | None, link: Link) -> str | None:
        if entry is None or len(link.columns) != 1:
            return None
        return next((role for role, guess in entry.columns.items() if guess.value == link.columns[0]), None)

    def _add_role(self, name: str, entry: TableConcept | None, link: Link, role: str | None, taken: set[str]) -> None:
        target = self.concepts.by_table.get(link.to_table)
        if target is not None and target.concept == "person" and role in ("requester", "closer"):
            self.roles.append(RoleDataset(plain_name(role, taken), link.to_table, role, self.datasets[name], link))
            return
        if role != "parent" and link.to_table != name:
            self.unused.append(link)

    # ---- SQL ----

    def written(self, column: str) -> str:
        """A column as an expression of the file names it."""
        return written_name(column, self.dialect)

    def column_sql(self, table: str, column: str) -> str:
        """A column's value in SQL: a date where it holds dates, however they are kept."""
        return date_sql(self.tables[table].columns[column], self.dialect)

    def missing(self, table: str, column: str) -> str:
        """That a column has no value; an empty text is none, and 00.00.0000 no date."""
        if self.tables[table].columns[column].text_form:
            return f"{self.column_sql(table, column)} IS NULL"
        written = self.written(column)
        return (
            f"({written} IS NULL OR {written} = '')"
            if self.tables[table].columns[column].blank
            else f"{written} IS NULL"
        )

    def there(self, table: str, column: str) -> str:
        """That a column has a value."""
        if self.tables[table].columns[column].text_form:
            return f"{self.column_sql(table, column)} IS NOT NULL"
        written = self.written(column)
        return f"{written} <> ''" if self.tables[table].columns[column].blank else f"{written} IS NOT NULL"

    def any_of(self, table: str, column: str, values: Sequence[str]) -> str:
        """``column = value`` or ``column IN (…)``."""
        written, found = self.written(column), self.tables[table].columns[column]
        said = [_literal(found, value) for value in values]
        return f"{written} = {said[0]}" if len(said) == 1 else f"{written} IN ({', '.join(said)})"

    def none_of(self, table: str, column: str, values: Sequence[str]) -> str:
        """``column <> value``, rows without a value among them."""
        written, found = self.written(column), self.tables[table].columns[column]
        said = [_literal(found, value) for value in values]
        test = f"{written} <> {said[0]}" if len(said) == 1 else f"{written} NOT IN ({', '.join(said)})"
        return test if found.filled == self.tables[table].rows else f"({written} IS NULL OR {test})"

    def entry(self, concept: str) -> TableConcept | None:
        """The table of a concept, of those that are kept."""
        return next((item for item in self.concepts.all_of(concept) if item.table.value in self.datasets), None)

    def lifted_flag(self, table: str) -> Flag | None:
        """The flag of rows that are in use."""
        return next((flag for flag in self.flags.get(table, ()) if flag.lifted), None)

    def linked(self, table: str, concept: str) -> Link | None:
        """The link from a table to one of a concept."""
        for link in self.links:
            target = self.concepts.by_table.get(link.to_table)
            if link.table == table and target is not None and target.concept == concept:
                return link
        return None


def _literal(column: FoundColumn, value: str) -> str:
    if column.kind == "boolean":
        return "TRUE" if value.lower() in ("1", "true", "t") else "FALSE"
    if column.kind == "integer" and value.lstrip("-").isdigit():
        return value
    return literal(value)
