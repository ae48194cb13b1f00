"""Modals and thumbs: the SQL behind an answer, what was wrong with it, and a question about a message."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import structlog

from adapters.slack import limits, render
from adapters.slack.blocks import build as blocks
from adapters.slack.blocks.escape import shorten
from adapters.slack.listeners import questions
from adapters.slack.listeners.desk import Desk
from core.kernel.messages import Language, Reply
from core.sentences import say
from core.sentences import slack as words

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncAck, AsyncApp

log = structlog.get_logger(__name__)

WRONG = "what_was_wrong"
_BLOCK, _FIELD = "wrong", "text"
_SQL_SHOWN = 9_000
_SQL_CHUNK = 2_900


def sql_view(reply: Reply | None, language: Language) -> dict[str, Any]:
    """The modal behind "Show SQL": what was counted, the query, how long it took."""
    made: list[dict[str, Any]] = []
    if reply is None:
        made.append(blocks.section(say(words.SQL_GONE, language)))
    else:
        counted = [part for part in (reply.definition, *reply.assumptions, reply.freshness) if part]
        if counted:
            text = "\n".join(f"• {part}" for part in counted)
            made += [blocks.header(say(words.SQL_ASSUMED, language)), blocks.section(text)]
        if reply.sql:
            made += [blocks.preformatted(chunk) for chunk in _chunks(reply.sql[:_SQL_SHOWN])]
            if len(reply.sql) > _SQL_SHOWN:
                made.append(blocks.context(blocks.plain(say(words.SQL_CUT, language))))
        else:
            made.append(blocks.section(say(words.SQL_NONE, language)))
        made.append(blocks.context(blocks.plain(_timing(reply, language))))
    return {
        "type": "modal",
        "title": blocks.plain(say(words.SQL_TITLE, language), limits.VIEW_TITLE),
        "close": blocks.plain(say(words.CLOSE, language), limits.VIEW_TITLE),
        "blocks": made,
    }


def _timing(reply: Reply, language: Language) -> str:
    sql, total = round(reply.metrics.sql_time * 1000), round(reply.metrics.total_time * 1000)
    parts = [say(words.SQL_TIMING, language, sql=sql, total=total)]
    if reply.cached:
        parts.append(say(words.SQL_CACHED, language))
    if reply.planner == "model":
        parts.append(say(words.BY_MODEL, language))
    return " · ".join(parts)


def _chunks(sql: str) -> list[str]:
    """The query in pieces that each fit a block, cut at line ends where that is possible."""
    pieces, current = [], ""
    for line in sql.splitlines():
        for part in [line[start : start + _SQL_CHUNK] for start in range(0, len(line), _SQL_CHUNK)] or [""]:
            if current and len(current) + len(part) + 1 > _SQL_CHUNK:
                pieces.append(current)
                current = part
            else:
                current = f"{current}\n{part}" if current else part
    return [*pieces, current] if current.strip() else pieces


def wrong_view(question_id: str, language: Language) -> dict[str, Any]:
    """The modal behind a thumb down."""
    field = blocks.text_input(say(words.WRONG_LABEL, language), _BLOCK, _FIELD, hint=say(words.WRONG_HINT, language))
    return {
        "type": "modal",
        "callback_id": WRONG,
        "private_metadata": json.dumps({"q": question_id}),
        "title": blocks.plain(say(words.WRONG_TITLE, language), limits.VIEW_TITLE),
        "submit": blocks.plain(say(words.SEND, language), limits.VIEW_TITLE),
        "close": blocks.plain(say(words.CANCEL, language), limits.VIEW_TITLE),
        "blocks": [field],
    }


def register(bolt: AsyncApp, desk: Desk) -> None:
    """Listen to "Show SQL", to thumbs and to the modal that a thumb down opens."""

    async def known(question_id: str) -> Reply | None:
        return await desk.core.sessions.reply(question_id) if question_id else None

    def channel_of(body: dict[str, Any]) -> str:
        return str((body.get("channel") or {}).get("id") or "")

    @bolt.action(render.SHOW_SQL)
    async def show_sql(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        await ack()
        question_id = questions.value_of(action).get("q", "")
        refusal, client = await desk.admit(body, channel=channel_of(body), about=question_id)
        if refusal is not None:
            desk.later(desk.tell_refusal(body, client, refusal), "refusal")
            return
        reply = await known(question_id)
        language = reply.language if reply else await desk.language(questions.person(body, question_id))
        await client.views_open(trigger_id=body["trigger_id"], view=sql_view(reply, language))

    async def thumb(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        value = questions.value_of(action)
        question_id, verdict = value.get("q", ""), value.get("v", "")
        if not question_id or verdict not in ("up", "down"):
            await ack()
            return
        refusal, client = await desk.admit(body, channel=channel_of(body), about=question_id)
        if refusal is not None:
            await ack()
            desk.later(desk.tell_refusal(body, client, refusal), "refusal")
            return
        viewer = questions.person(body, question_id)
        await desk.core.feedback.thumb(question_id, viewer, "up" if verdict == "up" else "down")
        await ack()
        log.info("slack_thumb", question_id=question_id, thumb=verdict)
        if verdict == "down":
            reply = await known(question_id)
            language = reply.language if reply else await desk.language(viewer)
            await client.views_open(trigger_id=body["trigger_id"], view=wrong_view(question_id, language))

    for action_id in (render.FEEDBACK, render.THUMB_UP, render.THUMB_DOWN):
        bolt.action(action_id)(thumb)

    @bolt.view(WRONG)
    async def what_was_wrong(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        question_id = questions.kept_in(view).get("q", "")
        text = submitted(view, _BLOCK, _FIELD)
        viewer = questions.person(body, question_id)
        refusal, _ = await desk.admit(body, about=question_id)
        if refusal is not None:
            await ack()
            return
        if text and question_id and not await desk.core.feedback.comment(question_id, viewer, text):
            await desk.core.feedback.thumb(question_id, viewer, "down")
            await desk.core.feedback.comment(question_id, viewer, text)
        await ack()


def submitted(view: dict[str, Any], block: str, field: str) -> str:
    """What was typed into a modal's field."""
    values = (view.get("state") or {}).get("values") or {}
    return shorten(str(((values.get(block) or {}).get(field) or {}).get("value") or "").strip(), limits.INPUT_VALUE)
