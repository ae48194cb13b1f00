"""What the values of a category mean: open, closed, cancelled; corrective, preventive; high, low; down, retired.

By what they are called, in several languages and systems; a state that no word tells, by whether its rows have a date
of finish. Where the column points at a table of states, its values are the keys and the names are there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from core.data.database import Database
from core.drafting.concepts.book import Meaning, meanings
from core.drafting.concepts.concepts import Evidence, Guess, TableConcept
from core.drafting.naming.split import canonical, tokens
from core.drafting.profiles.profile import MatchedProfile
from core.drafting.survey.found import FoundTable
from core.kernel.errors import DatabaseUnavailable, MaintbotError
from core.kernel.folding import fold
from core.semantics.quoting import quoted
from core.semantics.sql.dialect import Dialect

_FEW = 80


async def with_states(
    database: Database,
    tables: Mapping[str, FoundTable],
    concepts: Mapping[str, TableConcept],
    profile: MatchedProfile | None,
) -> dict[str, TableConcept]:
    """The concepts with what their values mean."""
    found: dict[str, TableConcept] = {}
    for name, entry in concepts.items():
        states: dict[str, dict[str, Guess]] = {}
        said = profile.table(name) if profile else None
        for place, known in meanings().items():
            concept, _, role = place.partition(".")
            column = entry.column(role)
            if concept != entry.concept or column is None:
                continue
            named = await value_names(database, tables, tables[name], column)
            given = said.values.get(role, {}) if said else {}
            read = {value: _told(value, text, given, known) for value, text in named.items()}
            if role == "state" and concept == "work_order":
                for value, done in (await done_values(database, tables, tables[name], column)).items():
                    guess = read.get(value)
                    if guess is None or ((guess.value == "closed") != done and guess.value != "cancelled"):
                        read[value] = Guess("closed" if done else "open", 0.95, (Evidence("values", "done"),))
            states[role] = {value: guess for value, guess in read.items() if guess is not None}
            if role == "state" and concept == "work_order":
                unknown = [value for value, guess in read.items() if guess is None]
                states[role] |= await _by_finish(database, tables[name], entry, column, unknown)
        found[name] = replace(entry, states=states)
    return found


async def value_names(
    database: Database, tables: Mapping[str, FoundTable], table: FoundTable, column: str
) -> dict[str, str]:
    """The values of a category, each with its name: of a table of states the keys, else the values themselves."""
    link = table.link_of(column)
    if link is None:
        return {str(value): str(value) for value in table.columns[column].values}
    target = tables[link.to_table]
    name = name_column(target)
    if target.rows > _FEW or name is None:
        return {}
    key = quoted(link.to_columns[0], database.dialect)
    expression = target.columns[name].expression
    said = Dialect(database.dialect).expression(expression, None) if expression else quoted(name, database.dialect)
    rows = (await database.run(f"SELECT {key}, {said} FROM {target.source(database.dialect)} AS named")).rows
    return {str(row[0]): str(row[1]) for row in rows if row[1] is not None}


async def done_values(
    database: Database, tables: Mapping[str, FoundTable], table: FoundTable, column: str
) -> dict[str, bool]:
    """What a table of states says of each: whether an order in it is done; empty where it does not say."""
    link = table.link_of(column)
    target = tables[link.to_table] if link else None
    flag = next((name for name in target.columns if _DONE & {*tokens(name)}), None) if target else None
    if link is None or target is None or flag is None or target.columns[flag].different > 2:
        return {}
    key, done = (quoted(item, database.dialect) for item in (link.to_columns[0], flag))
    rows = (await database.run(f"SELECT {key}, {done} FROM {target.source(database.dialect)} AS named")).rows
    return {str(row[0]): str(row[1]).lower() in ("1", "true", "t", "y") for row in rows}


_DONE = frozenset({"done", "closed", "is_closed", "final", "cerrado", "terminado"})


def name_column(table: FoundTable) -> str | None:
    """The column that names the rows of a small table."""
    texts = [
        column
        for column in table.columns.values()
        if column.kind in ("text", "json") and not table.link_of(column.name)
    ]
    for wanted in ("name", "title", "label", "description", "code"):
        for column in texts:
            if wanted in canonical(column.name):
                return column.name
    return texts[0].name if len(texts) == 1 else None


def _told(value: str, text: str, given: Mapping[str, str], known: tuple[Meaning, ...]) -> Guess | None:
    if value in given:
        return Guess(given[value], 0.97, (Evidence("profile", value),))
    if text in given:
        return Guess(given[text], 0.97, (Evidence("profile", text),))
    folded = fold(text).replace("_", " ").strip()
    for meaning in known:
        if folded in meaning.words:
            return Guess(meaning.name, 0.92, (Evidence("name", text),))
    # A phrase inside: «En espera de repuesto (almacén)», "2 - High", "Closed by planner". The longest one tells.
    inside = [
        (len(word), -place, meaning)
        for place, meaning in enumerate(known)
        for word in meaning.words
        if len(word) > 2 and f" {word} " in f" {_spaced(folded)} "
    ]
    if inside:
        best = max(inside, key=lambda item: item[:2])
        return Guess(best[2].name, 0.75, (Evidence("name", text),))
    return None


def _spaced(text: str) -> str:
    return "".join(char if char.isalnum() else " " for char in text).strip()


async def _by_finish(
    database: Database, table: FoundTable, entry: TableConcept, column: str, unknown: list[str]
) -> dict[str, Guess]:
    """States without a known name: closed when nearly all of their rows have a date of finish, open when hardly any."""
    finish = entry.column("finished")
    if finish is None or not unknown:
        return {}
    state, date = (quoted(item, database.dialect) for item in (column, finish))
    sql = f"SELECT {state}, COUNT(*), COUNT({date}) FROM {table.source(database.dialect)} AS counted GROUP BY {state}"
    try:
        rows = (await database.run(sql)).rows
    except DatabaseUnavailable:
        raise
    except MaintbotError:
        return {}
    found = {}
    for value, count, finished in rows:
        share = int(finished or 0) / max(int(count or 0), 1)
        if str(value) in unknown and (share >= 0.95 or share <= 0.05):
            meaning = "closed" if share >= 0.95 else "open"
            found[str(value)] = Guess(meaning, 0.6, (Evidence("values", f"{share:.0%} with {finish}"),))
    return found
