"""How the script of an answer draws: plain matplotlib, a beginning for whoever wants the picture otherwise.

script.py copies these functions, as they stand, into the script; the bot itself draws with draw/.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from core.replies.charts.draw.style import COLOURS, HATCHES, MARKERS
from core.replies.charts.prepare.points import Points, classes, without_tail
from core.replies.charts.prepare.table import ChartTable


def look(number: int, *signs: str) -> dict[str, Any]:
    """Colour, hatch and marker of a series; only those that are asked for."""
    every = {
        "color": COLOURS[number % len(COLOURS)],
        "hatch": HATCHES[number % len(HATCHES)],
        "marker": MARKERS[number % len(MARKERS)],
    }
    return {sign: every[sign] for sign in signs}


def name(key: Any) -> str:
    """A series: its own name, or those of its part and its measure."""
    return " · ".join(map(str, key)) if isinstance(key, tuple) else str(key)


def category_names(chart: ChartTable) -> list[str]:
    """Categories as the data names them: 2026-10, 2026-Q3, 2026; weeks and days by their first day."""
    forms = {"year": "%Y", "month": "%Y-%m"}
    names = []
    for key in chart.table.index:
        if not isinstance(key, pd.Timestamp):
            names.append(str(key))
        elif chart.grain == "quarter":
            names.append(f"{key.year}-Q{key.quarter}")
        else:
            names.append(key.strftime(forms.get(str(chart.grain), "%Y-%m-%d")))
    return names


def bars(axes: Any, chart: ChartTable, x_label: str, y_label: str) -> None:
    """Bars beside each other or stacked, vertical or horizontal."""
    table, stacked = chart.table.fillna(0.0), chart.kind == "stacked"
    names, count = category_names(chart), len(chart.table.columns)
    horizontal = chart.kind in ("barh", "pareto") or sum(map(len, names)) > 100
    thickness = 0.75 if stacked else 0.75 / count
    base = [0.0] * len(table)
    for number, key in enumerate(table.columns):
        shift = 0.0 if stacked else (number - (count - 1) / 2) * thickness
        places = [place + shift for place in range(len(table))]
        style = {**look(number, "color", "hatch"), "edgecolor": "white", "label": name(key)}
        if horizontal:
            drawn = axes.barh(places, table[key], thickness, left=base, **style)
        else:
            drawn = axes.bar(places, table[key], thickness, bottom=base, **style)
        if stacked:
            base = [under + value for under, value in zip(base, table[key], strict=True)]
        else:
            axes.bar_label(drawn, ["—" if pd.isna(v) else f"{v:,.10g}" for v in chart.table[key]], padding=3)
    if horizontal:
        axes.set_yticks(range(len(names)), names)
        axes.invert_yaxis()
        axes.set(xlabel=y_label, ylabel=x_label)
    else:
        axes.set_xticks(range(len(names)), names)
        axes.set(xlabel=x_label, ylabel=y_label)
    axes.grid(axis="x" if horizontal else "y", alpha=0.3)
    if count > 1:
        axes.legend(frameon=False)


def lines(axes: Any, chart: ChartTable, x_label: str, y_label: str) -> None:
    """Lines; an area of one series is filled, areas of several are stacked."""
    table, places, count = chart.table, range(len(chart.table)), len(chart.table.columns)
    base = pd.Series(0.0, index=table.index)
    for number, key in enumerate(table.columns):
        if chart.kind == "area":
            top = base + table[key].fillna(0.0)
            style = {**look(number, "color", "hatch"), "edgecolor": "white", "alpha": 0.75 if count > 1 else 0.25}
            axes.fill_between(places, base, top, label=name(key), **style)
            base = top if count > 1 else base
        if chart.kind == "line" or count == 1:
            axes.plot(places, table[key], linewidth=2.5, label=name(key), **look(number, "color", "marker"))
    low, high = table.min().min(), table.max().max()
    if low >= 0 and (chart.kind == "area" or high - low > 0.25 * high):
        axes.set_ylim(bottom=0)
    step = max(1, -(-len(table) // 10))
    axes.set_xticks(places[::step], category_names(chart)[::step], rotation=30, ha="right")
    axes.set(xlabel=x_label, ylabel=y_label)
    axes.grid(axis="y", alpha=0.3)
    if count > 1:
        axes.legend(frameon=False)


def pie(axes: Any, chart: ChartTable, x_label: str, y_label: str) -> None:
    """A pie with each part's name, value and share."""
    values = chart.table.iloc[:, 0]
    pairs = zip(category_names(chart), values, strict=True)
    names = [f"{label}\n{value:,.10g} · {value / values.sum():.0%}" for label, value in pairs]
    for number, part in enumerate(axes.pie(values, labels=names, startangle=90, counterclock=False)[0]):
        part.set(**look(number, "color", "hatch"), edgecolor="white")


def pareto(axes: Any, chart: ChartTable, x_label: str, y_label: str) -> None:
    """Bars from the largest down, and the line of what they make together, on a scale that ends at the total."""
    bars(axes, chart, x_label, y_label)
    values = chart.table.iloc[:, 0].fillna(0.0)
    together = values.cumsum()
    axes.plot(together, range(len(values)), linewidth=2.5, **look(3, "color", "marker"))
    for place, value in enumerate(together):
        axes.annotate(f"{value / values.sum():.0%}", (value, place), (8, -3), textcoords="offset points")
    axes.axvline(0.8 * values.sum(), linestyle="--", color="grey")


def histogram(axes: Any, values: list[float], x_label: str, y_label: str) -> None:
    """How many values each class has."""
    kept, beyond = without_tail(values)
    edges = classes(kept)
    axes.hist(kept, bins=edges, edgecolor="white", **look(0, "color"))
    if beyond:  # a long tail is one bar behind the last class
        axes.bar(2 * edges[-1] - edges[-2], beyond, edges[-1] - edges[-2], color="grey", edgecolor="white")
    axes.set(xlabel=x_label, ylabel=y_label)
    axes.grid(axis="y", alpha=0.3)


def scatter(axes: Any, points: Points, x_label: str, y_label: str) -> None:
    """One number against another."""
    for number, (label, rows) in enumerate(points.groups):
        axes.scatter(rows["x"], rows["y"], label=label, alpha=0.65, **look(number, "color", "marker"))
    axes.set(xlabel=x_label, ylabel=y_label)
    axes.grid(alpha=0.3)
    if len(points.groups) > 1:
        axes.legend(frameon=False)
