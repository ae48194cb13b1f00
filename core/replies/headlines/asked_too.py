"""What was asked of the one row beside its name: «La OT más antigua es WO-2023-00001 (22 nov 2023); equipo: PR-106.»"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from core.kernel.messages import Span
from core.replies.headlines.answer import Answer, Headline


def with_asked(answer: Answer, head: Headline) -> Headline:
    """The sentence of one row with the columns and figures that were asked for and that it does not tell yet."""
    told = "".join(span.text for span in head.spans)
    if answer.query.limit != 1 or len(answer.result.rows) != 1 or not told.endswith("."):
        return head
    more = [f"{label}: {text}" for label, text in _asked(answer) if text not in told]
    if not more:
        return head
    last = head.spans[-1]
    ended = Span(text=f"{last.text.removesuffix('.')}; {', '.join(more)}.", bold=False)
    if last.bold:
        ended = Span(text=f"; {', '.join(more)}.", bold=False)
        return replace(head, spans=(*head.spans[:-1], Span(text=last.text.removesuffix("."), bold=True), ended))
    return replace(head, spans=(*head.spans[:-1], ended))


def _asked(answer: Answer) -> Iterator[tuple[str, str]]:
    """Labels and values of the columns that the question asked for by name, and of the figures behind the first."""
    order = answer.query.order.field if answer.query.order is not None else None
    fields = {str(ref) for ref in answer.query.select if ref != order}
    names = [column.name for column in answer.columns.values() if column.field in fields]
    if answer.groups:
        main = (answer.query.order.measure if answer.query.order is not None else None) or 0
        names = [name for place, name in enumerate(answer.values) if place != main]
    for name in names:
        value = answer.result.column(name)[0]
        label = answer.columns[name].label
        text = answer.name(name, value) if answer.columns[name].field else answer.cell(name, value)
        yield (label if label[1:2].isupper() else f"{label[:1].lower()}{label[1:]}"), text
