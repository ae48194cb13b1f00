"""The ``code`` artifact: a script of its own that redraws a chart from the CSV beside it.

It needs pandas and matplotlib and nothing of ours. It shows how the picture comes from the data, and is a beginning
for whoever wants it otherwise; it is plainer than the bot's own drawing. Every text goes in as a Python literal, so no
label can become code.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.kernel.messages import Column
from core.planning.chart_spec import ChartSpec
from core.replies.charts.draw.style import COLOURS, HATCHES, MARKERS, REST, REST_HATCH
from core.replies.charts.drawing import MAX_BARS, MAX_PARTS, MAX_SERIES
from core.replies.charts.fold import is_additive
from core.replies.charts.prepare import unit_of, with_unit
from core.replies.csv_file import headers
from core.sentences import charts as texts
from core.sentences import say

_HEAD: Final = '''\
"""Redraws {image} from {data}, which lies beside this file.

    pip install pandas matplotlib
    python {script}
"""

from pathlib import Path

import matplotlib
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

matplotlib.rcParams["text.parse_math"] = False  # a $ in a label is a $

HERE = Path(__file__).resolve().parent
'''

_READ: Final = """
# utf-8-sig drops the mark that tells Excel the encoding; empty names and "NA" stay texts.
names = {name: str for name in (CATEGORY, SERIES) if name is not None and name not in VALUES}
data = pd.read_csv(HERE / DATA, encoding="utf-8-sig", keep_default_na=False, na_values=[""], dtype=names)
for name in VALUES:
    data[name] = pd.to_numeric(data[name], errors="coerce")

figure = Figure(figsize=(9, 6.2), dpi=100, layout="constrained")
FigureCanvasAgg(figure)
axes = figure.add_subplot()
axes.set_title(TITLE, loc="left", fontweight="bold", wrap=True)
axes.spines[["top", "right"]].set_visible(False)
axes.set_axisbelow(True)
"""

_TABLE: Final = """
# One row a category, one column a colour.
data[CATEGORY] = data[CATEGORY].fillna(NO_VALUE).astype(str)
order = list(dict.fromkeys(data[CATEGORY]))
if SERIES is None:
    table = data.groupby(CATEGORY, sort=False)[VALUES].agg(JOIN).reindex(order)
else:
    data[SERIES] = data[SERIES].fillna(NO_VALUE).astype(str)
    table = data.pivot_table(index=CATEGORY, columns=SERIES, values=VALUES[0], aggfunc=JOIN, sort=False).reindex(order)
"""

_REST: Final = """
# What does not fit is summed up where a sum means anything, else left out.
if len(table) > MOST:
    size = table.abs().sum(axis=1).sort_values(ascending=False, kind="stable")
    kept = [name for name in table.index if name in set(size.index[: MOST - 1])] if ADDITIVE else order[:MOST]
    others = table.drop(index=kept)
    table = table.loc[kept]
    if ADDITIVE:
        table.loc[OTHERS.format(count=len(others))] = others.sum()
"""

_REST_OF_SERIES: Final = """
if len(table.columns) > MOST_SERIES:
    size = table.abs().sum().sort_values(ascending=False, kind="stable")
    others = table[size.index[MOST_SERIES - 1 :]]
    table = table[size.index[: MOST_SERIES - 1 if ADDITIVE else MOST_SERIES]]
    if ADDITIVE:
        table = table.assign(**{OTHERS.format(count=len(others.columns)): others.sum(axis=1)})
"""

_BARS: Final = """
count = len(table.columns)
places = range(len(table))
thick = 0.75 if STACKED else 0.75 / count
base = pd.Series(0.0, index=table.index)
for number, name in enumerate(table.columns):
    values = table[name]
    look = {"color": COLOURS[number % len(COLOURS)], "hatch": HATCHES[number % len(HATCHES)], "edgecolor": "white"}
    moved = list(places) if STACKED else [place + (number - (count - 1) / 2) * thick for place in places]
    if LYING:
        bars = axes.barh(moved, values.fillna(0), thick, left=base if STACKED else None, label=str(name), **look)
    else:
        bars = axes.bar(moved, values.fillna(0), thick, bottom=base if STACKED else None, label=str(name), **look)
    if STACKED:
        base = base + values.fillna(0)
    else:
        axes.bar_label(bars, [("—" if pd.isna(value) else f"{value:,.10g}") for value in values], padding=3)
