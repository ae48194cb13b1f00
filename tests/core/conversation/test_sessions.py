"""What a Thread remembers from one question to the next."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from core.conversation.audit import Audit
from core.conversation.people import People
from core.conversation.sessions import RECENT, Session, SessionStore
from core.delivery.inbox import Inbox
from core.kernel.messages import Artifact, Question, Reply, Thread, Viewer
from core.kernel.result import Result
from core.planning.plan import Plan, PlannedChoice, SessionView
from core.state.database import State
from core.state.tables import sessions
from tests.core.helpers import EVER, plan, question, reply, result, thread, viewer
from tests.core.state_watch import watched

CSV = Artifact(kind="data", path="20261122T120000-a/data_0.csv", filename="data.csv", media_type="text/csv", size=9)
PNG = Artifact(kind="image", path="20261122T120000-a/image_0.png", filename="i.png", media_type="image/png", size=9)


@pytest.fixture
def store(state: State) -> SessionStore:
    return SessionStore(state, idle_minutes=60)


async def answered(
    store: SessionStore, asked: Question, made: Plan | None, gave: Result | None = None, said: Reply | None = None
) -> Session:
    """One question through load and record."""
    session = await store.load(asked)
    said = said or reply(asked.id, made.action if made else "error", gave)
    await store.record(session, asked, made, gave, said)
    return session


async def make_older(state: State, asked: Question, by: timedelta) -> None:
    def work(connection: Any) -> None:
        found = connection.execute(sessions.select().where(sessions.c.thread_key == asked.thread.key)).mappings().all()
        for row in found:
            older: datetime = row["updated_at"] - by
            connection.execute(sessions.update().where(sessions.c.id == row["id"]).values(updated_at=older))

    await state.write(work)


async def test_a_thread_begins_with_nothing(store: SessionStore) -> None:
    session = await store.load(question())
    view: SessionView = session
    assert (view.language, view.last_plan, view.pending, view.recent) == (None, None, None, ())
    assert (session.is_new, session.last_result, session.last_question) == (True, None, None)
    assert not await store.has_answered(thread())


async def test_the_last_answer_is_there_for_the_next_question(store: SessionStore) -> None:
    first = question("q1", text="¿Qué equipos hay?")
    await answered(store, first, plan(sql="SELECT a"), result(4))
    session = await store.load(question("q2"))
    assert session.last_plan == plan(sql="SELECT a")
    assert session.last_result == result(4)
    assert session.last_question == first
    assert session.language == "es"
    assert session.recent == (("¿Qué equipos hay?", plan(sql="SELECT a")),)
    assert not session.is_new
    assert await store.has_answered(thread())


async def test_recording_brings_the_session_in_hand_up_to_date(store: SessionStore) -> None:
    before = await answered(store, question("q1"), plan(sql="SELECT a"), result(4))
    loaded = await store.load(question("q2"))
    for name in ("id", "turns", "language", "last_plan", "last_question", "pending", "recent", "result_id", "basis"):
        assert getattr(before, name) == getattr(loaded, name), name
    assert before.last_result == loaded.last_result


async def test_only_the_last_few_turns_are_shown_oldest_first(store: SessionStore) -> None:
    for n in range(RECENT + 3):
        await answered(store, question(f"q{n}", text=f"pregunta {n}"), plan(sql=f"SELECT {n}"), result(1))
    session = await store.load(question("next"))
    assert [text for text, _ in session.recent] == [f"pregunta {n}" for n in range(3, RECENT + 3)]
    assert session.turns == RECENT + 3


async def test_the_last_result_stays_through_turns_that_give_none(store: SessionStore) -> None:
    await answered(store, question("q0"), plan(sql="SELECT 0"), result(5))
    for n in range(RECENT + 2):
        await answered(store, question(f"h{n}"), plan("help", None))
    session = await store.load(question("next"))
    assert session.last_plan == plan(sql="SELECT 0")
    assert session.last_result == result(5)
    assert session.last_question == question("q0")


async def test_a_chart_of_the_last_result_does_not_become_the_last_plan(store: SessionStore) -> None:
    await answered(store, question("q1"), plan(sql="SELECT 1"), result(5))
    session = await store.load(question("q2"))
    drawn = session.last_result
    await store.record(session, question("q2"), plan("image", None), drawn, reply("q2", "image", drawn))
    session = await store.load(question("q3"))
    assert session.last_plan == plan(sql="SELECT 1")
    assert session.last_result == result(5)
    charted = await store.reply("q2")
    assert charted is not None
    assert charted.rows == result(5).rows


async def test_an_empty_result_is_a_result(store: SessionStore) -> None:
    await answered(store, question("q1"), plan(), result(0))
    assert (await store.load(question("q2"))).last_result == result(0)


async def test_a_clarification_waits_until_it_is_answered(store: SessionStore) -> None:
    asks = plan("clarify", None).model_copy(update={"choices": (PlannedChoice(id="1", label="Bombas", text="bombas"),)})
    await answered(store, question("q1", text="¿cuántas?"), asks)
    session = await store.load(question("q2", choice="1"))
    assert session.pending == asks
    assert session.pending_question == question("q1", text="¿cuántas?")
    await store.record(session, question("q2", choice="1"), plan(), result(), reply("q2"))
    assert session.pending is None
    assert (await store.load(question("q3"))).pending is None


async def test_an_error_neither_counts_nor_ends_a_clarification(store: SessionStore) -> None:
    asks = plan("clarify", None)
    await answered(store, question("q1"), asks)
    await answered(store, question("q2"), None, None, reply("q2", "error", error_code="database_unavailable"))
    await answered(store, question("q3"), plan(), None, reply("q3", "error", error_code="query_timeout"))
    session = await store.load(question("q4"))
    assert session.pending == asks
    assert session.last_plan is None
    assert [made for _, made in session.recent] == [asks]


async def test_a_button_speaks_of_the_answer_that_it_stands_under(store: SessionStore) -> None:
    asks = plan("clarify", None)
    await answered(store, question("q1"), plan(sql="SELECT 1"), result(1))
    await answered(store, question("q2"), asks)
    await answered(store, question("q3"), plan(sql="SELECT 3"), result(3))
    first = await store.load(question("p", about="q1"))
    assert (first.last_plan, first.last_result) == (plan(sql="SELECT 1"), result(1))
    assert [made.sql for _, made in first.recent] == ["SELECT 1"]
    second = await store.load(question("p", about="q2", choice="1"))
    assert (second.pending, second.last_plan) == (asks, plan(sql="SELECT 1"))
    third = await store.load(question("p", about="q3"))
    assert (third.pending, third.last_result) == (None, result(3))


async def test_what_a_press_on_an_old_answer_gave_is_built_on_next(store: SessionStore) -> None:
    for n in (1, 2):
        await answered(store, question(f"q{n}"), plan(sql=f"SELECT {n}"), result(n))
    await answered(store, question("p", about="q1"), plan("image", None))
    session = await store.load(question("next"))
    assert session.last_plan == plan(sql="SELECT 1")
    assert session.turns == 3


@pytest.mark.parametrize("about", ["nowhere", "elsewhere"])
async def test_a_press_on_what_is_not_of_this_thread_counts_for_nothing(store: SessionStore, about: str) -> None:
    await answered(store, question("elsewhere", at=thread("t2")), plan(sql="SELECT 'secret'"), result(9))
    await answered(store, question("q1"), plan(sql="SELECT 1"), result(1))
    session = await store.load(question("p", about=about))
    assert session.last_plan == plan(sql="SELECT 1")
    assert session.last_result == result(1)
    fresh = await store.load(question("p", about=about, at=thread("t3")))
    assert fresh.is_new
    assert fresh.last_plan is None


async def test_threads_know_nothing_of_each_other(store: SessionStore) -> None:
    await answered(store, question("q1", at=thread("t1")), plan(), result())
    assert (await store.load(question("q2", at=thread("t2")))).is_new


async def test_two_people_share_a_thread_and_are_told_apart(store: SessionStore, state: State) -> None:
    await answered(store, question("q1", text="de Ana", viewer=viewer("ana")), plan(), result())
    session = await store.load(question("q2", viewer=viewer("luis")))
    assert session.last_question is not None
    assert session.last_question.viewer == viewer("ana")
    await answered(store, question("q2", text="de Luis", viewer=viewer("luis")), plan(context_free=True), result())
    assert await People(state).last_questions(viewer("ana")) == ["de Ana"]
    assert await People(state).last_questions(viewer("luis")) == ["de Luis"]


@pytest.mark.parametrize(
    ("at", "anew"),
    [
        (thread(""), True),
        (thread("171.2"), False),
        (Thread(platform="rest", channel="550e8400"), False),
        (Thread(platform="terminal", channel="mine"), False),
    ],
)
async def test_a_pause_ends_the_session_of_a_flat_chat_alone(
    store: SessionStore, state: State, at: Thread, anew: bool
) -> None:
    first = question("q1", at=at)
    begun = await answered(store, first, plan(), result())
    await make_older(state, first, timedelta(minutes=59))
    assert (await store.load(question("q2", at=at))).id == begun.id
    await make_older(state, first, timedelta(minutes=2))
    later = await store.load(question("q2", at=at))
    assert later.is_new is anew
    assert (later.last_plan is None) is anew
    assert later.language == "es"
    await store.record(later, question("q2", at=at), plan(), result(), reply("q2"))
    again = await store.load(question("q3", at=at))
    assert again.id == later.id
    assert again.turns == (1 if anew else 2)


async def test_a_press_after_the_pause_still_knows_its_answer(store: SessionStore, state: State) -> None:
    flat = thread("")
    begun = await answered(store, question("q1", at=flat), plan(sql="SELECT 1"), result(2))
    await make_older(state, question("q1", at=flat), timedelta(hours=9))
    pressed = await store.load(question("p", at=flat, about="q1"))
    assert pressed.id != begun.id
    assert (pressed.last_plan, pressed.last_result) == (plan(sql="SELECT 1"), result(2))
    await store.record(pressed, question("p", at=flat, about="q1"), plan("image", None), None, reply("p", "image"))
    assert (await store.load(question("next", at=flat))).last_result == result(2)


async def test_a_new_topic_starts_clean(store: SessionStore) -> None:
    begun = await answered(store, question("q1"), plan(), result())
    await store.forget(thread())
    await store.forget(thread("unknown"))
    session = await store.load(question("q2"))
    assert session.id != begun.id
    assert (session.last_plan, session.recent, session.language) == (None, (), "es")
    await store.record(session, question("q2"), plan(), result(), reply("q2"))
    assert (await store.load(question("q3"))).id == session.id
    assert await store.has_answered(thread())


async def test_first_questions_at_the_same_moment_share_one_session(store: SessionStore) -> None:
    asked = [question(f"q{n}") for n in range(8)]
    loaded = await asyncio.gather(*(store.load(one) for one in asked))
    await asyncio.gather(
        *(store.record(s, q, plan(), result(), reply(q.id)) for s, q in zip(loaded, asked, strict=True))
    )
    session = await store.load(question("next"))
    assert session.turns == 8
    assert {one.id for one in loaded} == {session.id}


async def test_an_answer_is_recorded_once(store: SessionStore, state: State) -> None:
    await answered(store, question("q1"), plan(sql="SELECT 1"), result(1))
    await answered(store, question("q1"), plan(sql="SELECT 2"), result(2), reply("q1", text="otra"))
    session = await store.load(question("q2"))
    assert (session.turns, session.last_plan) == (1, plan(sql="SELECT 1"))
    kept = await store.reply("q1")
    assert kept is not None
    assert kept.text == "Hay 3."
    assert len(await Audit(state).lines(since=EVER)) == 1


async def test_replies_and_plans_come_back_equal(store: SessionStore) -> None:
    gave = result(300)
    said = reply("q1", rows=gave, artifacts=(CSV,), assumptions=("sin retirados",), sql="SELECT 1")
    await answered(store, question("q1"), plan(), gave, said)
    other_rows = reply("q2").model_copy(update={"columns": ("a",), "rows": (("shortened",),)})
    await answered(store, question("q2"), plan(), gave, other_rows)
    without = reply("q3")
    await answered(store, question("q3"), plan(), gave, without)
    assert [await store.reply(id) for id in ("q1", "q2", "q3", "q4")] == [said, other_rows, without, None]
    assert await store.plan("q1") == plan()
    assert await store.plan("q4") is None


async def test_ten_thousand_rows_come_back_and_the_reply_does_not_hold_them_twice(
    store: SessionStore, state: State
) -> None:
    gave = result(10_000)
    await answered(store, question("q1"), plan(), gave, reply("q1", rows=gave))
    assert (await store.load(question("q2"))).last_result == gave
    kept = await store.reply("q1")
    assert kept is not None
    assert kept.rows == gave.rows
    size = await state.read(lambda c: c.exec_driver_sql("SELECT length(reply) FROM turns").scalar_one())
    assert size < 2_000


async def test_recording_an_answer_does_not_unpack_the_result_before_it(
    store: SessionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(packed: bytes) -> None:
        raise AssertionError("unpacked a result that nobody asked for")

    await answered(store, question("q1"), plan(), result(5))
    session = await store.load(question("q2"))
    with monkeypatch.context() as patch:
        patch.setattr("core.conversation.session_rows.unpack", refuse)
        await store.record(session, question("q2"), plan("answer", None), None, reply("q2", "answer"))
    await store.record(session, question("q3"), plan("image", None), None, reply("q3", "image", result(5)))
    kept = await store.reply("q3")
    assert kept is not None
    assert kept.rows == result(5).rows


async def test_loading_takes_two_queries_and_recording_one_transaction(sqlite_url: str) -> None:
    state = await State.open(sqlite_url)
    store = SessionStore(state)
    await answered(store, question("q1"), plan(), result())
    with watched() as seen:
        for about in (None, "q1"):
            seen.reads.clear()
            session = await store.load(question("q2", about=about))
            assert len(seen.reads) == 2, seen.reads
        await store.record(session, question("q2"), plan(), result(), reply("q2"))
        assert seen.commits == 1
        assert len(seen.reads) == 2
    await state.close()


async def test_listing_shows_each_thread_of_a_person_once(store: SessionStore) -> None:
    key: Viewer = viewer("key-1", "rest")
    for n, channel in enumerate(("s1", "s2", "s1")):
        asked = question(f"q{n}", text=f"pregunta {n}", at=Thread(platform="rest", channel=channel), viewer=key)
        await answered(store, asked, plan(), result())
    await answered(store, question("other", at=Thread(platform="rest", channel="s3"), viewer=viewer("key-2")), plan())
    listed = await store.list(key)
    assert [(one.thread.channel, one.turns, one.title) for one in listed] == [
        ("s1", 2, "pregunta 0"),
        ("s2", 1, "pregunta 1"),
    ]
    assert len(await store.list(key, limit=1)) == 1
    found = await store.get(Thread(platform="rest", channel="s1"))
    assert found == listed[0]
    assert found.viewer_key == key.key
    assert await store.get(Thread(platform="rest", channel="nope")) is None


async def test_deleting_a_thread_leaves_nothing_of_it(store: SessionStore, state: State) -> None:
    rest = Thread(platform="rest", channel="s1")
    loud = SessionStore(state, log_questions=True)
    await answered(loud, question("q1", at=rest), plan(), result(), reply("q1", artifacts=(CSV, PNG)))
    await store.forget(rest)
    await answered(loud, question("q2", at=rest), plan(), result(), reply("q2", artifacts=(CSV,)))
    await answered(loud, question("q3", at=thread("stays")), plan(), result())
    assert await store.artifacts(rest) == (CSV, CSV, PNG)
    assert await store.latest(rest, "image") == PNG
    assert await store.latest(rest, "code") is None
    assert await store.delete(rest)
    assert not await store.delete(rest)
    assert await store.get(rest) is None
    assert await store.reply("q1") is None
    assert await store.artifacts(rest) == ()
    assert (await store.load(question("q4", at=rest))).is_new
    assert [line["text"] for line in await Audit(state).lines(since=EVER)] == [None, None, "¿Cuántos equipos hay?"]
    assert await state.read(lambda c: c.exec_driver_sql("SELECT count(*) FROM results").scalar_one()) == 1


async def test_a_thread_whose_question_is_being_answered_counts_as_answered(store: SessionStore, state: State) -> None:
    await Inbox(state).put("e1", question(at=thread("busy")))
    assert await store.has_answered(thread("busy"))
    assert not await store.has_answered(thread("quiet"))
