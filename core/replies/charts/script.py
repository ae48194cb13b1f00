"""The ``code`` artifact: a script of its own that redraws a chart from the CSV beside it.

It needs pandas and matplotlib and nothing of ours. It prepares the data by the very functions that the chart processes
run (prepare/), copied as source, and draws more plainly (plain.py). Every text of the chart goes in as a Python
literal, so no label can become code.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Final

from core.kernel.messages import Column
from core.planning.chart_spec import ChartKind, ChartSpec
from core.replies.charts.draw.style import COLOURS, HATCHES, MARKERS
from core.replies.charts.units import is_additive, unit_of, with_unit
from core.replies.csv_file import CsvDialect, headers
from core.sentences import charts as texts
from core.sentences import say
from core.wording.numbers import NOTHING

_DRAWERS: Final[dict[ChartKind, dict[str, str]]] = {
    "line": {"line": "lines"},
    "area": {"area": "lines", "line": "lines"},
    "pie": {"pie": "pie"},
    "pareto": {"pareto": "pareto"},
    "histogram": {"histogram": "histogram"},
    "scatter": {"scatter": "scatter"},
}
"""By the kind that is wanted: the kinds that it may come to, and what draws them. Any other is drawn as bars."""

_HEAD: Final = '''\
"""Redraws the chart from the data, which lies beside this file.

    pip install pandas matplotlib
    python code_0.py
"""

from __future__ import annotations

{imports}

import matplotlib
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

{constants}


{functions}


# utf-8-sig drops the mark that tells Excel the encoding; empty names and "NA" stay texts.
here = Path(__file__).resolve().parent
names = {{name: str for name in (CATEGORY, SERIES) if name is not None and name not in VALUES}}
how = {{"encoding": "utf-8-sig", "sep": SEPARATOR, "decimal": DECIMAL}}
data = pd.read_csv(here / DATA, keep_default_na=False, na_values=[""], dtype=names, **how)
for value in VALUES:
    data[value] = pd.to_numeric(data[value], errors="coerce")

matplotlib.rcParams["text.parse_math"] = False  # a $ in a label is a $
figure = Figure(figsize=(9, 6.2), dpi=100, layout="constrained")
FigureCanvasAgg(figure)
axes = figure.add_subplot()
axes.set_title(TITLE, loc="left", fontweight="bold", wrap=True)
axes.spines[["top", "right"]].set_visible(False)
axes.set_axisbelow(True)

{body}
figure.savefig(here / IMAGE)
print(here / IMAGE)
'''

_TABLE: Final = """\
chart = chart_table(
    data,
    KIND,
    CATEGORY,
    VALUES,
    SERIES,
    additive=ADDITIVE,
    time=TIME,
    grain=GRAIN,
    zero_when_missing=ZERO_WHEN_MISSING,
    ranked=RANKED,
    others=OTHERS,
    no_category=NO_CATEGORY,
    no_series=NO_SERIES,
)
{draw}(axes, chart, X_LABEL, Y_LABEL)
"""

_HISTOGRAM: Final = """\
histogram(axes, data[VALUES[0]].dropna().tolist(), X_LABEL, Y_LABEL)
"""

_SCATTER: Final = """\
points = chart_points(data, CATEGORY, VALUES[0], SERIES, others=OTHERS, no_series=NO_SERIES)
scatter(axes, points, X_LABEL, Y_LABEL)
"""


def script(
    spec: ChartSpec,
    columns: Sequence[Column],
    *,
    csv_name: str = "data_0.csv",
    image_name: str = "image_0.png",
    dialect: CsvDialect = CsvDialect(),
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
    body, wanted, more = _body(spec)
    constants: dict[str, object] = {
        "DATA": csv_name,
        "SEPARATOR": dialect.separator,
        "DECIMAL": dialect.decimal,
        "IMAGE": image_name,
        "TITLE": spec.title,
        **_labels(spec, columns),
        "CATEGORY": header[spec.x],
        "VALUES": [header[name] for name in values],
        "SERIES": header[spec.series] if spec.series else None,
        **more,
        "COLOURS": list(COLOURS),
        "HATCHES": list(HATCHES),
        "MARKERS": list(MARKERS),
    }
    copied = excerpt(wanted)
    return _HEAD.format(
        imports=_imports({**copied.imports, "pathlib": ["Path"]}),
        constants="\n".join([*(f"{name} = {literal(value)}" for name, value in constants.items()), *copied.constants]),
        functions="\n\n\n".join(copied.functions),
        body=body,
    )


def _imports(names: Mapping[str, list[str]]) -> str:
    """Imports of the standard library, as a formatter sorts them; those of pandas and matplotlib stand in the head."""
    own = sorted(module for module in names if module.partition(".")[0] in sys.stdlib_module_names)
    whole = [f"import {module}" for module in own if not names[module]]
    parts = [f"from {module} import {', '.join(sorted(names[module]))}" for module in own if names[module]]
    return "\n".join([*whole, *parts])


def literal(value: object) -> str:
    """A value as a Python literal that reads back equal; repr escapes what cannot be printed, lone surrogates too."""
    return repr(value)


def _labels(spec: ChartSpec, columns: Sequence[Column]) -> dict[str, object]:
    """The axes' labels. Money's unit is there only when the spec names it: the script knows no settings."""
    labels = {column.name: column.label or column.name for column in columns}
    unit = spec.unit or (None if spec.value_kind == "money" else unit_of(spec, ""))
    x_label, y_label = spec.x_label or labels[spec.x], spec.y_label
    if spec.kind == "histogram":
        x_label, y_label = with_unit(x_label, unit), y_label or say(texts.FREQUENCY, spec.language)
    else:
        y_label = with_unit(y_label or ", ".join(labels[name] for name in spec.y), unit)
    return {"X_LABEL": x_label, "Y_LABEL": y_label}


def _body(spec: ChartSpec) -> tuple[str, list[str], dict[str, object]]:
    """The lines that prepare and draw, the functions that they call, and the constants that those need."""
    names: dict[str, object] = {"OTHERS": texts.OTHERS[spec.language], "NO_SERIES": spec.missing_series or NOTHING}
    if spec.kind == "histogram":
        return _HISTOGRAM, ["histogram"], {}
    if spec.kind == "scatter":
        return _SCATTER, ["chart_points", "scatter"], names
    drawers = _DRAWERS.get(spec.kind, {})
    draw = "bars"
    if drawers:
        draw = f"{{{', '.join(f'{kind!r}: {name}' for kind, name in drawers.items())}}}.get(chart.kind, bars)"
    more: dict[str, object] = {
        "KIND": spec.kind,
        "ADDITIVE": is_additive(spec),
        "TIME": spec.time,
        "GRAIN": spec.grain,
        "ZERO_WHEN_MISSING": spec.zero_when_missing,
        "RANKED": spec.ranked,
        **names,
        "NO_CATEGORY": spec.missing or say(texts.WITHOUT_VALUE, spec.language),
    }
    return _TABLE.format(draw=draw), ["chart_table", "bars", *drawers.values()], more


# ---- what it copies out of our modules, as text, with all that it uses ----


PACKAGE: Final = "core.replies.charts"
MODULES: Final = ("prepare/table.py", "prepare/buckets.py", "prepare/fold.py", "prepare/points.py", "plain.py")
"""Where the script's functions come from, in the order in which they stand in the script."""


