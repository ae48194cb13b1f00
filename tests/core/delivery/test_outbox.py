"""A Reply's Steps are sent in order, each once, through everything that a platform does."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection
from structlog.testing import capture_logs

from core.delivery.adapter import Receipt, Step
from core.delivery.inbox import Inbox, Item, LeaseLost
from core.delivery.outbox import UNEXPECTED, Outbox, Stopped
from core.delivery.stored_steps import StoredSteps
from core.delivery.throttle import Throttle
from core.kernel.errors import DeliveryRateLimited, DeliveryRejected, DeliveryUncertain
from core.kernel.messages import Question
from core.state.database import State
from tests.core.helpers import FakeAdapter, question, reply, thread


def quick(state: State, **more: Any) -> Outbox:
    return Outbox(state, **{"first_wait": 0.001, "longest_wait": 0.002, **more})


async def leased(state: State, asked: Question | None = None, owner: str = "me") -> Item:
    asked = asked or question()
    inbox = Inbox(state)
    await inbox.put(f"event of {asked.id}", asked)
    return next(
        item for item in await inbox.lease(owner, ["fake"], limit=9, seconds=60) if item.question.id == asked.id
    )


async def deliver(outbox: Outbox, item: Item, adapter: FakeAdapter) -> bool:
    stored = await outbox.store(item, adapter.steps(item.question, reply(item.question.id)))
    return await outbox.deliver(item, adapter, stored)


async def ended(state: State) -> tuple[str, list[str]]:
    """The status of the one question and of its Steps."""

    def read(connection: Connection) -> tuple[str, list[str]]:
        of_steps = connection.exec_driver_sql("SELECT status FROM steps ORDER BY position").scalars().all()
        return connection.exec_driver_sql("SELECT status FROM inbox").scalar_one(), [*of_steps]

    return await state.read(read)


async def test_steps_are_sent_in_order_with_the_receipts_before_them(state: State) -> None:
    adapter = FakeAdapter(parts=3)
    assert await deliver(quick(state), await leased(state), adapter)
    assert adapter.to.of("q1") == [(0, "Hay 3."), (1, "Hay 3."), (2, "Hay 3.")]
    assert adapter.receipts == [[], [{"ts": "q1.0"}], [{"ts": "q1.0"}, {"ts": "q1.1"}]]
    assert await ended(state) == ("done", ["sent"] * 3)
    receipts = "SELECT receipt FROM steps ORDER BY position"
    kept = await state.read(lambda c: c.exec_driver_sql(receipts).scalars().all())
    assert [json.loads(one) for one in kept] == [{"ts": f"q1.{n}"} for n in range(3)]


async def test_a_step_is_recorded_before_it_goes_out(state: State) -> None:
    adapter = FakeAdapter(parts=2)
    seen: list[tuple[str, list[str]]] = []

    async def look(when: str) -> None:
        if when == "before send":
            seen.append(await ended(state))

    adapter.pause = look
    await deliver(quick(state), await leased(state), adapter)
    assert seen == [("leased", ["sending", "waiting"]), ("leased", ["sent", "sending"])]


async def test_an_answer_without_steps_is_done(state: State) -> None:
    assert await deliver(quick(state), await leased(state), FakeAdapter(parts=0))
    assert await ended(state) == ("done", [])


async def test_what_waits_for_a_channels_limit_is_sent_one_by_one(state: State) -> None:
    """Forty answers and a channel that takes one in a while: each is called for about once.

    Those that were on their way when the first was refused are refused too; how many they are is the machine's doing.
    Without turns each freed place would be asked for by all who wait, some 800 calls.
    """
    allowed_at = [0.0]

    class Limited(FakeAdapter):
        async def send(self, question: Question, step: Step, receipts: list[Receipt]) -> Receipt:
            self.calls.append(("send", question.id, step.index))
            await asyncio.sleep(0.005)
            now = asyncio.get_running_loop().time()
            if now < allowed_at[0]:
                raise DeliveryRateLimited(retry_after=allowed_at[0] - now)
            allowed_at[0] = now + 0.05
            self.to.messages.append((question.id, step.index, ""))
            return {}

    adapter, outbox = Limited(parts=1), quick(state)
    items = [await leased(state, question(f"q{n}", at=thread(str(n), channel="C1"))) for n in range(40)]
    await asyncio.gather(*(deliver(outbox, item, adapter) for item in items))
    assert len(adapter.to.messages) == 40
    assert len(adapter.calls) <= 160


async def test_throttled_is_sent_again_without_a_look(state: State) -> None:
    adapter = FakeAdapter(parts=1)
    adapter.faults = [DeliveryRateLimited(retry_after=0.01), DeliveryRateLimited(retry_after=0.01)]
    assert await deliver(quick(state), await leased(state), adapter)
    assert adapter.calls == [("send", "q1", 0)] * 3
    assert len(adapter.to.messages) == 1


async def test_a_throttled_channel_rests_and_others_go_on(state: State) -> None:
    outbox = quick(state)
    adapter = FakeAdapter(parts=1)
    adapter.faults = [DeliveryRateLimited(retry_after=30)]
    throttled, same, other = (
        question("a", at=thread("1", channel="C1")),
        question("b", at=thread("2", channel="C1")),
        question("c", at=thread("3", channel="C2")),
    )
    first = asyncio.create_task(deliver(outbox, await leased(state, throttled), adapter))
    while not adapter.calls:
        await asyncio.sleep(0.001)
    second = asyncio.create_task(deliver(outbox, await leased(state, same), adapter))
    assert await deliver(outbox, await leased(state, other), adapter)
    assert [id for id, _, _ in adapter.to.messages] == ["c"]
    assert [call[1] for call in adapter.calls] == ["a", "c"]
    outbox.stop()
    assert [type(one) for one in await asyncio.gather(first, second, return_exceptions=True)] == [Stopped, Stopped]


async def test_a_rest_lasts_as_long_as_the_platform_says() -> None:
    now = [100.0]
    throttle = Throttle(lambda: now[0])
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    throttle.rest("C1", 7.0)
    throttle.rest("C1", 3.0)  # a shorter word later does not end it
    async with throttle.turn("C2", sleep):
        assert slept == []
    async with throttle.turn("C1", sleep):
        assert slept == [7.0]
    assert throttle.left("C1") == 0.0
    throttle.rest("C2", 1.0)
    assert throttle.left("C2") == 1.0


@pytest.mark.parametrize("every", [0.5, 1.0, 1.8])
async def test_after_a_long_rest_the_pace_comes_back_to_what_the_platform_takes(every: float) -> None:
    now, taken_at, refused = [100.0], [0.0], []
    throttle = Throttle(lambda: now[0])

    async def sleep(seconds: float) -> None:
        now[0] += seconds

    throttle.rest("C1", 30.0)
    sent = []
    while len(sent) < 60:
        async with throttle.turn("C1", sleep):
            if now[0] < taken_at[0] + every:
                throttle.rest("C1", taken_at[0] + every - now[0])
                refused.append(now[0])
            else:
                taken_at[0] = now[0]
                sent.append(now[0])
    assert sent[59] - sent[20] < 39 * every * 1.2
    assert len(refused) < 12


async def test_what_is_certainly_not_there_is_sent_again_without_a_look(state: State) -> None:
    adapter = FakeAdapter(parts=1)
    adapter.faults = [DeliveryUncertain("no connection", may_be_there=False)]
    assert await deliver(quick(state), await leased(state), adapter)
    assert [call[0] for call in adapter.calls] == ["send", "send"]


async def test_every_retry_is_logged_once(state: State) -> None:
    adapter = FakeAdapter(parts=1)
    adapter.faults = [DeliveryUncertain("502"), DeliveryRateLimited("429", retry_after=0.001)]
    with capture_logs() as logs:
        assert await deliver(quick(state), await leased(state), adapter)
    assert [(line["event"], line["detail"]) for line in logs] == [
        ("delivery_retried", "502"),
        ("delivery_retried", "429"),
    ]


async def test_uncertain_and_arrived_is_not_sent_again(state: State) -> None:
    adapter = FakeAdapter(parts=2)
    adapter.after = [DeliveryUncertain("dropped")]
    assert await deliver(quick(state), await leased(state), adapter)
    assert [index for index, _ in adapter.to.of("q1")] == [0, 1]
    assert adapter.calls == [("send", "q1", 0), ("find", "q1", 0), ("send", "q1", 1)]
    assert adapter.receipts[1] == [{"ts": "q1.0"}]


async def test_uncertain_and_not_arrived_is_sent_again(state: State) -> None:
    adapter = FakeAdapter(parts=1)
    adapter.faults = [DeliveryUncertain("502"), DeliveryUncertain("503")]
    assert await deliver(quick(state), await leased(state), adapter)
    assert len(adapter.to.messages) == 1
    assert [call[0] for call in adapter.calls] == ["send", "find", "send", "find", "send"]


async def test_a_call_that_hangs_is_uncertain(state: State) -> None:
    adapter = FakeAdapter(parts=1)
    hung = []

    async def hang(when: str) -> None:
        if when == "after send" and not hung:
            hung.append(when)
            await asyncio.Event().wait()

    adapter.pause = hang
    assert await deliver(quick(state, send_limit=0.05), await leased(state), adapter)
    assert len(adapter.to.messages) == 1


async def test_a_look_that_is_throttled_or_fails_is_repeated_before_anything_is_sent(state: State) -> None:
    adapter = FakeAdapter(parts=1)
    adapter.after = [DeliveryUncertain("dropped")]
    adapter.find_faults = [DeliveryRateLimited(retry_after=0.001), DeliveryUncertain("500")]
    assert await deliver(quick(state), await leased(state), adapter)
    assert [call[0] for call in adapter.calls] == ["send", "find", "find", "find"]
    assert len(adapter.to.messages) == 1


async def test_a_platform_that_may_not_be_read_counts_as_unreadable(state: State) -> None:
    adapter = FakeAdapter(parts=1)
    adapter.faults = [DeliveryUncertain("dropped")]
    adapter.find_faults = [DeliveryRejected("missing_scope", advice="add channels:history")]
    with capture_logs() as logs:
        assert await deliver(quick(state), await leased(state), adapter)
    assert len(adapter.to.messages) == 1
    assert [line["advice"] for line in logs if line["event"] == "delivery_cannot_look"] == ["add channels:history"]


async def test_an_outage_ends_in_a_failure_after_its_time(state: State) -> None:
    adapter = FakeAdapter(parts=2)
    item = await leased(state)
    await quick(state).store(item, adapter.steps(item.question, reply()))
    adapter.faults = [DeliveryUncertain("down")] * 50
    long_ago = Item(item.id, item.question, item.owner, 1, 0, item.received_at, datetime.now(UTC) - timedelta(hours=7))
    with capture_logs() as logs:
        assert not await quick(state).deliver(long_ago, adapter)
    assert await ended(state) == ("failed", ["failed", "skipped"])
    assert [line["event"] for line in logs] == ["delivery_failed"]
    assert adapter.to.messages == []


async def test_rejected_gives_the_question_up_with_the_advice_in_the_log(state: State) -> None:
    adapter = FakeAdapter(parts=3)
    adapter.faults = [None, DeliveryRejected("is_archived", advice="unarchive the channel")]
    seen: list[str] = []
    outbox = quick(state, observer=lambda name, fields: seen.append(name))
    with capture_logs() as logs:
        assert not await deliver(outbox, await leased(state), adapter)
    assert await ended(state) == ("failed", ["sent", "failed", "skipped"])
    (line,) = [line for line in logs if line["event"] == "delivery_failed"]
    assert (line["advice"], line["detail"], line["question_id"], line["kind"]) == (
        "unarchive the channel",
        "is_archived",
        "q1",
        "files",
    )
    assert seen == ["delivery_failed"]


class WithFallback(FakeAdapter):
    """Offers something else once a Step is rejected."""

    offer: Step | None = None

    def fallback(self, question: Question, step: Step, error: DeliveryRejected) -> Step | None:
        self.calls.append(("fallback", error.detail, step.index))
        return self.offer


async def test_the_replacement_is_sent_in_the_steps_place(state: State) -> None:
    adapter = WithFallback(parts=2)
    adapter.offer = Step(index=0, kind="note", payload={"text": "plain"})
    adapter.faults = [DeliveryRejected("invalid_blocks"), DeliveryRateLimited(retry_after=0.001)]
    assert await deliver(quick(state), await leased(state), adapter)
    assert adapter.to.of("q1") == [(0, "plain"), (1, "Hay 3.")]
    assert [one.fallback for one in await StoredSteps(state).load("q1")] == [True, False]
    assert await ended(state) == ("done", ["sent", "sent"])


async def test_the_replacement_is_tried_once(state: State) -> None:
    adapter = WithFallback(parts=1)
    adapter.offer = Step(index=0, kind="note", payload={"text": "plain"})
    adapter.faults = [DeliveryRejected("first"), DeliveryRejected("second"), DeliveryRejected("third")]
    assert not await deliver(quick(state), await leased(state), adapter)
    assert [call[0] for call in adapter.calls] == ["send", "fallback", "send"]
    assert await ended(state) == ("failed", ["failed"])


@pytest.mark.parametrize("offer", [None, ValueError("broken")])
async def test_no_replacement_is_a_failure(state: State, offer: object) -> None:
    adapter = WithFallback(parts=1)
    if isinstance(offer, Exception):

        def broken(*_: object) -> None:
            raise offer

        adapter.fallback = broken  # type: ignore[method-assign,assignment]
    adapter.faults = [DeliveryRejected("no")]
    assert not await deliver(quick(state), await leased(state), adapter)
    assert await ended(state) == ("failed", ["failed"])


async def test_a_defect_of_an_adapter_is_looked_for_and_tried_a_few_times(state: State) -> None:
    adapter = FakeAdapter(parts=1)
    adapter.faults = [KeyError("ts")] * 9
    with capture_logs() as logs:
        assert not await deliver(quick(state), await leased(state), adapter)
    assert [call[0] for call in adapter.calls].count("send") == UNEXPECTED
    assert [line["event"] for line in logs if line["event"] != "delivery_retried"] == [
        *["delivery_defect"] * UNEXPECTED,
        "delivery_failed",
    ]


async def test_nothing_is_recorded_once_the_lease_is_lost(state: State) -> None:
    adapter = FakeAdapter(parts=2)
    item = await leased(state)

    async def lose(when: str) -> None:
        if when == "after send":
            await Inbox(state).release_dead(["me"])
            await Inbox(state).lease("thief", ["fake"], limit=1, seconds=60)

    adapter.pause = lose
    with pytest.raises(LeaseLost):
        await deliver(quick(state), item, adapter)
    assert adapter.to.of("q1") == [(0, "Hay 3.")]
    assert await ended(state) == ("leased", ["sending", "waiting"])


async def test_after_a_restart_what_was_being_sent_is_looked_for_and_the_rest_is_sent(state: State) -> None:
    adapter = FakeAdapter(parts=3)
    item = await leased(state)
    stored = await quick(state).store(item, adapter.steps(item.question, reply()))
    steps = StoredSteps(state)
    stored[0].receipt = {"ts": "q1.0"}
    await steps.end(item, stored[0], stored[1])
    adapter.to.messages = [("q1", 0, "Hay 3."), ("q1", 1, "Hay 3.")]  # the second arrived, unrecorded
    assert await quick(state).deliver(item, adapter)
    assert adapter.calls == [("find", "q1", 1), ("send", "q1", 2)]
    assert [index for index, _ in adapter.to.of("q1")] == [0, 1, 2]
    assert adapter.receipts == [[{"ts": "q1.0"}, {"ts": "q1.1"}]]


async def test_stored_steps_are_what_is_sent_however_the_answer_would_come_out_now(state: State) -> None:
    item = await leased(state)
    await quick(state).store(item, FakeAdapter(parts=1).steps(item.question, reply(text="first")))
    await quick(state).store(item, FakeAdapter(parts=1).steps(item.question, reply(text="second")))
    adapter = FakeAdapter(parts=1)
    assert await quick(state).deliver(item, adapter)
    assert adapter.to.of("q1") == [(0, "first")]
