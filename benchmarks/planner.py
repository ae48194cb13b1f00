"""How long the deterministic planner takes: on the demo plant, and on a model of 60 tables and 50,000 values.

    python -m benchmarks planner

Times are of this process's CPU, memory is what tracemalloc counts as kept.
"""

from __future__ import annotations

import asyncio
import gc
import sqlite3
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import structlog
import yaml

from benchmarks.figure import Figure
from core.data.sampling import ColumnValues
from core.demo.generate import generate
from core.kernel.messages import Cell, Question, Thread, Viewer
from core.planning.plan import Plan
from core.semantics.load import OSSIE_VERSION, load_model, parse_model
from core.semantics.model import SemanticModel
from core.understanding.planner import DeterministicPlanner

TODAY = date(2026, 11, 22)
GOLDEN = Path(__file__).parent.parent / "tests" / "golden"
TABLES, COLUMNS, VALUES = 60, 10, 50_000
_PAIRS = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]


@dataclass
class Nobody:
    """A Session in which nothing has been said."""

    language: None = None
    last_plan: Plan | None = None
    pending: Plan | None = None
    recent: tuple[tuple[str, Plan], ...] = ()


class Held:
    """Values in memory, so that the planner is measured and not a database."""

    dialect = "sqlite"

    def __init__(self, values: dict[tuple[str, str], list[Cell]]) -> None:
        self._values = values

    async def values_of(self, source: str, value: str, *, limit: int) -> ColumnValues:
        """A column's values, by the table and the column that the two expressions name."""
        table, column = (text.strip('"').rpartition(".")[2].strip('"') for text in (source, value.split(" THEN ")[-1]))
        return ColumnValues(self._values.get((table, column.removesuffix(" END")), [])[:limit], whole=True)

    async def version(self) -> str | None:
        """Nothing changes."""
        return "1"


def demo_values(path: Path, model: SemanticModel) -> Held:
    """The demo plant's values of every indexed column."""
    generate(path, TODAY)
    found: dict[tuple[str, str], list[Cell]] = {}
    with closing(sqlite3.connect(path)) as plant:
        for field in model.fields():
            if field.index and field.is_column:
                table, column = model.datasets[field.dataset].source, field.expression
                rows = plant.execute(f"SELECT DISTINCT {column} FROM {table}").fetchall()
                found[table, column] = [row[0] for row in rows]
    return Held(found)


def golden_questions() -> list[str]:
    """Every opening question of the golden files that needs no value filled in."""
    from core.evaluation.questions import load

    files = sorted(GOLDEN.glob("questions_*.jsonl"))
    return [question.turns[0] for file in files for question in load(file) if "{" not in question.turns[0]]


# ---- the large model ----


def word(number: int, syllables: int = 4) -> str:
    """A made-up word, another one for each number."""
    made = ""
    for _ in range(syllables):
        number, at = divmod(number, len(_PAIRS))
        made += _PAIRS[at]
    return made


def large_model() -> SemanticModel:
    """60 datasets in a chain of relationships, ten fields each, five of them indexed."""
    datasets, links = [], []
    for table in range(TABLES):
        name = f"t{table}"
        terms = {"es": [word(table * 7919 + 1)], "en": [word(table * 7919 + 2)]}
        fields = []
        for column in range(COLUMNS):
            code = column == 1
            date_field, number_field = column == 8, column == 9
            base = 1_000_003 + (table * COLUMNS + column) * 104_729
            context: dict[str, object] = {"terms": {"es": [word(base)], "en": [word(base + 1)]}}
            if 1 <= column <= 5:
                context["index"] = True
            if code:
                context["code"] = True
            datatype = "Date" if date_field else "Integer" if number_field or column == 0 else "String"
            expression = {"dialects": [{"dialect": "ANSI_SQL", "expression": f"c{column}"}]}
            fields.append({"name": f"c{column}", "datatype": datatype, "expression": expression, "ai_context": context})
        fields[0]["name"], fields[0]["expression"] = "id", {"dialects": [{"dialect": "ANSI_SQL", "expression": "id"}]}
        label = {"es": {"one": terms["es"][0], "many": terms["es"][0] + "s", "gender": "m"}, "en": terms["en"][0]}
        context = {"terms": terms, "label": label, "identity": "c1", "default_date": "c8" if table % 3 == 0 else None}
        context = {key: value for key, value in context.items() if value is not None}
        datasets.append({"name": name, "source": name, "primary_key": ["id"], "fields": fields, "ai_context": context})
        if table:
            links.append(
                {
                    "name": f"{name}_of",
                    "from": name,
                    "to": f"t{(table - 1) // 2}",
                    "from_columns": ["c9"],
                    "to_columns": ["id"],
                }
            )
    whole = {"name": "large", "datasets": datasets, "relationships": links}
    return parse_model(yaml.safe_dump({"version": OSSIE_VERSION, "semantic_model": [whole]}, allow_unicode=True))


