"""The commonest questions, with values that the plant has."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.data.database import Database
from core.drafting.abilities import abilities_of, dataset_of
from core.drafting.naming.words import load_data
from core.kernel.errors import DatabaseUnavailable, MaintbotError
from core.kernel.messages import Language
from core.semantics.model import SemanticModel
from core.semantics.sql.dialect import Dialect

_NAMED = {"machine": "asset", "person": "person", "area": "place"}
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class TriedQuestion:
    """One question.

    Attributes:
        text: as it is asked.
        lacks: a key of ``core.sentences.abilities.LACKS`` when the plant cannot answer it, else empty.
    """

    text: str
    lacks: str = ""


async def tried_questions(model: SemanticModel, database: Database, language: Language) -> list[TriedQuestion]:
    """The questions in one language.

    Raises:
        DatabaseUnavailable: the database does not answer at all.
    """
    lacks = {item.name: item.lacks for item in abilities_of(model)}
    values = {name: await _value(model, database, concept) for name, concept in _NAMED.items()}
    found = []
    for entry in load_data("trying.yaml")["questions"]:
        names = _PLACE.findall(entry[language])
        missing = next((f"concept_{_NAMED[name]}" for name in names if values[name] is None), "")
        text = entry[language].format_map({name: values[name] or "…" for name in names})
        found.append(TriedQuestion(text, lacks[entry["ability"]] or missing))
    return found


async def _value(model: SemanticModel, database: Database, concept: str) -> str | None:
    """What a row of a concept is called; one that counts."""
    dataset = dataset_of(model, concept)
    if dataset is None or dataset.identity not in dataset.fields:
        return None
    spoken = Dialect(database.dialect)
    name = spoken.expression(dataset.fields[dataset.identity].expression, dataset.name)
    tests = [
        spoken.expression(condition.expression, dataset.name)
        for condition in (dataset.kept, dataset.population)
        if condition is not None and not condition.of_now
    ]
    where = " AND ".join([f"{name} IS NOT NULL", *(f"({test})" for test in tests)])
    try:
        rows = (await database.run(f"SELECT {name} AS v FROM {spoken.source_of(dataset)} WHERE {where} LIMIT 1")).rows
    except DatabaseUnavailable:
        raise
    except MaintbotError:
        return None
    return str(rows[0][0]) if rows else None
