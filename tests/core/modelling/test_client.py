"""The real SDK over HTTP against the fake server: what each fault costs, on both APIs."""

from __future__ import annotations

import asyncio
import json

import pytest

from core.kernel.errors import ModelUnavailable
from core.modelling import client as client_module
from core.modelling.parse import accept
from core.modelling.wire import Api
from tests.core.modelling.rig import ASK, KEY, MakeClient, Time, Waits
from tests.fakes import openai_server as bad
from tests.fakes.openai_server import FakeOpenAI

PLAN = json.dumps(bad.plan())


async def refused(client: client_module.ModelClient) -> str:
    """The detail of the ModelUnavailable that a call ends in."""
    with pytest.raises(ModelUnavailable) as raised:
        await client.ask(ASK, accept)
    return raised.value.detail


async def test_one_good_answer_is_one_request(fake: FakeOpenAI, make_client: MakeClient, api: Api) -> None:
    answer = await make_client(api).ask(ASK, accept)
    assert answer.value is not None
    assert answer.value.headline == "Hay **{machines} equipos**."
    assert (answer.usage.calls, answer.usage.tokens_in, answer.usage.tokens_cached, answer.usage.tokens_out) == (
        1,
        2000,
        1900,
        100,
    )
    assert [request.api for request in fake.requests] == [api]
    assert fake.requests[0].headers["Authorization"] == f"Bearer {KEY}"


async def test_responses_request_keeps_the_plants_data_and_hits_the_cache(
    fake: FakeOpenAI, make_client: MakeClient
) -> None:
    await make_client("responses").ask(ASK, accept)
    body = fake.requests[0].body
    assert body["store"] is False
    assert body["safety_identifier"] == "0" * 32
    assert body["prompt_cache_key"] == "c0ffee"
    assert body["prompt_cache_options"] == {"mode": "explicit"}
    assert body["input"][0]["role"] == "developer"
    assert body["input"][0]["content"][0]["prompt_cache_breakpoint"] == {"mode": "explicit"}
    assert "prompt_cache_breakpoint" not in body["input"][1]["content"][0]
    assert body["text"]["format"]["strict"] is True
    assert body["reasoning"] == {"effort": "none"}
    assert "temperature" not in body


async def test_chat_request_says_only_what_other_servers_know(fake: FakeOpenAI, make_client: MakeClient) -> None:
    await make_client("chat").ask(ASK, accept)
    body = fake.requests[0].body
    assert set(body) == {"model", "messages", "max_tokens", "temperature", "response_format"}
    assert body["response_format"]["type"] == "json_schema"
    assert [message["role"] for message in body["messages"]] == ["system", "user"]


async def test_azure_with_a_dated_version(fake: FakeOpenAI, make_client: MakeClient) -> None:
    answer = await make_client("responses", azure="2025-04-01-preview").ask(ASK, accept)
    assert answer.value is not None
    assert fake.requests[0].path == "/openai/responses"
    assert fake.requests[0].headers["api-key"] == KEY


@pytest.mark.parametrize(
    ("behaviour", "detail", "requests"),
    [
        (bad.status(500), "server_error", 3),
        (bad.status(503), "server_error", 3),
        (bad.status(408), "server_error", 3),
        (bad.status(429), "rate_limited", 4),
        (bad.status(429, error={"code": "insufficient_quota"}), "no_quota", 1),
        (bad.status(429, error={"type": "insufficient_quota"}), "no_quota", 1),
        (bad.status(401), "wrong_key", 1),
        (bad.status(403), "wrong_key", 1),
        (bad.status(404), "no_such_model", 1),
        (bad.status(400), "bad_request", 1),
        (bad.status(422), "bad_request", 1),
        (bad.html(), "not_json", 2),
        (bad.html(502), "server_error", 3),
        (bad.raw(b""), "not_json", 2),
        (bad.raw(b"[1, 2]"), "not_json", 2),
        (bad.raw(b'{"ok": true}'), "not_json", 2),
        (bad.raw(b'{"status": "comp'), "not_json", 2),
        (bad.text("not JSON at all"), "malformed", 2),
        (bad.text('{"language": "es"}'), "malformed", 2),
        (bad.text(json.dumps(bad.plan(surprise=1))), "malformed", 2),
        (bad.text(json.dumps(bad.plan(action="dance"))), "malformed", 2),
        (bad.text(json.dumps(bad.plan(sql=None))), "malformed", 2),
        (bad.incomplete(), "incomplete", 2),
        (bad.cut_body(), "connection", 3),
        (bad.reset(), "connection", 3),
        (bad.stream(PLAN, cut=True), "cut_stream", 2),
        (bad.stream(PLAN, corrupt=True), "corrupt_stream", 2),
    ],
)
async def test_a_lasting_fault_ends_in_model_unavailable(
    fake: FakeOpenAI, make_client: MakeClient, api: Api, behaviour: bad.Behaviour, detail: str, requests: int
) -> None:
    fake.always = behaviour
    assert await refused(make_client(api)) == detail
    assert len(fake.requests) == requests


