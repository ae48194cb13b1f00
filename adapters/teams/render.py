"""A Reply as Teams messages: a pure function from Reply to activities, under one budget of bytes.

The order is the order of reading: the answer, its definition, the rows, the chart, what was counted, what can be done
next. Nothing is read from disk here: a chart's picture is named by ``PICTURE`` and put in when the message leaves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from adapters.teams import limits
from adapters.teams.cards import build as cards
from adapters.teams.cards import buttons
from adapters.teams.cards.build import shorten
from adapters.teams.cards.columns import Fit, fit
from adapters.teams.payload import Json
from core.kernel.messages import Artifact, Column, Question, Reply, Table
from core.sentences import say
from core.sentences import teams as words
from core.sentences.replies import CHART_ALT, RETRY

PICTURE = "maintbot:picture"
SQL_SECTION = "sql"
ROWS_SECTION = "rows"
FEEDBACK_LOOP = {"feedbackLoop": {"type": "default"}}
AI_LABEL: Json = {
    "type": "https://schema.org/Message",
    "@type": "Message",
    "@context": "https://schema.org",
    "additionalType": ["AIGeneratedContent"],
}

Link = Callable[[Artifact], str | None]
"""A signed link to a stored file; None when no public address is known."""

_NUMERIC = frozenset({"integer", "number", "money", "percent", "hours", "minutes", "days"})
_PRESSED = frozenset({"button", "select", "shortcut", "suggestion"})
_OPINIONS = frozenset({"answer", "image", "data", "data_image"})


@dataclass(frozen=True, slots=True)
class _Room:
    """How much of each part is shown; taken smaller until the message fits."""

    rows: int = limits.PREVIEW_ROWS
    columns: int = limits.PREVIEW_COLUMNS
    cell: int = limits.CELL_TEXT
    sql: int = limits.SQL_TEXT
    facts: int = limits.FACTS_TEXT
    headline: int = limits.HEADLINE_TEXT


_ROOMS = (
    _Room(),
    _Room(cell=60, sql=4_000),
    _Room(rows=5, cell=40, sql=2_000),
    _Room(rows=3, columns=4, cell=30, sql=500, facts=500, headline=1_000),
    _Room(rows=0, sql=0, facts=300, headline=500),
)


@dataclass(frozen=True, slots=True)
class TeamsMessage:
    """An activity as plain JSON, and the chart that ``PICTURE`` in it stands for."""

    activity: Json
    picture: Artifact | None = None
    picture_link: str | None = None
    alt: str = field(default="")


def render(question: Question, reply: Reply, currency: str, link: Link) -> TeamsMessage:
    """Draw a Reply as one card. Never fails for a too long answer: it shortens and says so."""
    activity: Json = {}
    for position, room in enumerate(_ROOMS):
        activity = _activity(question, reply, currency, link, room, shortened=position > 1)
        if cards.weight(activity) <= limits.MESSAGE_BYTES:
            break
    picture = reply.artifact("image")
    return TeamsMessage(activity, picture, link(picture) if picture else None, _alt(reply))


def consent(question: Question, reply: Reply, currency: str) -> Artifact | None:
    """The file that is offered for OneDrive: in personal chats, when it was asked for."""
    asked = question.delivery.get("scope") == "personal" and reply.file_asked is not None
    return worth_a_file(reply, currency) if asked else None


def worth_a_file(reply: Reply, currency: str) -> Artifact | None:
    """The workbook, or the CSV, when it holds more than the card shows."""
    laid = _laid(reply, currency, _ROOMS[0])
    return reply.file_beyond(0, 0) if laid is None else reply.file_beyond(len(laid[1]), len(laid[2].columns))


def _activity(question: Question, reply: Reply, currency: str, link: Link, room: _Room, *, shortened: bool) -> Json:
    body = [
        *_asked(question, reply),
        _headline(reply, room),
        *([cards.note(shorten(reply.definition, room.facts))] if reply.definition else []),
        *([cards.note(say(words.SHORTENED, reply.language))] if shortened else []),
        *_rows(reply, currency, room),
        *([cards.image(PICTURE, _alt(reply))] if reply.artifact("image") else []),
        *_facts(reply, room),
        *_choices(reply),
        *_tools(question, reply, currency, link, room),
    ]
    fields: Json = {"locale": "es-MX" if reply.language == "es" else "en-US"}
    if reply.planner == "model":
        fields["entities"] = [AI_LABEL]
    if reply.action in _OPINIONS:
        fields["channelData"] = FEEDBACK_LOOP
    plain = reply.text or "—"
    return cards.message(cards.card(body, shorten(plain, limits.SUMMARY_TEXT), reply.language), plain, **fields)


def _asked(question: Question, reply: Reply) -> list[Json]:
    """A press shows nobody what was asked, so the answer says it; a written question stands above its answer anyway."""
    if question.kind not in _PRESSED or not question.text.strip():
        return []
    asked = say(words.ASKED, reply.language, who=question.viewer.name or "—", question=shorten(question.text, 300))
    return [cards.note(asked)]


def _headline(reply: Reply, room: _Room) -> Json:
    runs, left = [], room.headline
    for span in reply.headline:
        content = shorten(span.text, left) if left > 0 else ""
        left -= len(content)
        if content:
            runs.append(cards.run(content, size="Medium", **({"weight": "Bolder"} if span.bold else {})))
    return cards.text(*(runs or [cards.run("—")]))


def _folds(reply: Reply) -> bool:
    """Whether the chart says all that the table says, so that the table waits behind a button."""
    return reply.table is not None and reply.table.folded and reply.artifact("image") is not None


def _rows(reply: Reply, currency: str, room: _Room) -> list[Json]:
    """The table with its remark; folded away where the chart says the same."""
    laid = _laid(reply, currency, room)
    if laid is None or reply.table is None:
        return []
    header, written, fitted = laid
    remark = _remark(reply, reply.table, len(written), len(fitted.columns))
    if not written:
        return remark
    numbers = [reply.table.columns[at].kind in _NUMERIC for at in fitted.columns]
    rows = [[row[at] for at in fitted.columns] for row in written]
    table = cards.table([header[at] for at in fitted.columns], rows, numbers, fitted.widths, fitted.size)
    if _folds(reply):
        return [cards.section(ROWS_SECTION, [table, *remark], visible=False)]
    return [table, *remark]


def _laid(reply: Reply, currency: str, room: _Room) -> tuple[list[str], list[list[str]], Fit] | None:
    """The header and the rows as they are written, and which columns fit; None without a table."""
    shown = reply.table
    if shown is None or not shown.rows or not shown.columns:
        return None
    from core.wording.numbers import cell  # babel loads with the first table, not at start

    header = [shorten(column.label or column.name, room.cell) for column in shown.columns]
    written = [
        [
            _whole(column, shorten(cell(value, column, reply.language, currency), room.cell)) or "—"
            for value, column in zip(row, shown.columns, strict=False)
        ]
        for row in shown.some(room.rows)
    ]
    return header, written, fit([header, *written], room.columns, shown.by_importance())


def _whole(column: Column, text: str) -> str:
    """A date or a number with its unit stays on one line."""
    return text.replace(" ", "\u00a0") if column.kind in _NUMERIC or column.kind == "date" else text


def _remark(reply: Reply, shown: Table, rows: int, columns: int) -> list[Json]:
    """How much of the table is shown, when it is not all."""
    total = _number(shown.total, reply)
    last = shown.chronological
    part_rows, part_columns = rows < shown.total or shown.truncated, columns < len(shown.columns)
    parts = []
    if part_rows and part_columns and not shown.truncated:
        values = {"rows": rows, "total": total, "columns": columns, "all": len(shown.columns)}
        parts.append(say(words.SHOWN_BOTH_LAST if last else words.SHOWN_BOTH, reply.language, **values))
    else:
        if part_rows:
            # How many rows a cut list has at most is said by the reply, once.
            text = words.SHOWN_FIRST if shown.truncated else words.SHOWN_LAST if last else words.SHOWN_OF
            parts.append(say(text, reply.language, shown=rows, total=total))
        if part_columns:
            parts.append(say(words.SHOWN_COLUMNS, reply.language, shown=columns, total=len(shown.columns)))
    if parts and not shown.truncated and reply.artifact("data") is not None:
        parts.append(say(words.REST_IN_FILE, reply.language))
    return [cards.note(" ".join(parts))] if parts else []


def _facts(reply: Reply, room: _Room) -> list[Json]:
    line = facts(reply)
    return [cards.note(shorten(line, room.facts), spacing="Medium")] if line else []


def facts(reply: Reply) -> str:
    """What was counted, how fresh, and whether a model planned it: one small line."""
    parts = list(reply.assumptions)
    if reply.freshness:
        parts.append(reply.freshness)
    if reply.action in _OPINIONS and reply.planner == "model":
        parts.append(say(words.BY_MODEL, reply.language))
    return " · ".join(part for part in parts if part)


def _choices(reply: Reply) -> list[Json]:
    if reply.clarification is None:
        return []
    made = [
        cards.submit(choice.label, {"choice": choice.id, "text": choice.label, "about": reply.question_id})
        for choice in reply.clarification.choices[: limits.CHOICES]
    ]
    return buttons.rows(made)


def _tools(question: Question, reply: Reply, currency: str, link: Link, room: _Room) -> list[Json]:
    """Suggestions first, then what concerns this answer; the SQL unfolds under its own button, or stands open."""
    chart = say(words.CHART, reply.language) if reply.chartable and reply.artifact("image") is None else None
    offers = [offer for offer in reply.suggestions if offer.label.strip() and offer.label != chart]  # one chart button
    asks = _retry(question, reply) + [
        cards.submit(offer.label, {"ask": offer.text, "about": reply.question_id})
        for offer in offers[: limits.SUGGESTED_ACTIONS]
    ]
    about: list[Json] = []
    if _folds(reply):
        about.append(cards.toggle(say(words.SHOW_ROWS, reply.language), ROWS_SECTION))
    file = worth_a_file(reply, currency)
    if file is not None and consent(question, reply, currency) is None:
        title = say(words.DOWNLOAD_AS[file.kind], reply.language)
        if url := link(file):
            about.append(cards.open_url(title, url))
        elif question.delivery.get("scope") == "personal":
            ask = say(words.FILE_QUESTION[file.kind], reply.language)
            about.append(cards.submit(title, {"ask": ask, "about": reply.question_id}))
    if chart:
        about.append(
            cards.submit(chart, {"ask": say(words.CHART_QUESTION, reply.language), "about": reply.question_id})
        )
    sql = reply.sql if room.sql else None
    if sql and not reply.sql_asked:
        about.append(cards.toggle(say(words.SHOW_SQL, reply.language), SQL_SECTION))
    made = [*buttons.rows(asks), *buttons.rows(about, spacing="Small" if asks else "Medium")]
    return [*made, _sql(reply, sql, room)] if sql else made


def _retry(question: Question, reply: Reply) -> list[Json]:
    """The same question again, with a press; a choice that was pressed is the same choice."""
    if not reply.retry or not question.text.strip():
        return []
    about = reply.question_id if reply.remembered else question.about
    asked: dict[str, str] = {"ask": question.text, **({"about": about} if about is not None else {})}
    if question.choice is not None and question.about is not None:
        asked = {"choice": question.choice, "text": question.text, "about": question.about}
    return [cards.submit(say(RETRY, reply.language), asked)]


def _sql(reply: Reply, sql: str, room: _Room) -> Json:
    """Each line is a paragraph: runs keep no line breaks, and indentation needs spaces that do not collapse."""
    lines = [line.replace("  ", "\u00a0\u00a0") for line in shorten(sql, room.sql).splitlines() if line.strip()]
    code = [
        cards.text(cards.run(line, fontType="Monospace", size="Small"), spacing="None" if at else "Default")
        for at, line in enumerate(lines)
    ]
    timing = say(
        words.SQL_TIMING,
        reply.language,
        sql=_number(round(reply.metrics.sql_time * 1000), reply),
        total=_number(round(reply.metrics.total_time * 1000), reply),
    )
    remarks = [timing, *([say(words.SQL_CACHED, reply.language)] if reply.cached else [])]
    if len(sql) > room.sql:
        remarks.append(say(words.SQL_CUT, reply.language))
    return cards.section(SQL_SECTION, [*code, cards.note(" · ".join(remarks))], visible=reply.sql_asked)


def _alt(reply: Reply) -> str:
    return shorten(say(CHART_ALT, reply.language, title=reply.chart_title or reply.text), 300)


def _number(value: int, reply: Reply) -> str:
    from core.wording.numbers import number

    return number(value, reply.language)
