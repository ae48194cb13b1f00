"""What the values of a category mean: open, closed, cancelled; corrective, preventive; high, low; down, retired.

By what they are called, in several languages and systems; a state that no word tells, by whether its rows have a date
of finish. Where the column points at a table of states, its values are the keys and the names are there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.data.database import Database
from core.drafting.concepts.book import Meaning, meanings
from core.drafting.concepts.concepts import Evidence, Guess, TableConcept
from core.drafting.concepts.dictionaries import Dictionaries
from core.drafting.naming.split import canonical, tokens
from core.drafting.profiles.profile import MatchedProfile
from core.drafting.survey.found import FoundTable
from core.drafting.survey.text_dates import date_sql
from core.kernel.errors import DatabaseUnavailable, MaintbotError
from core.kernel.folding import fold
from core.semantics.quoting import quoted
from core.semantics.sql.dialect import Dialect

MOST_STATES = 80
"""A table with more rows is no catalogue of states or types."""


async def with_states(
    database: Database,
    tables: Mapping[str, FoundTable],
    concepts: Mapping[str, TableConcept],
    profile: MatchedProfile | None,
    spelled: Dictionaries,
) -> dict[str, TableConcept]:
    """The concepts with what their values mean.

    Args:
        spelled: what general tables of codes say.
    """
    found: dict[str, TableConcept] = {}
    for name, entry in concepts.items():
        states: dict[str, dict[str, Guess]] = {}
        said = profile.table(name) if profile else None
        for place, known in meanings().items():
            concept, _, role = place.partition(".")
            column = entry.column(role)
            if concept != entry.concept or column is None:
                continue
            if role in _TOLD_APART and not (said and (role in said.columns or role in said.values)):
                column = await _telling(database, tables, entry, role, known, spelled)
                entry = replace(entry, columns={**entry.columns, role: _moved(entry.columns[role], column)})
            named = await value_names(database, tables, tables[name], column, spelled)
            given = said.values.get(role, {}) if said else {}
            read = {value: _told(value, text, given, known) for value, text in named.items()}
            if said and f"values.{role}" in said.people:
                sure = said.evidence(f"values.{role}", role)
                read |= {value: Guess(given[value], 1.0, (sure,)) for value in named if value in given}
            if role == "state" and concept in _WORKED_OFF:
                for value, done in (await done_values(database, tables, tables[name], column)).items():
                    guess = read.get(value)
                    if value in given:
                        continue
                    if guess is None or ((guess.value in ("closed", "solved")) != done and guess.value != "cancelled"):
                        read[value] = Guess("closed" if done else "open", 0.95, (Evidence("values", "done"),))
            states[role] = {value: guess for value, guess in read.items() if guess is not None}
            if role == "state" and concept in _WORKED_OFF:
                unknown = [value for value, guess in read.items() if guess is None]
                states[role] |= await _by_finish(database, tables[name], entry, column, unknown)
                states[role] |= await _not_told(database, tables[name], column, set(read) - set(states[role]))
                if "closed" not in _values_of(states[role]) or entry.column("solved") is None:
                    states[role] = {value: _closed(guess) for value, guess in states[role].items()}
        found[name] = replace(entry, states=states)
    return found


def _values_of(guesses: Mapping[str, Guess]) -> set[str]:
    return {guess.value for guess in guesses.values()}


def _closed(guess: Guess) -> Guess:
    """Of orders that end once, what is solved is closed."""
    return replace(guess, value="closed") if guess.value == "solved" else guess


_WORKED_OFF = frozenset({"work_order", "notification"})
_TOLD_APART = frozenset({"type", "state", "priority"})


async def _telling(
    database: Database, tables: Mapping[str, FoundTable], entry: TableConcept, role: str, known: tuple[Meaning, ...],
    spelled: Dictionaries,
) -> str:  # fmt: skip
    """Of the columns that may be a role's, the one of whose values most are known: JOBTYPE (BRKD, PM) and not TYPE."""
    table, guess = tables[entry.table.value], entry.columns[role]
    used = {item.value for item in entry.columns.values()} - {guess.value}
    best, most = guess.value, -1.0
    # Where no value of what the name tells is known, the values of the others tell.
    named_so = [guess.value, *(name for name, _ in guess.alternatives if name not in used)]
    for column in named_so:
        named = await value_names(database, tables, table, column, spelled)
        told = sum(_told(value, text, {}, known) is not None for value, text in named.items())
        share = told / len(named) if named else 0.0
        if share > most + 0.2:
            best, most = column, share
    if most <= 0 and table.columns[guess.value].filled and table.link_of(guess.value) is None:
        return _by_values(table, used | {*named_so}, known) or best
    return best


