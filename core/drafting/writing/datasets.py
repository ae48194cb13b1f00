"""Datasets of the file: a table's name and words, how its rows are called, listed, dated and counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.drafting.concepts.book import book
from core.drafting.concepts.concepts import TableConcept, as_extension
from core.drafting.naming.name import name_of
from core.drafting.naming.plural import gender, plural
from core.drafting.naming.split import canonical
from core.drafting.naming.words import load_data
from core.drafting.naming.words import vocabulary as naming_words
from core.drafting.writing import demo_words
from core.drafting.writing.conditions import conditions_of, kept_of, population_of
from core.drafting.writing.fields import field_entry, identity_of, shown_columns
from core.drafting.writing.plant import DraftedPlant, RoleDataset
from core.kernel.folding import fold
from core.kernel.messages import Language

_HAPPENED = frozenset(
    {"created", "reported", "requested", "opened", "registered", "start", "failure", "reading", "movement", "usage"}
)
_QUALITIES = frozenset({"maintenance", "asset", "equipment", "log", "machine", "preventive", "corrective"})
_ENTRIES = "cost"
"""The concept whose rows are nothing but what is added up."""
_LISTED = (
    "type",
    "priority",
    "state",
    "due",
    "category",
    "manufacturer",
    "criticality",
    "stock",
    "minimum",
    "cost",
    "next",
    "craft",
    "shift",
    "started",
    "finished",
    "minutes",
    "date",
    "cause",
    "mode",
    "hours",
    "title",
)


def nouns_of(plant: DraftedPlant) -> frozenset[str]:
    """The folded words that name a table, so that no column takes them."""
    found: set[str] = set()
    for name in plant.datasets:
        for terms in dataset_terms(plant, name)["terms"].values():
            found |= {fold(term) for term in terms}
    return frozenset(found)


def dataset_terms(plant: DraftedPlant, table: str) -> dict[str, Any]:
    """The words of a table: its concept's, and its own name's."""
    entry = plant.concepts.by_table.get(table)
    form = book().concepts[entry.concept] if entry else None
    name = name_of(table, plant.cut)
    context: dict[str, Any] = (
        demo_words.dataset_words(form.like) if form and form.like and _first(plant, entry, table) else {}
    )
    terms = context.setdefault("terms", {"es": [], "en": []})
    if form is not None and form.far:
        terms = context["terms"] = demo_words.near_words(terms, form.name, table)
    if form is not None and form.name == "person" and plant.entry("team") is not None:
        # «cuadrilla» is who works together, where that is known, and not each of them.
        terms = context["terms"] = {
            language: [term for term in said if "team" not in canonical(term)] for language, said in terms.items()
        }
    claimed = _claimed(plant, table)
    for language, said in terms.items():
        terms[language] = [term for term in said if fold(term) not in claimed]
    if plant.levels is not None and plant.levels.table == table:
        # The level above is the area; these are the places in it.
        above = load_data("roles.yaml")["area"]["dataset"]["terms"]
        terms = context["terms"] = {
            language: [term for term in said if term not in above[language]] for language, said in terms.items()
        }
        context["label"] = name.label()
    for language, said in _nouns(plant, table).items():
        terms[language] += [term for term in said if fold(term) not in map(fold, terms[language])]
    for language, more in (load_data("dataset_words.yaml").get(form.name, {}) if form else {}).items():
        if _first(plant, entry, table):
            terms[language] += [term for term in more if fold(term) not in map(fold, terms[language])]
    if entry is not None and entry.concept == "person" and _first(plant, entry, table):
        terms["es"] += ["persona", "usuario"]
        terms["en"] += ["person", "user"]
    profiled = plant.profile.table(table) if plant.profile else None
    for language, more in (profiled.terms if profiled else {}).items():
        terms[language] += [term for term in more if fold(term) not in map(fold, terms[language])]
    if entry is not None and entry.concept == "work_order":
        # «solicitud», «reparación»: the head of a longer name is what people say.
        for language, term in _heads(table, plant.cut).items():
            if fold(term) not in map(fold, terms[language]):
                terms[language].append(term)
    if entry is not None and entry.concept == "work_order" and _measured_beside(plant, table):
        # What is booked beside the orders is theirs: «costo de los tickets» says nothing more than «costo».
        context["says_nothing"] = True
    if entry is not None and entry.concept == _ENTRIES:
        label = {
            language: {"one": said[0], "many": plural(said[0], language)} for language, said in terms.items() if said
        }
        context.setdefault("label", label)
    own_terms = profiled.terms if profiled is not None else {}
    if not own_terms and form is not None and form.means:
        own_terms = load_data("dataset_words.yaml").get(form.name, {})
    if own_terms and "label" not in context:
        said = {language: own[0] for language, own in own_terms.items()}
        context["label"] = {
            language: {"one": one, "many": plural(one, language)}
            | ({"gender": gender(one)} if language == "es" else {})
            for language, one in said.items()
        }
    context.setdefault("label", name.label())
    return context


def _claimed(plant: DraftedPlant, table: str) -> set[str]:
    """Folded words that are another table's own name: a synonym of this one's gives way to it."""
    found: set[str] = set()
    for other in plant.datasets:
        if other == table:
            continue
        found |= _own_words(plant, other)
    return found - _own_words(plant, table)


def _measured_beside(plant: DraftedPlant, table: str) -> bool:
    """True when costs, hours or parts of the orders are rows of another table."""
    beside = (plant.entry(concept) for concept in (_ENTRIES, "labor", "usage"))
    return any(entry is not None and plant.linked(entry.table.value, "work_order") for entry in beside)


def _nouns(plant: DraftedPlant, table: str) -> dict[Language, list[str]]:
    """What a table's own name says that its rows are: of work on orders its head, too («ticket_task»: tasks).

    Entries of costs have no noun of their own: «costo de los tickets» asks what they add up to.
    """
    entry = plant.concepts.by_table.get(table)
    if entry is not None and entry.concept == _ENTRIES:
        return {}
    found = name_of(table, plant.cut).terms()
    if entry is not None and book().concepts[entry.concept].means:
        # What is like orders and is none («avisos») is called so whatever its table's name is.
        for language, said in load_data("dataset_words.yaml").get(entry.concept, {}).items():
            found[language] += [term for term in said if term not in found[language]]
    orders = plant.entry("work_order")
    if orders is not None and entry is not None and entry.concept == "labor":
        whole, beginning = canonical(table, plant.cut), canonical(orders.table.value, plant.cut)
        head = naming_words().words.get(whole[-1])
        if head is not None and whole[:-1] == beginning:
            found["es"].append(head.es[0])
            found["en"].append(head.en[0])
    return found


def _own_words(plant: DraftedPlant, table: str) -> set[str]:
    """The folded words of a table's own name and of its profile, one and many: «aviso», «avisos»."""
    profiled = plant.profile.table(table) if plant.profile else None
    said = [_nouns(plant, table), *([profiled.terms] if profiled else ())]
    found = {(language, term) for terms in said for language, own in terms.items() for term in own}
    return {fold(form) for language, term in found for form in (term, plural(term, language))}


