"""Words that a language model proposes for a draft, from names alone: no row, no value, nothing that was left out.

What it proposes is marked in the file (``custom_extensions``, vendor ``MAINTBOT_PROPOSED``), and never takes a word
that another table or column has.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.drafting.concepts.book import book
from core.drafting.draft import ModelDraft
from core.kernel.folding import fold
from core.kernel.messages import Language

VENDOR_PROPOSED = "MAINTBOT_PROPOSED"
SCHEMA_NAME = "plant_words"
_MOST = 4
_LONGEST = 40
_TABLES = 40
"""Tables of one request; more would take a model longer than its deadline."""
_LANGUAGES: tuple[Language, ...] = ("es", "en")

TASK = (
    "You name the tables and columns of a plant's maintenance database as maintenance people in Mexico (es) and the "
    "United States (en) call them. You see names only. For each table and column give up to four short words or "
    "phrases a language, singular, lower case, none that would fit another table or column better; none where the name "
    "says nothing. "
    "For a table also say which concept it is: "
    + ", ".join(book().concepts)
    + ", or none. Answer in the given JSON form, with the names exactly as given."
)

_WORDS: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["tables"],
    "properties": {
        "tables": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["table", "concept", "es", "en", "columns"],
                "properties": {
                    "table": {"type": "string"},
                    "concept": {"type": "string", "enum": [*book().concepts, "none"]},
                    "es": _WORDS,
                    "en": _WORDS,
                    "columns": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "additionalProperties": False,
                            "required": ["column", "es", "en"],
                            "properties": {"column": {"type": "string"}, "es": _WORDS, "en": _WORDS},
                        },
                    },
                },
            },
        }
    },
}


@dataclass(frozen=True)
class Proposed:
    """A draft with what was proposed.

    Attributes:
        raw: the document.
        words: how many were taken.
        concepts: table → concept, for tables that the draft did not understand; not applied, for a person to say.
    """

    raw: dict[str, Any]
    words: int
    concepts: Mapping[str, str]


def names_of(draft: ModelDraft) -> Iterator[str]:
    """What is sent, a text for each request: the names of tables and columns, nothing else."""
    kept = list(draft.seen.datasets)
    for start in range(0, len(kept), _TABLES):
        part = [
            {"table": name, "columns": [*draft.seen.tables[name].columns]} for name in kept[start : start + _TABLES]
        ]
        yield json.dumps({"tables": part}, ensure_ascii=False)


def read_words(text: str) -> list[dict[str, Any]]:
    """What the model answered.

    Raises:
        ValueError: it is not of the form that was asked for.
    """
    try:
        tables = json.loads(text)["tables"]
        for entry in tables:
            for part in (entry, *entry["columns"]):
                if not all(isinstance(word, str) for language in _LANGUAGES for word in part[language]):
                    raise ValueError("words are texts")
            if not isinstance(entry["table"], str) or not all(
                isinstance(item["column"], str) for item in entry["columns"]
            ):
                raise ValueError("names are texts")
    except (KeyError, TypeError) as error:
        raise ValueError(f"not the form: {error}") from error
    return list(tables)


def with_words(draft: ModelDraft, said: list[dict[str, Any]], model: str) -> Proposed:
    """The draft with the words that nothing else has, each marked; the draft itself stays as it is.

    Args:
        model: which one proposed them; kept with the words.
    """
    raw = copy.deepcopy(draft.raw)
    datasets = {draft_name: item for item in raw["semantic_model"][0]["datasets"] for draft_name in [item["name"]]}
    taken = set(_terms(raw))
    found, concepts = 0, {}
    for entry in said:
        table = entry["table"]
        dataset = datasets.get(draft.seen.datasets.get(table, ""))
        if dataset is None:
            continue
        found += _add(dataset, entry, taken, model)
        if table not in draft.concepts.by_table and entry.get("concept") in book().concepts:
            concepts[table] = str(entry["concept"])
        fields = {item["name"]: item for item in dataset["fields"]}
        for column in entry["columns"]:
            field = fields.get(draft.seen.fields[table].get(column["column"], ""))
            found += _add(field, column, taken, model) if field is not None else 0
    return Proposed(raw, found, concepts)


def _add(part: dict[str, Any], entry: Mapping[str, Any], taken: set[str], model: str) -> int:
    added: dict[str, list[str]] = {}
    for language in _LANGUAGES:
        for word in entry[language][:_MOST]:
            text = " ".join(word.split())
            key = f"{language} {fold(text)}"
            if not text or len(text) > _LONGEST or text.isdigit() or key in taken:
                continue
            taken.add(key)
            added.setdefault(language, []).append(text)
    if not added:
        return 0
    terms = part["ai_context"].setdefault("terms", {"es": [], "en": []})
    for spoken, words in added.items():
        terms.setdefault(spoken, []).extend(words)
    data = json.dumps({"terms": added, "by": model}, ensure_ascii=False)
    part["custom_extensions"] = [*part.get("custom_extensions", ()), {"vendor_name": VENDOR_PROPOSED, "data": data}]
    return sum(map(len, added.values()))


def _terms(node: Any) -> Iterator[str]:
    """All words of the document, by language: of tables, columns, values, conditions and measures."""
    if isinstance(node, dict):
        for key in ("terms", "verbs"):
            said = node.get(key)
            for language, words in said.items() if isinstance(said, dict) else ():
                yield from (f"{language} {fold(str(word))}" for word in words)
        for value in node.values():
            yield from _terms(value)
    elif isinstance(node, list):
        for value in node:
            yield from _terms(value)