@dataclass(frozen=True)
class Excerpt:
    """Source text of some functions and of all that they use.

    Attributes:
        imports: names by the module that they come from; an empty list where the module itself is imported.
        constants, functions: one text each, classes among the functions.
    """

    imports: dict[str, list[str]] = field(default_factory=dict)
    constants: list[str] = field(default_factory=list)
    functions: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Definition:
    """What a module defines: its sort of statement, where an import is from, its text, and the names it uses."""

    sort: type[ast.stmt]
    module: str
    text: str
    uses: frozenset[str]


@lru_cache(maxsize=1)
def _definitions() -> dict[str, _Definition]:
    """Each function, class, constant and import of the modules by its name."""
    found: dict[str, _Definition] = {}
    for file in MODULES:
        text = files(PACKAGE).joinpath(file).read_text(encoding="utf-8")
        lines = text.splitlines()
        for node in ast.parse(text).body:
            used = frozenset(part.id for part in ast.walk(node) if isinstance(part, ast.Name))
            for name in _names(node):
                module = str(node.module) if isinstance(node, ast.ImportFrom) else ""
                found[name] = _Definition(type(node), module, "\n".join(lines[node.lineno - 1 : node.end_lineno]), used)
    return found


def _names(node: ast.stmt) -> list[str]:
    """What a statement defines; nothing for an import of ours, whose names other modules of the list define."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.Import) or (isinstance(node, ast.ImportFrom) and not str(node.module).startswith("core.")):
        return [alias.asname or alias.name for alias in node.names]
    return []


def excerpt(wanted: Iterable[str]) -> Excerpt:
    """These functions and all that they use.

    Raises:
        KeyError: there is no such function.
    """
    known = _definitions()
    needed: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += known[name].uses & known.keys()
    copied = Excerpt()
    for name, one in known.items():
        if name not in needed:
            continue
        if one.sort is ast.Import:
            copied.imports[name] = []
        elif one.sort is ast.ImportFrom:
            copied.imports.setdefault(one.module, []).append(name)
        else:
            (copied.constants if one.sort is ast.Assign else copied.functions).append(one.text)
    return copied
