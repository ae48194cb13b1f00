"""What is no question about the data: greetings and help, commands to change something, the running talk itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.understanding.annotate import Annotated
from core.understanding.readings import Gram, Mention, NounIs, Number, ValueIs
from core.understanding.state import is_substance
from core.understanding.timewords import ORDINALS

Kind = Literal[
    "help",
    "new_topic",
    "explain",
    "sql",
    "repeat",
    "undo",
    "write",
    "why",
    "future",
    "unavailable",
    "chart",
    "export",
    "choose",
    "which_one",
    "dismiss",
    "sql_typed",
    "foreign",
    "no_words",
]


@dataclass(frozen=True)
class Talk:
    """What the message does; ``topic`` for what is not in the data, ``number`` for a chosen one, counted from 1."""

    kind: Kind
    topic: str = ""
    number: int = 0


def recognise(read: Annotated, *, pending: int, has_result: bool) -> Talk | None:
    """Read a message as talk; None when it is a question (or an answer that needs the grammar).

    Args:
        pending: how many choices wait for an answer.
        has_result: whether the Session has a result to speak of.
    """
    mentions = read.mentions
    content = [mention for mention in mentions if not mention.is_filler]
    if not mentions or not any(char.isalnum() for char in read.text):
        return Talk("no_words")
    if _typed_sql(read.text):
        return Talk("sql_typed")
    if pending:
        chosen = _choice(content, mentions, pending)
        if chosen is not None:
            return chosen
    only = [mention.role("help", "new_topic", "explain", "sql", "repeat") for mention in content] or [
        mention.role("help") for mention in mentions
    ]
    first = next((role for role in only if role), None)
    if content and any(mention.role("new_topic") for mention in content) and not any(is_substance(m) for m in content):
        return Talk("new_topic")
    substance = [mention for mention in content if is_substance(mention) or not mention.readings]
    if (
        has_result
        and any(mention.role("export") for mention in mentions)
        and all(
            mention.is_filler or mention.role("export", "list", "followup_start", "and", "of_them", "with", "only")
            for mention in mentions
        )
        and not substance
    ):
        return Talk("export")
    if first in ("explain", "sql", "repeat") and not substance:
        return Talk(first) if has_result or first != "repeat" else Talk("help")  # type: ignore[arg-type]
    if first == "help" and not substance:
        return Talk("help")
    if all(mention.role("help") or mention.is_filler for mention in mentions):
        return Talk("help")
    if (
        has_result
        and any(mention.role("undo_last") for mention in content)
        and not any(is_substance(mention) for mention in content)
    ):
        return Talk("undo")
    excluding = has_result and bool(content) and content[0].role("not") is not None
    if not excluding and (verb := _write(content)) is not None:
        return verb
    for mention in content:
        reading = mention.first(Gram, lambda item: item.role == "unavailable")
        if reading is not None and all(isinstance(item, Gram) for item in mention.readings):
            return Talk("unavailable", reading.topic)
    if any(mention.role("future") for mention in content):
        return Talk("future")
    if any(mention.role("why") and mention.role("which", "filler") is None for mention in content):
        return Talk("why")
    charts = (
        "chart",
        "pie",
        "bar",
        "barh",
        "line",
        "area_chart",
        "stacked",
        "histogram",
        "scatter",
        "pareto",
        "grouped_bars",
    )
    if (
        has_result
        and content
        and all(
            mention.role(*charts, "followup_start", "and", "list", "filler", "of_them", "export") for mention in content
        )
        and any(mention.role(*charts) for mention in content)
    ):
        return Talk("chart")
    return None


def _typed_sql(text: str) -> bool:
    words = text.strip().rstrip(";").split()
    if len(words) < 2:
        return False
    first = words[0].casefold()
    second = words[1].casefold()
    if first in ("select", "with") and any(word.casefold() == "from" for word in words):
        return True
    return (first, second) in {
        ("delete", "from"),
        ("insert", "into"),
        ("drop", "table"),
        ("alter", "table"),
        ("truncate", "table"),
        ("create", "table"),
        ("pragma", "table_info"),
    } or (first == "update" and any(word.casefold() == "set" for word in words))


def _write(content: list[Mention]) -> Talk | None:
    """An order to change something: a verb of change leads, or follows a polite opening."""
    for mention in content:
        if mention.role("write_verb") and not mention.can(NounIs, ValueIs):
            others = [item for item in mention.readings if not (isinstance(item, Gram) and item.role == "write_verb")]
            if any(isinstance(item, Gram) and item.role in ("list", "count", "chart", "sum") for item in others):
                return None
            return Talk("write")
        if mention.role("list", "filler", "followup_start", "and", "not", "yes", "with") and not is_substance(mention):
            continue
        return None
    return None


def _choice(content: list[Mention], mentions: list[Mention], pending: int) -> Talk | None:
    """«la 2», "the second one", «la primera», "yes" when there is one choice, "none"."""
    words = [word for mention in mentions for word in _words(mention)]
    readings = [mention.first(Number) for mention in mentions]
    numbers = [
        int(item.value) for item in readings if item is not None and not item.unit and float(item.value).is_integer()
    ]
    ordinals = [ORDINALS[word] for word in words if word in ORDINALS]
    substance = [mention for mention in content if is_substance(mention) and not mention.can(Number)]
    known = [mention for mention in substance if not all(word in ORDINALS for word in _words(mention))]
    if not known and len(words) <= 5:
        # «the second one», "the last one": the ordinal says which, «one» only stands for the thing.
        if any(word in ("ultima", "ultimo", "last") for word in words):
            return Talk("choose", number=pending)
        picked = ordinals or numbers
        if len(picked) == 1 and 1 <= picked[0] <= pending:
            return Talk("choose", number=picked[0])
        if len(picked) == 1 and len([mention for mention in content if not _OPTION & {*_words(mention)}]) <= 1:
            # «7», «la cuarta» of three choices.
            return Talk("which_one")
        # «sí», «eso» and «no» are light words too, so they may be all that the message has.
        said = content or mentions
        if pending == 1 and any(item.role("yes") for item in said) and all(item.role("yes", "filler") for item in said):
            return Talk("choose", number=1)
        if pending > 1 and said and all(item.role("yes") for item in said):
            return Talk("which_one")
        if all(mention.role("no_answer", "not", "filler") for mention in said) and said[0].role("no_answer"):
            return Talk("dismiss")
    return None


_OPTION = frozenset({"option", "opcion", "choice", "number", "numero"})


def _words(mention: Mention) -> list[str]:
    from core.kernel.folding import fold

    return fold(mention.text).split()
