"""The draft told to the person who asked for it."""

from __future__ import annotations

from collections.abc import Iterator

from core.drafting.concepts.book import book
from core.drafting.concepts.concepts import TableConcept
from core.drafting.draft import ModelDraft
from core.kernel.messages import Language
from core.sentences import drafting as texts
from core.sentences import say

_SURE = 0.75
_NAMED = 8
_WANTED = ("work_order", "asset", "person", "place")


def report(draft: ModelDraft, language: Language) -> list[str]:
    """Lines: the known system, each concept with its columns and states, who counts, what was left out and why."""
    return [*_understood(draft, language), *_left_out(draft, language)]


def _understood(draft: ModelDraft, language: Language) -> Iterator[str]:
    profile = draft.concepts.profile
    if profile is not None:
        yield say(texts.PROFILE, language, name=profile.value, share=round(100 * profile.confidence))
    else:
        yield say(texts.NO_PROFILE, language)
    for concept in book().concepts:
        for entry in draft.concepts.all_of(concept):
            yield from _concept(draft, entry, language)
    missing = [say(texts.CONCEPTS[name], language).lower() for name in _WANTED if draft.concepts.of(name) is None]
    if missing:
        yield say(texts.NOT_FOUND, language, concepts=", ".join(missing))


def _concept(draft: ModelDraft, entry: TableConcept, language: Language) -> Iterator[str]:
    table = draft.seen.tables[entry.table.value]
    yield say(
        texts.CONCEPT,
        language,
        concept=say(texts.CONCEPTS[entry.concept], language),
        table=table.name,
        rows=table.rows,
        confidence=round(100 * entry.table.confidence),
    )
    sure = [f"{role} = {guess.value}" for role, guess in entry.columns.items() if guess.confidence >= _SURE]
    unsure = [f"{role} = {guess.value}?" for role, guess in entry.columns.items() if guess.confidence < _SURE]
    if sure:
        yield say(texts.COLUMNS, language, columns=", ".join(sure))
    if unsure:
        yield say(texts.UNSURE, language, columns=", ".join(unsure))
    for role, values in entry.states.items():
        if values:
            told = ", ".join(f"{value} → {guess.value}" for value, guess in values.items() if guess.value)
            yield say(texts.STATES, language, role=role, states=told)
    for flag in draft.seen.flags.get(table.name, ()):
        yield say(texts.COUNTED, language, note=f"{flag.note[language]} ({flag.column})")


def _left_out(draft: ModelDraft, language: Language) -> Iterator[str]:
    by_reason: dict[str, list[str]] = {}
    for item in draft.left_out:
        by_reason.setdefault(item.reason, []).append(" ".join(item.what.split()))
    for reason, names in by_reason.items():
        shown = ", ".join(names[:_NAMED])
        if len(names) > _NAMED:
            shown = say(texts.MORE, language, names=shown, count=len(names) - _NAMED)
        yield say(texts.LEFT_OUT, language, count=len(names), reason=say(texts.REASONS[reason], language), names=shown)