def _heads(table: str, cut: tuple[str, ...]) -> dict[Language, str]:
    words = [word for word in canonical(table, cut) if word in naming_words().words and word not in _QUALITIES]
    head = naming_words().words[words[-1]] if words else None
    return {"es": head.es[0], "en": head.en[0]} if head else {}


def _first(plant: DraftedPlant, entry: TableConcept | None, table: str) -> bool:
    """Of two tables of a concept only the surer one has its words."""
    best = plant.entry(entry.concept) if entry else None
    return best is not None and best.table.value == table


def dataset_entry(plant: DraftedPlant, table: str, nouns: frozenset[str], metrics: frozenset[str]) -> dict[str, Any]:
    """One table as a dataset.

    Args:
        nouns: folded words that name tables.
        metrics: the names of the file's metrics.
    """
    found = plant.tables[table]
    entry = plant.concepts.by_table.get(table)
    names = plant.fields[table]
    columns = shown_columns(plant, table)
    shown = {names[column] for column in columns}
    identity = identity_of(plant, table)
    context = dataset_terms(plant, table)
    context["identity"] = names[identity] if identity in columns else identity
    if entry is not None and (beside := _beside(plant, table, entry, identity)) in columns:
        context["beside"] = names[beside]
    if entry is not None and plant.entry(entry.concept) is entry:
        context |= _asked_by(entry, names, shown, metrics)
    context["list"] = _listed(plant, table, columns, identity)
    order = names[identity] if identity in columns else names[columns[0]]
    context["order"] = order
    default = _default_date(plant, table, columns)
    dates = [names[column] for column in columns if found.columns[column].is_date]
    if default is not None:
        context["default_date"] = names[default]
        if entry is not None and entry.concept in ("stop", "failure", "labor", "usage"):
            context |= {"order": names[default], "order_descending": True}
    elif dates:
        context["ambiguous_period"] = dates
    stated = conditions_of(plant, table)
    if stated:
        context["conditions"] = stated
    if kept_of(plant, table) is not None:
        context["kept"] = "real"
        notes = [flag.note for flag in plant.flags[table] if not flag.lifted]
        context["kept_note"] = {
            language: ", ".join(dict.fromkeys(note[language] for note in notes)) for language in ("es", "en")
        }
    if (flag := plant.lifted_flag(table)) is not None:
        context |= {"population": "in_use", "population_note": dict(flag.note), "population_alone": True}
        if names[flag.column] in shown:
            context["population_fields"] = [names[flag.column]]
    elif (population := population_of(plant, table)) is not None and entry is not None:
        said = entry.population.value if entry.population is not None else None
        if said != "":
            context |= {
                "population": population.name,
                "population_note": dict(population.note),
                "population_alone": True,
            }
            field = names.get(entry.column("state") or "")
            if field in shown:
                context["population_fields"] = [field]
        if said is None:
            context["population_beside"] = dict(population.beside)
    fields = [field_entry(plant, table, column, nouns) for column in columns]
    if plant.levels is not None and plant.levels.table == table:
        # A name may be that of an area; what is meant then is the area. Places are named by their codes.
        above = load_data("roles.yaml")["area"]["field"]["terms"]
        for item in fields:
            said = item["ai_context"]
            if item["name"] == context["identity"]:
                said.pop("index", None)
            said["terms"] = {
                language: [
                    term for term in own if not any(word in above[language] for word in (term, term.split(" ")[0]))
                ]
                for language, own in said["terms"].items()
            }
    _bind_dates(plant, table, entry, fields, {item["name"] for item in stated}, metrics)
    made: dict[str, Any] = {"name": plant.datasets[table], "source": found.query or table}
    if found.key:
        made["primary_key"] = list(found.key)
    if unique := _unique(plant, table):
        made["unique_keys"] = unique
    made |= {"ai_context": context, "fields": fields}
    if entry is not None:
        made["custom_extensions"] = [as_extension(entry)]
    return made


