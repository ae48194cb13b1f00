"""POST /v1/chat: the contract's fields, sessions, errors with their status."""

from __future__ import annotations

import asyncio
import json
import re
import uuid
from pathlib import Path

import pytest

from adapters.rest.http import context
from adapters.rest.limits import MAX_BODY_BYTES, MAX_SESSION_ID
from tests.adapters.rest.rig import Client, Serve


async def ask(client: Client, message: str, **more: object) -> tuple[int, dict]:
    response = await client.post("/v1/chat", json={"message": message, **more})
    return response.status, await response.json()


async def test_the_answer_has_the_fields_of_the_contract(client: Client, tmp_path: Path) -> None:
    status, answer = await ask(client, "chart")
    assert status == 200
    assert answer["response"] == "En soldadura hay 6 OT abiertas."
    assert str(uuid.UUID(answer["session_id"])) == answer["session_id"]
    assert {"total_time", "sql_time", "image_time", "sql_attempts", "flow", "api_processing_time"} <= set(
        answer["metrics"]
    )
    assert answer["metrics"]["flow"] == "good"
    assert answer["metrics"]["api_processing_time"] > 0
    assert set(answer["artifacts"]) == {"data_file", "image_file", "code_file"}
    assert Path(answer["artifacts"]["data_file"]).is_file()
    assert answer["columns"] == ["area", "n"]
    assert answer["rows"] == [["Welding", 6], ["Mixing", None]], "NaN is not JSON"
    assert answer["table"]["total"] == 2
    assert answer["assumptions"] == ["OT abiertas"]
    assert answer["action"] == "data_image"


async def test_at_most_ten_thousand_rows(client: Client) -> None:
    _, answer = await ask(client, "data many")
    assert len(answer["rows"]) == 10_000
    assert answer["table"]["total"] == 12_000


async def test_a_session_goes_on_and_an_unknown_one_begins(client: Client) -> None:
    _, first = await ask(client, "data", session_id="my-own id")
    assert first["session_id"] == "my-own id"
    await ask(client, "data", session_id="my-own id")
    listed = await (await client.get("/v1/sessions")).json()
    assert [(entry["session_id"], entry["turns"]) for entry in listed["sessions"]] == [("my-own id", 2)]


async def test_a_picked_choice_reaches_the_question(serve: Serve) -> None:
    async with serve() as (client, core):
        await ask(client, "data", choice="2")
        await ask(client, "data")
        assert [question.choice for question in core.pipeline.asked] == ["2", None]


async def test_a_question_back_and_a_refusal_are_answers(client: Client) -> None:
    status, answer = await ask(client, "clarify")
    assert (status, answer["action"], answer["metrics"]["flow"]) == (200, "clarify", "clarified")
    assert answer["clarification"]["choices"] == [{"id": "1", "label": "Equipos"}]
    status, answer = await ask(client, "refuse")
    assert (status, answer["action"], answer["artifacts"]) == (200, "refused", {})
    assert answer["suggestions"] == [{"label": "Ver las OT", "text": "OT vencidas"}]


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("empty_question", 400),
        ("question_too_long", 413),
        ("database_unavailable", 503),
        ("query_timeout", 504),
        ("guard_refused", 422),
        ("storage_failed", 507),
        ("never_heard_of", 500),
    ],
)
async def test_an_error_reply_leaves_with_its_status_and_its_sentence(client: Client, code: str, status: int) -> None:
    got, body = await ask(client, f"fail {code}")
    assert got == status
    assert body["error"]["code"] == code
    assert body["error"]["message"]
    assert body["error"]["correlation_id"]
    assert set(body) == {"error"}


async def test_a_crash_says_nothing_of_itself(client: Client) -> None:
    status, body = await ask(client, "crash with my secret question")
    assert status == 500
    assert body["error"]["code"] == "internal"
    assert "boom" not in json.dumps(body)
    assert "Traceback" not in json.dumps(body)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "invalid_json"),
        (b"{", 400, "invalid_json"),
        (b"\xff\xfe", 400, "invalid_json"),
        (b"[" * 100_000, 400, "invalid_json"),
        (b"[]", 422, "invalid_request"),
        (b"null", 422, "invalid_request"),
        (b"{}", 422, "invalid_request"),
        (b'{"message": 5}', 422, "invalid_request"),
        (b'{"message": null}', 422, "invalid_request"),
        (b'{"message": "data", "mesage": ""}', 422, "invalid_request"),
        (b'{"message": "data", "session_id": ""}', 422, "invalid_request"),
        (b'{"message": "data", "session_id": 7}', 422, "invalid_request"),
        (b'{"message": "data", "session_id": "a\\u0000b"}', 422, "invalid_request"),
    ],
)
async def test_a_body_of_the_wrong_form(client: Client, body: bytes, status: int, code: str) -> None:
    response = await client.post("/v1/chat", data=body, headers={"Content-Type": "application/json"})
    fields = await response.json()
    assert (response.status, fields["error"]["code"]) == (status, code)


async def test_the_wrong_field_is_named_in_the_callers_language(client: Client) -> None:
    for language, sentence in (("es", "falta «message»"), ("en", "“message” is missing")):
        response = await client.post("/v1/chat", json={}, headers={"Accept-Language": language})
        assert sentence in (await response.json())["error"]["message"]


