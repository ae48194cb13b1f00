"""The same client against llmock, a server by other people, which judges how its faults were met."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from core.kernel.errors import ModelUnavailable
from core.modelling.client import ModelClient
from core.modelling.parse import accept
from core.modelling.server import Server
from core.modelling.wire import Api
from tests.core.modelling.rig import ASK, MakeClient
from tests.fakes.openai_server import plan

if TYPE_CHECKING:
    from llmock.pytest_plugin import LLMock

PLAN = json.dumps(plan())


@pytest.fixture
def client(llmock: LLMock, make_client: MakeClient, api: Api) -> ModelClient:
    """A client of llmock; the waits that it was asked for are not slept, except where a test wants the verdict."""
    return make_client(api, url=llmock.base_url("openai"))


async def refused(client: ModelClient) -> str:
    with pytest.raises(ModelUnavailable) as raised:
        await client.ask(ASK, accept)
    return raised.value.detail


async def test_a_plan_comes_through(llmock: LLMock, client: ModelClient) -> None:
    llmock.reply(PLAN)
    answer = await client.ask(ASK, accept)
    assert answer.value is not None
    assert answer.value.sql.startswith("SELECT COUNT(*)")
    assert len(llmock.requests) == 1


async def test_two_rate_limits_are_sat_out(llmock: LLMock, make_client: MakeClient, api: Api) -> None:
    import asyncio

    llmock.rate_limit(times=2, retry_after=0.2).reply(PLAN)
    patient = make_client(api, url=llmock.base_url("openai"), sleep=asyncio.sleep)
    assert (await patient.ask(ASK, accept)).value is not None
    assert len(llmock.requests) == 3
    llmock.assert_resilient()


async def test_an_outage_is_left_alone_after_three_attempts(llmock: LLMock, client: ModelClient) -> None:
    llmock.outage()
    assert [await refused(client) for _ in range(3)] == ["server_error", "circuit_open", "circuit_open"]
    assert len(llmock.requests) == 3


@pytest.mark.parametrize(("status", "detail"), [(400, "bad_request"), (401, "wrong_key"), (404, "no_such_model")])
async def test_what_will_not_change_is_not_tried_again(
    llmock: LLMock, client: ModelClient, status: int, detail: str
) -> None:
    llmock.fail(status, times=None)
    assert await refused(client) == detail
    assert len(llmock.requests) == 1
    llmock.assert_resilient()


async def test_a_spent_quota_is_not_tried_again(llmock: LLMock, client: ModelClient) -> None:
    llmock.fail(429, times=None, code="insufficient_quota")
    assert await refused(client) == "no_quota"
    assert len(llmock.requests) == 1


async def test_a_prompt_that_is_too_long_is_no_outage(llmock: LLMock, client: ModelClient) -> None:
    llmock.context_overflow()
    assert await refused(client) == "bad_request"
    assert client.breaker.position == "closed"


async def test_prose_instead_of_a_plan(llmock: LLMock, client: ModelClient) -> None:
    llmock.reply("There are 12 pumps.", times=None)
    assert await refused(client) == "malformed"
    assert len(llmock.requests) == 2


async def test_a_slow_server_runs_into_the_deadline(llmock: LLMock, make_client: MakeClient, api: Api) -> None:
    llmock.delay(3.0, times=None)
    impatient = make_client(api, url=llmock.base_url("openai"), timeout=1.0)
    assert await refused(impatient) == "timeout"
    assert await refused(impatient) == "circuit_open"


@pytest.mark.parametrize(
    ("fault", "details"),
    [
        ("disconnect", {"connection", "cut_stream"}),
        ("truncate", {"cut_stream"}),
        ("corrupt", {"corrupt_stream"}),
    ],
)
async def test_broken_streams_are_never_taken_for_an_answer(
    llmock: LLMock, make_client: MakeClient, api: Api, fault: str, details: set[str]
) -> None:
    llmock.reply(PLAN, times=None)
    getattr(llmock, fault)(after_chunks=2, times=None)
    streaming = make_client(api, url=llmock.base_url("openai"), stream=True)
    assert await refused(streaming) in details
    assert 2 <= len(llmock.requests) <= 3


async def test_a_stream_that_breaks_once_is_asked_for_again(llmock: LLMock, make_client: MakeClient, api: Api) -> None:
    llmock.reply(PLAN, times=None)
    llmock.truncate(after_chunks=2)
    streaming = make_client(api, url=llmock.base_url("openai"), stream=True)
    assert (await streaming.ask(ASK, accept)).value is not None
    assert len(llmock.requests) == 2


async def test_the_environment_does_not_redirect_calls(llmock: LLMock) -> None:
    """llmock's fixture sets OPENAI_BASE_URL; settings say where calls go, not what the SDK finds for itself."""
    from core.kernel.settings import Settings

    server = Server.of(Settings(_env_file=None, openai_api_key="sk-x", openai_base_url=None))  # type: ignore[call-arg]
    assert server is not None
    assert server.base_url == "https://api.openai.com/v1"
    assert server.api == "responses"
