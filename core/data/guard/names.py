"""Every table and column of a query resolved against the catalog, scope by scope, as the database will do it.

A name that is not in the catalog, nor made by the query itself (a CTE, an alias), is refused here with the nearest
known one, so that neither a person nor a model has to guess what the database would have said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from core.data.guard.rules import refuse
from core.kernel.errors import GuardRefused

if TYPE_CHECKING:
    from sqlglot import exp

    from core.data.catalog import Catalog


@dataclass(slots=True)
class RowSource:
    """Something in a FROM: its columns, folded, in order; ``table`` is the catalog's name when it is a real table."""

    columns: Mapping[str, str]
    table: str | None = None


@dataclass(slots=True)
class Scope:
    """What one SELECT can see. ``aliases`` are its own output names, for ORDER BY and the like."""

    sources: dict[str, RowSource] = field(default_factory=dict)
    aliases: frozenset[str] = frozenset()
    merged: set[str] = field(default_factory=set)
    outer: Scope | None = None


class NameResolver:
    """Resolves one query. ``tables`` and ``columns`` then hold what of the catalog it reads."""

    def __init__(self, catalog: Catalog, dialect: str) -> None:
        self.dialect = dialect
        self.schema = catalog.schema
        self.tables: set[str] = set()
        self.columns: set[tuple[str, str]] = set()
        self._catalog: dict[str, RowSource] = {
            self._fold_known(name): RowSource({self._fold_known(column): column for column in columns}, name)
            for name, columns in catalog.tables.items()
        }

    def fresh(self) -> NameResolver:
        """The same catalog for another query."""
        other = object.__new__(NameResolver)
        other.dialect, other.schema, other._catalog = self.dialect, self.schema, self._catalog
        other.tables, other.columns = set(), set()
        return other

    def _fold_known(self, name: str) -> str:
        return name if self.dialect == "postgres" else name.lower()

    def _fold(self, identifier: exp.Expr) -> str:
        """PostgreSQL folds what is not quoted and takes the quoted as it is; the others do not mind case."""
        if self.dialect == "postgres" and identifier.args.get("quoted"):
            return identifier.name
        return identifier.name.lower()

    def query(self, node: exp.Expr, ctes: Mapping[str, RowSource], outer: Scope | None) -> list[str]:
        """Resolve a SELECT, a set operation or a parenthesised one; its output names, folded ("" when it has none)."""
        from sqlglot import exp

        if with_ := node.args.get("with_"):
            ctes = dict(ctes)
            for cte in with_.expressions:
                columns = self.query(cte.this, ctes, outer)
                name = self._fold(cte.args["alias"].this)
                # SQLite takes a CTE that names itself for a recursive one, with or without the word RECURSIVE.
                if name in self._catalog:
                    refuse("ambiguous", f"the name {name} in WITH is a table's; choose another")
                ctes[name] = self._renamed(columns, cte.args["alias"])
        if isinstance(node, exp.Select):
            return self._select(node, ctes, outer)
        if isinstance(node, exp.SetOperation):
            return self._set_operation(node, ctes, outer)
        if isinstance(node, exp.Subquery):
            columns = self.query(node.this, ctes, outer)
            self._clauses(node, Scope({}, frozenset(columns), outer=outer), ctes, ("order",))
            return columns
        raise GuardRefused(f"{type(node).__name__.upper()} is not allowed where a SELECT belongs", reason="construct")

    def _set_operation(self, node: exp.SetOperation, ctes: Mapping[str, RowSource], outer: Scope | None) -> list[str]:
        # A chain of a hundred UNIONs leans to the left; walked in a loop, it cannot exhaust the stack.
        from sqlglot import exp

        chain: list[exp.Expr] = []
        left: exp.Expr = node
        while isinstance(left, exp.SetOperation):
            if left is not node and left.args.get("with_"):
                break
            chain.append(left)
            left = left.this
        columns = self.query(left, ctes, outer)
        for operation in reversed(chain):
            right = self.query(operation.args["expression"], ctes, outer)
            if len(right) != len(columns):
                kind = type(operation).__name__.upper()
                refuse("construct", f"the two sides of a {kind} have {len(columns)} and {len(right)} columns")
            self._clauses(operation, Scope({}, frozenset(columns) | frozenset(right), outer=None), ctes, ("order",))
        return columns

    def _select(self, node: exp.Select, ctes: Mapping[str, RowSource], outer: Scope | None) -> list[str]:
        from sqlglot import exp

        scope = Scope(outer=outer)
        conditions: list[exp.Expr] = []
        if from_ := node.args.get("from_"):
            self._source(from_.this, scope, ctes, conditions)
        for join in node.args.get("joins") or ():
            self._join(join, scope, ctes, conditions)
        for condition in conditions:
            self._expression(condition, scope, ctes)
        output: list[str] = []
        for projection in node.expressions:
            if isinstance(projection, exp.Star):
                output.extend(self._star(scope.sources))
            elif isinstance(projection, exp.Column) and isinstance(projection.this, exp.Star):
                name = self._fold(projection.args["table"])
                output.extend(self._star({name: self._named_source(name, scope)}))
            else:
                self._expression(projection, scope, ctes)
                output.append(self._output_name(projection))
        # Only SQLite lets WHERE see the names that SELECT gives.
        aliases = frozenset(
            self._fold(projection.args["alias"]) for projection in node.expressions if isinstance(projection, exp.Alias)
        )
        if self.dialect == "sqlite":
            scope.aliases = aliases
        self._clauses(node, scope, ctes, ("where",))
        scope.aliases = aliases | frozenset(output)
        self._clauses(node, scope, ctes, ("distinct", "group", "having", "windows", "order", "limit", "offset"))
        return output

    def _clauses(self, node: exp.Expr, scope: Scope, ctes: Mapping[str, RowSource], parts: Iterable[str]) -> None:
        for part in parts:
            value = node.args.get(part)
            for clause in value if isinstance(value, list) else (value,):
                if clause is not None and not isinstance(clause, bool):
                    self._expression(clause, scope, ctes)

    def _join(self, join: exp.Expr, scope: Scope, ctes: Mapping[str, RowSource], conditions: list[exp.Expr]) -> None:
        before = list(scope.sources.values())
        self._source(join.this, scope, ctes, conditions)
        if on := join.args.get("on"):
            conditions.append(on)
        for identifier in join.args.get("using") or ():
            name = self._fold(identifier)
            added = [source for source in scope.sources.values() if all(source is not other for other in before)]
            holders = [source for source in (*before, *added) if name in source.columns]
            if not any(name in source.columns for source in before) or not any(name in s.columns for s in added):
                self._unknown_column(identifier.name, (known for source in before for known in source.columns))
            for source in holders:
                self._use(source, name)
            scope.merged.add(name)

    def _source(self, node: exp.Expr, scope: Scope, ctes: Mapping[str, RowSource], conditions: list[exp.Expr]) -> None:
        """Add one item of a FROM to the scope."""
        from sqlglot import exp

        alias = node.args.get("alias")
        if isinstance(node, exp.Table):
            source, name = self._table(node, ctes)
        elif isinstance(node, exp.Subquery) and isinstance(node.this, exp.Table):
            if alias:
                refuse("construct", "a name for joined tables in parentheses is not allowed")
            self._source(node.this, scope, ctes, conditions)
            return
        elif isinstance(node, exp.Subquery):
            source, name = RowSource({column: column for column in self.query(node, ctes, None) if column}), ""
        else:
            refuse("construct", f"{type(node).__name__.upper()} is not allowed in FROM")
        if alias:
            name = self._fold(alias.this) if alias.this else name
            if alias.args.get("columns"):
                if source.table:
                    refuse("construct", "new names for a table's columns are not allowed; name them in SELECT")
                source = self._renamed(list(source.columns), alias)
        name = name or f"({len(scope.sources)})"
        if name in scope.sources:
            refuse("ambiguous", f"the name {name} stands for two tables; give one an alias")
        scope.sources[name] = source
        for join in node.args.get("joins") or ():
            self._join(join, scope, ctes, conditions)

    def _table(self, node: exp.Table, ctes: Mapping[str, RowSource]) -> tuple[RowSource, str]:
        from sqlglot import exp

        if not isinstance(node.this, exp.Identifier):
            called = node.this.name if isinstance(node.this, exp.Anonymous) else type(node.this).__name__
            refuse("function", f"the table function {called.lower()}() is not allowed")
        name = self._fold(node.this)
        schema = node.args.get("db")
        if schema is not None and self._fold(schema) != self.schema:
            refuse(
                "table", f"there is no table {schema.name}.{node.this.name}; only the maintenance tables may be read"
            )
        if schema is None and name in ctes:
            return ctes[name], name
        source = self._catalog.get(name)
        if source is None or source.table is None:
            known = [*self._catalog, *(ctes if schema is None else ())]
            refuse("table", f"there is no table {node.this.name}{_nearest(name, known)}")
        self.tables.add(source.table)
        return source, name

    def _renamed(self, columns: list[str], alias: exp.Expr) -> RowSource:
        new = [self._fold(column) for column in alias.args.get("columns") or ()]
        if len(new) > len(columns):
            refuse(
                "construct",
                f"{alias.this.name if alias.this else 'a subquery'} names {len(new)} columns but has {len(columns)}",
            )
        return RowSource({name: name for name in (*new, *columns[len(new) :]) if name})

    def _star(self, sources: Mapping[str, RowSource]) -> Iterator[str]:
        for source in sources.values():
            for column in source.columns:
                self._use(source, column)
                yield column
        if not sources:
            refuse("construct", "SELECT * needs a table")

    def _output_name(self, node: exp.Expr) -> str:
        from sqlglot import exp

        if isinstance(node, exp.Alias):
            return self._fold(node.args["alias"])
        return self._fold(node.this) if isinstance(node, exp.Column) else ""

    def _expression(self, node: exp.Expr, scope: Scope, ctes: Mapping[str, RowSource]) -> None:
        """Resolve all columns below ``node``; a subquery sees this scope as its outer one."""
        from sqlglot import exp

        waiting = [node]
        while waiting:
            inner = waiting.pop()
            if isinstance(inner, exp.Column):
                self._column(inner, scope)
            elif isinstance(inner, exp.Query):
                self.query(inner, ctes, scope)
            elif isinstance(inner, exp.Table):
                refuse("construct", "a table is not allowed in an expression")
            else:
                waiting.extend(inner.iter_expressions())

    def _named_source(self, name: str, scope: Scope) -> RowSource:
        level: Scope | None = scope
        while level is not None:
            if name in level.sources:
                return level.sources[name]
            level = level.outer
        raise GuardRefused(
            f"there is no table or alias {name} in this query{_nearest(name, scope.sources)}", reason="column"
        )

    def _column(self, node: exp.Column, scope: Scope) -> None:
        name = self._fold(node.this)
        if table := node.args.get("table"):
            schema = node.args.get("db")
            if schema is not None and self._fold(schema) != self.schema:
                refuse("table", f"there is no schema {schema.name}; only the maintenance tables may be read")
            source = self._named_source(self._fold(table), scope)
            if name not in source.columns:
                self._unknown_column(f"{table.name}.{node.this.name}", source.columns)
            self._use(source, name)
            return
        level: Scope | None = scope
        while level is not None:
            holders = [source for source in level.sources.values() if name in source.columns]
            if len(holders) > 1 and name not in level.merged and name not in level.aliases:
                tables = " and ".join(key for key, source in level.sources.items() if name in source.columns)
                refuse("ambiguous", f"the column {node.this.name} is ambiguous: {tables} have one")
            for source in holders:
                self._use(source, name)
            if holders or name in level.aliases:
                return
            level = level.outer
        self._unknown_column(
            node.this.name, [*scope.aliases, *(known for source in scope.sources.values() for known in source.columns)]
        )

    def _unknown_column(self, name: str, known: Iterable[str]) -> None:
        refuse("column", f"there is no column {name}{_nearest(name.rpartition('.')[2].lower(), known)}")

    def _use(self, source: RowSource, column: str) -> None:
        if source.table:
            self.columns.add((source.table, source.columns[column]))


def _nearest(name: str, known: Iterable[str]) -> str:
    found = get_close_matches(name, sorted({*known} - {""}), n=1, cutoff=0.6)
    return f"; the nearest is {found[0]}" if found else ""
