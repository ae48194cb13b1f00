"""Slash commands: quick counts in the acknowledgement itself, from the deterministic planner, never a model.

They do not go through the inbox: there is nothing to lose, the person sees at once whether it worked. What would take
longer than a second is acknowledged with a word and follows at ``response_url``.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import structlog
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_after_attempt

from adapters.slack import events, limits, render
from adapters.slack import text as texts
from adapters.slack.listeners.desk import Desk
from core.kernel.messages import Question, Reply, Thread, Viewer
from core.listening import commands as quick
from core.sentences import say
from core.sentences import slack as words

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncAck, AsyncApp

log = structlog.get_logger(__name__)

NAMES = ("/equipos", "/equipment", "/ot", "/workorders")
_TRIES = 3
_ANSWERS = frozenset({"data", "image", "data_image", "answer"})


def register(bolt: AsyncApp, desk: Desk, *, within: float = limits.COMMAND_WITHIN) -> None:
    """Listen to the commands.

    Args:
        within: seconds after which the answer goes to ``response_url``.
    """

    async def answer(ack: AsyncAck, body: dict[str, Any]) -> None:
        name, words_behind = str(body.get("command", "")), texts.read(str(body.get("text") or ""), None)
        command = quick.parse(name, words_behind)
        if command is None:
            await ack()
            return
        channel = str(body.get("channel_id") or "")
        refusal = desk.admission.of_place(
            body, channel
        )  # only members of a workspace that has the app see its commands
        if refusal is not None:
            await ack(text=desk.refusal_text(refusal, command.language))
            return
        work = asyncio.create_task(desk.core.answer(question(body, desk, f"{name} {words_behind}")))
        done, _ = await asyncio.wait({work}, timeout=within)
        if done:
            await ack(**message(work.result(), desk.settings.currency, public=command.public))
            return
        await ack(text=say(words.WORKING_ON_IT, command.language))
        desk.later(_follow(work, str(body.get("response_url") or ""), desk, public=command.public), "command")

    for name in NAMES:
        bolt.command(name)(answer)


def question(body: dict[str, Any], desk: Desk, text: str) -> Question:
    """The command as a Question: its id and Thread come from ``trigger_id``."""
    team, channel = events.workspace(body), str(body.get("channel_id") or "")
    trigger = str(body.get("trigger_id") or desk.now().timestamp())
    return Question(
        id=f"{events.PLATFORM}:{team}:command:{trigger}",
        thread=Thread(platform=events.PLATFORM, workspace=team, channel=channel, thread=f"command-{trigger}"),
        viewer=Viewer(platform=events.PLATFORM, workspace=team, id=str(body.get("user_id") or "")),
        text=text,
        received_at=desk.now(),
        kind="command",
        offline=True,
        alone=True,
    )


def message(reply: Reply, currency: str, *, public: bool) -> dict[str, Any]:
    """What an acknowledgement or ``response_url`` takes."""
    drawn = render.render_command(reply, currency)
    return {
        # Only an answer is worth the channel's attention; that it was not understood concerns who asked.
        "response_type": "in_channel" if public and reply.action in _ANSWERS else "ephemeral",
        "text": drawn.text,
        "blocks": drawn.blocks,
        "unfurl_links": False,
        "unfurl_media": False,
    }


async def _follow(work: asyncio.Task[Reply], url: str, desk: Desk, *, public: bool) -> None:
    """Send what took longer to ``response_url``; tried again only when it certainly did not arrive."""
    reply = await work
    if not url:
        log.warning("slack_command_without_response_url")
        return
    payload = {**message(reply, desk.settings.currency, public=public), "replace_original": False}
    retrying = AsyncRetrying(
        retry=retry_if_exception_type(_NotTaken), stop=stop_after_attempt(_TRIES), wait=_wait, reraise=True
    )
    try:
        await retrying(_post, url, payload)
    except _NotTaken:
        log.warning("slack_response_url_failed")


class _NotTaken(Exception):
    """``response_url`` certainly did not take the answer. It may ask to wait for ``retry_after`` seconds."""

    def __init__(self, retry_after: float | None) -> None:
        super().__init__("not taken")
        self.retry_after = retry_after


async def _post(url: str, payload: dict[str, Any]) -> None:
    import aiohttp

    timeout = aiohttp.ClientTimeout(total=10)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as session, session.post(url, json=payload) as response:
            if response.status >= 500 or response.status == 429:
                asked = response.headers.get("Retry-After", "")
                raise _NotTaken(float(asked) if asked.isdecimal() else None)
    except (aiohttp.ClientConnectorError, ValueError) as error:
        raise _NotTaken(None) from error


def _wait(state: RetryCallState) -> float:
    """Seconds until the next attempt: what was asked for, else 1 s and twice as long each time; 30 s at most."""
    failure = state.outcome.exception() if state.outcome is not None else None
    asked = failure.retry_after if isinstance(failure, _NotTaken) else None
    return min(2.0 ** (state.attempt_number - 1) if asked is None else asked, 30.0)
