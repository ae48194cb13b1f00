"""Values of a column, each with the words of what it means."""

from __future__ import annotations

from typing import Any

from core.drafting.concepts.book import Meaning, RoleForm, book, meanings
from core.drafting.concepts.concepts import TableConcept
from core.drafting.naming.name import name_of
from core.drafting.naming.split import canonical
from core.drafting.naming.words import vocabulary
from core.drafting.survey.found import FoundColumn
from core.drafting.writing import demo_words
from core.drafting.writing.plant import DraftedPlant
from core.kernel.folding import fold


def is_type_of_work(entry: TableConcept | None, role: RoleForm | None) -> bool:
    """True for the type of orders."""
    return entry is not None and entry.concept == "work_order" and role is not None and role.name == "type"


def values_of(
    plant: DraftedPlant,
    table: str,
    own: FoundColumn,
    entry: TableConcept | None,
    role: RoleForm | None,
    nouns: frozenset[str],
) -> dict[str | int, Any]:
    """The values, each with words: of what it means, and the last step of a path (``// PLANTA 1/ EMPAQUE``)."""
    states = entry.states.get(role.name, {}) if entry and role else {}
    known = {item.name: item for item in meanings().get(f"{entry.concept}.{role.name}", ())} if entry and role else {}
    counts: dict[str, int] = {}
    for item in states.values():
        counts[item.value] = counts.get(item.value, 0) + 1
    spelling = plant.value_names.get((table, own.name), {})
    profiled = plant.profile.table(table) if plant.profile else None
    labels = profiled.labels.get(role.name, {}) if profiled and role else {}
    found: dict[str | int, Any] = {}
    for value in own.values:
        text = str(value)
        if not text:
            continue
        guess = states.get(text)
        key: str | int = int(text) if own.kind == "integer" and text.lstrip("-").isdigit() else text
        spelled = spelling.get(text)
        if guess is not None and guess.value in known:
            said = meant(known[guess.value], entry, role, text, alone=counts[guess.value] == 1)
            if counts[guess.value] > 1 and is_type_of_work(entry, role):
                said["terms"] = value_terms(spelled or text)
            if spelled is not None and "label" not in said:
                said["label"] = {"es": spelled, "en": spelled}
        elif spelled is not None and spelled != text:
            said = {"terms": value_terms(spelled), "label": {"es": spelled, "en": spelled}}
        else:
            # «las 5 refacciones» says how many, and never the state of something.
            numbered = role is not None and role.name == "state" and text.isdigit()
            said = {"terms": value_terms(text) if text.strip() and not numbered else {}}
            if role is not None and role.name == "type" and (name := name_of(text)).en[0] != name.es[0]:
                said["label"] = name.label()  # a pump is «bomba» in Spanish, whatever the data call it
        if named := labels.get(text):
            said["label"] = dict(named)
            if role is not None and role.name != "state":
                own_terms = said.get("terms", {})
                said["terms"] = {language: [*own_terms.get(language, ()), term] for language, term in named.items()}
        if terms := said.get("terms"):
            # What names the rows that are counted never stands for a value of theirs.
            said["terms"] = {lang: [term for term in own if fold(term) not in nouns] for lang, own in terms.items()}
        found[key] = said
    return found


def value_terms(text: str) -> dict[str, list[str]]:
    """What a value is called in both languages."""
    steps = [step.strip() for step in text.replace("\\", "/").replace(">", "/").split("/") if step.strip()]
    if len(steps) > 1:
        last = steps[-1]
        return {"es": [last], "en": [last]}
    if is_code(text) and fold(text) not in vocabulary().aliases:
        return {"es": [text], "en": [text]}  # «MECH» is a workshop's code, and no word for a technician
    name = name_of(text)
    terms = name.terms()
    if (
        len(text) <= 2
        or len(set(canonical(text))) < len(canonical(text))
        or fold(terms["en"][0]) == fold(text) == fold(terms["es"][0])
    ):
        return {"es": [text], "en": [text]}
    return {"es": terms["es"], "en": terms["en"]}


def meant(
    meaning: Meaning, entry: TableConcept | None, role: RoleForm | None, text: str, *, alone: bool
) -> dict[str, Any]:
    """The words of what a value means; states are said by conditions, so that their values have a label alone."""
    assert entry is not None and role is not None
    field = {"state": "status"}.get(role.name, role.name)
    whose = book().concepts[entry.concept].means or entry.concept
    path = {"work_order": "work_order", "asset": "equipment"}.get(whose, whose) + f".{field}"
    said = demo_words.value_words(path, meaning.like) if meaning.like else {}
    if meaning.terms and role.name != "state":
        said["terms"] = {language: list(terms) for language, terms in meaning.terms.items()}
    if role.name == "state":
        said = {"terms": {"es": [], "en": []}}
    if is_code(text):
        if alone and meaning.label:
            said["label"] = dict(meaning.label)
        elif alone and meaning.like:
            own = demo_words.value_words(path, meaning.like)
            label, short = own.get("label"), own.get("short")
            if label or short:
                said["label"] = label or short
    else:
        said.pop("label", None)
        said.pop("short", None)
        said.setdefault("terms", {})
    return said


def is_code(text: str) -> bool:
    """True for a value that is no word of a language: ``WAPPR``, ``CM``, ``3``."""
    return text.isdigit() or (text.isupper() and len(text) <= 8 and " " not in text)
