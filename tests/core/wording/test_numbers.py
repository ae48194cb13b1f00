from __future__ import annotations

from datetime import date, datetime

import pytest

from core.kernel.messages import Column
from core.wording import numbers as w


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"), (7, "7"), (1148, "1,148"), (1234567, "1,234,567"), (-1148, "-1,148"), (2.345, "2.35"), (2.5, "2.5"),
        (1.005, "1.01"), (148.26, "148.3"), (1148.5, "1,149"), (0.0004, "0.0004"), (-0.0, "0"), (None, "—"),
        (float("nan"), "—"), (float("inf"), "—"), (1e28, "1.00e+28"), (10**400, "1.00e+400"), (2e-9, "2e-09"),
    ],
)  # fmt: skip
def test_numbers_are_grouped_and_rounded_half_up_in_both_languages(value, text):
    assert w.number(value, "es") == text
    assert w.number(value, "en") == text


def test_a_number_takes_the_decimals_that_are_asked_for():
    assert w.number(2.5, "es", 0) == "3"
    assert w.number(3.14159, "en", 3) == "3.142"
    assert w.number(-0.2, "en", 0) == "0"


@pytest.mark.parametrize(
    ("value", "currency", "language", "text"),
    [
        (1234, "MXN", "es", "$1,234"), (1234.56, "MXN", "es", "$1,235"), (12.5, "MXN", "es", "$12.50"),
        (12, "MXN", "es", "$12"), (-1234.0, "MXN", "es", "-$1,234"), (1234, "USD", "en", "$1,234"),
        (1234, "USD", "es", "USD 1,234"), (-12.5, "USD", "es", "-USD 12.50"), (1234, "MXN", "en", "MX$1,234"),
        (999.999, "MXN", "es", "$1,000"), (-0.001, "MXN", "es", "$0.00"), (12.5, "JPY", "en", "¥13"), (None, "MXN", "es", "—"),
    ],
)  # fmt: skip
def test_money_has_its_sign_and_coins_only_when_small(value, currency, language, text):
    assert w.money(value, currency, language) == text


@pytest.mark.parametrize(
    ("value", "es", "en"),
    [
        (18, "18 %", "18%"), (18.24, "18.2 %", "18.2%"), (100, "100 %", "100%"), (0, "0 %", "0%"),
        (99.97, "99.97 %", "99.97%"), (0.04, "0.04 %", "0.04%"), (-18.2, "-18.2 %", "-18.2%"), (None, "—", "—"),
    ],
)  # fmt: skip
def test_percent_never_reads_as_full_when_it_is_not(value, es, en):
    assert (w.percent(value, "es"), w.percent(value, "en")) == (es, en)


def test_hours_days_and_minutes():
    assert [w.hours(value, "es") for value in (212, 1148.3, 4.5, 0.25, 99.96, None)] == [
        "212 h", "1,148 h", "4.5 h", "0.25 h", "100 h", "—",
    ]  # fmt: skip
    assert [w.days(value, "es") for value in (1, 12, 1.5, 0)] == ["1 día", "12 días", "1.5 días", "0 días"]
    assert [w.days(value, "en") for value in (1, 12)] == ["1 day", "12 days"]
    assert [w.duration(value, "es") for value in (200, 180, 59.6, 45, 0, 0.5, -90, 60061, None)] == [
        "3 h 20 min", "3 h", "1 h", "45 min", "0 min", "0.5 min", "-1 h 30 min", "1,001 h 1 min", "—",
    ]  # fmt: skip


def test_axis_numbers_are_short():
    assert [w.compact(value, "es") for value in (999, 12_000, 1_234_567, -45_600_000, 999_999)] == [
        "999", "12,000", "1.23 M", "-45.6 M", "1 M",
    ]  # fmt: skip
    assert w.compact(1_234_567, "en") == "1.23M"
    assert [w.compact(value, "es", millions=True) for value in (0, 500_000)] == ["0", "0.5 M"]


def test_days_stand_before_months_in_both_languages():
    assert w.day("2026-11-22", "es") == "22 nov 2026"
    assert w.day(date(2026, 11, 22), "en") == "22 Nov 2026"
    assert w.day(datetime(2026, 1, 2, 3, 4), "es", year=False) == "2 ene"
    assert w.moment("2026-11-22 08:15:00", "es") == "22 nov 2026 08:15"
    assert [w.month_name(month, "es") for month in (1, 5, 9, 12)] == ["ene", "may", "sep", "dic"]


@pytest.mark.parametrize(
    ("start", "end", "es", "en"),
    [
        ("2026-01-01", "2026-11-22", "1 ene al 22 nov 2026", "1 Jan to 22 Nov 2026"),
        ("2026-11-01", "2026-11-15", "1 al 15 nov 2026", "1 to 15 Nov 2026"),
        ("2025-12-15", "2026-01-03", "15 dic 2025 al 3 ene 2026", "15 Dec 2025 to 3 Jan 2026"),
        ("2026-11-22", "2026-11-22", "22 nov 2026", "22 Nov 2026"),
        ("2025-11-01", "2026-11-15", "1 nov 2025 al 15 nov 2026", "1 Nov 2025 to 15 Nov 2026"),
        ("2026-01-01", None, "desde el 1 ene 2026", "since 1 Jan 2026"),
        (None, "2026-11-22", "hasta el 22 nov 2026", "until 22 Nov 2026"),
        (None, None, "todas las fechas", "all dates"),
    ],
)
def test_ranges_say_year_and_month_once(start, end, es, en):
    assert (w.day_range(start, end, "es"), w.day_range(start, end, "en")) == (es, en)


