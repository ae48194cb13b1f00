"""The App Home, the prompts of an opened DM, and the welcome in a channel."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import structlog

from adapters.slack import events, limits
from adapters.slack.blocks import build as blocks
from adapters.slack.events import Body
from adapters.slack.listeners import commands as slash
from adapters.slack.listeners import questions
from adapters.slack.listeners.desk import Desk
from core.answering.starting import Standing
from core.kernel.errors import MaintbotError
from core.kernel.messages import Language, Viewer
from core.sentences import say
from core.sentences import slack as words
from core.sentences.commands import EXAMPLES

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncAck, AsyncApp

log = structlog.get_logger(__name__)

HOME_ASK = "home_ask"
LANGUAGE = "home_language"
_EXAMPLES = 5
_RECENT = 5
_LANGUAGES: tuple[Language, ...] = ("es", "en")


def home_view(
    language: Language, examples: Sequence[str], recent: Sequence[str], today: Sequence[Standing]
) -> dict[str, Any]:
    """The Home of one person.

    Args:
        examples: example questions, verified ones first.
        recent: the person's last questions, newest first.
        today: what is down and overdue, each with the question that lists it; empty when the database cannot be read.
    """
    made: list[dict[str, Any]] = [
        blocks.header(say(words.HOME_TITLE, language)),
        blocks.section(say(words.HOME_WHAT, language)),
        blocks.divider(),
        blocks.header(say(words.HOME_TODAY, language)),
    ]
    made += _standing(today, language) or [blocks.section(say(words.HOME_TODAY_DOWN, language))]
    made += [blocks.divider(), blocks.header(say(words.HOME_EXAMPLES, language))]
    made += _questions(examples[:_EXAMPLES], "example", language)
    if recent:
        made += [blocks.divider(), blocks.header(say(words.HOME_RECENT, language))]
        made += _questions(recent[:_RECENT], "recent", language)
    made.append(blocks.context(blocks.plain(say(words.HOME_LISTEN, language))))
    quick_ones = [*EXAMPLES["equipment"][language], *EXAMPLES["orders"][language]]
    made += [
        blocks.divider(),
        blocks.header(say(words.HOME_COMMANDS, language)),
        blocks.preformatted("\n".join(quick_ones)),
        blocks.divider(),
        blocks.section(say(words.HOME_LANGUAGE, language)),
        _language_choice(language),
    ]
    return {"type": "home", "blocks": made}


def _standing(today: Sequence[Standing], language: Language) -> list[dict[str, Any]]:
    """How the plant is, and a button on each figure that lists what it counts."""
    made = []
    for position, one in enumerate(today):
        figure = blocks.plain_headline(one.headline)
        try:
            which = blocks.button(say(words.HOME_WHICH, language), f"{HOME_ASK}:today:{position}", {"t": one.text})
        except ValueError:  # a question too long for a button
            made.append(figure)
        else:
            made.append({**figure, "accessory": which})
    return made


def _questions(texts: Sequence[str], name: str, language: Language) -> list[dict[str, Any]]:
    """Each question with its button; what does not fit a button's value is left out."""
    made = []
    for position, text in enumerate(texts):
        try:
            ask = blocks.button(say(words.HOME_ASK, language), f"{HOME_ASK}:{name}:{position}", {"t": text})
        except ValueError:
            continue
        made.append({**blocks.section(text), "accessory": ask})
    return made


def _language_choice(language: Language) -> dict[str, Any]:
    options = [blocks.option(say(words.LANGUAGE_NAME, one), one) for one in _LANGUAGES]
    chosen = options[_LANGUAGES.index(language)]
    return blocks.actions([blocks.select(LANGUAGE, say(words.HOME_LANGUAGE, language), options, chosen)])


async def today(desk: Desk, language: Language) -> tuple[Standing, ...]:
    """How many machines are down, how much is overdue; () when the database cannot be read."""
    try:
        return await desk.core.starting.today(language)
    except MaintbotError as error:
        log.warning("slack_home_without_today", code=error.code, detail=error.detail)
        return ()


