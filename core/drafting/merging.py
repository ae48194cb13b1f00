"""A new draft and a file that people have edited made one: what they changed stays, what the database changed comes in.

Three versions are compared: the draft that the file began with, the file as it is, and the new draft. Parts that have
names (datasets, fields, conditions, metrics, relationships) are compared by them, wherever they stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_GONE = object()
"""Stands for what a version does not have."""


def merged(began: Any, file: Any, draft: Any) -> Any:
    """The file with what the draft has that is new, without what the draft no longer has and nobody edited.

    Args:
        began: the draft that the file began with; an empty mapping when it is not known, and then nothing that the file
            has is changed or taken out.
        file: as it is, edited; draft: the new one. All are plain data of YAML.
    """
    found = _merged(began if began else _GONE, file, draft)
    return {} if found is _GONE else found


def _merged(began: Any, file: Any, draft: Any) -> Any:
    if file == draft or draft == began:
        return file
    if file == began:
        return draft
    if isinstance(file, dict) and isinstance(draft, dict):
        return _mappings(began if isinstance(began, dict) else {}, file, draft, known=isinstance(began, dict))
    if isinstance(file, list) and isinstance(draft, list):
        return _lists(began if isinstance(began, list) else None, file, draft)
    return file if file is not _GONE or began is not _GONE else draft


def _mappings(began: Mapping[str, Any], file: Mapping[str, Any], draft: Mapping[str, Any], *, known: bool) -> Any:
    found = {}
    for key in dict.fromkeys([*file, *draft]):
        was, now, new = began.get(key, _GONE), file.get(key, _GONE), draft.get(key, _GONE)
        if not known and now is not _GONE and new is _GONE:
            found[key] = now
            continue
        if (value := _merged(was, now, new)) is not _GONE:
            found[key] = value
    return found


def _lists(began: list[Any] | None, file: list[Any], draft: list[Any]) -> list[Any]:
    named = _names(file), _names(draft), _names(began or [])
    if named[0] is None or named[1] is None or named[2] is None:
        if began is None:
            return file
        return [item for item in file if item in draft or item not in began] + [
            item for item in draft if item not in file and item not in began
        ]
    whole = _mappings(named[2], named[0], named[1], known=began is not None)
    return list(whole.values())


def _names(items: Sequence[Any]) -> dict[str, Any] | None:
    """The items by their names; None when they have none, or two share one."""
    if not all(isinstance(item, dict) and isinstance(item.get("name"), str) for item in items):
        return None
    found = {item["name"]: item for item in items}
    return found if len(found) == len(items) else None


def changes(before: Any, after: Any, place: str = "") -> list[str]:
    """The places that differ, each as a path of names: ``machine.status.terms``; at the least part that has a name."""
    if before == after:
        return []
    if isinstance(before, dict) and isinstance(after, dict):
        keys = [key for key in dict.fromkeys([*before, *after]) if before.get(key, _GONE) != after.get(key, _GONE)]
        return [line for key in keys for line in changes(before.get(key), after.get(key), f"{place}.{key}".lstrip("."))]
    if isinstance(before, list) and isinstance(after, list):
        olds, news = _names(before), _names(after)
        if olds is not None and news is not None:
            return changes(olds, news, place)
    return [place]
