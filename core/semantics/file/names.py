"""Every name that the file uses is declared in it: one walk over what the types mark as a ``Reference``.

It walks the raw data, so that it also tells of a file whose form has faults; what is not of the right type is passed
over, since that is told already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from core.semantics.file.dataset import DatasetEntry
from core.semantics.file.faults import Loc
from core.semantics.file.keys import Keys
from core.semantics.file.metric import MetricEntry
from core.semantics.file.reference import Reference
from core.semantics.file.whole import ModelEntry

_KINDS = {"date": "Date", "datetime": "DateTime"}
"""A ``kind`` that says more than the datatype."""


@dataclass(frozen=True)
class Use:
    """A name that is used.

    Attributes:
        owner: the dataset that the name belongs to, as written; None for datasets and metrics, or where none is known.
        home: the dataset that it is used in.
    """

    loc: Loc
    text: str
    reference: Reference
    owner: str | None
    home: str | None


@dataclass
class Declared:
    """What one dataset declares: field → datatype, the names of its conditions, its keys and the primary one."""

    fields: dict[str, str] = field(default_factory=dict)
    conditions: set[str] = field(default_factory=set)
    keys: list[tuple[str, ...]] = field(default_factory=list)
    primary: tuple[str, ...] = ()


@dataclass
class Declarations:
    """All that a file declares."""

    datasets: dict[str, Declared] = field(default_factory=dict)
    metrics: dict[str, bool] = field(default_factory=dict)
    """name → whether it is a formula"""
    links: list[tuple[str, str, bool]] = field(default_factory=list)
    """(from, to, whether paths end there)"""


def entries(holder: Any, name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The mappings of a list, with their places in it."""
    items = holder.get(name) if isinstance(holder, Mapping) else None
    if isinstance(items, list):
        yield from ((index, item) for index, item in enumerate(items) if isinstance(item, Mapping))


def context(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """An entry's ``ai_context``, empty where it has none or one text."""
    found = entry.get("ai_context")
    return found if isinstance(found, Mapping) else {}


def declared(model: Mapping[str, Any]) -> Declarations:
    """What a model declares, whatever else is wrong with it."""
    names = Declarations()
    for _, entry in entries(model, "datasets"):
        if isinstance(entry.get("name"), str):
            own = names.datasets.setdefault(entry["name"], Declared())
            for _, item in entries(entry, "fields"):
                kind = str(context(item).get("kind"))
                own.fields[str(item.get("name"))] = _KINDS.get(kind) or str(item.get("datatype", "String"))
            own.conditions |= {str(item.get("name")) for _, item in entries(context(entry), "conditions")}
            unique = entry.get("unique_keys")
            own.primary = _columns(entry.get("primary_key"))
            keys = [own.primary, *map(_columns, unique if isinstance(unique, list) else ())]
            own.keys += [columns for columns in keys if columns]
    for _, entry in entries(model, "metrics"):
        names.metrics[str(entry.get("name"))] = context(entry).get("formula") is True
    for _, entry in entries(model, "relationships"):
        ends = context(entry).get("ends_here") is True
        names.links.append((str(entry.get("from")), str(entry.get("to")), ends))
    return names


def uses(model: Mapping[str, Any], loc: Loc) -> Iterator[Use]:
    """Every name that the model uses."""
    return _of_keys(ModelEntry, model, loc, None)


def _of_keys(kind: type[Keys], raw: Mapping[str, Any], loc: Loc, home: str | None) -> Iterator[Use]:
    if issubclass(kind, DatasetEntry):
        home = _text(raw.get("name"))
    elif issubclass(kind, MetricEntry):
        home = _text(context(raw).get("dataset"))
    for key, annotation, marks in _naming(kind):
        if key in raw:
            yield from _of_type(annotation, marks, raw[key], (*loc, key), home, (raw, None))


@cache
def _naming(kind: type[Keys]) -> tuple[tuple[str, Any, tuple[Any, ...]], ...]:
    """(key, type, marks) of the keys that hold a name somewhere."""
    found = ((info.alias or name, info.annotation, tuple(info.metadata)) for name, info in kind.model_fields.items())
    return tuple(entry for entry in found if _names(entry[1], entry[2]))


def _names(annotation: Any, marks: Iterable[Any]) -> bool:
    """True when a type is, or holds, a name."""
    if any(isinstance(mark, Reference) for mark in marks):
        return True
    if isinstance(annotation, type) and issubclass(annotation, Keys):
        return bool(_naming(annotation))
    args = get_args(annotation)
    if get_origin(annotation) is Annotated:
        return _names(args[0], args[1:])
    return any(_names(arg, ()) for arg in args)


def _of_type(
    annotation: Any, marks: Any, raw: Any, loc: Loc, home: str | None, around: tuple[Mapping[str, Any], str | None]
) -> Iterator[Use]:
    """``around``: the mapping that the value stands in, and the key of a mapping by names."""
    reference = next((mark for mark in marks if isinstance(mark, Reference)), None)
    if reference is not None:
        if isinstance(raw, str):
            yield _use(raw, reference, loc, home, around)
        return
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        yield from _of_type(args[0], args[1:], raw, loc, home, around)
    elif origin in (Union, UnionType):
        for arg in args:
            yield from _of_type(arg, (), raw, loc, home, around)
    elif origin is tuple and isinstance(raw, list):
        for index, item in enumerate(raw):
            yield from _of_type(args[0], (), item, (*loc, index), home, around)
    elif origin is dict and isinstance(raw, Mapping):
        for key, item in raw.items():
            yield from _of_type(args[0], (), key, (*loc, key), home, around)
            yield from _of_type(args[1], (), item, (*loc, key), home, (around[0], _text(key)))
    elif isinstance(annotation, type) and issubclass(annotation, Keys) and isinstance(raw, Mapping):
        yield from _of_keys(annotation, raw, loc, home)


def _use(
    text: str, reference: Reference, loc: Loc, home: str | None, around: tuple[Mapping[str, Any], str | None]
) -> Use:
    match reference.owner:
        case "dataset":
            owner = _text(around[0].get("dataset"))
        case "key":
            owner = around[1]
        case "far" if "." in text:
            owner = text.rpartition(".")[0]
        case _:
            owner = home
    return Use(loc, text, reference, owner, home)


def _columns(raw: Any) -> tuple[str, ...]:
    return tuple(map(str, raw)) if isinstance(raw, list) else ()


def _text(raw: Any) -> str | None:
    return raw if isinstance(raw, str) else None
