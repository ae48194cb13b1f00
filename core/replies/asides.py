"""What a person would add to a count: which ones when they are few, of how many, and how many of them are worse off.

Each is a query of its own, run only for a plain count, guarded like any other; the numbers come from results alone.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from core.kernel.messages import Language, Span
from core.kernel.result import Result
from core.semantics.model import SemanticModel
from core.semantics.query import Compare, FieldRef, Filter, Named, SemanticQuery
from core.semantics.sql.compile import Compiler
from core.sentences import replies as texts
from core.sentences import say
from core.wording.numbers import join, number

FEW = 3
"""So many are named one by one."""

Run = Callable[[str], Awaitable[Result]]


@dataclass(frozen=True)
class Asides:
    """What was found out besides the count.

    Attributes:
        names: identities of the counted rows, when they are few.
        whole: how many there are without the status that was asked about (3 of *41* pumps).
        also: how many of them satisfy what the model says is worth knowing (4 of them are overdue).
    """

    names: tuple[str, ...] = ()
    whole: int | None = None
    also: int | None = None


async def asides(query: SemanticQuery, count: int, compiler: Compiler, today: date, run: Run) -> Asides:
    """Look up what belongs to a count."""
    model = compiler.model
    meaning = model.datasets[query.dataset]
    names: tuple[str, ...] = ()
    whole = also = None

    async def counted(filters: tuple[Filter, ...]) -> int:
        result = await run(compiler.compile(query.model_copy(update={"filters": filters}), today, "en").sql)
        return int(result.rows[0][0] or 0)

    if 0 < count <= FEW and meaning.identity in meaning.fields and meaning.default_date is None:
        listing = query.model_copy(
            update={
                "shape": "list",
                "measures": (),
                "select": (FieldRef(dataset=query.dataset, field=meaning.identity),),
            }
        )
        result = await run(compiler.compile(listing, today, "en").sql)
        names = tuple(str(row[0]) for row in result.rows if row[0] is not None)
    conditions = [part for part in query.filters if isinstance(part, Named)]
    others = tuple(part for part in query.filters if part not in conditions)
    if count and _of_a_kind(model, query, conditions, others):
        whole = await counted(others)
    extra = _also(model, conditions)
    if count and extra is not None:
        also = await counted((*query.filters, Named(dataset=query.dataset, condition=extra)))
    return Asides(names, whole, also)


def _of_a_kind(model: SemanticModel, query: SemanticQuery, conditions: list[Named], others: tuple[Filter, ...]) -> bool:
    """A status of one kind of thing: pumps that are down, of all pumps."""
    if len(conditions) != 1 or len(others) != 1 or query.period is not None:
        return False
    named, kind = conditions[0], others[0]
    status = model.datasets[named.dataset].conditions[named.condition]
    if named.negated or not status.field or status.lifts_population or not isinstance(kind, Compare):
        return False
    return model.field(kind.field.dataset, kind.field.field).noun and kind.op in ("=", "in")


def _also(model: SemanticModel, conditions: list[Named]) -> str | None:
    for part in conditions:
        name = model.datasets[part.dataset].conditions[part.condition].also
        if name and not part.negated and part.period is not None and part.period.relative == "current":
            return str(name)
    return None


def enriched(
    spans: tuple[Span, ...], found: Asides, query: SemanticQuery, count: int, model: SemanticModel, language: Language
) -> tuple[Span, ...]:
    """The headline with what was found: "**4 of 41 pumps are down**: P-103, …", «…; 4 de ellos ya están vencidos»."""
    made = list(spans)
    if found.whole is not None and found.whole > count > 1 and made:
        first = made[0]
        of = {"es": "de", "en": "of"}[language]
        pattern = rf"^{re.escape(number(count, language))} "
        widened = f"{number(count, language)} {of} {number(found.whole, language)} "
        made[0] = first.model_copy(update={"text": re.sub(pattern, widened, first.text, count=1)})
    tail = ""
    if found.names:
        tail = ": " + join(list(found.names), language)
    elif found.also:
        condition = model.datasets[query.dataset].conditions[_also(model, _named(query)) or ""]
        feminine = model.datasets[query.dataset].label.gender == "f"
        text = texts.ONE_ALSO if found.also == 1 else texts.SOME_ALSO
        label = condition.already.get(language) or condition.label.many[language]
        pronoun = "ellas" if feminine else "ellos"
        if language == "es":
            label = _agreeing(label, feminine=feminine, many=found.also != 1)
        tail = say(text, language, count=number(found.also, language), pronoun=pronoun, label=label)
    if tail and made:
        last = made[-1]
        made[-1] = last.model_copy(update={"text": last.text.rstrip(" .")})
        made.append(Span(text=f"{tail}."))
    return tuple(span for span in made if span.text)


def _named(query: SemanticQuery) -> list[Named]:
    return [part for part in query.filters if isinstance(part, Named)]


def _agreeing(label: str, *, feminine: bool, many: bool) -> str:
    """«vencido» → «vencidas»."""
    if label.endswith("o"):
        label = label[:-1] + ("a" if feminine else "o")
    return label + ("s" if many and label[-1] in "ao" else "")
