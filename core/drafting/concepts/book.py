"""``data/concepts.yaml`` and ``data/values.yaml`` as objects: how concepts, roles and values are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from core.drafting.naming.words import load_data, vocabulary
from core.kernel.folding import fold
from core.kernel.messages import Language

Pattern = tuple[str, ...]


@dataclass(frozen=True)
class RoleForm:
    """How a column of a concept is told; see the head of ``data/concepts.yaml``.

    Attributes:
        instead: the role that the column has where no other column has that.
    """

    name: str
    kind: str
    names: tuple[Pattern, ...]
    never: frozenset[str]
    to: str | None
    like: str | None
    unit: str | None
    instead: str | None = None


@dataclass(frozen=True)
class ConceptForm:
    """How a table of a concept is told.

    Attributes:
        alone: the columns by which a table with a name that says nothing is known, if it has so many of them:
            alone_least, all but one where nothing else is said.
        means: the concept whose values its own have, empty for its own alone.
        far: words of the demo plant's for it that only fit where the name says them.
    """

    name: str
    like: str | None
    names: tuple[Pattern, ...]
    beside: frozenset[str]
    needs: tuple[str, ...]
    least: int
    alone: tuple[str, ...]
    far: frozenset[str]
    roles: Mapping[str, RoleForm]
    means: str = ""
    alone_least: int = 0


@dataclass(frozen=True)
class Meaning:
    """What a value may mean; see the head of ``data/values.yaml``."""

    name: str
    words: tuple[str, ...]
    like: str | None
    open: bool
    high: bool
    label: Mapping[Language, str]
    terms: Mapping[Language, tuple[str, ...]]


@dataclass(frozen=True)
class Book:
    """All of them."""

    noise: frozenset[str]
    concepts: Mapping[str, ConceptForm]


def _word(text: str) -> str:
    return vocabulary().aliases.get(fold(text), text)


def pattern_of(words: list[str]) -> Pattern:
    return tuple(dict.fromkeys(_word(str(word)) for word in words))


@lru_cache(maxsize=1)
def book() -> Book:
    """The book of concepts."""
    raw = load_data("concepts.yaml")
    concepts = {}
    for name, entry in raw["concepts"].items():
        roles = {role: _role(name, entry.get("like"), role, keys) for role, keys in entry["roles"].items()}
        concepts[name] = ConceptForm(
            name,
            entry.get("like"),
            tuple(pattern_of(words) for words in entry["names"]),
            frozenset(_word(word) for word in entry.get("beside", ())),
            tuple(entry["needs"]),
            int(entry["least"]),
            tuple(entry.get("alone", ())),
            frozenset(entry.get("far", ())),
            roles,
            entry.get("means", ""),
            int(entry.get("alone_least", len(entry.get("alone", ())) - 1)),
        )
    return Book(frozenset(raw["noise"]), concepts)


def _role(concept: str, dataset: str | None, name: str, keys: Mapping[str, Any]) -> RoleForm:
    like = keys.get("like")
    return RoleForm(
        name,
        keys["kind"],
        tuple(pattern_of(words) for words in keys["names"]),
        frozenset(_word(word) for word in keys.get("never", ())),
        keys.get("to"),
        (like if "." in like else f"{dataset}.{like}") if like else None,
        keys.get("unit"),
        keys.get("else"),
    )


@lru_cache(maxsize=1)
def meanings() -> Mapping[str, tuple[Meaning, ...]]:
    """``concept.role`` → what its values may mean, in the order in which they are tried."""
    found: dict[str, tuple[Meaning, ...]] = {}
    for place, entries in load_data("values.yaml").items():
        found[place] = tuple(
            Meaning(
                name,
                tuple(fold(str(word)) for word in keys["words"]),
                keys.get("like"),
                bool(keys.get("open")),
                bool(keys.get("high")),
                keys.get("label", {}),
                {language: tuple(terms) for language, terms in keys.get("terms", {}).items()},
            )
            for name, keys in entries.items()
        )
    for form in book().concepts.values():
        for role in form.roles if form.means else ():
            if (place := f"{form.means}.{role}") in found:
                found[f"{form.name}.{role}"] = found[place]
    return found
