"""The pictures: their size, their bytes, and that nothing odd stops them."""

from __future__ import annotations

import itertools
import math
from datetime import date, timedelta

import pytest
from PIL import Image

from core.kernel.messages import Column
from core.planning.chart_spec import ChartSpec
from core.replies.charts.draw import style as chart_style
from core.replies.charts.draw.frame import Frame, writer
from core.replies.charts.draw.line_labels import spread
from core.replies.charts.draw.page import draw
from core.replies.charts.draw.time import ticks
from core.replies.charts.labelling.chart import drawing
from core.replies.charts.prepare.points import classes
from tests.core.replies.charts.pictures import near, picture
from tests.core.replies.samples import AREA_ROWS, BY_AREA, BY_MONTH, BY_TYPE, every_kind, result

BARS = ChartSpec(kind="bar", x="area", y=("n",), title="OT por área")


def inked(image: Image.Image) -> int:
    """How many pixels are not white."""
    return sum(1 for pixel in image.convert("L").tobytes() if pixel < 250)


@pytest.mark.parametrize("kind", list(every_kind()))
def test_each_kind_is_a_small_picture_with_the_same_bytes_every_time(kind):
    spec, columns, found = every_kind()[kind]
    image = picture(spec, columns, found.rows)
    assert inked(image) > 8000
    assert near(image, chart_style.COLOURS[0]) > 100
    made = drawing(spec, columns, found, "MXN")
    assert draw(made) == draw(made)


def test_the_file_tells_no_time_and_no_version():
    content = draw(drawing(BARS, BY_AREA, result(BY_AREA, AREA_ROWS), "MXN"))
    chunks, at = [], 8
    while at < len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        chunks.append(content[at + 4 : at + 8])
        at += 12 + length
    assert not {b"tEXt", b"iTXt", b"zTXt", b"tIME"} & set(chunks)


ODD = {
    "negative": [("a", -5), ("b", 3), ("c", 0)],
    "all negative": [("a", -5), ("b", -3)],
    "zeros": [("a", 0), ("b", 0)],
    "one": [("a", 6)],
    "none among them": [("a", None), ("b", 3), (None, 2)],
    "huge": [("a", 1e300), ("b", 1)],
    "tiny": [("a", 1e-9), ("b", 2e-9)],
    "not a number": [("a", float("nan")), ("b", float("inf")), ("c", 1)],
    "fractions": [("a", 0.125), ("b", 0.5)],
    "signs": [
        ("$5 a $6_x^y", 1),
        ("🔧🚀", 2),
        ("línea\nrota\t\x07", 3),
        ("", 4),
        ("中文 部品", 5),
        ("\ud800 x", 6),
        ("%s {0} \\frac{", 7),
    ],
    "right to left": [("مضخة رقم ٤", 3), ("משאבה 7", 2), ("P-101 مضخة", 5)],
    "long": [("Cambio de rodamientos del motor principal de la banda transportadora " * 3, 4), ("x" * 300, 2)],
    "many": [(f"BRG-{at}", at) for at in range(500)],
}


@pytest.mark.parametrize("kind", ["bar", "barh", "line", "area", "pie", "stacked", "grouped", "pareto"])
@pytest.mark.parametrize("case", list(ODD))
def test_odd_data_is_drawn_all_the_same(kind, case):
    spec = BARS.model_copy(update={"kind": kind, "language": "en" if len(case) % 2 else "es"})
    assert inked(picture(spec, BY_AREA, ODD[case])) > 1500


@pytest.mark.parametrize("case", [name for name, rows in ODD.items() if len(rows) > 1])
def test_odd_values_have_their_histogram(case):
    spec = ChartSpec(kind="histogram", x="hours", y=(), value_kind="hours", unit="h")
    columns = (Column(name="hours", label="Horas", kind="hours"),)
    assert inked(picture(spec, columns, [(value,) for _, value in ODD[case]])) > 1500