@pytest.mark.parametrize(
    "behaviour",
    [
        bad.status(500),
        bad.status(429),
        bad.status(429, headers={"Retry-After": "3"}),
        bad.html(),
        bad.text("{"),
        bad.incomplete(),
        bad.cut_body(),
        bad.reset(),
        bad.stream(PLAN, cut=True),
        bad.stream(PLAN, corrupt=True),
    ],
)
async def test_a_passing_fault_is_overcome(
    fake: FakeOpenAI, make_client: MakeClient, api: Api, behaviour: bad.Behaviour
) -> None:
    fake.script.append(behaviour)
    answer = await make_client(api).ask(ASK, accept)
    assert answer.value is not None
    assert len(fake.requests) == 2


async def test_a_whole_stream_that_nobody_asked_for_is_read(
    fake: FakeOpenAI, make_client: MakeClient, api: Api
) -> None:
    fake.always = bad.stream(PLAN)
    answer = await make_client(api).ask(ASK, accept)
    assert answer.value is not None
    assert answer.usage.tokens_in == 2000


async def test_a_refusal_is_an_answer(fake: FakeOpenAI, make_client: MakeClient, api: Api) -> None:
    fake.always = bad.refusal("I would rather not.")
    client = make_client(api)
    answer = await client.ask(ASK, accept)
    assert (answer.value, answer.refusal) == (None, "I would rather not.")
    assert client.breaker.position == "closed"


@pytest.mark.parametrize(
    "behaviour", [bad.status(400, error={"code": "content_filter"}), bad.incomplete("content_filter")]
)
async def test_filtered_content_is_a_refusal_and_no_outage(
    fake: FakeOpenAI, make_client: MakeClient, api: Api, behaviour: bad.Behaviour
) -> None:
    fake.always = behaviour
    client = make_client(api)
    assert (await client.ask(ASK, accept)).refusal == "content_filter"
    assert len(fake.requests) == 1
    assert client.breaker.position == "closed"


async def test_retry_after_in_seconds_is_honoured(
    fake: FakeOpenAI, make_client: MakeClient, waits: Waits, api: Api
) -> None:
    fake.script.append(bad.status(429, headers={"Retry-After": "7"}))
    await make_client(api).ask(ASK, accept)
    assert len(waits.seconds) == 1
    assert 7.0 <= waits.seconds[0] <= 7.2


async def test_retry_after_as_a_date_is_honoured(
    fake: FakeOpenAI, make_client: MakeClient, waits: Waits, api: Api
) -> None:
    fake.script.append(bad.status(503, headers=bad.retry_at(9)))
    await make_client(api).ask(ASK, accept)
    assert len(waits.seconds) == 1
    assert 6.0 <= waits.seconds[0] <= 9.2


async def test_retry_after_beyond_the_deadline_is_not_waited_for(
    fake: FakeOpenAI, make_client: MakeClient, waits: Waits
) -> None:
    fake.always = bad.status(429, headers={"Retry-After": "60"})
    client = make_client()
    assert await refused(client) == "rate_limited"
    assert waits.seconds == []
    assert await refused(client) == "circuit_open"
    assert len(fake.requests) == 1


async def test_waits_have_jitter_and_stay_under_a_second_in_an_outage(
    fake: FakeOpenAI, make_client: MakeClient, waits: Waits
) -> None:
    fake.always = bad.status(503)
    for _ in range(8):
        await refused(make_client())
    assert len(waits.seconds) == 16
    assert all(sum(waits.seconds[at : at + 2]) < 1.0 for at in range(0, 16, 2))
    assert len({round(wait, 6) for wait in waits.seconds}) > 8


async def test_nobody_listening(make_client: MakeClient) -> None:
    assert await refused(make_client(url="http://127.0.0.1:9/v1")) == "connection"


async def test_an_outage_opens_the_circuit_and_later_questions_do_not_call(
    fake: FakeOpenAI, make_client: MakeClient, time: Time
) -> None:
    fake.always = bad.status(503)
    client = make_client()
    assert await refused(client) == "server_error"
    before = len(fake.requests)
    assert [await refused(client) for _ in range(5)] == ["circuit_open"] * 5
    assert len(fake.requests) == before


async def test_after_the_cool_down_one_probe_closes_the_circuit(
    fake: FakeOpenAI, make_client: MakeClient, time: Time
) -> None:
    fake.script.extend([bad.status(503)] * 3)
    client = make_client()
    await refused(client)
    time.now += client.breaker.cool_down
    assert (await client.ask(ASK, accept)).value is not None
    assert client.breaker.position == "closed"
    assert len(fake.requests) == 4


