"""A session shown again, renamed; pages of its answers' rows; thumbs. Nobody reaches another one's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from adapters.rest.limits import MAX_COMMENT, MAX_PAGE, MAX_TITLE
from tests.adapters.rest.rig import Client, Serve


async def asked(client: Client, message: str, **headers: str) -> dict:
    response = await client.post("/v1/chat", json={"message": message, "session_id": "s"}, headers=headers)
    return await response.json()


def place(answer: dict, of: str) -> str:
    return f"/v1/sessions/s/answers/{answer['question_id']}/{of}"


async def test_a_session_is_shown_as_it_was_answered(client: Client) -> None:
    answer = await asked(client, "chart")
    await asked(client, "fail query_timeout")
    shown = await (await client.get("/v1/sessions/s")).json()
    assert shown["session"]["title"] == "chart"
    (turn,) = [turn for turn in shown["turns"] if turn["answer"]]
    assert turn["question"]["text"] == "chart"
    assert turn["error"] is None
    again = turn["answer"]
    assert again["rows"] is None, "all rows are paged, not shown"
    for name in ("response", "headline", "table", "definition", "assumptions", "question_id", "session_id", "action"):
        assert again[name] == answer[name], name
    assert (await client.get(again["links"]["image"])).status == 200


async def test_cells_are_text_as_everywhere_and_files_have_their_names(client: Client) -> None:
    answer = await asked(client, "chart")
    assert answer["table"]["texts"] == [["Welding", "6"], ["Mixing", "—"]]
    assert answer["table"]["heads"] == ["Área", "OT"]
    assert [span["text"] for span in answer["headline"] if span["bold"]] == ["6 OT abiertas"]
    assert [file["filename"].rpartition(".")[2] for file in answer["files"]] == ["csv", "png", "py"]
    assert all(file["filename"].startswith("ot_por_area_") for file in answer["files"])


async def test_a_session_is_renamed_and_gets_its_first_question_back(client: Client) -> None:
    await asked(client, "data one")
    for title, listed in (("  Paros de hoy ", "Paros de hoy"), ("x" * MAX_TITLE, "x" * MAX_TITLE), ("", "data one")):
        assert (await client.patch("/v1/sessions/s", json={"title": title})).status == 204
        sessions = (await (await client.get("/v1/sessions")).json())["sessions"]
        assert [entry["title"] for entry in sessions] == [listed]
    await asked(client, "data two")
    assert (await (await client.get("/v1/sessions/s")).json())["session"]["title"] == "data one"


async def test_a_title_outlives_a_new_topic_in_the_session(serve: Serve) -> None:
    async with serve() as (client, core):
        await asked(client, "data one")
        await client.patch("/v1/sessions/s", json={"title": "Mine"})
        await core.sessions.forget(core.pipeline.asked[0].thread)
        await asked(client, "data two")
        (entry,) = (await (await client.get("/v1/sessions")).json())["sessions"]
        assert entry["title"] == "Mine"
        shown = await (await client.get("/v1/sessions/s")).json()
        assert [turn["question"]["text"] for turn in shown["turns"]] == ["data one", "data two"]


async def test_names_are_looked_up_however_often_somebody_types(serve: Serve) -> None:
    async with serve(rate_limit="2/minute") as (client, _):
        found = [await client.get("/v1/completions", params={"text": "wel"}) for _ in range(5)]
        assert {response.status for response in found} == {200}
        assert (await found[0].json()) == {"start": 0, "completions": [{"text": "Welding", "kind": "area"}]}
        assert (await client.get("/v1/start")).status == 200
        assert (await client.get("/v1/sessions")).status == 200
        assert (await client.get("/v1/sessions")).status == 429


@pytest.mark.parametrize("body", [{"title": "x" * (MAX_TITLE + 1)}, {"title": "a\nb"}, {"title": 1}, {}])
async def test_a_title_that_is_none_changes_nothing(client: Client, body: dict) -> None:
    await asked(client, "data")
    assert (await client.patch("/v1/sessions/s", json=body)).status == 422
    assert (await (await client.get("/v1/sessions/s")).json())["session"]["title"] == "data"


async def test_every_row_can_be_paged_to(client: Client) -> None:
    answer = await asked(client, "data many")
    path = place(answer, "rows")
    first = await (await client.get(path)).json()
    assert (first["offset"], first["total"], len(first["texts"])) == (0, 12_000, 50)
    last = await (await client.get(path, params={"offset": 11_990, "limit": 50})).json()
    assert last["texts"][-1] == ["area 11999", "11,999"]
    most = await (await client.get(path, params={"limit": 999_999})).json()
    assert len(most["texts"]) == MAX_PAGE
    down = await (await client.get(path, params={"sort": "n", "descending": "true", "limit": 2})).json()
    assert down["texts"] == [["area 11999", "11,999"], ["area 11998", "11,998"]]


@pytest.mark.parametrize("query", ["offset=-1", "limit=x", "offset=1.5", "limit=٣", "sort=hidden", "offset=9999999999"])
async def test_a_page_that_there_cannot_be(client: Client, query: str) -> None:
    answer = await asked(client, "data")
    response = await client.get(f"{place(answer, 'rows')}?{query}")
    assert (response.status, (await response.json())["error"]["code"]) == (422, "invalid_request")


async def test_a_thumb_is_kept_and_a_change_of_mind_replaces_it(serve: Serve) -> None:
    async with serve() as (client, core):
        answer = await asked(client, "data")
        path = place(answer, "feedback")
        for body in ({"thumb": "down"}, {"thumb": "down", "comment": "x" * MAX_COMMENT}):
            assert (await client.put(path, json=body)).status == 204
        (given,) = await core.feedback.given(since=datetime(2000, 1, 1, tzinfo=UTC))
        assert (given["thumb"], given["comment"], given["question_id"]) == (
            "down",
            "x" * MAX_COMMENT,
            answer["question_id"],
        )
        assert (await client.put(path, json={"thumb": "up"})).status == 204
        (given,) = await core.feedback.given(since=datetime(2000, 1, 1, tzinfo=UTC))
        assert (given["thumb"], given["comment"]) == ("up", None)
        for body in ({"thumb": "sideways"}, {"comment": "x"}, {"thumb": "down", "comment": "x" * (MAX_COMMENT + 1)}):
            assert (await client.put(path, json=body)).status == 422


async def test_what_is_not_in_the_session_is_not_found(client: Client) -> None:
    answer = await asked(client, "data")
    for method, path, body in (
        ("GET", "/v1/sessions/s/answers/nothing/rows", None),
        ("GET", f"/v1/sessions/other/answers/{answer['question_id']}/rows", None),
        ("PUT", "/v1/sessions/s/answers/nothing/feedback", {"thumb": "up"}),
    ):
        response = await client.request(method, path, json=body)
        assert (response.status, (await response.json())["error"]["code"]) == (404, "answer_not_found"), path
    for method, body in (("GET", None), ("PATCH", {"title": "x"})):
        response = await client.request(method, "/v1/sessions/other", json=body)
        assert (response.status, (await response.json())["error"]["code"]) == (404, "session_not_found")


async def test_a_limit_is_taken_away_by_a_question_about_the_answer(serve: Serve) -> None:
    async with serve() as (client, core):
        body = {"message": "data", "session_id": "s", "choice": "without:0", "about": "q1"}
        assert (await client.post("/v1/chat", json=body)).status == 200
        (question,) = core.pipeline.asked
        assert (question.kind, question.choice, question.about) == ("button", "without:0", "q1")
