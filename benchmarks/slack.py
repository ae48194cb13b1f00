"""Slack under load: ``python -m benchmarks.slack``.

A hundred mentions in one second over fifty channels on the demo plant: how long each 200 takes while answers are being
made, and that each is answered once. Then slash commands one after the other: how long their answer takes. Server and
fake Slack are processes of their own, as in life; both share this machine's cores, and the figures are wall-clock.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from benchmarks.figure import Figure
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_people import People
from tests.scenarios.slack.test_killed import Server

MENTIONS, CHANNELS, COMMANDS = 100, 50, 100
QUESTIONS = (
    "¿cuántas bombas están paradas?",
    "equipos por área",
    "OT abiertas por prioridad",
    "how many pumps are down?",
    "costo de mantenimiento por mes este año",
    "¿cuántos equipos necesitan mantenimiento preventivo?",
)
TYPED = (("/equipos", ""), ("/equipos", "parados empaque"), ("/equipment", "down packaging critical"), ("/ot", ""))
P99_OF_200, P95_OF_COMMAND = 0.3, 0.15


def percentile(values: list[float], share: float) -> float:
    """The value that so much of the others do not pass (nearest rank)."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, max(0, round(share * len(ranked)) - 1))]


async def mentions(slack: FakeSlack, people: People) -> dict[str, float]:
    """A hundred in a second, each delivered at its moment whatever the others do."""
    channels = [slack.channel(f"C0BENCH{number}").id for number in range(CHANNELS)]
    began = time.monotonic()
    people.acknowledged.clear()

    async def one(number: int) -> tuple[str, str]:
        await asyncio.sleep(max(0.0, began + number / MENTIONS - time.monotonic()))
        channel, text = channels[number % CHANNELS], QUESTIONS[number % len(QUESTIONS)]
        ts = slack.ts()
        event = {"user": "U0ASHA", "ts": ts, "channel": channel, "text": f"<@{slack.bot_user}> {text}", "event_ts": ts}
        await people.deliver(people.envelope({**event, "type": "app_mention"}))
        return channel, ts

    asked = await asyncio.gather(*(one(number) for number in range(MENTIONS)))

    def answers() -> Counter[int]:
        return Counter(
            len([message for message in slack.said(channel, ts) if message.get("text")]) for channel, ts in asked
        )

    await slack.until(lambda: answers()[0] == 0, 120)
    answered = time.monotonic() - began
    await asyncio.sleep(2.0)
    counted = answers()
    return {
        "acknowledged_p50": statistics.median(people.acknowledged),
        "acknowledged_p99": percentile(people.acknowledged, 0.99),
        "acknowledged_max": max(people.acknowledged),
        "all_answered_after": answered,
        "answered_once": counted[1],
        "answered_twice": sum(count for times, count in counted.items() if times > 1),
    }


async def commands(people: People) -> dict[str, float]:
    """Slash commands, one after the other."""
    taken = []
    for number in range(COMMANDS):
        command, text = TYPED[number % len(TYPED)]
        began = time.monotonic()
        status, body = await people.command(command, text)
        taken.append(time.monotonic() - began)
        assert status == 200, status
        assert body.get("blocks"), body
    return {"command_p50": statistics.median(taken), "command_p95": percentile(taken, 0.95), "command_max": max(taken)}


async def run() -> dict[str, float]:
    """Start the server, warm it, measure."""
    with tempfile.TemporaryDirectory() as folder:
        async with FakeSlack() as slack:
            server = Server(slack, Path(folder))
            server.start()
            people = People(slack, f"http://127.0.0.1:{server.port}/slack/events", retries=())
            try:
                await server.ready()
                await people.command("/equipos")  # the first question loads the model and the values
                warm = await people.ask("equipos por área")
                await slack.until(lambda: slack.said("C0MAINT", warm), 60)
                return {**await mentions(slack, people), **await commands(people)}
            finally:
                await people.close()
                assert server.process is not None
                server.process.kill()
                server.process.wait()


def measure() -> Iterable[Figure]:
    """The figures and their bars."""
    figures = asyncio.run(run())
    yield Figure("a mention's 200, median", figures["acknowledged_p50"], "s")
    yield Figure("a mention's 200, p99 (100 in a second)", figures["acknowledged_p99"], "s", P99_OF_200)
    yield Figure("a mention's 200, slowest", figures["acknowledged_max"], "s")
    yield Figure("all 100 answered after", figures["all_answered_after"], "s")
    yield Figure("mentions not answered exactly once", MENTIONS - figures["answered_once"], "", 0.0)
    yield Figure("a slash command's answer, median", figures["command_p50"], "s")
    yield Figure("a slash command's answer, p95", figures["command_p95"], "s", P95_OF_COMMAND)


if __name__ == "__main__":
    missed = False
    for figure in measure():
        missed |= figure.missed
        print(f"{figure.name:<58}{figure.value:>10.3f} {figure.unit}")
    sys.exit(missed)
