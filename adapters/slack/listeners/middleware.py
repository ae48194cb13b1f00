"""The middleware that stores an event before Slack gets its 200.

Bolt acknowledges an event before its listener runs, so a crash in between would lose it. A mention or a message is
therefore stored here; when it cannot be stored the answer is a 503 (on Socket Mode: no acknowledgement) and Slack sends
it again. Removals of the app are acted on here for the same reason. What is not for us is acknowledged and forgotten.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import structlog

from adapters.slack import events
from adapters.slack import text as texts
from adapters.slack.listeners import questions, stops
from adapters.slack.listeners.desk import Desk
from core.kernel.errors import MaintbotError
from core.kernel.messages import Question
from core.kernel.storable import UNREADABLE

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.context.async_context import AsyncBoltContext
    from slack_bolt.response import BoltResponse

log = structlog.get_logger(__name__)

_LISTENED = frozenset({"app_home_opened", "member_joined_channel"})
"""Courtesies: they have ordinary listeners, which run after the 200."""
_TOO_MANY = "Slack holds events back above 30,000 an hour; take the bot out of channels that are busy without it"
_SEEN_SECONDS = 0.05
_REMOVALS = frozenset({"app_uninstalled", "tokens_revoked"})


def register(bolt: AsyncApp, desk: Desk) -> None:
    """Put the middleware in front of all listeners."""

    @bolt.middleware
    async def store_before_200(
        body: dict[str, Any], context: AsyncBoltContext, next: Callable[[], Awaitable[Any]]
    ) -> BoltResponse | None:
        from slack_bolt.response import BoltResponse

        if body.get("type") == "app_rate_limited":
            log.warning("slack_events_rate_limited", since=body.get("minute_rate_limited"), advice=_TOO_MANY)
            return BoltResponse(status=200, body="")
        kind = (body.get("event") or {}).get("type") if body.get("type") == "event_callback" else None
        if kind not in _REMOVALS and _stranger(context) and (kind or body.get("command")):
            # Slack sends these only where the app is; who pressed something is looked at where it was pressed.
            desk.workspaces.missing(events.enterprise_of(body), events.workspace(body))
            return BoltResponse(status=200, body="" if kind else await desk.no_command(body))
        if body.get("type") != "event_callback":
            await next()
            return None
        if kind in _LISTENED:
            await next()
            return None
        try:
            await (_remove(desk, body) if kind in _REMOVALS else _take(desk, body))
        except UNREADABLE as error:
            log.error("slack_payload_unreadable", kind=kind, exc_info=error)
            return BoltResponse(status=400, body="")
        except MaintbotError as error:
            log.error("slack_event_not_stored", code=error.code, detail=error.detail)
            return BoltResponse(status=503, body="")
        return BoltResponse(status=200, body="")

    @bolt.error
    async def failed(error: Exception, body: dict[str, Any], response: BoltResponse | None) -> BoltResponse | None:
        """What a listener could not do: Slack shows the person that it did not work, and sends events again."""
        status = _failed(error, body)
        if response is None:
            # It was acknowledged before. bolt looks for that every 10 ms, and forgets it when the listener has failed
            # by then: Slack would be told nothing for three seconds, and show the person an error.
            await asyncio.sleep(_SEEN_SECONDS)
            return None
        response.status = status
        return response


def _stranger(context: AsyncBoltContext) -> bool:
    """Whether a request comes from a workspace that the app is not installed in."""
    found = context.authorize_result
    return found is not None and not found.bot_token


def _failed(error: Exception, body: dict[str, Any]) -> int:
    """Log what went wrong; gives the status that Slack is told."""
    kind = body.get("type")
    if isinstance(error, MaintbotError):
        log.warning("slack_listener_failed", code=error.code, detail=error.detail, kind=kind)
        return error.status if error.status in (400, 503) else 503
    if isinstance(error, UNREADABLE):  # a payload of another form, most likely: sending it again would not help
        log.error("slack_payload_unreadable", kind=kind, exc_info=error)
        return 400
    log.error("slack_listener_defect", kind=kind, exc_info=error)
    return 500


async def _take(desk: Desk, body: dict[str, Any]) -> None:
    """Store a mention or a message that is for us.

    Raises:
        MaintbotError: it could not be stored, or it could not be told whether it may be.
    """
    bot_user = events.bot_user(body)
    if bot_user is None:
        identity = await desk.workspaces.find(events.enterprise_of(body), events.workspace(body))
        bot_user = identity.bot_user_id if identity else None
    found = events.classify(body, bot_user, desk.now())
    if isinstance(found, events.NotForUs):
        log.debug("slack_event_ignored", reason=found.reason)
        return
    if isinstance(found, events.Withdrawn):
        await stops.withdraw(desk, body, found)
        return
    question = found.question
    if isinstance(found, events.FollowUp) and not await desk.core.sessions.has_answered(question.thread):
        return
    client = await desk.client(body)
    refusal = await desk.admission.of_event(body, client)
    if refusal is not None:
        log.info("slack_refused", reason=refusal, channel=question.delivery["channel"])
        if not isinstance(found, events.FollowUp):
            desk.later(desk.turn_away(client, question, refusal), "refusal")
        return
    written = str(body["event"].get("text") or "")
    if people := texts.people(written, bot_user):
        named = texts.read(written, bot_user, await desk.names(client, people))
        question = question.model_copy(update={"text": named})
    if events.in_thread_of_dm(body):
        question = await _continued(desk, body, question)
    await desk.accept(question, str(body.get("event_id") or question.id))


async def _continued(desk: Desk, body: dict[str, Any], question: Question) -> Question:
    """A reply under an answer in a DM goes on from that answer, however much else was asked in the DM meanwhile.

    Our answers hang in threads in DMs too, while the DM's Session is one; a thread whose first message is no Question
    of ours keeps a Session of its own.
    """
    event = body["event"]
    channel, root = str(event["channel"]), str(event["thread_ts"])
    key = f"slack.thread.{channel}.{root}"
    last = await desk.core.keys.get(key)
    if last is None:
        last = events.question_id(events.workspace(body), channel, root)
        # Not answered yet is no reason to lose the context: the DM's questions are answered in their order.
        if not await desk.core.inbox.holds(last) and await desk.core.sessions.reply(last) is None:
            return question
    continued = questions.continued(question, last)
    if _written_at(last) < _written_at(continued.id):  # events may come twice and in any order
        await desk.core.keys.set(key, continued.id)
    return continued


def _written_at(question_id: str) -> str:
    """A message's timestamp, which its Question's id ends in; as long as any other, so texts compare as times do."""
    return question_id.rpartition(":")[2]


async def _remove(desk: Desk, body: dict[str, Any]) -> None:
    """The app was uninstalled or its token revoked: forget the token."""
    event = body.get("event") or {}
    store = desk.workspaces.store
    if event.get("type") == "tokens_revoked" and not (event.get("tokens") or {}).get("bot"):
        return
    team, enterprise = events.workspace(body) or None, events.enterprise_of(body)
    if store is None:
        log.error("slack_token_gone", team=team, advice="install the app again and set the new SLACK_BOT_TOKEN")
        return
    organisation_wide = any(part.get("is_enterprise_install") for part in body.get("authorizations") or ())
    of = {"enterprise_id": enterprise, "team_id": None if organisation_wide else team}
    installed_at = await store.installed_at(**of)
    if installed_at is not None and events.sent_at(body) < int(installed_at):
        # Slack may deliver it an hour late; the app has been installed again since.
        log.warning("slack_removal_late", team=team, enterprise=enterprise, kind=event.get("type"))
        return
    await store.async_delete_all(**of)
    desk.workspaces.forget()
    log.info("slack_uninstalled", team=team, enterprise=enterprise)
