"""What must hold between the parts of a file: names exist once, paths lead on, keys are keys, metrics have what they
aggregate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core.semantics.file.document import Document
from core.semantics.file.faults import Loc, ModelFault
from core.semantics.file.names import Declarations, Use, context, declared, entries, uses
from core.semantics.file.places import place_of
from core.semantics.file.relationship import shortest
from core.semantics.file.told import nearest
from core.sentences.model_faults import NEEDS_BASES, NEEDS_DATASET, NEEDS_INTERVAL, NEEDS_LENGTH, WHAT

_DATES = ("Date", "DateTime", "DateTimeTz")


def rule_faults(document: Document) -> Iterator[ModelFault]:
    """The faults between the parts, of the raw data; a part of the wrong type is passed over."""
    data = document.data
    for index, model in entries(data, "semantic_model"):
        loc: Loc = ("semantic_model", index)
        names = declared(model)
        for use in uses(model, loc):
            yield from _name(document, names, use)
        yield from _twice(document, model, loc)
        for at, entry in entries(model, "relationships"):
            yield from _relationship(document, names, entry, (*loc, "relationships", at))
        for at, entry in entries(model, "metrics"):
            yield from _metric(document, entry, (*loc, "metrics", at))
            yield from _clipped(document, model, entry, (*loc, "metrics", at))
        for at, entry in entries(model, "datasets"):
            yield from _interval(document, entry, (*loc, "datasets", at))


def _made(document: Document, kind: str, loc: Loc, near: str | None = None, **values: Any) -> ModelFault:
    place, key = place_of(document.data, loc)
    return ModelFault(kind, document.line(loc), place, {"key": key, **values}, near)


def _name(document: Document, names: Declarations, use: Use) -> Iterator[ModelFault]:
    what, text = use.reference.what, use.text
    bare = text.rpartition(".")[2] if use.reference.owner == "far" else text

    def made(kind: str, near: str | None = None, **values: Any) -> ModelFault:
        # The last step of a place in a mapping by names is the name itself.
        at = use.loc[:-1] if use.loc[-1] == text else use.loc
        place, key = place_of(document.data, at)
        return ModelFault(kind, document.line(use.loc), place, {"key": key, "name": text, **values}, near)

    if what == "dataset":
        if text not in names.datasets:
            yield made("unknown_name", nearest(text, names.datasets), what=WHAT["dataset"])
        return
    if what in ("metric", "base"):
        if text not in names.metrics:
            yield made("unknown_name", nearest(text, names.metrics), what=WHAT["metric"])
        elif what == "base" and names.metrics[text]:
            yield made("not_base")
        return
    if use.owner is None:
        return  # a metric without a dataset, which is told
    if use.owner not in names.datasets:
        if use.reference.owner == "far" and use.owner != use.home:
            near = nearest(use.owner, names.datasets)
            yield made("unknown_name", f"{near}.{bare}" if near else None, what=WHAT[what])
        return
    own = names.datasets[use.owner]
    known = own.conditions if what == "condition" else set(own.fields)
    if what == "identity":
        known |= set(own.primary)
    if bare not in known:
        near = nearest(bare, known)
        written = f"{use.owner}.{near}" if near and "." in text else near
        yield made("unknown_name", written, what=WHAT[what])
    elif what == "date" and own.fields[bare] not in _DATES:
        yield made("not_date")
    elif use.reference.reached and use.home is not None and use.owner != use.home:
        if shortest(names.links, use.home, use.owner) is None:
            yield made("not_reached", home=use.home, dataset=use.owner)


def _twice(document: Document, model: Mapping[str, Any], loc: Loc) -> Iterator[ModelFault]:
    """Two parts of one name."""
    for kind, name in (("dataset", "datasets"), ("relationship", "relationships"), ("metric", "metrics")):
        yield from _again(document, model, (*loc, name), kind)
    for index, entry in entries(model, "datasets"):
        at: Loc = (*loc, "datasets", index)
        yield from _again(document, entry, (*at, "fields"), "field")
        yield from _again(document, context(entry), (*at, "ai_context", "conditions"), "condition")


def _again(document: Document, holder: Mapping[str, Any], loc: Loc, what: str) -> Iterator[ModelFault]:
    first: dict[str, int] = {}
    for index, entry in entries(holder, str(loc[-1])):
        name = entry.get("name")
        if not isinstance(name, str):
            continue
        if name in first:
            line = document.line((*loc, first[name], "name"))
            yield _made(document, "twice_named", (*loc, index, "name"), what=WHAT[what], name=name, first=line)
        first.setdefault(name, index)


def _relationship(document: Document, names: Declarations, entry: Mapping[str, Any], loc: Loc) -> Iterator[ModelFault]:
    here, there, target = entry.get("from_columns"), entry.get("to_columns"), entry.get("to")
    if not (isinstance(here, list) and isinstance(there, list)):
        return
    if len(here) != len(there):
        yield _made(document, "columns_differ", (*loc, "to_columns"), here=len(here), there=len(there))
        return
    keys = names.datasets[target].keys if isinstance(target, str) and target in names.datasets else []
    # A dataset may leave its keys unsaid; where it says them, a link must point at one, or rows are counted twice.
    if keys and not any(set(key) <= set(map(str, there)) for key in keys):
        shown = " · ".join(", ".join(key) for key in keys)
        columns = ", ".join(map(str, there))
        yield _made(document, "not_key", (*loc, "to_columns"), columns=columns, dataset=target, keys=shown)


def _interval(document: Document, entry: Mapping[str, Any], loc: Loc) -> Iterator[ModelFault]:
    """An interval without an end and without a length covers nothing."""
    interval = context(entry).get("interval")
    if isinstance(interval, Mapping) and not interval.get("end") and not interval.get("minutes"):
        place, _ = place_of(document.data, loc)
        line = document.line((*loc, "ai_context", "interval"))
        yield ModelFault("needed", line, place, {"key": "interval.minutes", "why": NEEDS_LENGTH})


def _clipped(document: Document, model: Mapping[str, Any], entry: Mapping[str, Any], loc: Loc) -> Iterator[ModelFault]:
    """Hours inside a period need rows that cover time."""
    own = context(entry)
    home = next((item for _, item in entries(model, "datasets") if item.get("name") == own.get("dataset")), None)
    if own.get("clipped") is True and home is not None and "interval" not in context(home):
        place, _ = place_of(document.data, loc)
        line = document.line((*loc, "ai_context", "clipped"))
        yield ModelFault("needed", line, place, {"key": f"{own['dataset']}.interval", "why": NEEDS_INTERVAL})


def _metric(document: Document, entry: Mapping[str, Any], loc: Loc) -> Iterator[ModelFault]:
    own = context(entry)
    lacks = ("bases", NEEDS_BASES) if own.get("formula") is True else ("dataset", NEEDS_DATASET)
    if own.get(lacks[0], []) == []:
        place, _ = place_of(document.data, loc)
        yield ModelFault("needed", document.line((*loc, "name")), place, {"key": lacks[0], "why": lacks[1]})