def large_values(model: SemanticModel) -> Held:
    """50,000 distinct values, spread evenly over the indexed columns."""
    indexed = [field for field in model.fields() if field.index]
    each = VALUES // len(indexed)
    found: dict[tuple[str, str], list[Cell]] = {}
    for at, field in enumerate(indexed):
        values: list[Cell] = []
        for number in range(each):
            unique = at * each + number
            code = field.code
            values.append(
                f"{word(at, 2)}-{number:05d}".upper() if code else f"{word(unique * 31 + 17)} {word(unique, 2)}"
            )
        found[field.dataset, field.expression] = values
    return Held(found)


def large_questions(model: SemanticModel, values: Held) -> list[str]:
    """Counts, lists, breakdowns and conditions over it, one in four with a typo."""
    made = []
    for at, dataset in enumerate(model.datasets.values()):
        fields = [field for field in dataset.fields.values() if field.index]
        noun_es, noun_en = dataset.terms["es"][0], dataset.terms["en"][0]
        value = str(values._values[dataset.name, fields[at % 5].expression][at])
        by = fields[(at + 1) % 5].terms
        made += [
            f"¿Cuántos {noun_es}s hay de {value}?",
            f"how many {noun_en} of {value} by {by['en'][0]}",
            f"lista de {noun_es}s por {by['es'][0]}",
            f"lista de {noun_es[:3]}{noun_es[4:]} de {value}",
        ]
    return made


# ---- measuring ----


def asked(text: str) -> Question:
    """One question of nobody in particular."""
    return Question(
        id="q",
        thread=Thread(platform="bench", workspace="b", thread="b"),
        viewer=Viewer(platform="bench", id="b"),
        text=text,
        received_at=datetime(2026, 11, 22, 12, tzinfo=UTC),
        today=TODAY,
    )


async def started(model: SemanticModel, values: Held) -> DeterministicPlanner:
    """A planner that has read its values."""
    planner = DeterministicPlanner(model, values, today=lambda: TODAY)
    await planner.prepare()
    return planner


async def times(planner: DeterministicPlanner, questions: Sequence[str]) -> tuple[list[float], int]:
    """Milliseconds of CPU for each question, sorted, and how many were understood."""
    session, took, understood = Nobody(), [], 0
    for text in questions[:10]:
        await planner.plan(asked(text), session)
    for text in questions:
        question = asked(text)
        began = time.process_time()
        plan = await planner.plan(question, session)
        took.append((time.process_time() - began) * 1000)
        understood += not plan.abstains
    return sorted(took), understood


def kept(model: SemanticModel, values: Held) -> float:
    """Megabytes that a planner keeps."""
    gc.collect()
    tracemalloc.start()
    planner = asyncio.run(started(model, values))
    gc.collect()
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert planner.values is not None
    return size / 1e6


def figures(
    name: str,
    model: SemanticModel,
    values: Held,
    questions: Sequence[str],
    bars: tuple[float, float | None, float | None, float | None],
) -> Iterator[Figure]:
    """Start-up, planning and memory of one model; bars: median, p99, start-up, memory."""
    began = time.process_time()
    planner = asyncio.run(started(model, values))
    ready = time.process_time() - began
    took, understood = asyncio.run(times(planner, questions))
    yield Figure(f"{name}: start-up, value index included", ready, "s", bars[2])
    yield Figure(f"{name}: planning, median of {len(took)} questions", statistics.median(took), "ms", bars[0])
    yield Figure(f"{name}: planning, p99", took[int(len(took) * 0.99)], "ms", bars[1])
    yield Figure(f"{name}: planning, slowest", took[-1], "ms")
    yield Figure(f"{name}: understood", 100 * understood / len(took), "%")
    yield Figure(f"{name}: memory", kept(model, values), "MB", bars[3])


PASTES = {
    "2,000 characters of noise": "".join(chr(33 + number * 37 % 94) for number in range(2_000)),
    "300 conditions": "equipos " + " y ".join(f"con más de {number} fallas" for number in range(300)),
    "a word a thousand times": "bombas " * 1_000,
}


def pasted(planner: DeterministicPlanner) -> Iterator[Figure]:
    """What no question is: read in bounded time."""
    for name, text in PASTES.items():
        took, _ = asyncio.run(times(planner, [text] * 3))
        yield Figure(f"pasted: {name}", took[-1], "ms", 100)


def measure() -> Iterator[Figure]:
    """The demo plant, then the large model."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    began = time.process_time()
    demo = load_model()
    yield Figure("demo: reading the semantic model", time.process_time() - began, "s")
    with tempfile.TemporaryDirectory() as folder:
        values = demo_values(Path(folder) / "plant.sqlite", demo)
    yield from figures("demo", demo, values, golden_questions(), (5, 30, 1, 40))
    large = large_model()
    held = large_values(large)
    yield from figures("60 tables", large, held, large_questions(large, held), (5, 30, None, None))
    yield from pasted(asyncio.run(started(demo, values)))
