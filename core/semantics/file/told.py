"""What pydantic says of a file, as faults: one for each thing to mend, with its line and the nearest known name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from core.semantics.file.document import Document
from core.semantics.file.faults import Loc, ModelFault
from core.semantics.file.places import at, context_of, keys_of, kind_at, known_keys, place_of
from core.semantics.file.verified import calendar
from core.semantics.file.whole import OSSIE_VERSION
from core.sentences.model_faults import TYPE

_SHORTEST_MATCH = 60
_WANTED = {
    "string_type": "text",
    "bool_type": "flag",
    "tuple_type": "list",
    "list_type": "list",
    "dict_type": "keys",
    "model_type": "keys",
    "model_attributes_type": "keys",
    "mapping_type": "keys",
    "scalar_type": "one_value",
    "value_type": "value_name",
    "invalid_key": "text",
}


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name that is most like ``word``; None when none is."""
    from rapidfuzz import fuzz, process

    found = process.extractOne(word, sorted(set(known)), scorer=fuzz.ratio, score_cutoff=_SHORTEST_MATCH)
    return str(found[0]) if found else None


def form_faults(document: Document, error: ValidationError) -> Iterator[ModelFault]:
    """The faults of a file whose form is not right."""
    errors = error.errors(include_url=False)
    places = [_in_file(document.data, item["loc"]) for item in errors]
    told: set[tuple[Loc, str]] = set()
    for item, loc in zip(errors, places, strict=True):
        # pydantic counts only the good entries, so a list of one bad entry is "too short" as well.
        if item["type"] == "too_short" and any(loc == other[: len(loc)] and loc != other for other in places):
            continue
        fault = _fault(document, item, loc)
        if (loc, fault.kind) not in told:
            told.add((loc, fault.kind))
            yield fault


def _in_file(data: Any, loc: tuple[int | str, ...]) -> Loc:
    """pydantic's way to a fault without its own steps: a mapping's ``[key]``, the member of a union."""
    kept: list[int | str] = []
    for index, step in enumerate(loc):
        if step == "[key]" or (index < len(loc) - 1 and at(data, (*kept, step)) is None and _has(data, kept) is False):
            continue
        kept.append(step)
    return tuple(kept)


def _has(data: Any, loc: list[int | str]) -> bool:
    """True when the part at a place is a mapping or a list, which steps lead into."""
    return isinstance(at(data, tuple(loc)), Mapping | list)


def _fault(document: Document, item: ErrorDetails, loc: Loc) -> ModelFault:
    kind, raw = item["type"], item["input"]
    line = document.line(loc)
    place, key = place_of(document.data, loc)
    context = item.get("ctx", {})
    values: dict[str, Any] = {"key": key}

    def made(kind: str, near: str | None = None, **more: Any) -> ModelFault:
        return ModelFault(kind, line, place, values | more, near)

    match kind:
        case "extra_forbidden":
            return _unknown_key(loc, str(loc[-1]), line, place, values)
        case "missing":
            line = document.line(loc[:-1])
            return made("missing")
        case "literal_error" | "string_pattern_mismatch":
            if loc == ("version",):
                return made("version", value=str(raw), wanted=OSSIE_VERSION)
            if key.endswith("cardinality") and str(raw).startswith(("one_to_many", "many_to_many")):
                return made("one_to_many", value=str(raw))
            choices = ("m", "f") if kind != "literal_error" else _choices(str(context.get("expected", "")))
            if item["loc"][-1] == "[key]":
                return _unknown_key(loc, str(loc[-1]), line, place, values, choices)
            if raw is None:
                return made("wrong_type", wanted=TYPE["text"], found=TYPE["nothing"])
            return made("not_one_of", nearest(str(raw), choices), value=str(raw), choices=", ".join(choices))
        case "too_short":
            return made("too_few")
        case "too_long":
            return made("too_many")
        case "not_plain" | "not_period":
            return made(kind, value=str(raw))
        case "not_template" | "no_question":
            return made(kind)
        case "not_days":
            return made(kind, nearest(str(context.get("name")), calendar(date(2000, 1, 1))))
    if kind in _WANTED:
        wanted = _WANTED[kind]
        if kind == "invalid_key":
            return made("key_quotes", found=_found(raw))
        if not key:
            return made("wrong_part", wanted=TYPE[wanted], found=_found(raw))
        if wanted in ("text", "value_name") and isinstance(raw, bool | int | float | date):
            return made("quotes", found=_found(raw))
        return made("wrong_type", wanted=TYPE[wanted], found=_found(raw))
    return made("other", problem=item["msg"])


def _unknown_key(
    loc: Loc, key: str, line: int | None, place: str, values: Mapping[str, Any], choices: tuple[str, ...] = ()
) -> ModelFault:
    """A key that is not known: misspelt, or known on the other side of ``ai_context``."""
    known = list(choices) or known_keys(loc[:-1])
    kind = kind_at(loc[:-1])
    below = context_of(kind) if kind is not None else None
    if below is not None and key in keys_of(below):
        return ModelFault("under_context", line, place, values)
    above = kind_at(loc[:-2]) if len(loc) > 1 and loc[-2] == "ai_context" else None
    if above is not None and key in keys_of(above):
        return ModelFault("beside_context", line, place, values)
    near = nearest(key, known)
    if near is None and below is not None and nearest(key, keys_of(below)):
        near = f"ai_context.{nearest(key, keys_of(below))}"
    return ModelFault("unknown_key", line, place, values, near)


def _choices(expected: str) -> tuple[str, ...]:
    """``'a', 'b' or 'c'`` → a, b, c."""
    return tuple(part.strip().strip("'") for part in expected.replace(" or ", ", ").split(",") if part.strip())


def _found(raw: Any) -> Any:
    """What was written, for a person: its kind in both languages, or the value itself where it says more."""
    match raw:
        case None:
            return TYPE["nothing"]
        case bool():
            return "`true`" if raw else "`false`"
        case int() | float() | date():
            return f"`{raw}`"
        case str():
            return TYPE["text"]
        case list() | tuple():
            return TYPE["list"]
        case Mapping():
            return TYPE["keys"]
        case _:
            return TYPE["other"]