def _asked_by(
    entry: TableConcept, names: Mapping[str, str], shown: set[str], metrics: frozenset[str]
) -> dict[str, Any]:
    """What is meant without being named: parts *used* are how many, how many *are left* is the stock, the *top* stops
    are the longest."""
    if entry.concept == "usage" and "parts_consumption" in metrics:
        return {"verb_metric": "parts_consumption"}
    for concept, role, key in (("part", "stock", "how_many"), ("stop", "minutes", "top_by")):
        field = names.get(entry.column(role) or "") if entry.concept == concept else None
        if field is not None and field in shown:
            return {key: field}
    return {}


def _unique(plant: DraftedPlant, table: str) -> list[list[str]]:
    found = plant.tables[table]
    columns = [
        name
        for name, column in found.columns.items()
        if column.unique and not column.is_date and column.kind != "decimal"
    ]
    pointed = [link for link in plant.links if link.to_table == table and not link.several]
    columns += [link.to_columns[0] for link in pointed if len(link.to_columns) == 1]
    columns += [role.link.to_columns[0] for role in plant.roles if role.table == table]
    return [[column] for column in dict.fromkeys(columns) if (column,) != found.key]


def _beside(plant: DraftedPlant, table: str, entry: TableConcept, identity: str) -> str | None:
    name = entry.column("name")
    return name if name != identity and entry.concept in ("asset", "part") else None