@pytest.mark.parametrize(
    "title", ["", "$" * 40, "Costo de $MXN$ y $\\frac{1}{2}$", "palabra " * 80, "x" * 400, "🔧\x00\n部品"]
)
def test_any_title_is_drawn(title):
    picture(BARS.model_copy(update={"title": title}), BY_AREA, AREA_ROWS)


def test_a_dollar_sign_is_a_dollar_sign():
    columns = (Column(name="area", label="A"), Column(name="n", label="N", kind="money"))
    plain = picture(BARS.model_copy(update={"value_kind": "money", "title": "a $x_1$ b"}), columns, AREA_ROWS)
    other = picture(BARS.model_copy(update={"value_kind": "money", "title": "a x1 b"}), columns, AREA_ROWS)
    assert plain.tobytes() != other.tobytes()


@pytest.mark.parametrize("value_kind", ["integer", "number", "money", "percent", "hours", "minutes", "days"])
def test_every_kind_of_value_has_its_axis(value_kind):
    picture(BARS.model_copy(update={"value_kind": value_kind}), BY_AREA, [("a", 12345.678), ("b", 1.5)])


def test_a_bucket_that_is_not_over_looks_different():
    rows = [(f"2026-{month:02d}", 10) for month in range(1, 12)]
    for kind in ("bar", "line", "area"):
        spec = ChartSpec(kind=kind, x="month", y=("h",), time=True, title="x")
        done = picture(spec, BY_MONTH, rows)
        open_ = picture(spec.model_copy(update={"incomplete_last": True}), BY_MONTH, rows)
        assert near(open_, chart_style.COLOURS[0]) < near(done, chart_style.COLOURS[0])


def test_five_hundred_days_and_a_gap():
    day = date(2025, 7, 10)
    rows = [((day + timedelta(days=at)).isoformat(), 3 + math.sin(at / 20)) for at in range(500) if not 100 < at < 120]
    spec = ChartSpec(kind="line", x="month", y=("h",), time=True, value_kind="number", unit="mm/s", title="Vibración")
    assert inked(picture(spec, BY_MONTH, rows)) > 5000


def test_stacks_name_their_parts_and_tell_them_apart_without_colour():
    assert (
        len(set(chart_style.HATCHES))
        == len(chart_style.HATCHES)
        == len(chart_style.COLOURS)
        == len(chart_style.MARKERS)
    )
    rows = [("a", f"t{at}", 10) for at in range(4)]
    spec = ChartSpec(kind="stacked", x="area", y=("n",), series="type", title="x")
    image = picture(spec, BY_TYPE, rows)
    for colour in chart_style.COLOURS[:4]:
        assert near(image, colour) > 500


def test_type_is_readable_on_a_phone():
    scale = 360 / chart_style.WIDTH
    for points in (chart_style.TEXT, chart_style.TITLE):
        assert points * chart_style.DPI / 72 * scale >= 9.9
    assert chart_style.SMALL * chart_style.DPI / 72 * scale >= 8.5


def test_clean_keeps_letters_and_drops_what_the_face_lacks():
    chart_style.prepare()
    assert chart_style.clean("Ñandú ¿qué? 10 °C µm ½ €") == "Ñandú ¿qué? 10 °C µm ½ €"
    assert chart_style.clean("llave 🔧 a\nb\x07\u200d\ufe0f") == "llave a b"
    assert chart_style.clean("部") == "□"


def test_wrapping_breaks_at_spaces_and_cuts_at_the_end():
    made = drawing(BARS, BY_AREA, result(BY_AREA, AREA_ROWS), "MXN")
    measure = Frame(made, 200).measure
    wrapped = measure.wrap("una dos tres cuatro cinco seis siete", 150, 2).split("\n")
    assert len(wrapped) == 2
    assert wrapped[-1].endswith("…")
    assert all(measure.width(line) <= 150 for line in wrapped)
    assert measure.wrap("corto", 150, 2) == "corto"
    endless = measure.wrap("x" * 90, 150, 3).split("\n")
    assert len(endless) == 3
    assert all(measure.width(line) <= 150 for line in endless)