def _by_values(table: FoundTable, used: set[str], known: tuple[Meaning, ...]) -> str:
    """The one column whose values mean what a role's do, whatever it is called; empty when there is none."""
    found = []
    for column in table.columns.values():
        values = [str(value) for value in column.values if str(value).strip()]
        if column.name in used or column.kind != "text" or not 2 <= len(values) <= _SEVERAL_KINDS:
            continue
        told = [guess for value in values if (guess := _told(value, value, {}, known)) is not None]
        if len(told) >= _MOST_TOLD * len(values) and len({guess.value for guess in told}) > 1:
            found.append(column.name)
    return found[0] if len(found) == 1 else ""


_SEVERAL_KINDS, _MOST_TOLD = 15, 0.6


def _moved(guess: Guess, column: str) -> Guess:
    """The guess with another of its alternatives."""
    if column == guess.value:
        return guess
    confidence = next((sure for name, sure in guess.alternatives if name == column), guess.confidence)
    others = [(guess.value, guess.confidence), *(item for item in guess.alternatives if item[0] != column)]
    return Guess(column, confidence, (*guess.evidence, Evidence("values", "more values known")), tuple(others[:3]))


async def value_names(
    database: Database, tables: Mapping[str, FoundTable], table: FoundTable, column: str, spelled: Dictionaries
) -> dict[str, str]:
    """The values of a category, each with its name: of a table of states the keys, of codes what they stand for."""
    link = table.link_of(column)
    if link is None:
        own = {str(value): str(value) for value in table.columns[column].values}
        return own | spelled.spelled(set(own))
    target = tables[link.to_table]
    name = name_column(target)
    if target.rows > MOST_STATES or name is None:
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
            if wanted in canonical(column.called):
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
    if text != value and (guess := _told(value, value, given, known)) is not None:
        return guess
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
    """States without a known name, by the dates that their rows have: closed when nearly all have a date of finish,
    solved when nearly all have been solved and hardly any closed, open when hardly any have either."""
    dates = [name for role in ("finished", "solved") if (name := entry.column(role)) is not None]
    if not dates or not unknown:
        return {}
    counted = [f"COUNT({sql})" for name in dates for sql in [_filled(database, table, name)]]
    state = quoted(column, database.dialect)
    sql = f"SELECT {state}, COUNT(*), {', '.join(counted)} FROM {table.source(database.dialect)} AS counted GROUP BY 1"
    try:
        rows = (await database.run(sql)).rows
    except DatabaseUnavailable:
        raise
    except MaintbotError:
        return {}
    found = {}
    for value, count, *filled in rows:
        if str(value) not in unknown:
            continue
        shares = [int(number or 0) / max(int(count or 0), 1) for number in filled]
        if meaning := _by_shares(shares):
            seen = ", ".join(f"{share:.0%} with {name}" for name, share in zip(dates, shares, strict=True))
            found[str(value)] = Guess(meaning, 0.6, (Evidence("values", seen),))
    return found


async def _not_told(database: Database, table: FoundTable, column: str, values: set[str]) -> dict[str, Guess]:
    """States that nothing tells, where more than a few rows have them: what is open and what is not is unknown then."""
    if not values:
        return {}
    state = quoted(column, database.dialect)
    sql = f"SELECT {state}, COUNT(*) FROM {table.source(database.dialect)} AS counted GROUP BY 1"
    try:
        rows = (await database.run(sql)).rows
    except DatabaseUnavailable:
        raise
    except MaintbotError:
        return {}
    counts = {str(value): int(count or 0) for value, count in rows}
    if sum(counts.get(value, 0) for value in values) <= _FEW * sum(counts.values()):
        return {}
    return {value: Guess(UNKNOWN, 0.0) for value in sorted(values)}


UNKNOWN = "unknown"
"""What a state is that neither a word nor its rows tell."""
_FEW = 0.02


def _by_shares(shares: Sequence[float]) -> str:
    """What a state means by the shares of its rows that were finished and, where that is known, solved; empty where
    they do not tell."""
    closed, *solved = shares
    if closed >= _NEARLY_ALL:
        return "closed"
    if solved and solved[0] >= _NEARLY_ALL and closed <= _HARDLY_ANY:
        return "solved"
    return "open" if all(share <= _HARDLY_ANY for share in shares) else ""


_NEARLY_ALL, _HARDLY_ANY = 0.95, 0.05


def _filled(database: Database, table: FoundTable, column: str) -> str:
    """A date as it counts: an empty text is none."""
    return Dialect(database.dialect).expression(date_sql(table.columns[column], database.dialect), None)