def _listed(plant: DraftedPlant, table: str, columns: list[str], identity: str) -> list[str]:
    entry = plant.concepts.by_table.get(table)
    names = plant.fields[table]
    found = [identity] if identity in columns else []
    if entry is not None:
        name = entry.column("name")
        found += [name] if name in columns else []
        found += [column for role in _LISTED if (column := entry.column(role)) in columns]
    else:
        found += [
            column for column in columns if "description" not in canonical(plant.tables[table].columns[column].called)
        ][:6]
    listed = [names[column] for column in dict.fromkeys(found)][:8]
    ends = []
    for link in plant.links:
        if link.table == table and not link.several:
            end = identity_of(plant, link.to_table)
            if end in shown_columns(plant, link.to_table):
                ends.append(f"{plant.datasets[link.to_table]}.{plant.fields[link.to_table][end]}")
    return [*listed[:1], *ends[:3], *listed[1:]] or [names[columns[0]]]


def _default_date(plant: DraftedPlant, table: str, columns: list[str]) -> str | None:
    """Only what happens has a date of its own: orders are created, stops begin; machines only have dates."""
    entry = plant.concepts.by_table.get(table)
    found = plant.tables[table]
    dates = [column for column in columns if found.columns[column].is_date]
    if entry is not None:
        if entry.concept in ("asset", "place", "person", "part", "plan"):
            return None
        for role in ("created", "started", "date", "finished"):
            if (column := entry.column(role)) in dates:
                return column
    if not plant.tables[table].links:
        return None
    hinted = [column for column in dates if _HAPPENED & set(canonical(found.columns[column].called))]
    return next(iter(hinted or dates), None)


def _bind_dates(
    plant: DraftedPlant,
    table: str,
    entry: TableConcept | None,
    fields: list[dict[str, Any]],
    stated: set[str],
    metrics: frozenset[str],
) -> None:
    """What a date has to do with the conditions: closed orders are closed on their finish, old ones are open ones."""
    if entry is None or entry.concept != "work_order":
        return
    by_name = {item["name"]: item["ai_context"] for item in fields}
    for role, key, condition in (
        ("finished", "condition", "closed"),
        ("solved", "condition", "solved"),
        ("created", "age_while", "open"),
        ("due", "superlative_condition", "overdue"),
    ):
        column = entry.column(role)
        context = by_name.get(plant.fields[table].get(column or "", ""))
        if context is not None and condition in stated:
            context[key] = condition
    for role, metric in (
        ("cost", "maintenance_cost"),
        ("labor_cost", "labor_cost"),
        ("parts_cost", "parts_cost"),
        ("hours", "labor_hours"),
    ):
        column = entry.column(role)
        context = by_name.get(plant.fields[table].get(column or "", ""))
        if context is not None and metric in metrics and plant.entry("work_order") is entry:
            context["metric"] = metric


# ---- second readings of a table ----


def role_entry(plant: DraftedPlant, role: RoleDataset) -> dict[str, Any]:
    """A table once more under another noun: the areas among the locations, who reported an order."""
    data = load_data("roles.yaml")[role.role]
    found = plant.tables[role.table]
    within = plant.within if plant.within is not None and plant.within.link == role.link else None
    identity = within.name if within else identity_of(plant, role.table)
    names = plant.fields[role.table]
    field = field_entry(plant, role.table, identity, frozenset())
    field["ai_context"] = {**field["ai_context"], **data["field"]}
    areas = within or plant.levels
    if role.role == "area" and areas is not None:
        field["ai_context"] = {key: value for key, value in field["ai_context"].items() if key not in ("index", "code")}
        field["ai_context"]["values"] = {name: {"terms": name_of(name).terms()} for name in areas.names}
    entry: dict[str, Any] = {
        "name": role.name,
        "source": found.query or role.table,
        "unique_keys": [list(role.link.to_columns)],
    }
    if found.key:
        entry["primary_key"] = list(found.key)
        entry["unique_keys"] = [keys for keys in entry["unique_keys"] if keys != list(found.key)]
        if not entry["unique_keys"]:
            del entry["unique_keys"]
    context = {**data["dataset"], "identity": names[identity], "list": [names[identity]], "order": names[identity]}
    return {**entry, "ai_context": context, "fields": [field]}
