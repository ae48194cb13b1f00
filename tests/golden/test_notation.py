"""The notation of queries: what it reads it has written, and the other way round."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.semantics.query import (
    AnyOf,
    Compare,
    Dated,
    During,
    FieldRef,
    GroupBy,
    Lasted,
    Latest,
    Measure,
    Named,
    Not,
    Order,
    Period,
    Related,
    SemanticQuery,
    TimeSpan,
)
from tests.golden.notation import Unreadable, bare, read, write
from tests.golden.notation.words import GRAINS, SHAPES

README = (Path(__file__).parent / "README.md").read_text("utf-8")

# ---- any query ----

names = st.from_regex(r"[a-zñ_][a-zñ_0-9]{0,6}", fullmatch=True) | st.sampled_from(
    ["period", "on", "by", "month", "in"]
)
datasets = st.sampled_from(["equipment", "work_order", "area"])
refs = st.builds(FieldRef, dataset=datasets, field=names)
texts = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=5) | st.sampled_from(
    ["P-101", "O'Neil & Co.", "5", "2026-11-01", "1..2", "and", "null", "José Pérez", "", "a/b", "12e5"]
)
cells = st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts
days = st.none() | st.dates(date(1999, 1, 1), date(2030, 12, 31))
periods = st.builds(
    Period,
    start=days,
    end=days,
    grain=st.sampled_from([*GRAINS, "fortnight", "range"]),
    relative=st.sampled_from(["current", "past", "future", "fixed"]),
    given=st.booleans(),
    phrase=st.sampled_from(["", "este mes", "l'an"]),
)
some = st.none() | periods


def compares() -> st.SearchStrategy[Compare]:
    one = st.sampled_from(["=", "<>", "<", "<=", ">", ">=", "in", "not in", "contains"])
    return (
        st.builds(Compare, field=refs, op=one, values=st.tuples(cells))
        | st.builds(Compare, field=refs, op=st.sampled_from(["in", "not in"]), values=st.tuples(cells, cells, cells))
        | st.builds(Compare, field=refs, op=st.just("between"), values=st.tuples(cells, cells))
        | st.builds(Compare, field=refs, op=st.sampled_from(["is null", "is not null"]))
    )


spans = st.builds(TimeSpan, since=refs, until=st.none() | refs, unit=st.sampled_from([None, "hours", "days"]))
simple = (
    compares()
    | st.builds(Compare, field=refs, op=st.sampled_from(["<", ">=", "<>"]), other=refs)
    | st.builds(Lasted, span=spans, op=st.sampled_from([">", "<=", "between"]), values=st.tuples(cells, cells))
    | st.builds(
        During,
        dataset=datasets,
        period=periods,
        negated=st.booleans(),
        state=st.none() | names,
        at=st.sampled_from([None, datetime(2026, 11, 21, 15, 30)]),
    )
    | st.builds(Named, dataset=datasets, condition=names, negated=st.booleans(), period=some)
    | st.builds(Dated, field=refs, period=periods, negated=st.booleans())
)
whole = st.builds(Measure, metric=st.sampled_from(["mtbf", "downtime_hours"]), share=st.booleans(), period=some)
aggregates = st.builds(
    Measure,
    aggregate=st.sampled_from(["count", "avg", "share", "average_per"]),
    dataset=st.none() | datasets,
    field=st.none() | refs,
    share=st.booleans(),
    only=st.lists(simple, max_size=2).map(tuple),
    per=st.sampled_from([None, "equipment", "month"]),
    period=some,
)
of_sum = st.builds(
    Measure, aggregate=st.just("share"), metric=st.just("downtime_hours"), only=st.lists(simple, max_size=2).map(tuple)
)
derived = st.builds(
    Measure, aggregate=st.sampled_from(["ratio", "difference"]), of=st.tuples(st.integers(0, 3), st.integers(0, 3))
)
timed = st.builds(
    Measure, aggregate=st.sampled_from(["avg", "max"]), span=spans, only=st.lists(simple, max_size=1).map(tuple)
)
part = st.builds(Measure, metric=st.just("mtbf"), per=st.just("month"), share=st.just(True), share_within=refs)
measures = whole | aggregates | derived | timed | part | of_sum


def lists(of: st.SearchStrategy[object], most: int = 2) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(of, max_size=most).map(tuple)


def containing(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    plain = {"dataset": datasets, "filters": lists(inner), "period": some, "negated": st.booleans()}
    return (
        st.builds(AnyOf, parts=st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(Not, part=inner)
        | st.builds(Related, **plain, date_field=st.none() | names)
        | st.builds(
            Related,
            **plain,
            measure=measures,
            op=st.sampled_from([">", "<=", "="]),
            values=st.tuples(cells),
            latest=st.booleans(),
        )
        | st.builds(
            Related,
            **plain,
            measure=measures,
            op=st.sampled_from([">", "<="]),
            than=st.builds(Related, dataset=datasets, filters=lists(inner, 1), period=some, measure=measures),
        )
    )


filters = st.recursive(simple, containing, max_leaves=4)
groups = (
    st.builds(GroupBy, field=refs, grain=st.none() | st.sampled_from(GRAINS))
    | st.builds(GroupBy, grain=st.sampled_from(GRAINS))
    | st.builds(GroupBy, condition=st.builds(Named, dataset=datasets, condition=names, negated=st.booleans()))
)
newest = st.builds(
    Latest,
    per=st.lists(refs, min_size=1, max_size=2).map(tuple),
    date=st.none() | names,
    first=st.booleans(),
    keep=st.lists(simple, max_size=2).map(tuple),
)


def cut(query: SemanticQuery, offset: int, within: FieldRef | None) -> SemanticQuery:
    """The query from some place on, and within each value of a field, if it has a limit."""
    return query if query.limit is None else query.model_copy(update={"offset": offset, "limit_within": within})


orders = st.builds(Order, measure=st.integers(0, 3), descending=st.booleans()) | st.builds(
    Order, field=st.none() | refs, descending=st.booleans()
)
whole_queries = st.builds(
    SemanticQuery,
    dataset=datasets,
    shape=st.sampled_from(SHAPES),
    measures=st.lists(measures, min_size=1, max_size=3).map(tuple),
    groups=lists(groups),
    select=lists(refs),
    filters=lists(filters, 3),
    period=some,
    date_field=st.none() | names,
    everyone=st.booleans(),
    order=st.none() | orders,
    limit=st.none() | st.integers(1, 50),
    having=lists(st.tuples(st.integers(0, 2), st.sampled_from([">", "<="]), cells)),
    compare_to=some,
    latest=st.none() | newest,
    spans=lists(spans),
)
queries = st.builds(cut, whole_queries, st.integers(0, 9), st.none() | refs)


@given(queries)
def test_a_query_that_is_written_is_read_as_it_was(query: SemanticQuery) -> None:
    assert read(write(query)) == query


@given(queries)
def test_a_bare_query_stays_what_it_is(query: SemanticQuery) -> None:
    once = bare(query)
    assert bare(once) == once
    assert bare(read(write(once))) == once


# ---- what the README tells ----

EXAMPLES = re.findall(r"^    (\w+ \w+(?::? .+)?)$", README, re.MULTILINE)


def test_the_readme_has_enough_examples() -> None:
    assert len(EXAMPLES) >= 20


@pytest.mark.parametrize("line", EXAMPLES)
def test_an_example_is_written_as_it_is_read(line: str) -> None:
    assert write(read(line)) == line


def test_what_a_line_says() -> None:
    line = "breakdown work_order: count, labor_hours | open, priority = high/emergency | by area.name | on due_on ..2026-11-30"
    assert read(line) == SemanticQuery(
        dataset="work_order",
        shape="breakdown",
        measures=(Measure(aggregate="count"), Measure(metric="labor_hours")),
        filters=(
            Named(dataset="work_order", condition="open"),
            Compare(field=FieldRef(dataset="work_order", field="priority"), op="in", values=("high", "emergency")),
        ),
        groups=(GroupBy(field=FieldRef(dataset="area", field="name")),),
        period=Period(end=date(2026, 11, 30)),
        date_field="due_on",
    )


def test_numbers_and_texts_are_told_apart() -> None:
    query = read("list equipment | a = 5, b = '5', c = 5.0, f = null, g = P-101, h = 'O''Neil'")
    values = [item.values[0] for item in query.filters if isinstance(item, Compare)]
    assert [(type(value), value) for value in values] == [
        (int, 5), (str, "5"), (float, 5.0), (type(None), None), (str, "P-101"), (str, "O'Neil"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("", "one of count"),
        ("total equipment", "one of count"),
        ("count", "a name expected"),
        ("count equipment |", "a field or a condition"),
        ("count equipment down", "«|» or the end"),
        ("count equipment | type =", "more expected"),
        ("count equipment | top many", "a whole number"),
        ("count equipment | (down or critical", "«)» expected"),
        ("count equipment | period yesterday", "days expected"),
        ("count equipment | period 2026-01-01.. (soon)", "what a period is"),
        ("count equipment | everyone | everyone", "everyone once"),
        ("count equipment | type = 'pump", "does not end"),
        ("count equipment | with failure count", "an operator"),
    ],
)
def test_what_is_no_query_is_told_with_its_place(line: str, wanted: str) -> None:
    with pytest.raises(Unreadable, match=re.escape(wanted)):
        read(line)


@pytest.mark.parametrize(
    "query",
    [
        SemanticQuery(dataset="equipment", shape="count"),
        SemanticQuery(dataset="dos palabras", shape="list"),
        SemanticQuery(dataset="equipment", shape="measure", measures=(Measure(),)),
        SemanticQuery(dataset="equipment", shape="list", groups=(GroupBy(),)),
        SemanticQuery(dataset="equipment", shape="list", filters=(Related(dataset="failure", op=">"),)),
    ],
)
def test_what_has_no_words_is_not_written(query: SemanticQuery) -> None:
    with pytest.raises(ValueError):
        write(query)