def test_values_on_a_chart_follow_the_language():
    assert writer("money", "es", "MXN")(1_234_567) == "$1.23 M"
    assert writer("money", "en", "USD")(-1_234_567) == "-$1.23M"
    assert writer("percent", "es", "MXN")(18.2) == "18.2 %"
    assert writer("percent", "en", "MXN")(18.2) == "18.2%"
    assert writer("hours", "es", "MXN")(1148.0) == "1,148"


def test_ticks_with_a_million_among_them_are_all_in_millions():
    spec = BARS.model_copy(update={"value_kind": "money"})
    frame = Frame(drawing(spec, BY_AREA, result(BY_AREA, AREA_ROWS), "MXN"), 200)
    assert frame.tick_texts([0, 500_000, 1_000_000]) == ["$0", "$0.5 M", "$1 M"]
    assert frame.tick_texts([0, 500]) == ["$0", "$500"]


def time_labels(keys, grain=None, slot=60.0, language="es"):
    spec = ChartSpec(
        kind="line", x="month", y=("h",), time=True, grain=grain, language=language, title="x", additive=False
    )
    made = drawing(spec, BY_MONTH, result(BY_MONTH, [(key, 1) for key in keys]), "MXN")
    return [text for _, text in ticks(made, Frame(made, 200).measure, slot)]


def test_time_labels_say_the_year_once_and_fit():
    months = [f"{2025 + at // 12}-{at % 12 + 1:02d}" for at in range(14)]
    assert time_labels(months[:3], slot=80) == ["ene\n2025", "feb", "mar"]
    assert time_labels(months[:3], slot=80, language="en") == ["Jan\n2025", "Feb", "Mar"]
    assert time_labels(months, slot=25) == ["ene\n2025", "abr", "jul", "oct", "ene\n2026"]
    assert time_labels(["2025-Q4", "2026-Q1"], slot=80) == ["T4\n2025", "T1\n2026"]
    assert time_labels([2025, 2026], slot=90) == ["2025", "2026"]
    days = [(date(2026, 1, 1) + timedelta(days=at)).isoformat() for at in range(200)]
    assert time_labels(days, slot=4) == ["1 feb\n2026", "1 mar", "1 abr", "1 may", "1 jun", "1 jul"]


def test_values_have_the_decimals_of_their_column_and_durations_their_units():
    assert [writer("hours", "es", "MXN", decimals=1)(value) for value in (7.7, 7.13, 7.0)] == ["7.7", "7.1", "7.0"]
    assert writer("money", "es", "MXN", decimals=2)(651.0) == "$651.00"
    assert writer("percent", "en", "MXN", decimals=1)(20.0) == "20.0%"
    assert writer("number", "es", "MXN", decimals=2)(2_500_000.0) == "2.5 M"
    assert writer("minutes", "es", "MXN")(200) == "3 h 20 min"


def test_an_axis_that_is_cut_says_so(monkeypatch):
    said = []
    monkeypatch.setattr(Frame, "notes", lambda frame, *more: said.append(more))
    spec = ChartSpec(kind="line", x="month", y=("h",), time=True, title="x", language="es")
    picture(spec, BY_MONTH, [("2026-01", 98.0), ("2026-02", 99.0)])
    picture(spec, BY_MONTH, [("2026-01", 10.0), ("2026-02", 99.0)])
    assert said == [("El eje no empieza en 0",), ()]


def test_names_at_line_ends_are_pushed_apart_within_the_page():
    spots = spread([10, 11, 12, 99], 20, 100)
    assert spots == sorted(spots)
    assert all(b - a >= 20 for a, b in itertools.pairwise(spots))
    assert spots[-1] <= 100


@pytest.mark.parametrize(
    "values",
    [[1.0, 2.0, 3.0], [5.0], [float(v) for v in range(1000)], [0.1, 0.2, 9.9], [0.0, 0.0, 1e9], [0.5, 0.5, 1e9]],
)
def test_classes_cover_all_values_and_are_at_most_twenty(values):
    edges = classes(values)
    assert edges == sorted(edges)
    assert 1 <= len(edges) - 1 <= 20
    assert edges[0] <= min(values)
    assert max(values) <= edges[-1]