if LYING:
    axes.set_yticks(list(places), list(table.index))
    axes.invert_yaxis()
    axes.set(xlabel=Y_LABEL, ylabel=X_LABEL)
    axes.grid(axis="x", alpha=0.3)
else:
    turned = 45 if sum(map(len, table.index)) > 70 else 0
    axes.set_xticks(list(places), list(table.index), rotation=turned, ha="right" if turned else "center")
    axes.set(xlabel=X_LABEL, ylabel=Y_LABEL)
    axes.grid(axis="y", alpha=0.3)
if count > 1:
    axes.legend(frameon=False)
"""

_LINES: Final = """
if TIME:
    table = table.sort_index()
for number, name in enumerate(table.columns):
    look = {"color": COLOURS[number % len(COLOURS)], "marker": MARKERS[number % len(MARKERS)]}
    axes.plot(range(len(table)), table[name], linewidth=2.5, label=str(name), **look)
    if AREA:
        axes.fill_between(range(len(table)), table[name].fillna(0), color=look["color"], alpha=0.25)
low, high = table.min().min(), table.max().max()
if low >= 0 and (AREA or high - low > 0.25 * high):
    axes.set_ylim(bottom=0)
step = max(1, -(-len(table) // 10))
axes.set_xticks(range(0, len(table), step), list(table.index[::step]), rotation=30, ha="right")
axes.set(xlabel=X_LABEL, ylabel=Y_LABEL)
axes.grid(axis="y", alpha=0.3)
if len(table.columns) > 1:
    axes.legend(frameon=False)
"""

_STACKED_AREA: Final = """
if TIME:
    table = table.sort_index()
colours = [COLOURS[number % len(COLOURS)] for number in range(len(table.columns))]
areas = axes.stackplot(range(len(table)), table.fillna(0).T, labels=list(map(str, table.columns)), colors=colours)
for number, area in enumerate(areas):
    area.set(hatch=HATCHES[number % len(HATCHES)], edgecolor="white")
step = max(1, -(-len(table) // 10))
axes.set_xticks(range(0, len(table), step), list(table.index[::step]), rotation=30, ha="right")
axes.set(xlabel=X_LABEL, ylabel=Y_LABEL)
axes.legend(frameon=False)
"""

_PIE: Final = """
parts = table[table.columns[0]].dropna().sort_values(ascending=False, kind="stable")
parts = parts[parts > 0]
if len(parts) > MOST_PARTS + 1:
    others = parts.iloc[MOST_PARTS:]
    parts = pd.concat([parts.iloc[:MOST_PARTS], pd.Series({OTHERS.format(count=len(others)): others.sum()})])
names = [f"{name}\\n{value:,.10g} · {value / parts.sum():.0%}" for name, value in parts.items()]
colours = [COLOURS[number % len(COLOURS)] for number in range(len(parts))]
wedges = axes.pie(parts, labels=names, colors=colours, startangle=90, counterclock=False)[0]
for number, wedge in enumerate(wedges):
    wedge.set(hatch=HATCHES[number % len(HATCHES)], edgecolor="white")
"""

_HISTOGRAM: Final = """
values = data[VALUES[0]].dropna()
axes.hist(values, bins=min(20, max(5, round(len(values) ** 0.5))), color=COLOURS[0], edgecolor="white")
axes.set(xlabel=X_LABEL, ylabel=Y_LABEL)
axes.grid(axis="y", alpha=0.3)
"""

_SCATTER: Final = """
xs = pd.to_numeric(data[CATEGORY], errors="coerce")
if xs.isna().all():
    xs = pd.to_datetime(data[CATEGORY], errors="coerce")
groups = [(None, data)] if SERIES is None else list(data.groupby(SERIES, sort=False, dropna=False))
for number, (name, rows) in enumerate(groups):
    look = {"color": COLOURS[number % len(COLOURS)], "marker": MARKERS[number % len(MARKERS)], "alpha": 0.65}
    axes.scatter(xs[rows.index], rows[VALUES[0]], label=None if name is None else str(name), **look)
axes.set(xlabel=X_LABEL, ylabel=Y_LABEL)
axes.grid(alpha=0.3)
if SERIES is not None:
    axes.legend(frameon=False)
"""

_FOOT: Final = """
figure.savefig(HERE / IMAGE)
print(HERE / IMAGE)
"""


def script(
    spec: ChartSpec,
    columns: Sequence[Column],
    *,
    csv_name: str = "data_0.csv",
    image_name: str = "image_0.png",
) -> str:
    """Python source that reads ``csv_name`` (as ``to_csv`` writes these columns) and writes ``image_name``.

    Raises:
        ValueError: a column of the spec that ``columns`` does not have.
    """
    header = dict(zip([column.name for column in columns], headers(columns), strict=True))
    values = (spec.x,) if spec.kind == "histogram" else spec.y
    missing = {spec.x, *values, *([spec.series] if spec.series else [])} - set(header)
    if missing:
        raise ValueError(f"columns that the CSV does not have: {sorted(missing)}")
    labels = {column.name: column.label or column.name for column in columns}
    # Money's unit is known only when the spec names it: the script knows no settings.
    unit = spec.unit or (None if spec.value_kind == "money" else unit_of(spec, ""))
    x_label, y_label = spec.x_label or labels[spec.x], spec.y_label
    if spec.kind == "histogram":
        x_label, y_label = with_unit(x_label, unit), y_label or say(texts.FREQUENCY, spec.language)
    else:
        y_label = with_unit(y_label or ", ".join(labels[name] for name in spec.y), unit)
    names: dict[str, object] = {
        "DATA": csv_name,
        "IMAGE": image_name,
        "TITLE": spec.title,
        "X_LABEL": x_label,
        "Y_LABEL": y_label,
        "CATEGORY": header[spec.x],
        "VALUES": [header[name] for name in values],
        "SERIES": header[spec.series] if spec.series else None,
        "COLOURS": [*COLOURS, REST],
        "HATCHES": [*HATCHES, REST_HATCH],
        "MARKERS": [*MARKERS, "X"],
    }
    body, more = _body(spec)
    literals = "\n".join(f"{name} = {literal(value)}" for name, value in {**names, **more}.items())
    head = _HEAD.format(image="the chart", data="the data", script="code_0.py")
    return f"{head}{literals}\n{_READ}{body}{_FOOT}"


def literal(value: object) -> str:
    """A value as a Python literal that reads back equal; repr escapes what cannot be printed, lone surrogates too."""
    return repr(value)


def _body(spec: ChartSpec) -> tuple[str, dict[str, object]]:
    """The drawing part and the constants that it needs."""
    if spec.kind == "histogram":
        return _HISTOGRAM, {}
    if spec.kind == "scatter":
        return _SCATTER, {}
    additive = is_additive(spec)
    more: dict[str, object] = {
        "JOIN": "sum" if additive else "mean",
        "NO_VALUE": say(texts.WITHOUT_VALUE, spec.language),
        "OTHERS": texts.OTHERS[spec.language],
        "ADDITIVE": additive,
        "TIME": spec.time,
        "MOST": MAX_BARS,
        "MOST_SERIES": MAX_SERIES,
        "MOST_PARTS": MAX_PARTS,
    }
    several = spec.series is not None or len(spec.y) > 1
    if spec.kind == "pie" and additive and not several:
        return _TABLE + _PIE, more
    if spec.kind in ("line", "area"):
        if spec.kind == "area" and several and additive:
            return _TABLE + _REST_OF_SERIES + _STACKED_AREA, more
        return _TABLE + _REST_OF_SERIES + _LINES, {**more, "AREA": spec.kind == "area" and not several}
    stacked = additive and several and spec.kind in ("stacked", "pie")
    lying = spec.kind == "barh" or (not spec.time and spec.kind != "bar")
    return _TABLE + _REST_OF_SERIES + _REST + _BARS, {**more, "STACKED": stacked, "LYING": lying}
