"""People in the fake workspace: they write, press, choose, type commands, and Slack delivers it, signed."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import urlencode

import aiohttp

from tests.fakes.slack import FakeSlack


class People:
    """Everybody at the plant, and Slack's delivery to the bot.

    Args:
        url: the bot's ``/slack/events``; None for Socket Mode.
        retries: seconds before each redelivery of an event that was not acknowledged.
    """

    def __init__(self, slack: FakeSlack, url: str | None, retries: tuple[float, ...] = (0.05, 0.3, 1.0)) -> None:
        self.slack = slack
        self.url = url
        self.retries = retries
        self.acknowledged: list[float] = []
        self.payloads_say: dict[str, Any] = {}  # what every interaction says instead: {"team": None} on Enterprise Grid
        self._events = 0
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Close connections."""
        if self._session is not None:
            await self._session.close()

    # --- delivery

    async def post(
        self,
        body: str,
        content_type: str,
        *,
        secret: str | None = None,
        at: float | None = None,
        moment: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> tuple[int, str]:
        """One signed request, at a time or at whatever else ``moment`` says."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=0)
            self._session = aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=30))
        moment = str(int(at or time.time())) if moment is None else moment
        signed = hmac.new(
            (secret or self.slack.signing_secret).encode(), f"v0:{moment}:{body}".encode(), hashlib.sha256
        )
        sent = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": moment,
            "X-Slack-Signature": f"v0={signed.hexdigest()}",
            **(headers or {}),
        }
        assert self.url is not None
        async with self._session.post(self.url, data=body.encode(), headers=sent) as response:
            return response.status, await response.text()

    def envelope(self, event: dict[str, Any], **more: Any) -> dict[str, Any]:
        """An event as Slack wraps it."""
        self._events += 1
        return {
            "token": "x",
            "team_id": self.slack.team,
            "context_team_id": self.slack.team,
            "context_enterprise_id": None,
            "api_app_id": self.slack.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{self._events:08d}{time.time_ns() % 10**6:06d}",
            "event_time": int(time.time()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": self.slack.team,
                    "user_id": self.slack.bot_user,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": "4-ctx",
            **more,
        }

    async def deliver(self, envelope: dict[str, Any]) -> list[int | str]:
        """Deliver an event, again until it is acknowledged; gives what each try met."""
        if self.url is None:
            await self.slack.over_socket("events_api", envelope)
            return [200]
        met: list[int | str] = []
        for attempt in range(len(self.retries) + 1):
            headers = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"} if attempt else {}
            began = time.monotonic()
            try:
                status, _ = await self.post(json.dumps(envelope), "application/json", headers=headers)
                met.append(status)
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                met.append(type(error).__name__)
            if met[-1] == 200:
                self.acknowledged.append(time.monotonic() - began)
                return met
            if attempt < len(self.retries):
                await asyncio.sleep(self.retries[attempt])
        return met

    # --- writing

    async def write(
        self,
        text: str,
        *,
        channel: str = "C0MAINT",
        user: str = "U0ASHA",
        thread_ts: str | None = None,
        mention_first: bool = True,
        **more: Any,
    ) -> str:
        """A person writes; every event that Slack makes of it is delivered. Gives the message's ts."""
        where = self.slack.channels[channel]
        ts = self.slack.ts()
        event: dict[str, Any] = {
            "user": user,
            "ts": ts,
            "text": text,
            "team": self.slack.users.get(user, {}).get("team_id", self.slack.team),
            "channel": channel,
            "event_ts": ts,
            **({"thread_ts": thread_ts, "parent_user_id": user} if thread_ts else {}),
            **more.pop("event", {}),
        }
        where.messages.append({**event, "type": "message"})
        copies = [self.envelope({**event, "type": "message", "channel_type": where.kind}, **more)]
        if f"<@{self.slack.bot_user}>" in text and where.kind != "im":
            copies.insert(0 if mention_first else 1, self.envelope({**event, "type": "app_mention"}, **more))
        for copy in copies:
            await self.deliver(copy)
        return ts

    async def ask(self, text: str, **more: Any) -> str:
        """A person mentions the bot."""
        return await self.write(f"<@{self.slack.bot_user}> {text}", **more)

    # --- pressing

    async def _interact(self, payload: dict[str, Any]) -> tuple[int, Any]:
        if self.url is None:
            return 200, await self.slack.over_socket("interactive", payload)
        body = urlencode({"payload": json.dumps(payload)})
        status, text = await self.post(body, "application/x-www-form-urlencoded")
        return status, json.loads(text) if text.startswith("{") else text

    def _person(self, user: str) -> dict[str, Any]:
        return {
            "id": user,
            "name": user.lower(),
            "team_id": self.slack.users.get(user, {}).get("team_id", self.slack.team),
        }

    def interaction(self, kind: str, user: str) -> dict[str, Any]:
        """What every payload of an interaction begins with."""
        return {
            "type": kind,
            "team": {"id": self.slack.team, "domain": "plant"},
            "user": self._person(user),
            "api_app_id": self.slack.app_id,
            "token": "x",
            "trigger_id": self.slack.trigger(),
            "enterprise": None,
            "is_enterprise_install": False,
            **self.payloads_say,
        }

    async def act(
        self, message: dict[str, Any], channel: str, action: dict[str, Any], user: str = "U0ASHA"
    ) -> tuple[int, Any]:
        """Send one block action on a message."""
        payload = {
            **self.interaction("block_actions", user),
            "container": {
                "type": "message",
                "message_ts": message["ts"],
                "channel_id": channel,
                "is_ephemeral": False,
                "thread_ts": message.get("thread_ts"),
            },
            "channel": {"id": channel, "name": channel.lower()},
            "message": {key: message[key] for key in ("ts", "thread_ts", "user", "bot_id", "text") if key in message},
            "state": {"values": {}},
            "response_url": self.slack.response_url(),
            "actions": [{"block_id": "b", "action_ts": f"{time.time():.6f}", **action}],
        }
        return await self._interact(payload)

    async def press(
        self, message: dict[str, Any], label: str, *, channel: str = "C0MAINT", user: str = "U0ASHA"
    ) -> tuple[int, Any]:
        """Press the button with that label."""
        for element in elements(message):
            if element["type"] == "button" and element["text"]["text"] == label:
                action = {key: element[key] for key in ("type", "action_id", "text", "value") if key in element}
                return await self.act(message, channel, action, user)
        raise AssertionError(f"no button {label!r}: {[e.get('text', {}).get('text') for e in elements(message)]}")

    async def thumb(
        self, message: dict[str, Any], side: str, *, channel: str = "C0MAINT", user: str = "U0ASHA"
    ) -> tuple[int, Any]:
        """Press Slack's own thumb: ``positive`` or ``negative``."""
        for element in elements(message):
            if element["type"] == "feedback_buttons":
                value = element[f"{side}_button"]["value"]
                action = {"type": "feedback_buttons", "action_id": element["action_id"], "value": value}
                return await self.act(message, channel, action, user)
        raise AssertionError("no thumbs")

    async def choose(
        self, message: dict[str, Any], label: str, *, channel: str = "C0MAINT", user: str = "U0ASHA"
    ) -> tuple[int, Any]:
        """Choose from the message's select."""
        for element in elements(message):
            for option in element.get("options", ()):
                if option["text"]["text"] == label:
                    action = {"type": element["type"], "action_id": element["action_id"], "selected_option": option}
                    return await self.act(message, channel, action, user)
        raise AssertionError(f"no option {label!r}")

    # --- commands, shortcuts, views, the Home

    async def command(
        self, command: str, text: str = "", *, channel: str = "C0MAINT", user: str = "U0ASHA", **more: Any
    ) -> tuple[int, Any]:
        """Type a slash command; gives the acknowledgement."""
        fields = {
            "token": "x",
            "team_id": self.slack.team,
            "team_domain": "plant",
            "channel_id": channel,
            "channel_name": channel.lower(),
            "user_id": user,
            "user_name": user.lower(),
            "command": command,
            "text": text,
            "api_app_id": self.slack.app_id,
            "is_enterprise_install": "false",
            "response_url": self.slack.response_url(),
            "trigger_id": self.slack.trigger(),
            **more,
        }
        if self.url is None:
            return 200, await self.slack.over_socket("slash_commands", fields)
        status, body = await self.post(urlencode(fields), "application/x-www-form-urlencoded")
        return status, json.loads(body) if body.startswith("{") else {"text": body}

    async def shortcut(
        self, message: dict[str, Any], *, channel: str = "C0MAINT", user: str = "U0ASHA"
    ) -> tuple[int, Any]:
        """Use "Ask about this message"."""
        payload = {
            **self.interaction("message_action", user),
            "callback_id": "ask_about_message",
            "channel": {
                "id": channel,
                "name": "mpdm-asha--bruno-1" if self.slack.channels[channel].kind == "mpim" else channel.lower(),
            },
            "message": message,
            "message_ts": message["ts"],
            "response_url": self.slack.response_url(),
        }
        return await self._interact(payload)

    async def submit(self, view: dict[str, Any], text: str, *, user: str = "U0ASHA") -> tuple[int, Any]:
        """Fill the view's only input and send it."""
        block = next(block for block in view["blocks"] if block["type"] == "input")
        field = block["element"]["action_id"]
        state = {"values": {block["block_id"]: {field: {"type": "plain_text_input", "value": text}}}}
        payload = {**self.interaction("view_submission", user), "view": {**view, "state": state}, "response_urls": []}
        return await self._interact(payload)

    async def open_home(self, *, user: str = "U0ASHA", tab: str = "home") -> None:
        """Open the App Home, or the DM with ``tab="messages"``."""
        channel = self.slack.dm(user).id
        event = {"type": "app_home_opened", "user": user, "channel": channel, "tab": tab, "event_ts": self.slack.ts()}
        await self.deliver(self.envelope(event))

    async def press_home(self, action: dict[str, Any], *, user: str = "U0ASHA") -> tuple[int, Any]:
        """Press something in the Home."""
        payload = {
            **self.interaction("block_actions", user),
            "container": {"type": "view", "view_id": "V0"},
            "view": {
                "id": "V0",
                "type": "home",
                "team_id": self.payloads_say.get("user", {}).get("team_id", self.slack.team),
            },
            "actions": [{"block_id": "b", "action_ts": f"{time.time():.6f}", **action}],
        }
        return await self._interact(payload)


def elements(message: dict[str, Any]) -> list[dict[str, Any]]:
    """All buttons, selects and thumbs of a message or view."""
    found = []
    for block in message.get("blocks", ()):
        found += block.get("elements", ()) if block["type"] in ("actions", "context_actions") else ()
        if "accessory" in block:
            found.append(block["accessory"])
    return found


def labels(message: dict[str, Any]) -> list[str]:
    """What the buttons say."""
    return [element["text"]["text"] for element in elements(message) if element["type"] == "button"]


def words(message: dict[str, Any]) -> str:
    """All text that a person reads, in order."""
    found: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("text"), str):
                found.append(value["text"])
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(message.get("blocks", []))
    return " ".join(found)
