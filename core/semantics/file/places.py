"""Where in the file a part is: its name for a message, and which keys are known there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from core.semantics.file.faults import Loc, short
from core.semantics.file.keys import Context, Keys
from core.semantics.file.texts import Forms
from core.semantics.file.whole import ModelFile

_PARTS = {
    "datasets": ("{name}", "dataset {number}"),
    "fields": ("{dataset}.{name}", "{dataset} field {number}"),
    "conditions": ("condition {dataset}.{name}", "{dataset} condition {number}"),
    "relationships": ("relationship {name}", "relationship {number}"),
    "metrics": ("metric {name}", "metric {number}"),
    "verified_queries": ("verified query {number}", "verified query {number}"),
}
"""How a part of each list is named in messages: by its name, or by its number where it has none."""
_LANGUAGE_FORMS = ("es", "en", *Forms.model_fields)


def at(data: Any, loc: Loc) -> Any:
    """What the file holds at a place; None where nothing is."""
    for step in loc:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def place_of(data: Any, loc: Loc) -> tuple[str, str]:
    """(the part that a place is in, as checks name it; the keys from there on, with dots)."""
    place, dataset, rest = "", "", loc
    for index, step in enumerate(loc):
        ways = _PARTS.get(str(loc[index - 1])) if index and isinstance(step, int) else None
        if ways is None or not isinstance(step, int):
            continue
        entry = at(data, loc[: index + 1])
        name = entry.get("name") if isinstance(entry, Mapping) else None
        template = ways[0] if isinstance(name, str) else ways[1]
        place = template.format(name=short(name), dataset=dataset, number=step + 1)
        if loc[index - 1] == "datasets":
            dataset = place
        rest = loc[index + 1 :]
    inner = [step for step in rest[:-1] if step not in ("ai_context", "semantic_model")]
    return place, ".".join(str(step) for step in (*inner, *rest[-1:]) if not isinstance(step, int))


def kind_at(loc: Loc) -> type[Keys] | None:
    """The class that describes the mapping at a place; None inside texts by language and the like."""
    kind: Any = ModelFile
    for step in loc:
        if isinstance(kind, type) and issubclass(kind, Keys):
            info = next((info for name, info in kind.model_fields.items() if step == (info.alias or name)), None)
            if info is None:
                return None
            kind = _inner(info.annotation)
        else:
            kind = _inner(_content(kind))
    return kind if isinstance(kind, type) and issubclass(kind, Keys) else None


def _inner(annotation: Any) -> Any:
    """The one interesting type of an annotation: without Annotated and None."""
    while get_origin(annotation) in (Annotated, Union, UnionType):
        args = [arg for arg in get_args(annotation) if arg is not type(None)]
        annotation = args[0]
    return annotation


def _content(annotation: Any) -> Any:
    """What a list or a mapping holds."""
    args = get_args(annotation)
    if not args:
        return None
    return args[0] if get_origin(annotation) is tuple else args[-1]


def keys_of(kind: type[Keys]) -> Iterator[str]:
    """The keys of a class as the file writes them; what only the program adds has no description."""
    for name, info in kind.model_fields.items():
        if info.description:
            yield info.alias or name


def known_keys(loc: Loc) -> list[str]:
    """The keys that the mapping at a place may have."""
    kind = kind_at(loc)
    return list(keys_of(kind)) if kind is not None else list(_LANGUAGE_FORMS)


def context_of(kind: type[Keys]) -> type[Context] | None:
    """The class of its ``ai_context``, if it has one."""
    info = kind.model_fields.get("ai_context")
    inner = _inner(info.annotation) if info is not None else None
    return inner if isinstance(inner, type) and issubclass(inner, Context) else None
