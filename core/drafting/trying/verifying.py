"""An answer that a person has nodded at, as a verified query of the model's file."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from core.kernel.messages import Language, Reply
from core.semantics.file.verified import calendar

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOST_DAYS = 6


def with_days(sql: Mapping[date, str]) -> str | None:
    """The SQL with names in braces for its calendar days; None when no names give what was asked on each day.

    Args:
        sql: the day that a question was asked on → the SQL of its answer: two days at least, so that of the names that
            a day may have (today, the end of a week) the one is found that holds on other days too.
    """
    texts = list(sql.values())
    parts = _DAY.split(texts[0])
    if any(_DAY.split(text) != parts for text in texts):
        return None
    found = [_DAY.findall(text) for text in texts]
    calendars = [{name: day.isoformat() for name, day in calendar(today).items()} for today in sql]
    names: list[str] = []
    for days in zip(*found, strict=True):
        fitting = [
            name for name in calendars[0] if all(own[name] == day for own, day in zip(calendars, days, strict=True))
        ]
        if not fitting and len(set(days)) > 1:
            return None
        names.append("{" + fitting[0] + "}" if fitting else days[0])
    braced = [part.replace("{", "{{").replace("}", "}}") for part in parts]
    return "".join(itertools.chain.from_iterable(itertools.zip_longest(braced, names, fillvalue="")))


def entry(question: str, reply: Reply, sql: str, who: str, today: date) -> dict[str, Any]:
    """The verified query, as the file has it."""
    language: Language = reply.language
    made: dict[str, Any] = {
        "question": {language: question}, "sql": sql, "verified_by": who, "verified_at": today.isoformat(),
    }  # fmt: skip
    if reply.assumptions:
        made["assumptions"] = {language: list(reply.assumptions)}
    if reply.table is not None:
        made["columns"] = {
            column.name: {"label": {language: column.label}, "kind": column.kind} for column in reply.table.columns
        }
    return made


def added(text: str, entries: Sequence[Mapping[str, Any]]) -> str | None:
    """The file's text with verified queries added, everything else as it was, comments too; None when its form is not
    the usual one (no ``ai_context`` of the model, or written in braces)."""
    import yaml

    place = _place(yaml.compose(text))
    if place is None:
        return None
    first, after, indent, old = place
    listed = [*old, *map(dict, entries)]
    body = str(yaml.dump(listed, Dumper=_dumper(), allow_unicode=True, sort_keys=False, width=120))
    made = [f"{' ' * indent}verified_queries:"]
    made += [" " * (indent + 2) + line if line else line for line in body.rstrip("\n").split("\n")]
    lines = text.split("\n")
    return "\n".join([*lines[:first], *made, *lines[after:]])


def _dumper() -> Any:
    import yaml

    class Lines(yaml.SafeDumper):
        """Writes texts of several lines as they are, for SQL to be read."""

    def text(dumper: Any, value: str) -> Any:
        style = "|" if "\n" in value else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Lines.add_representer(str, text)
    return Lines


def _place(root: Any) -> tuple[int, int, int, list[Any]] | None:
    """(first line of the list, the line behind it, the indent of its key, what it holds); no lines where none is."""
    import yaml

    models = _of(root, "semantic_model")
    model = models.value[0] if isinstance(models, yaml.SequenceNode) and models.value else None
    context = _of(model, "ai_context")
    if not isinstance(context, yaml.MappingNode) or context.flow_style or not context.value:
        return None
    begins = context.value[0][0].start_mark
    for key, value in context.value:
        if key.value == "verified_queries":
            old = yaml.safe_load(yaml.serialize(value)) or []
            return key.start_mark.line, _last_line(value) + 1, begins.column, old
    return begins.line, begins.line, begins.column, []


def _last_line(node: Any) -> int:
    """The last line of a part; a list in lines ends with its last item, and not where the next part begins."""
    if isinstance(node.value, list) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last_line(last[1] if isinstance(last, tuple) else last)
    end = node.end_mark
    return int(end.line if end.column else max(end.line - 1, node.start_mark.line))


def _of(node: Any, name: str) -> Any:
    import yaml

    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for key, value in node.value if key.value == name), None)
