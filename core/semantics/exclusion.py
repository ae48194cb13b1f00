"""Conditions that no row can meet together: closed and overdue, planned and unplanned, two values of one field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from core.semantics.model import SemanticModel
from core.semantics.query import Compare, Filter, Named

Pins = Mapping[tuple[str, str], frozenset[str]]
"""(dataset, column) → the values, as text, of which a row that meets a condition has one."""
_NONE, _SOME = "null", "not null"


def exclude(model: SemanticModel, dataset: str, one: str, other: str) -> bool:
    """True when no row of a dataset meets both conditions: the model says so, or they pin a column to other values."""
    conditions = model.datasets[dataset].conditions
    if other in conditions[one].excludes or one in conditions[other].excludes:
        return True
    return _disjoint(_pinned(dataset, conditions[one].expression), _pinned(dataset, conditions[other].expression))


def implies(model: SemanticModel, dataset: str, one: str, other: str) -> bool:
    """True when every row that meets the first condition meets the second as well: overdue ones are open."""
    conditions = model.datasets[dataset].conditions
    mine, theirs = (_pinned(dataset, conditions[name].expression) for name in (one, other))
    if one == other or not theirs or len(theirs) != _parts(conditions[other].expression):
        return False
    return all(key in mine and mine[key] <= values and _SOME not in mine[key] for key, values in theirs.items())


def contradiction(model: SemanticModel, filters: Sequence[Filter]) -> tuple[Filter, Filter] | None:
    """The first two filters, of those that must all hold, which no row can meet together; None when there are none."""
    for place, one in enumerate(filters):
        for other in filters[place + 1 :]:
            if isinstance(one, Named) and isinstance(other, Named) and one.dataset == other.dataset:
                if one.condition == other.condition and one.negated != other.negated and one.period == other.period:
                    return one, other
                if (
                    not one.negated
                    and not other.negated
                    and exclude(model, one.dataset, one.condition, other.condition)
                ):
                    return one, other
            elif (
                _disjoint(_pins(model, one), _pins(model, other))
                or _of_none(model, one, other)
                or _of_none(model, other, one)
            ):
                return one, other
    return None


def _of_none(model: SemanticModel, one: Filter, other: Filter) -> bool:
    """A row that belongs to nothing («avisos *sin orden*») belongs to nothing in any state."""
    if not isinstance(one, Compare) or one.op != "is null" or not isinstance(other, Named | Compare):
        return False
    lacking = one.field.dataset
    if one.field.field != model.datasets[lacking].identity:
        return False
    if isinstance(other, Named):
        return other.dataset == lacking and not other.negated
    return other.field.dataset == lacking and other.op in ("=", "in")


def _pins(model: SemanticModel, part: Filter) -> Pins:
    if isinstance(part, Named) and not part.negated and part.period is None:
        return _pinned(part.dataset, model.datasets[part.dataset].conditions[part.condition].expression)
    if isinstance(part, Compare) and part.op in ("=", "in") and part.other is None:
        column = _column(model.field(part.field.dataset, part.field.field).expression)
        return {(part.field.dataset, column): frozenset(str(value).lower() for value in part.values)}
    return {}


def _disjoint(one: Pins, other: Pins) -> bool:
    for key in one.keys() & other.keys():
        mine, theirs = one[key], other[key]
        if mine == {_SOME} or theirs == {_SOME}:
            if {_NONE} in (mine, theirs):
                return True
        elif not mine & theirs:
            return True
    return False


@lru_cache(maxsize=1024)
def _column(expression: str) -> str:
    """The name of the column that a field is; the expression itself of one that is more than a column."""
    import sqlglot
    from sqlglot import exp

    try:
        tree = sqlglot.parse_one(expression)
    except sqlglot.errors.SqlglotError:
        return expression
    return tree.name if isinstance(tree, exp.Column) else expression


@lru_cache(maxsize=1024)
def _parts(expression: str) -> int:
    """How many parts, joined by AND, an expression has; 0 for one that cannot be read."""
    import sqlglot
    from sqlglot import exp

    try:
        tree = sqlglot.parse_one(expression)
    except sqlglot.errors.SqlglotError:
        return 0
    return len(list(tree.flatten())) if isinstance(tree, exp.And) else 1


@lru_cache(maxsize=1024)
def _pinned(dataset: str, expression: str) -> Pins:
    """What an expression's parts, joined by AND, say of single columns."""
    import sqlglot
    from sqlglot import exp

    try:
        tree = sqlglot.parse_one(expression)
    except sqlglot.errors.SqlglotError:
        return {}
    found: dict[tuple[str, str], frozenset[str]] = {}
    for part in tree.flatten() if isinstance(tree, exp.And) else (tree,):
        column = part.this
        values: frozenset[str] | None = None
        if isinstance(part, exp.EQ) and isinstance(part.expression, exp.Literal | exp.Boolean):
            values = frozenset({_value(part.expression)})
        elif isinstance(part, exp.In) and all(isinstance(item, exp.Literal) for item in part.expressions):
            values = frozenset(map(_value, part.expressions))
        elif isinstance(part, exp.Is) and isinstance(part.expression, exp.Null):
            values = frozenset({_NONE})
        elif isinstance(part, exp.Not) and isinstance(part.this, exp.Is) and isinstance(part.this.expression, exp.Null):
            column, values = part.this.this, frozenset({_SOME})
        if values is not None and isinstance(column, exp.Column):
            found[(dataset, column.name)] = values
    return found


def _value(node: object) -> str:
    """A literal as a filter's value is written: true and false are 1 and 0."""
    from sqlglot import exp

    if isinstance(node, exp.Boolean):
        return "1" if node.this else "0"
    return str(getattr(node, "name", node)).lower()
