"""A Reply as a Slack message: a pure function from Reply to blocks, under one budget of characters.

The order is the order of reading: the answer, its definition, the rows, what was counted, what can be done next. The
rows get what the rest leaves of the budget and say "n of m" when they were cut. ``plain`` is the same message in blocks
that every workspace accepts, for the one retry after ``invalid_blocks``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from adapters.slack import limits
from adapters.slack.blocks import build as blocks
from adapters.slack.blocks.escape import escape, mention, shorten_escaped
from adapters.slack.blocks.rows import block_table, counted, fitting_code, plain_table, rows_of
from adapters.slack.blocks.validate import characters
from core.kernel.messages import Artifact, Question, Reply
from core.sentences import say
from core.sentences import slack as words
from core.sentences.replies import CHART_ALT, RETRY

SHOW_SQL = "show_sql"
CHART = "chart"
RETRIED = "retry"
STOP = "stop"
ASK = "ask"  # ask:0, ask:1, … — an action_id must be unique within its block
CHOOSE = "choose"
CHOOSE_FROM = "choose_from"
FEEDBACK = "feedback"
THUMB_UP, THUMB_DOWN = "feedback:up", "feedback:down"

_RESERVE = 500  # characters kept free for "n of m" and for what alignment adds
_SQL_SHOWN = 2_500  # characters; a code block of an old section holds them, escaped signs counted
_PRESSED = frozenset({"button", "select", "shortcut", "suggestion"})
_OPINIONS = frozenset({"answer", "image", "data", "data_image"})


@dataclass(frozen=True)
class SlackMessage:
    """What chat.postMessage takes: ``text`` for notifications and screen readers, blocks, and plainer blocks.

    Attributes:
        picture: the chart, whose place an image block holds in both lists of blocks; None when there is none.
        file: it holds more than the message shows; None when nothing does.
    """

    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    plain: list[dict[str, Any]] = field(default_factory=list)
    picture: Artifact | None = None
    file: Artifact | None = None


def render(question: Question, reply: Reply, currency: str) -> SlackMessage:
    """Draw a Reply. Never fails for a too long answer: it shortens and says so."""
    head = [*_asked(question, reply), blocks.headline(reply.headline)]
    plain_head = [*_asked(question, reply), blocks.plain_headline(reply.headline)]
    if reply.definition:
        definition = blocks.context(blocks.plain(reply.definition, limits.CONTEXT_TEXT))
        head.append(definition)
        plain_head.append(definition)
    head += _query(reply, blocks.preformatted)
    plain_head += _query(reply, blocks.code_section)
    picture = _picture(reply)
    rest = max(
        characters([*head, *picture, *_tail(question, reply)]),
        characters([*plain_head, *picture, *_tail(question, reply, plain=True)]),
    )
    rows = rows_of(reply, currency, min(limits.MESSAGE_BUDGET - rest - _RESERVE, limits.TABLE_CHARACTERS - _RESERVE))
    if reply.table is not None and reply.table.folded and reply.artifact("image") is not None:
        rows = None  # the chart says the same
    fewer = fitting_code(rows)
    table = [] if rows is None else [block_table(rows)]
    code = [] if fewer is None else [plain_table(fewer)]
    return SlackMessage(
        text=shorten_escaped(reply.text, limits.MESSAGE_TEXT_GOOD) or "—",
        blocks=[*head, *table, *picture, *_tail(question, reply, counted(reply, rows))],
        plain=[*plain_head, *code, *picture, *_tail(question, reply, counted(reply, fewer), plain=True)],
        picture=reply.artifact("image"),
        file=reply.file_beyond(0, 0) if rows is None else reply.file_beyond(len(rows.rows), len(rows.columns)),
    )


def _query(reply: Reply, code: Callable[[str], dict[str, Any]]) -> list[dict[str, Any]]:
    """The SQL where it was asked for; what is too long for a message is behind its button."""
    if not reply.sql_asked or not reply.sql:
        return []
    shown = reply.sql[:_SQL_SHOWN]
    while len(escape(shown)) > blocks.CODE_TEXT:
        shown = shown[: -len(shown) // 10 or -1]
    made = [code(shown)]
    if len(shown) < len(reply.sql):
        made.append(blocks.context(blocks.plain(say(words.SQL_CUT_HERE, reply.language))))
    return made


def _picture(reply: Reply) -> list[dict[str, Any]]:
    if reply.artifact("image") is None:
        return []
    return [blocks.image(say(CHART_ALT, reply.language, title=reply.chart_title or reply.text))]


def attachments(message: SlackMessage) -> list[Artifact]:
    """The files that go with an answer: its chart, where the message cannot show it, and its workbook where that holds
    more than the message."""
    return [part for part in (message.picture, message.file) if part is not None]


def _asked(question: Question, reply: Reply) -> list[dict[str, Any]]:
    """A press shows nobody what was asked, so the answer says it; a written question stands above its answer anyway."""
    if question.kind not in _PRESSED or not question.text.strip():
        return []
    who = mention(question.viewer.id) or escape(question.viewer.name or "")
    text = shorten_escaped(question.text, 300)
    return [blocks.context(blocks.mrkdwn(say(words.ASKED, reply.language, who=who, question=text)))]


def _tail(question: Question, reply: Reply, shown: str = "", *, plain: bool = False) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    note = context_line(reply, shown)
    if note:
        made.append(blocks.context(blocks.plain(note, limits.CONTEXT_TEXT)))
    made.extend(_choices(reply))
    buttons = _buttons(question, reply)
    opinions = reply.action in _OPINIONS
    if plain and opinions:
        buttons += [
            blocks.button("👍", THUMB_UP, {"q": reply.question_id, "v": "up"}),
            blocks.button("👎", THUMB_DOWN, {"q": reply.question_id, "v": "down"}),
        ]
    if buttons:
        made.append(blocks.actions(buttons))
    if opinions and not plain:
        useful, useless = say(words.USEFUL, reply.language), say(words.NOT_USEFUL, reply.language)
        made.append(blocks.feedback(useful, useless, FEEDBACK, reply.question_id))
    return made


def context_line(reply: Reply, shown: str = "") -> str:
    """What was counted, how fresh, and whether a model planned it: one small line.

    Args:
        shown: what a table shows of its rows and columns, when that is not all.
    """
    parts = [shown] if shown else []
    parts += reply.assumptions
    if reply.freshness:
        parts.append(reply.freshness)
    if reply.action in _OPINIONS and reply.planner == "model":
        parts.append(say(words.BY_MODEL, reply.language))
    return " · ".join(part for part in parts if part)


def _choices(reply: Reply) -> list[dict[str, Any]]:
    clarification = reply.clarification
    if clarification is None or not clarification.choices:
        return []
    if len(clarification.choices) <= limits.CHOICE_BUTTONS:
        return [
            blocks.actions(
                [
                    blocks.button(choice.label, f"{CHOOSE}:{choice.id}", {"q": reply.question_id, "c": choice.id})
                    for choice in clarification.choices
                ]
            )
        ]
    options = [
        blocks.option(choice.label, f"{choice.id}|{reply.question_id}")
        for choice in clarification.choices[: limits.SELECT_OPTIONS]
    ]
    return [blocks.actions([blocks.select(CHOOSE_FROM, say(words.CHOOSE, reply.language), options)])]


def _buttons(question: Question, reply: Reply) -> list[dict[str, Any]]:
    made = _retry(question, reply)
    chart = say(words.CHART_QUESTION, reply.language)
    if reply.chartable and reply.artifact("image") is None:
        ask = {"q": reply.question_id, "t": chart}
        made.append(blocks.button(say(words.CHART, reply.language), CHART, ask))
    others = [suggestion for suggestion in reply.suggestions if suggestion.text != chart]
    for position, suggestion in enumerate(others[: limits.SUGGESTION_BUTTONS]):
        try:
            value = {"q": reply.question_id, "t": suggestion.text}
            made.append(blocks.button(suggestion.label, f"{ASK}:{position}", value))
        except ValueError:  # a question too long for a button is not offered rather than cut
            continue
    if reply.sql and not (reply.sql_asked and len(escape(reply.sql)) <= _SQL_SHOWN):
        made.append(blocks.button(say(words.SHOW_SQL, reply.language), SHOW_SQL, {"q": reply.question_id}))
    return made


def _retry(question: Question, reply: Reply) -> list[dict[str, Any]]:
    """The same question again, with a press; a choice that was pressed is the same choice."""
    if not reply.retry:
        return []
    label = say(RETRY, reply.language)
    try:
        if question.choice is not None and question.about is not None:
            return [blocks.button(label, f"{CHOOSE}:{question.choice}", {"q": question.about, "c": question.choice})]
        about = reply.question_id if reply.remembered else question.about
        value = {"q": about, "t": question.text} if about is not None else {"t": question.text}
        return [blocks.button(label, f"{ASK}:{RETRIED}", value)]
    except ValueError:  # a question too long for a button
        return []


def render_command(reply: Reply, currency: str) -> SlackMessage:
    """A command's answer: one plain message without files, in blocks that every workspace accepts.

    An acknowledgement cannot be tried again with other blocks, so it has only old ones.
    """
    made = [blocks.plain_headline(reply.headline)]
    if reply.definition:
        made.append(blocks.context(blocks.plain(reply.definition, limits.CONTEXT_TEXT)))
    without_files = reply.model_copy(update={"artifacts": ()})
    rows = fitting_code(rows_of(reply, currency, limits.SECTION_TEXT - _RESERVE))
    if rows is not None:
        made.append(plain_table(rows))
    note = context_line(reply, counted(without_files, rows))
    if note:
        made.append(blocks.context(blocks.plain(note, limits.CONTEXT_TEXT)))
    if rows is not None and reply.table is not None and len(rows.rows) < reply.table.total:
        made.append(blocks.context(blocks.plain(say(words.ALL_ROWS, reply.language))))
    if reply.sql:
        made.append(
            blocks.actions([blocks.button(say(words.SHOW_SQL, reply.language), SHOW_SQL, {"q": reply.question_id})])
        )
    return SlackMessage(shorten_escaped(reply.text, limits.MESSAGE_TEXT_GOOD) or "—", made, made)
