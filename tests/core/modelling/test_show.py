"""--show-model: whole calls, no secrets."""

from __future__ import annotations

import asyncio
import json

from core.modelling.parse import accept
from core.modelling.show import Call, masked, observer, printed
from tests.core.modelling.rig import ASK, KEY, MakeClient
from tests.fakes import openai_server as bad
from tests.fakes.openai_server import FakeOpenAI


async def seen(client_asks: object) -> list[Call]:
    calls: list[Call] = []
    token = observer.set(calls.append)
    try:
        await client_asks  # type: ignore[misc]
    finally:
        observer.reset(token)
    return calls


async def test_every_attempt_is_shown(fake: FakeOpenAI, make_client: MakeClient, api: str) -> None:
    fake.script.append(bad.status(500))
    calls = await seen(make_client(api).ask(ASK, accept))
    assert [(call.number, call.fault is None, call.answer is None) for call in calls] == [
        (1, False, True),
        (2, True, False),
    ]
    text = printed(calls[1])
    assert "You plan." in text
    assert "Question: how many machines are there?" in text
    assert "Hay **{machines} equipos**." in text
    assert ("--- cache breakpoint ---" in text) == (api == "responses")
    assert "server_error" in printed(calls[0])


async def test_the_key_is_never_shown(fake: FakeOpenAI, make_client: MakeClient) -> None:
    fake.always = bad.text(json.dumps({"leak": KEY}))
    client = make_client()
    calls: list[Call] = []
    observer.set(calls.append)
    await asyncio.gather(client.ask(ASK, accept), return_exceptions=True)
    observer.set(None)
    assert calls
    for call in calls:
        assert KEY not in printed(call)
        assert KEY not in printed(call, [KEY])


def test_what_looks_like_a_secret_is_masked() -> None:
    for secret in ("sk-proj-abc_DEF-123456", "xoxb-1-abc", "xapp-1-A1-abc", "Bearer abc.def"):
        assert secret.split()[-1] not in masked(f"x {secret} y")
    assert masked("postgresql://maint:hunter2@db/plant") == "postgresql://•••@db/plant"
    assert masked("my-own", ["my-own", ""]) == "•••"
    assert masked("task-force P-101") == "task-force P-101"


async def test_nobody_else_sees_the_calls_of_a_task(fake: FakeOpenAI, make_client: MakeClient) -> None:
    client = make_client()
    mine: list[Call] = []

    async def shown() -> None:
        observer.set(mine.append)
        await client.ask(ASK, accept)

    await asyncio.gather(shown(), client.ask(ASK, accept))
    assert len(fake.requests) == 2
    assert len(mine) == 1