@pytest.mark.parametrize(("length", "status"), [(MAX_SESSION_ID, 200), (MAX_SESSION_ID + 1, 422)])
async def test_the_session_ids_limit(client: Client, length: int, status: int) -> None:
    assert (await ask(client, "data", session_id="s" * length))[0] == status


@pytest.mark.parametrize(("length", "status"), [(MAX_BODY_BYTES, 200), (MAX_BODY_BYTES + 1, 413)])
@pytest.mark.parametrize("chunked", [False, True])
async def test_the_bodys_limit(client: Client, length: int, status: int, chunked: bool) -> None:
    frame = b'{"message": "data "}'
    body = frame.replace(b"data ", b"data " + b"x" * (length - len(frame)))
    assert len(body) == length

    async def pieces():
        for start in range(0, len(body), 50_000):
            yield body[start : start + 50_000]

    response = await client.post(
        "/v1/chat", data=pieces() if chunked else body, headers={"Content-Type": "application/json"}
    )
    assert response.status == status
    if status == 413:
        assert (await response.json())["error"]["code"] == "body_too_large"


async def test_another_content_type_is_refused(client: Client) -> None:
    # A page of another site may send text/plain without asking first; it must not get an answer.
    response = await client.post("/v1/chat", data=b'{"message": "data"}', headers={"Content-Type": "text/plain"})
    assert response.status == 415


async def test_a_lone_surrogate_is_replaced(serve: Serve) -> None:
    async with serve() as (client, core):
        response = await client.post(
            "/v1/chat", data=b'{"message": "data \\ud800"}', headers={"Content-Type": "application/json"}
        )
        assert response.status == 200
        assert core.pipeline.asked[-1].text == "data �"


async def test_the_language_of_the_caller_reaches_the_question(serve: Serve) -> None:
    async with serve() as (client, core):
        await client.post("/v1/chat", json={"message": "data"}, headers={"Accept-Language": "en-GB,es;q=0.5"})
        await client.post("/v1/chat", json={"message": "data"})
        assert [question.language for question in core.pipeline.asked] == ["en", None]


async def test_one_session_is_answered_one_question_at_a_time(serve: Serve) -> None:
    async with serve() as (client, core):
        waiting = [asyncio.create_task(ask(client, "slow", session_id="s")) for _ in range(3)]
        other = asyncio.create_task(ask(client, "slow", session_id="t"))
        while len(core.pipeline.asked) < 2:
            await asyncio.sleep(0)
        core.pipeline.release.set()
        assert [status for status, _ in await asyncio.gather(*waiting, other)] == [200] * 4
        assert core.pipeline.together == 1


async def test_an_answer_that_takes_too_long_is_stopped(serve: Serve) -> None:
    from adapters.rest.http.context import REST

    async with serve(question_timeout=7) as (client, _):
        assert client.app[REST].answer_seconds == 7
        client.app[REST].answer_seconds = 0.05
        status, body = await ask(client, "slow")
        assert (status, body["error"]["code"]) == (504, "too_slow")
        # The session is free again.
        client.app[REST].answer_seconds = 30
        assert (await ask(client, "data"))[0] == 200


async def test_question_ids_are_unique_and_threads_are_the_callers(serve: Serve) -> None:
    async with serve() as (client, core):
        for _ in range(2):
            await ask(client, "data", session_id="s")
        first, second = core.pipeline.asked
        assert first.id != second.id
        assert re.fullmatch(r"rest-[0-9a-f]{32}", first.id)
        assert first.thread == second.thread
        assert first.thread.key == "rest:local::s"
        assert first.kind == "rest"


async def test_more_questions_at_once_than_are_held_are_refused(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "MAX_ASKING", 2)
    async with serve() as (client, core):
        held = [asyncio.create_task(client.post("/v1/chat", json={"message": "slow"})) for _ in range(2)]
        while len(core.pipeline.asked) < 2:
            await asyncio.sleep(0.01)
        refused = await client.post("/v1/chat", json={"message": "one too many"})
        assert (refused.status, refused.headers["Retry-After"]) == (503, "5")
        assert (await refused.json())["error"]["code"] == "inbox_full"
        core.pipeline.release.set()
        assert [(await one).status for one in held] == [200, 200]
        assert (await client.post("/v1/chat", json={"message": "now"})).status == 200


async def test_a_question_that_is_sent_again_has_the_same_answer_and_stands_once(client: Client) -> None:
    named = {"Idempotency-Key": "7f3a"}
    first, again, other = [
        await (await client.post("/v1/chat", json={"message": "chart"}, headers=headers)).json()
        for headers in (named, named, {"Idempotency-Key": "another"})
    ]
    assert (again["question_id"], again["session_id"]) == (first["question_id"], first["session_id"])
    assert (again["response"], again["rows"], again["links"].keys()) == (
        first["response"],
        first["rows"],
        first["links"].keys(),
    )
    assert other["session_id"] != first["session_id"]
    turns = await (await client.get(f"/v1/sessions/{first['session_id']}")).json()
    assert len(turns["turns"]) == 1
