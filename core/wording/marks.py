"""The one bold thing of a sentence: ``**marks**`` as spans."""

from __future__ import annotations

from core.kernel.messages import Span

_MARK = "**"


def spans(text: str) -> tuple[Span, ...]:
    """A sentence cut at its marks. One thing is bold, the answer: of several marked parts the first, which is where a
    reader begins; marks without a partner are dropped, and a sentence without any is bold as a whole."""
    opening, mark, behind = text.partition(_MARK)
    bold, closed, rest = behind.partition(_MARK)
    if not mark or not closed or not bold:
        return (Span(text=text.replace(_MARK, ""), bold=True),)
    parts = (Span(text=opening), Span(text=bold, bold=True), Span(text=rest.replace(_MARK, "")))
    return tuple(part for part in parts if part.text)
