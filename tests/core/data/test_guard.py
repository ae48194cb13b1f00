"""The guard against its golden files, its limits, its hints, and what nobody thought of."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.data.database import Database
from core.data.guard.guard import Guard
from core.kernel.errors import GuardRefused
from core.semantics.query import Grain
from core.semantics.sql.dialect import Dialect
from tests.core.data.golden import Case, cases
from tests.core.data.plant import catalog

GUARDS = {dialect: Guard(catalog(dialect), dialect, 100) for dialect in ("sqlite", "postgres", "mysql")}
ALLOWED = cases("guard_allowed.sql")
REFUSED = cases("guard_refused.sql")


def _id(case: Case) -> str:
    return f"{case.dialect}: {case.name}"


def refusal(sql: str, dialect: str = "sqlite") -> GuardRefused:
    with pytest.raises(GuardRefused) as caught:
        GUARDS[dialect].check(sql)
    return caught.value


@pytest.mark.parametrize("case", ALLOWED, ids=_id)
def test_allowed(case: Case) -> None:
    guarded = GUARDS[case.dialect].check(case.sql)
    again = GUARDS[case.dialect].check(guarded.sql)
    assert again.sql == guarded.sql, "what the guard writes, it must read the same"
    assert again.tables == guarded.tables
    assert again.columns == guarded.columns
    assert GUARDS[case.dialect].check(guarded.pretty).sql == guarded.sql


@pytest.mark.parametrize("case", REFUSED, ids=_id)
def test_refused(case: Case) -> None:
    error = refusal(case.sql, case.dialect)
    assert error.values["reason"] == case.reason, error.detail
    assert error.detail
    assert error.message("es")


def test_there_are_enough_cases() -> None:
    assert len({case.name for case in ALLOWED}) >= 40
    assert len({case.name for case in REFUSED}) >= 80


@pytest.mark.parametrize("case", [case for case in ALLOWED if case.dialect == "sqlite"], ids=_id)
async def test_sqlite_answers_the_guarded_query_as_the_written_one(case: Case, plant: Database) -> None:
    await _same_rows(case, plant)


@pytest.mark.postgres
@pytest.mark.parametrize("case", [case for case in ALLOWED if case.dialect == "postgres"], ids=_id)
async def test_postgres_answers_the_guarded_query_as_the_written_one(case: Case, postgres_plant: Database) -> None:
    await _same_rows(case, postgres_plant)


async def _same_rows(case: Case, database: Database) -> None:
    written = await database.run(case.sql)
    guarded = await database.run(GUARDS[case.dialect].check(case.sql).sql)
    assert guarded.rows == written.rows
    shown = await database.run(GUARDS[case.dialect].check(case.sql).pretty)
    assert shown.rows == written.rows


async def test_reading_the_real_catalog_gives_the_same_verdicts(plant: Database) -> None:
    guard = Guard(await plant.catalog(), plant.dialect, 100)
    for case in ALLOWED:
        if case.dialect == "sqlite":
            assert guard.check(case.sql).tables == GUARDS["sqlite"].check(case.sql).tables
    for case in REFUSED:
        if case.dialect == "sqlite":
            with pytest.raises(GuardRefused):
                guard.check(case.sql)


@pytest.mark.parametrize("dialect", GUARDS)
@pytest.mark.parametrize("grain", ["day", "week", "month", "quarter", "year"])
def test_the_compilers_calendar_comes_through(dialect: str, grain: Grain) -> None:
    bucket = Dialect(dialect).bucket("f.detected_at", grain)
    hours = Dialect(dialect).hours_between("o.started_at", "o.completed_at")
    day = Dialect(dialect).day_of("o.requested_at")
    guarded = GUARDS[dialect].check(
        f"SELECT {bucket} AS bucket, AVG({hours}) AS mttr, MIN({day}) AS first FROM failure AS f"
        " JOIN work_order AS o ON o.id = f.work_order_id GROUP BY 1 ORDER BY 1"
    )
    assert guarded.tables == {"failure", "work_order"}


def test_a_text_that_came_through_is_not_checked_again() -> None:
    guard = GUARDS["sqlite"]
    first = guard.check("SELECT name FROM area")
    assert guard.check("SELECT name FROM area") is first
    assert first.pretty == first.pretty == "SELECT\n  name\nFROM area"
    for _ in range(2):  # a refusal is one each time
        with pytest.raises(GuardRefused):
            guard.check("DELETE FROM area")


def test_tables_and_columns_are_told() -> None:
    guarded = GUARDS["sqlite"].check(
        "WITH x AS (SELECT equipment_id, COUNT(*) AS n FROM failure GROUP BY 1)"
        " SELECT E.Tag, x.n FROM Equipment AS E JOIN x ON x.equipment_id = E.id"
    )
    assert guarded.tables == {"equipment", "failure"}
    assert guarded.columns == {("failure", "equipment_id"), ("equipment", "tag"), ("equipment", "id")}


def test_star_reads_every_column() -> None:
    guarded = GUARDS["sqlite"].check("SELECT * FROM area")
    assert guarded.columns == {("area", name) for name in ("id", "code", "name", "plant")}


@pytest.mark.parametrize(
    ("sql", "nearest"),
    [
        ("SELECT tag FROM equipmet", "equipment"),
        ("SELECT criticalty FROM equipment", "criticality"),
        ("SELECT e.stauts FROM equipment AS e", "status"),
        ("SELECT eq.tag FROM equipment AS eqp", "eqp"),
        ("WITH stops AS (SELECT 1 AS n) SELECT n FROM stop", "stops"),
    ],
)
def test_a_misspelt_name_is_told_the_nearest(sql: str, nearest: str) -> None:
    assert refusal(sql).detail.endswith(f"; the nearest is {nearest}")


def test_a_syntax_error_is_told_where() -> None:
    assert refusal("SELECT tag\nFROM equipment WHERE AND").detail.startswith("line 2, column ")


def test_a_syntax_error_does_not_repeat_the_texts_of_the_query() -> None:
    assert "secret" not in refusal("SELECT tag FROM equipment WHERE 'secret' 'secret' (").detail


@pytest.mark.parametrize(
    ("limit", "written"),
    [
        ("", " LIMIT 101"),
        (" LIMIT 5", " LIMIT 5"),
        (" LIMIT 0", " LIMIT 0"),
        (" LIMIT 101", " LIMIT 101"),
        (" LIMIT 102", " LIMIT 101"),
        (" LIMIT 99999999999999999999", " LIMIT 101"),
        (" LIMIT 500 OFFSET 20", " LIMIT 101 OFFSET 20"),
        (" LIMIT 20, 500", " LIMIT 101 OFFSET 20"),
    ],
)
def test_row_limit(limit: str, written: str) -> None:
    assert (
        GUARDS["sqlite"].check(f"SELECT tag FROM equipment ORDER BY tag{limit}").sql.endswith(f"ORDER BY tag{written}")
    )


def test_row_limit_of_a_union_is_that_of_the_whole() -> None:
    sql = "SELECT tag FROM equipment UNION ALL SELECT sku FROM spare_part ORDER BY 1"
    assert GUARDS["sqlite"].check(sql).sql == f"{sql} LIMIT 101"


def test_inner_limits_stay() -> None:
    sql = "SELECT tag FROM (SELECT tag FROM equipment ORDER BY tag LIMIT 500) AS e"
    assert "LIMIT 500) AS e LIMIT 101" in GUARDS["sqlite"].check(sql).sql


def test_people_see_the_query_without_our_limit_but_with_their_own() -> None:
    assert "LIMIT" not in GUARDS["sqlite"].check("SELECT tag FROM equipment").pretty
    assert GUARDS["sqlite"].check("SELECT tag FROM equipment LIMIT 3").pretty.splitlines()[-1] == "LIMIT 3"
    assert "\n" in GUARDS["sqlite"].check("SELECT tag FROM equipment").pretty


def test_comments_do_not_run() -> None:
    sql = GUARDS["mysql"].check("SELECT /* a */ tag /*!50000 , name */ FROM equipment -- b").sql
    assert sql == "SELECT tag FROM equipment LIMIT 101"


def test_a_long_union_neither_recurses_nor_passes_unchecked() -> None:
    many = " UNION ALL ".join(["SELECT tag FROM equipment"] * 60)
    assert GUARDS["sqlite"].check(many).sql.endswith("LIMIT 101")
    assert refusal(f"{many} UNION ALL SELECT sql FROM sqlite_master").values["reason"] == "table"
    assert refusal(f"SELECT sql FROM sqlite_master UNION ALL {many}").values["reason"] == "table"


@pytest.mark.parametrize("word", ["DATE", "CHAR", "TIMESTAMP", "TEXT", "BINARY"])
@pytest.mark.parametrize(
    ("dialect", "opening", "closing"), [*((dialect, "(", ")") for dialect in GUARDS), ("postgres", "[", "]")]
)
def test_nested_type_names_do_not_keep_the_parser_busy(word: str, dialect: str, opening: str, closing: str) -> None:
    assert refusal(f"SELECT {(word + opening) * 28}1{closing * 28}", dialect).values["reason"] == "size"


_PIECES = [
    "SELECT", "FROM", "WHERE", "WITH", "UNION", "(", ")", ",", ";", "*", "'", '"', "`", "--", "/*", "*/", "AS", "x", "area",
    "name", "equipment", "sqlite_master", "pg_authid", "readfile", "pg_sleep", "=", "||", "DELETE", "DROP", "INTO", "now",
    "'now'", "LIMIT", "1", "-1", "JOIN", "ON", "USING", "[", "]", "$$", "\\", "E'", "::", "DATE", "CASE", "WHEN", "END", ".",
]  # fmt: skip


@pytest.mark.parametrize("dialect", GUARDS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pieces=st.lists(st.sampled_from(_PIECES), min_size=1, max_size=25))
@example(pieces=["SELECT", "name", "FROM", "area"])
def test_any_words_are_refused_or_read_only_known_tables(dialect: str, pieces: list[str]) -> None:
    try:
        guarded = GUARDS[dialect].check(" ".join(pieces))
    except GuardRefused as error:
        assert error.detail
        return
    assert guarded.tables <= {"area", "equipment"}
    assert guarded.sql.startswith(("SELECT", "WITH", "("))
    assert "LIMIT" in guarded.sql


@pytest.mark.parametrize("dialect", GUARDS)
@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=60))
@example(text="'; DROP TABLE area; --")
@example(text="\\")
@example(text="\\'")
@example(text="''")
@example(text="/*")
@example(text="$$")
def test_a_text_stays_one_text(dialect: str, text: str) -> None:
    from sqlglot import exp, parse_one

    literal = exp.Literal.string(text).sql(dialect=dialect)
    try:
        guarded = GUARDS[dialect].check(f"SELECT COUNT(*) AS n FROM area WHERE name = {literal}")
    except GuardRefused as error:
        assert error.values["reason"] in {"character", "clock"}
        return
    again = parse_one(guarded.sql, read=dialect).find(exp.EQ)
    assert again is not None
    assert again.expression == exp.Literal.string(text)


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_is_refused_without_a_crash(text: str) -> None:
    for guard in GUARDS.values():
        with pytest.raises(GuardRefused):
            guard.check(f"DROP {text}")