async def test_a_failed_probe_makes_one_request_and_opens_for_longer(
    fake: FakeOpenAI, make_client: MakeClient, time: Time
) -> None:
    fake.always = bad.status(503)
    client = make_client()
    await refused(client)
    time.now += client.breaker.cool_down
    assert await refused(client) == "server_error"
    assert len(fake.requests) == 4
    time.now += client.breaker.cool_down
    assert await refused(client) == "circuit_open"


async def test_a_hanging_probe_holds_a_question_for_a_moment_only(
    fake: FakeOpenAI, make_client: MakeClient, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "PROBE_PATIENCE", 0.05)
    fake.script.extend([bad.status(503)] * 3)
    client = make_client()
    await refused(client)
    time.now += client.breaker.cool_down
    fake.always = bad.hang()
    assert await refused(client) == "circuit_open"
    assert await refused(client) == "circuit_open"
    assert len(fake.requests) == 4


async def test_a_hanging_server_costs_the_deadline_once(fake: FakeOpenAI, make_client: MakeClient, api: Api) -> None:
    fake.always = bad.hang()
    client = make_client(api, timeout=1.0)
    assert await refused(client) == "timeout"
    assert await refused(client) == "circuit_open"


async def test_questions_in_the_queue_of_a_hanging_server_do_not_wait_their_own_time(
    fake: FakeOpenAI, make_client: MakeClient
) -> None:
    fake.always = bad.hang()
    client = make_client(timeout=3.0, max_concurrent=1)
    assert await asyncio.gather(*(refused(client) for _ in range(5))) == ["timeout", *["circuit_open"] * 4]
    assert len(fake.requests) == 1


async def test_a_lasting_rate_limit_opens_the_circuit(fake: FakeOpenAI, make_client: MakeClient) -> None:
    fake.always = bad.status(429)
    client = make_client()
    assert [await refused(client), await refused(client)] == ["rate_limited", "circuit_open"]
    assert len(fake.requests) == 4


async def test_a_wrong_key_is_not_tried_again_by_the_next_question(fake: FakeOpenAI, make_client: MakeClient) -> None:
    fake.always = bad.status(401)
    client = make_client()
    assert [await refused(client), await refused(client)] == ["wrong_key", "circuit_open"]
    assert len(fake.requests) == 1


async def test_malformed_answers_are_paid_for(fake: FakeOpenAI, make_client: MakeClient) -> None:
    fake.script.append(bad.text("{"))
    answer = await make_client().ask(ASK, accept)
    assert (answer.usage.calls, answer.usage.tokens_in) == (2, 4000)


async def test_a_parameter_that_the_server_refuses_is_left_out_from_then_on(
    fake: FakeOpenAI, make_client: MakeClient
) -> None:
    fake.script.append(bad.status(400, error={"param": "reasoning.effort", "code": "unsupported_parameter"}))
    fake.script.append(bad.status(400, error={"param": "prompt_cache_options"}))
    client = make_client()
    assert (await client.ask(ASK, accept)).value is not None
    last = fake.requests[-1].body
    assert "reasoning" not in last
    assert "prompt_cache_options" not in last
    assert "prompt_cache_breakpoint" not in last["input"][0]["content"][0]
    await client.ask(ASK, accept)
    assert len(fake.requests) == 4


async def test_no_more_calls_at_once_than_allowed(fake: FakeOpenAI, make_client: MakeClient) -> None:
    fake.free.clear()
    client = make_client(max_concurrent=3)
    asking = [asyncio.create_task(client.ask(ASK, accept)) for _ in range(12)]
    while len(fake.requests) < 3:
        await asyncio.sleep(0.005)
    await asyncio.sleep(0.05)  # a fourth would come now
    fake.free.set()
    await asyncio.gather(*asking)
    assert fake.most_at_once == 3


async def test_waiting_for_a_slot_is_no_outage(fake: FakeOpenAI, make_client: MakeClient) -> None:
    fake.script.append(bad.hang())
    client = make_client(max_concurrent=1)
    first = asyncio.create_task(client.ask(ASK, accept))
    while not fake.requests:
        await asyncio.sleep(0.005)
    client.timeout = 0.1
    assert await refused(client) == "timeout"
    assert client.breaker.position == "closed"
    assert len(fake.requests) == 1
    first.cancel()


async def test_a_cancelled_question_leaves_the_client_usable(fake: FakeOpenAI, make_client: MakeClient) -> None:
    fake.script.append(bad.hang())
    client = make_client(max_concurrent=1)
    task = asyncio.create_task(client.ask(ASK, accept))
    while not fake.requests:
        await asyncio.sleep(0.005)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await client.ask(ASK, accept)).value is not None