@pytest.mark.parametrize(
    ("value", "grain", "es", "en"),
    [
        ("2026-10", "month", "oct 2026", "Oct 2026"),
        ("2026-10-01", "month", "oct 2026", "Oct 2026"),
        ("2026-11-16", "week", "semana del 16 nov 2026", "week of 16 Nov 2026"),
        ("2026-W47", None, "semana del 16 nov 2026", "week of 16 Nov 2026"),
        ("2026-07-01", "quarter", "T3 2026", "Q3 2026"),
        ("2026-Q3", None, "T3 2026", "Q3 2026"),
        (2026, None, "2026", "2026"),
        ("2026-11-22 00:00:00", None, "22 nov 2026", "22 Nov 2026"),
        ("nunca", None, "nunca", "nunca"),
        ("2026-13", None, "2026-13", "2026-13"),
        (None, "month", "—", "—"),
    ],
)
def test_time_buckets(value, grain, es, en):
    assert (w.bucket(value, grain, "es"), w.bucket(value, grain, "en")) == (es, en)


@pytest.mark.parametrize(
    ("day", "grain", "following"),
    [
        ((2026, 12, 31), "day", (2027, 1, 1)), ((2026, 12, 28), "week", (2027, 1, 4)),
        ((2026, 12, 1), "month", (2027, 1, 1)), ((2026, 10, 1), "quarter", (2027, 1, 1)), ((2026, 1, 1), "year", (2027, 1, 1)),
    ],
)  # fmt: skip
def test_the_next_bucket_crosses_the_year(day, grain, following):
    assert w.next_bucket(date(*day), grain) == date(*following)


@pytest.mark.parametrize(
    ("items", "word", "es", "en"),
    [
        ([], "and", "", ""), (["a"], "and", "a", "a"), (["a", "b"], "and", "a y b", "a and b"),
        (["a", "b", "c"], "and", "a, b y c", "a, b and c"), (["agua", "hilo"], "and", "agua e hilo", "agua and hilo"),
        (["Paint", "Inspección"], "and", "Paint e Inspección", "Paint and Inspección"),
        (["cobre", "hierro"], "and", "cobre y hierro", "cobre and hierro"),
        (["agua", "ídolos"], "and", "agua e ídolos", "agua and ídolos"),
        (["siete", "ocho"], "or", "siete u ocho", "siete or ocho"), (["7", "8"], "or", "7 u 8", "7 or 8"),
        (["10", "11"], "or", "10 u 11", "10 or 11"), (["100", "110"], "or", "100 o 110", "100 or 110"),
        (["uno", "hoy"], "or", "uno u hoy", "uno or hoy"), (["a", "b", "c"], "or", "a, b o c", "a, b or c"),
    ],
)  # fmt: skip
def test_lists_end_with_the_right_word(items, word, es, en):
    assert (w.join(items, "es", word=word), w.join(items, "en", word=word)) == (es, en)


def test_plural_ordinal_boolean():
    assert [w.plural(count, "equipo", "equipos") for count in (0, 1, 2, 1.5)] == [
        "equipos",
        "equipo",
        "equipos",
        "equipos",
    ]
    assert [w.ordinal(5, "es"), w.ordinal(5, "es", "f")] == ["5.º", "5.ª"]
    assert [w.ordinal(n, "en") for n in (1, 2, 3, 4, 11, 12, 13, 21, 112)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th",
    ]  # fmt: skip
    assert [w.boolean(value, "es") for value in (1, 0, None)] == ["sí", "no", "—"]
    assert [w.boolean(value, "en") for value in (1, 0)] == ["yes", "no"]


@pytest.mark.parametrize(
    ("value", "kind", "unit", "text"),
    [
        ("P-101", "text", None, "P-101"), (2026, "text", None, "2026"), (1148, "integer", None, "1,148"),
        (4.2, "number", "mm/s", "4.2 mm/s"), (1234, "money", None, "$1,234"), (18.2, "percent", None, "18.2 %"),
        (212, "hours", None, "212 h"), (200, "minutes", None, "3 h 20 min"), (3, "days", None, "3 días"),
        ("2026-11-22", "date", None, "22 nov 2026"), ("2026-11-22 08:15:00", "datetime", None, "22 nov 2026 08:15"),
        ("nunca", "date", None, "nunca"), (1, "boolean", None, "sí"), (None, "money", None, "—"), ("n/a", "hours", None, "n/a"),
    ],
)  # fmt: skip
def test_a_cell_is_written_as_its_column_says(value, kind, unit, text):
    assert w.cell(value, Column(name="c", label="C", kind=kind, unit=unit), "es", "MXN") == text


def test_importing_the_module_imports_no_babel():
    import subprocess
    import sys

    code = "import sys, core.wording.numbers, core.replies.table, core.replies.charts.pool; print({'babel','matplotlib','pandas'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "set()"
