"""One drill on one database: begin, ask and kill, let it come to rest, count."""

from __future__ import annotations

import asyncio
import contextlib
import random
import tempfile
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Literal

import aiohttp

from benchmarks.drill.fleet import Fleet, Replica, Workers
from benchmarks.drill.people import CHANNELS, Conversation, OnRest, OnSlack, OnTeams, Platform, WatchedTeams
from benchmarks.drill.people import in_some_order as questions_of
from benchmarks.drill.tally import Tally
from benchmarks.drill.weather import storm
from tests.fakes.slack import FakeSlack

Setup = Literal["sqlite", "workers", "postgresql"]
"""One process on SQLite; a server of two processes on SQLite; three replicas on PostgreSQL."""
REPLICAS: dict[Setup, int] = {"sqlite": 1, "workers": 1, "postgresql": 3}
IN_A_THREAD = 5
STOPS = 0.2
"""The share of kills that are SIGTERM."""
REST_SECONDS = 240.0
"""How long all may take to be answered after the last kill."""
SETTLE_SECONDS = 3.0
"""What comes twice comes soon after."""

Say = Callable[[str], None]


async def drill(
    kind: Setup, questions: int, kills: int, seed: int, *, home: Path | None = None, say: Say = print
) -> Tally:
    """Run it; what it came to.

    Args:
        home: a folder for everything; a temporary one when None.
        say: told in lines how it goes.
    """
    chance = random.Random(seed)
    async with AsyncExitStack() as stack:
        folder = home or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        session = await stack.enter_async_context(
            aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, force_close=True), timeout=aiohttp.ClientTimeout(total=60)
            )
        )
        slack = await stack.enter_async_context(FakeSlack())
        teams = await stack.enter_async_context(WatchedTeams().running())
        fleet = Fleet(await _replicas(stack, kind, folder, slack), chance, session)
        stack.callback(fleet.close)
        on_slack = OnSlack(slack, fleet.somewhere)
        stack.push_async_callback(on_slack.close)
        # As many from Slack as from Teams, and half as many over REST.
        platforms: list[Platform] = [on_slack, OnTeams(teams, fleet.somewhere, session)]
        places = [*platforms * 2, OnRest(fleet.somewhere, session)]
        await fleet.begin()
        async with _weather(slack, teams, chance):
            talks = await _ask_and_kill(fleet, places, questions, kills, chance)
            await fleet.all_up()
            say(fleet.told())
        await asyncio.wait([task for _, _, task in talks], timeout=REST_SECONDS)
        await _come_to_rest(talks)
        killed = [one.at for one in fleet.killed]
        tally = Tally(put_aside=fleet.logged("question_poisonous"))
        for place, conversation, task in talks:
            asked = conversation.asked if task.done() else [*conversation.asked, "never acknowledged"]
            tally.add(conversation.name, asked, await place.answered(conversation), place.excused(conversation, killed))
        return tally


Talk = tuple[Platform, Conversation, asyncio.Task[None]]


async def _ask_and_kill(
    fleet: Fleet, places: list[Platform], questions: int, kills: int, chance: random.Random
) -> list[Talk]:
    """Threads begin evenly over the kills, so that there is always somebody asking and somebody waiting."""
    talks: list[Talk] = []
    threads = max(1, questions // IN_A_THREAD)
    for kill in range(kills):
        for number in range(kill * threads // kills, (kill + 1) * threads // kills):
            place = places[number % len(places)]
            conversation = Conversation(_name(place, number))
            asked = questions_of(chance, IN_A_THREAD if number else IN_A_THREAD + questions % IN_A_THREAD)
            talks.append((place, conversation, asyncio.create_task(place.talk(conversation, asked))))
        await fleet.kill_one(STOPS)
    return talks


def _name(place: Platform, number: int) -> str:
    if isinstance(place, OnSlack):
        return f"C0DRILL{number % CHANNELS}"
    return str(1_700_000 + number) if isinstance(place, OnTeams) else str(uuid.uuid4())


async def _come_to_rest(talks: list[Talk]) -> None:
    """Wait until every question has an answer, and a moment longer for what comes twice."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(REST_SECONDS):
            for place, conversation, _ in talks:
                while not set(conversation.asked) <= set(await place.answered(conversation)):
                    await asyncio.sleep(0.2)
    await asyncio.sleep(SETTLE_SECONDS)


@asynccontextmanager
async def _weather(slack: FakeSlack, teams: WatchedTeams, chance: random.Random) -> AsyncIterator[None]:
    troubles = asyncio.create_task(storm(slack, teams, random.Random(chance.random())))
    try:
        yield
    finally:
        troubles.cancel()
        slack.faults.clear()
        teams.troubles.clear()


async def _replicas(stack: AsyncExitStack, kind: Setup, folder: Path, slack: FakeSlack) -> list[Replica]:
    settings = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "TEAMS_DEV": "1",
        "SECRET_KEY": "drill" * 8,
        "AUTO_CHARTS": "0",
        "LOG_LEVEL": "WARNING",
    }
    if kind == "postgresql":
        from tests.postgres import PostgresServer

        server = await asyncio.to_thread(PostgresServer)
        stack.callback(server.stop)
        settings["STATE_DATABASE_URL"] = server.create_database()
    if kind == "workers":
        settings["WORKERS"] = "2"
    made = Workers if kind == "workers" else Replica
    return [made(number, folder, settings) for number in range(REPLICAS[kind])]
