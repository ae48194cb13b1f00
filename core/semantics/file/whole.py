"""The whole file: its version, and one semantic model."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from core.semantics.file.dataset import DatasetEntry
from core.semantics.file.keys import Context, Extensions, Keys, Text, key, reads_text
from core.semantics.file.metric import MetricEntry
from core.semantics.file.relationship import RelationshipEntry
from core.semantics.file.verified import VerifiedQuery

OSSIE_VERSION = "0.2.0.dev0"


class ModelKeys(Context):
    """The ``ai_context`` of the model."""

    examples_es: tuple[Text, ...] = key(
        (), "example questions that the bot offers, in Spanish", "examples_es: ['¿Qué equipos están parados?']"
    )
    examples_en: tuple[Text, ...] = key((), "the same in English", "examples_en: ['Which machines are down?']")
    verified_queries: tuple[VerifiedQuery, ...] = key(
        (),
        "questions whose SQL a person has checked, see below",
        "verified_queries: [{question: {en: 'Who?'}, sql: SELECT 1 AS n, verified_by: me, verified_at: 2026-10-05}]",
    )


class ModelEntry(Keys):
    """The one entry of ``semantic_model``."""

    name: Text = key(..., "the plant", "name: bottling_plant")
    description: Text = key(
        "", "what it is, for readers of the file", "description: Maintenance of the bottling plant."
    )
    ai_context: Annotated[ModelKeys, reads_text(ModelKeys)] = key(
        ModelKeys(), "what follows below", "ai_context: {instructions: Be exact.}"
    )
    datasets: Annotated[tuple[DatasetEntry, ...], Field(min_length=1)] = key(
        ..., "the tables, see below", "datasets: [{name: machine, source: tbl_machines}]"
    )
    relationships: tuple[RelationshipEntry, ...] = key(
        (),
        "how they belong together, see below",
        "relationships: [{name: a, from: machine, to: area, from_columns: [area_id], to_columns: [id]}]",
    )
    metrics: tuple[MetricEntry, ...] = key(
        (),
        "measures, see below",
        "metrics: [{name: n, expression: {dialects: [{dialect: ANSI_SQL, expression: COUNT(*)}]}}]",
    )
    custom_extensions: Extensions = key(
        (), "what other tools keep", "custom_extensions: [{vendor_name: DBT, data: '{}'}]"
    )


class ModelFile(Keys):
    """The file."""

    version: Literal["0.2.0.dev0"] = key(..., "of the Ossie format; quoted", 'version: "0.2.0.dev0"')
    semantic_model: Annotated[tuple[ModelEntry, ...], Field(min_length=1, max_length=1)] = key(
        ...,
        "a list of one",
        "semantic_model: [{name: bottling_plant, datasets: [{name: machine, source: tbl_machines}]}]",
    )
