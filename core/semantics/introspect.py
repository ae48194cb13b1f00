"""Writes a semantic model from any database by looking at it: a first version for a person to edit.

Names, types and keys come from the catalog; what no catalog says is asked of the data: which text columns hold a few
values, which column tells rows apart, which column points at another table though no key was declared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.data.database import Database
from core.semantics.file.schema import NAME
from core.semantics.file.whole import OSSIE_VERSION
from core.semantics.plant_words import name_of, words
from core.semantics.survey import CODES, FoundTable, is_prose, survey

FEW_VALUES = 40
"""A text column with at most so many values has them written out, to be given words."""
_NAMES = "name nombre titulo title label etiqueta".split()
_DATES = "requested opened created started detected reported fecha inicio alta solicitud apertura read used".split()
_MONEY = "cost costo coste price precio amount importe monto".split()


@dataclass(frozen=True)
class ModelDraft:
    """A model to be edited.

    Attributes:
        raw: the Ossie document as plain data.
        left_out: tables and columns that the model cannot name, each with the reason.
    """

    raw: dict[str, Any]
    left_out: tuple[str, ...]


async def introspect(database: Database, name: str = "plant") -> ModelDraft:
    """Look at a database and draft its semantic model.

    Raises:
        DatabaseUnavailable, QueryTimeout: as ``Database.run``.
    """
    tables, left_out = await survey(database, await database.catalog())
    by_name = {table.name: table for table in tables}
    for table in tables:
        table.identity = _identity(table)
    kept = [table for table in tables if _fields(table)]
    body = {
        "name": name,
        "description": f"Drafted from a database of {len(tables)} tables; edit it.",
        "ai_context": {"instructions": "", "verified_queries": []},
        "datasets": [_dataset(table, by_name) for table in kept],
        "relationships": _relationships(kept),
        "metrics": [],
    }
    return ModelDraft({"version": OSSIE_VERSION, "semantic_model": [body]}, tuple(left_out))


def as_yaml(draft: ModelDraft, *, with_schema: bool = False) -> str:
    """The file, with what a person should look at first on top; ``with_schema`` when its schema lies beside it, so that
    an editor finds it."""
    import yaml

    head = [
        *([f"# yaml-language-server: $schema={NAME}"] if with_schema else ()),
        "# A first version, drafted from the database. Edit it: docs/semantic-model.md tells what each key means.",
        "# Look first at: identity (how people call a row), terms (their words for it), default_date (what a bare",
        "# period means), conditions and metrics (none are guessed), and relationships marked `guessed: true`.",
        *(f"# Left out: {' '.join(item.split())}" for item in draft.left_out),
    ]
    how: dict[str, Any] = {"sort_keys": False, "width": 120, "default_flow_style": None}
    text = yaml.safe_dump(draft.raw, allow_unicode=True, **how)
    if yaml.safe_load(text) != draft.raw:
        # A few characters (U+0085 ends a line in YAML) come back as others unless they are written as escapes.
        text = yaml.safe_dump(draft.raw, **how)
    return "\n".join([*head, text])


def _identity(table: FoundTable) -> str:
    """How people call a row: a unique code, else a unique name, else any name, else the key; of a few rows (areas,
    lines), the name."""
    texts = [name for name in table.columns if table.types[name] == "String" and name not in table.links]
    ways = [(CODES, True), (_NAMES, True), (_NAMES, False)]
    if table.rows <= FEW_VALUES:
        ways.insert(0, (_NAMES, True))
    for hints, only_unique in ways:
        for name in texts:
            if any(word in hints for word in words(name)) and (name in table.unique or not only_unique):
                return name
    return next((name for name in texts if name in table.unique and not is_prose(name)), "") or (
        table.key[0] if table.key else next(iter(table.columns))
    )


def _fields(table: FoundTable) -> list[str]:
    """Columns that mean something to a person: no keys of other tables, no number that only tells rows apart."""
    hidden = {name for name in table.key if table.types[name] == "Integer" and name != table.identity}
    return [name for name in table.columns if name not in table.links and name not in hidden]


def _dataset(table: FoundTable, by_name: dict[str, FoundTable]) -> dict[str, Any]:
    shown = _fields(table)
    name = name_of(table.name)
    dates = [column for column in shown if table.types[column] in ("Date", "DateTime")]
    hinted = [column for column in dates if any(word in _DATES for word in words(column))]
    others = [column for column in shown if column != table.identity and not is_prose(column)]
    ends = [
        f"{key.to_table}.{by_name[key.to_table].identity}"
        for key in table.links.values()
        if by_name[key.to_table].identity in _fields(by_name[key.to_table])
    ]
    first = [table.identity] if table.identity in shown else []
    context: dict[str, Any] = {
        "terms": name.terms(),
        "label": _label(table.name),
        **({"identity": table.identity} if table.identity in (*shown, *table.key) else {}),
        "list": [*first, *others[:5], *ends[:2]] or shown[:1],
        "order": table.identity if table.identity in shown else shown[0] if shown else table.identity,
    }
    if dates:
        context["default_date"] = (hinted or dates)[0]
    entry: dict[str, Any] = {"name": table.name, "source": table.name}
    if table.key:
        entry["primary_key"] = list(table.key)
    apart = [column for column in shown if column in table.unique]
    unique = [[column] for column in dict.fromkeys([*apart, *sorted(table.pointed_at)]) if (column,) != table.key]
    if unique:
        entry["unique_keys"] = unique
    return entry | {"ai_context": context, "fields": [_field(table, column) for column in shown]}


def _label(identifier: str) -> dict[str, Any]:
    name = name_of(identifier)
    es, en = name.es or (identifier, identifier), name.en or (identifier, identifier)
    return {"es": {"one": es[0], "many": es[1], "gender": name.gender}, "en": {"one": en[0], "many": en[1]}}


def _field(table: FoundTable, column: str) -> dict[str, Any]:
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


def _relationships(tables: list[FoundTable]) -> list[dict[str, Any]]:
    """The links between described tables, each under a name of its own."""
    described, entries, taken = {table.name for table in tables}, [], set()
    for table in tables:
        for column, key in table.links.items():
            if key.to_table not in described:
                continue
            context: dict[str, Any] = {"cardinality": "one_to_one" if column in table.unique else "many_to_one"}
            if column in table.nulls:
                context["optional"] = True
            if column in table.guessed:
                context["guessed"] = True
            name = f"{table.name}_{column}"
            while name in taken:
                name += "_"
            taken.add(name)
            entries.append(
                {
                    "name": name,
                    "from": table.name,
                    "to": key.to_table,
                    "from_columns": [column],
                    "to_columns": list(key.to_columns),
                    "ai_context": context,
                }
            )
    return entries