def register(bolt: AsyncApp, desk: Desk) -> None:
    """Listen to the Home, to its buttons, to an opened DM and to being added to a channel."""

    async def publish(body: dict[str, Any], viewer: Viewer, language: Language) -> None:
        recent = await desk.core.people.last_questions(viewer, _RECENT)
        view = home_view(language, desk.core.model.examples(language), recent, await today(desk, language))
        client = await desk.client(body)
        await client.views_publish(user_id=viewer.id, view=view)

    @bolt.event("app_home_opened")
    async def opened(body: dict[str, Any], event: dict[str, Any]) -> None:
        viewer = _viewer(body, str(event.get("user") or ""))
        language = await desk.language(viewer, events.enterprise_of(body))
        if event.get("tab") == "home":
            await publish(body, viewer, language)
            return
        if event.get("tab") != "messages":
            return
        examples = desk.core.model.examples(language)[: limits.SUGGESTED_PROMPTS]
        client = await desk.client(body)
        await client.assistant_threads_setSuggestedPrompts(
            channel_id=str(event["channel"]),
            thread_ts=event.get("thread_ts"),
            title=say(words.PROMPTS_TITLE, language),
            prompts=[{"title": text, "message": text} for text in examples],
        )

    @bolt.action(re.compile(rf"^{HOME_ASK}:"))
    async def asked(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        text = questions.value_of(action).get("t", "")
        viewer = questions.person(body)
        refusal, _ = await desk.admit(body)
        if text and refusal is None:
            # With a person's id in place of the conversation's, Slack writes to the direct messages with them.
            channel = await desk.direct_channel(body, viewer) or viewer.id
            question = questions.from_home(body, text, channel, desk.now())
            await desk.accept_press(body, question)
        await ack()

    @bolt.action(LANGUAGE)
    async def chosen(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        value = (action.get("selected_option") or {}).get("value")
        language: Language = "en" if value == "en" else "es"
        viewer = questions.person(body)
        refusal, _ = await desk.admit(body)
        if refusal is not None:
            await ack()
            return
        await desk.choose_language(viewer, language, events.enterprise_of(body))
        await ack()
        await publish(body, viewer, language)

    @bolt.event("member_joined_channel")
    async def joined(body: dict[str, Any], event: dict[str, Any]) -> None:
        identity = await desk.workspaces.find(events.enterprise_of(body), events.workspace(body))
        ours = events.bot_user(body) or (identity.bot_user_id if identity else None)
        channel = str(event.get("channel") or "")
        if not channel or not ours or event.get("user") != ours or desk.admission.closed(channel):
            return
        key = f"slack.welcome.{events.workspace(body)}.{channel}"
        if not await desk.events.once(key):
            return
        inviter = event.get("inviter")
        language = await desk.language(_viewer(body, str(inviter))) if inviter else desk.settings.default_language
        client = await desk.client(body)
        try:
            await client.chat_postMessage(
                channel=channel, unfurl_links=False, unfurl_media=False, **welcome(desk, language)
            )
        except Exception:
            await desk.events.forget(key)  # Slack's next delivery, or the next invitation, tries again
            raise


def welcome(desk: Desk, language: Language) -> dict[str, Any]:
    """The words when the bot is added to a channel, with three questions to try."""
    text = say(words.WELCOME, language)
    examples = desk.core.model.examples(language)[:3]
    made = [blocks.section(text)]
    if examples:
        made.append(blocks.section("\n".join([say(words.WELCOME_TRY, language), *(f"• {one}" for one in examples)])))
    made.append(blocks.context(blocks.plain(" · ".join(slash.NAMES))))
    return {"text": text, "blocks": made}


def _viewer(body: Body, user: str) -> Viewer:
    return Viewer(platform=events.PLATFORM, workspace=events.workspace(body), id=user)
