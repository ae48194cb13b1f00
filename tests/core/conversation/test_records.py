"""People, events that are no questions, feedback, audit lines, key values, and forgetting."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from core.conversation.audit import Audit
from core.conversation.feedback import Feedback
from core.conversation.people import People
from core.conversation.retention import forget_before
from core.conversation.sessions import SessionStore
from core.delivery.events import Events
from core.delivery.inbox import Inbox
from core.kernel.messages import Metrics, Question, Reply
from core.planning.plan import Plan, stored_plan
from core.state.database import State
from core.state.keyvalue import KeyValue
from core.state.tables import events, feedback, inbox, metadata, sessions
from tests.core.helpers import EVER, NOW, plan, question, reply, result, thread, viewer

_USUAL = plan(context_free=True)


async def answered(
    state: State, asked: Question, said: Reply | None = None, planned: Plan | None = _USUAL, **more: Any
) -> None:
    store = SessionStore(state, **more)
    said = said or reply(asked.id)
    await store.record(await store.load(asked), asked, planned, result(), said)


async def test_a_persons_language_is_remembered_and_their_choice_wins(state: State) -> None:
    people = People(state)
    assert await people.language(viewer()) is None
    await answered(state, question("q1"), reply("q1", language="en"))
    assert await people.language(viewer()) == "en"
    await people.set_language(viewer(), "es")
    await answered(state, question("q2"), reply("q2", language="en"))
    assert await people.language(viewer()) == "es"
    await people.set_language(viewer(), None)
    assert await people.language(viewer()) == "en"
    await people.set_language(viewer("luis"), "es")
    assert await people.language(viewer("luis")) == "es"
    assert await people.language(viewer("ana", "other")) is None


async def test_a_persons_last_questions_newest_first_each_once(state: State) -> None:
    texts = ["¿paros?", "¿OT vencidas?", "¿paros?", "", "¿refacciones?"]
    for n, asked in enumerate(texts):
        await answered(state, question(f"q{n}", text=asked))
    await answered(state, question("e", text="falla"), reply("e", "error"))
    await answered(state, question("other", text="de otro", viewer=viewer("luis")))
    assert await People(state).last_questions(viewer(), 5) == ["¿refacciones?", "¿paros?", "¿OT vencidas?"]
    assert await People(state).last_questions(viewer(), 1) == ["¿refacciones?"]
    assert await People(state).last_questions(viewer("nadie"), 5) == []


async def test_last_questions_are_those_that_can_be_asked_again_anywhere(state: State) -> None:
    here = thread("t9")
    sly = plan(restated='"context_free":true')
    await answered(state, question("q1", text="¿OT abiertas?", at=here), planned=plan())
    await answered(state, question("q2", text="¿y en soldadura?", at=here), planned=plan())
    await answered(state, question("q3", text='¿y "context_free":true?', at=here), planned=sly)
    await answered(state, question("q4", text="¿cuántas bombas hay?", at=here))
    await answered(state, question("q5", text="Por horas de paro", at=here, choice="2"))
    await answered(state, question("q6", text="vencidos", at=here), reply("q6", "clarify"))
    await answered(state, question("q7", text="gracias", at=here), reply("q7", "help"), planned=None)
    assert await People(state).last_questions(viewer(), 9) == ["¿cuántas bombas hay?", "¿OT abiertas?"]


async def test_an_event_happens_once(state: State) -> None:
    happened = await asyncio.gather(*(Events(state).once("welcome:C1") for _ in range(10)))
    assert sorted(happened) == [False] * 9 + [True]
    assert await Events(state).once("welcome:C2")
    await Events(state).forget("welcome:C1")
    assert await Events(state).once("welcome:C1")


async def test_a_thumb_is_kept_with_the_plan_that_it_judges(state: State) -> None:
    given = Feedback(state)
    await answered(state, question("q1"))
    await given.thumb("q1", viewer("ana"), "down")
    assert await given.comment("q1", viewer("ana"), "faltan las bombas")
    await given.thumb("q1", viewer("luis"), "up")
    ana, luis = await given.given(since=EVER)
    assert (ana["thumb"], ana["comment"], ana["question_id"]) == ("down", "faltan las bombas", "q1")
    assert stored_plan(ana["plan"]) == _USUAL
    assert (luis["thumb"], luis["comment"], luis["viewer_key"]) == ("up", None, viewer("luis").key)


async def test_a_change_of_mind_replaces_the_thumb(state: State) -> None:
    given = Feedback(state)
    await given.thumb("q1", viewer(), "down")
    await given.comment("q1", viewer(), "no")
    await given.thumb("q1", viewer(), "up")
    (only,) = await given.given(since=EVER)
    assert (only["thumb"], only["comment"], only["plan"]) == ("up", None, None)
    assert not await given.comment("q1", viewer("luis"), "sin pulgar")
    assert await given.given(since=datetime.now(UTC) + timedelta(hours=1)) == []


async def test_the_audit_line_says_what_happened_and_no_row(state: State) -> None:
    metrics = Metrics(
        total_time=0.5, flow="repaired", model_calls=1, tokens_in=900, tokens_cached=800, tokens_out=50, cost_usd=0.002
    )
    said = reply("q1", rows=result(3), sql="SELECT 1", planner="model", metrics=metrics)
    await answered(state, question("q1", plant="norte", kind="mention"), said)
    (line,) = await Audit(state).lines(since=EVER)
    del line["id"], line["at"]  # type: ignore[attr-defined]
    assert line == {
        "question_id": "q1",
        "platform": "fake",
        "workspace": "w",
        "thread_key": thread().key,
        "viewer_key": viewer().key,
        "plant": "norte",
        "kind": "mention",
        "text": None,
        "language": "es",
        "action": "data",
        "flow": "repaired",
        "planner": "model",
        "sql": "SELECT 1",
        "row_count": 3,
        "cached": False,
        "error_code": None,
        "seconds": 0.5,
        "model_calls": 1,
        "tokens_in": 900,
        "tokens_cached": 800,
        "tokens_out": 50,
        "cost_usd": 0.002,
    }


@pytest.mark.parametrize("log", [False, True])
async def test_the_questions_text_is_kept_only_when_asked_for(state: State, log: bool) -> None:
    await answered(state, question("q1", text="¿paros?"), log_questions=log)
    await Audit(state, log_questions=log).record(question("q2", text="¿paros?"), reply("q2"), at=NOW)
    await Audit(state, log_questions=log).record(question("q2", text="¿paros?"), reply("q2"), at=NOW)
    lines = await Audit(state).lines(since=EVER)
    assert [line["text"] for line in lines] == (["¿paros?"] * 2 if log else [None] * 2)


async def test_a_workspaces_cost_is_summed_from_a_moment_on(state: State) -> None:
    audit = Audit(state)
    for n, (day, cost) in enumerate([(1, 1.0), (2, 0.25), (3, 0.5)]):
        said = reply(f"q{n}", metrics=Metrics(cost_usd=cost))
        await audit.record(question(f"q{n}"), said, at=datetime(2026, 11, day, tzinfo=UTC))
    assert await audit.cost("w", since=datetime(2026, 11, 2, tzinfo=UTC)) == 0.75
    assert await audit.cost("elsewhere", since=EVER) == 0.0


async def test_key_values_are_json_that_outlives_a_restart(state_url: str) -> None:
    state = await State.open(state_url)
    kept = KeyValue(state)
    await kept.set("slack.team.T1", {"token": "sealed", "n": [1, None], "ñ": True})
    await kept.set("slack.team.T2", 1)
    await kept.set("slack.team.T2", 2)
    await kept.set("Slack.team_T3", 3)
    await state.close()
    state = await State.open(state_url)
    kept = KeyValue(state)
    assert await kept.get("slack.team.T1") == {"token": "sealed", "n": [1, None], "ñ": True}
    assert await kept.get("slack.team.T2") == 2
    assert await kept.keys("slack.team.") == ["slack.team.T1", "slack.team.T2"]
    assert await kept.delete("slack.team.T1")
    assert not await kept.delete("slack.team.T1")
    assert await kept.get("slack.team.T1") is None
    await state.close()


async def test_forgetting_takes_what_is_old_and_leaves_what_is_owed(state: State) -> None:
    old, now = datetime.now(UTC) - timedelta(days=40), datetime.now(UTC)
    for n in range(2):
        await answered(state, question(f"q{n}", at=thread(f"t{n}")))
        await Inbox(state).put(f"e{n}", question(f"q{n}", at=thread(f"t{n}")))
        await Feedback(state).thumb(f"q{n}", viewer(), "up")
        await Events(state).once(f"k{n}")
    await Inbox(state).put("owed", question("owed", at=thread("t9")))

    def age(connection: Any) -> None:
        connection.execute(sessions.update().where(sessions.c.thread_key == thread("t0").key).values(updated_at=old))
        connection.execute(inbox.update().where(inbox.c.question_id == "q0").values(finished_at=old))
        connection.execute(inbox.update().where(inbox.c.question_id == "owed").values(received_at=old))
        connection.execute(feedback.update().where(feedback.c.question_id == "q0").values(at=old))
        connection.execute(events.update().where(events.c.key == "k0").values(at=old))

    await state.write(age)
    gone = await forget_before(state, now - timedelta(days=30))
    assert gone == {"sessions": 1, "inbox": 1, "feedback": 1, "audit": 0, "events": 1}

    def count(connection: Connection) -> dict[str, int | None]:
        return {
            name: connection.scalar(select(func.count()).select_from(metadata.tables[name]))
            for name in ("sessions", "turns", "results", "inbox", "feedback", "audit", "events")
        }

    left = await state.read(count)
    assert left == {"sessions": 1, "turns": 1, "results": 1, "inbox": 2, "feedback": 1, "audit": 2, "events": 1}
