"""People who ask in Slack, in Teams and over REST, each Thread its questions one after the other.

The next question of a Thread is sent when the one before was acknowledged, answered or not: that is its order. Whoever
is not acknowledged sends again, as the platforms do.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import aiohttp

from adapters.slack.events import question_id as slack_id
from adapters.teams.events import question_id as teams_id
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_people import People
from tests.fakes.teams import Activities, FakeTeams, Trouble

QUESTIONS = (
    "¿cuántas OT abiertas hay?",
    "¿cuántas refacciones hay?",
    "equipos por área",
    "¿cuántos técnicos hay?",
    "how many work orders are overdue?",
)
CHANNELS = 12
_AGAIN = (0.2, 0.4, *[0.8] * 600)
"""Seconds between deliveries: Slack itself waits longer and gives up after the third."""
_ABOUT = re.compile(r'"about": "([^"]+)"')

Where = Callable[[], str]
"""Gives the address of some replica."""


@dataclass
class Conversation:
    """One Thread: what was asked in it, in the order of acknowledgement."""

    name: str
    asked: list[str] = field(default_factory=list)


class Platform(Protocol):
    """Where people ask."""

    async def talk(self, conversation: Conversation, questions: list[str]) -> None:
        """Ask them all; each is acknowledged when this returns."""

    async def answered(self, conversation: Conversation) -> list[str]:
        """The ids of the questions that were answered, in order, as often as they were."""

    def excused(self, conversation: Conversation, killed: list[float]) -> set[str]:
        """The ids of those whose repetition no bot can avoid."""


class OnSlack(People):
    """Mentions in channels."""

    def __init__(self, slack: FakeSlack, where: Where) -> None:
        self._where = where
        super().__init__(slack, "", _AGAIN)
        for number in range(CHANNELS):
            slack.channel(f"C0DRILL{number}")

    @property
    def url(self) -> str | None:
        return f"{self._where()}/slack/events"

    @url.setter
    def url(self, _: str | None) -> None:
        pass

    async def talk(self, conversation: Conversation, questions: list[str]) -> None:
        channel, root = conversation.name.split(" ")[0], None
        for question in questions:
            ts = await self.ask(question, channel=channel, thread_ts=root)
            root = root or ts
            conversation.name = f"{channel} {root}"
            conversation.asked.append(slack_id(self.slack.team, channel, ts))

    async def answered(self, conversation: Conversation) -> list[str]:
        channel, _, root = conversation.name.partition(" ")
        payloads = [one.get("metadata", {}).get("event_payload", {}) for one in self.slack.said(channel, root)]
        return [payload["question"] for payload in payloads if payload.get("step") == 0]

    def excused(self, conversation: Conversation, killed: list[float]) -> set[str]:
        return set()


class WatchedTeams(FakeTeams):
    """Notes which messages it took without saying so."""

    def __init__(self) -> None:
        super().__init__()
        self.unsaid: set[str] = set()

    def _trouble(self, conversation: str, activity: dict[str, Any]) -> Trouble | None:
        trouble = super()._trouble(conversation, activity)
        if trouble is not None and trouble.accept:
            self.unsaid |= set(_ABOUT.findall(json.dumps(activity)))
        return trouble


class OnTeams:
    """Mentions in reply chains."""

    WINDOW = 3.0
    """Seconds from an acceptance to a kill within which its record may not have been made: milliseconds as a rule, and
    more while the machine is busy starting processes."""

    def __init__(self, teams: WatchedTeams, where: Where, session: aiohttp.ClientSession) -> None:
        self.teams, self._where, self._session = teams, where, session
        self._say = Activities(teams.service_url)

    async def talk(self, conversation: Conversation, questions: list[str]) -> None:
        for question in questions:
            asked = self._say.channel(question, root=conversation.name)
            for pause in _AGAIN:
                if await _status(self._session, f"{self._where()}/api/messages", asked) == 200:
                    break
                await asyncio.sleep(pause)
            conversation.asked.append(teams_id(asked))

    def _messages(self, conversation: Conversation) -> list[tuple[str, float]]:
        found = []
        for call in self.teams.received:
            if call.activity.get("type") == "message" and call.conversation.endswith(f"messageid={conversation.name}"):
                about = _ABOUT.search(json.dumps(call.activity))
                found.append((about[1] if about else "unknown", call.at))
        return found

    async def answered(self, conversation: Conversation) -> list[str]:
        return [about for about, _ in self._messages(conversation)]

    def excused(self, conversation: Conversation, killed: list[float]) -> set[str]:
        cut = {
            about for about, at in self._messages(conversation) if any(at <= one <= at + self.WINDOW for one in killed)
        }
        return cut | self.teams.unsaid


class OnRest:
    """Callers who wait for each answer, and ask again with the same key when the connection breaks."""

    def __init__(self, where: Where, session: aiohttp.ClientSession) -> None:
        self._where, self._session = where, session

    async def talk(self, conversation: Conversation, questions: list[str]) -> None:
        for question in questions:
            sent = {"message": question, "session_id": conversation.name}
            named = {"Idempotency-Key": uuid.uuid4().hex}
            for pause in _AGAIN:
                answer = await _posted(self._session, f"{self._where()}/v1/chat", sent, named)
                if answer is not None:
                    conversation.asked.append(answer["question_id"])
                    break
                await asyncio.sleep(pause)

    async def answered(self, conversation: Conversation) -> list[str]:
        for pause in _AGAIN[:20]:
            try:
                async with self._session.get(f"{self._where()}/v1/sessions/{conversation.name}") as answer:
                    if answer.status == 200:
                        return [turn["answer"]["question_id"] for turn in (await answer.json())["turns"]]
            except (aiohttp.ClientError, TimeoutError, OSError):
                pass
            await asyncio.sleep(pause)
        return []

    def excused(self, conversation: Conversation, killed: list[float]) -> set[str]:
        return set()


async def _status(session: aiohttp.ClientSession, url: str, body: dict[str, Any]) -> int:
    try:
        async with session.post(url, json=body) as answer:
            return answer.status
    except (aiohttp.ClientError, TimeoutError, OSError):
        return 0


async def _posted(
    session: aiohttp.ClientSession, url: str, body: dict[str, Any], headers: dict[str, str]
) -> dict[str, Any] | None:
    try:
        async with session.post(url, json=body, headers=headers) as answer:
            return dict(await answer.json()) if answer.status == 200 else None
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        return None


def in_some_order(chance: random.Random, count: int) -> list[str]:
    """So many of the questions; a Thread may ask one again."""
    return [chance.choice(QUESTIONS) for _ in range(count)]


def now() -> float:
    """The clock of the fakes' records."""
    return time.monotonic()
