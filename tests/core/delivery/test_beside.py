"""Optional Steps go out beside their answer: they hold nobody up, survive restarts, and end as words if need be."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import Connection
from structlog.testing import capture_logs

from core.delivery.adapter import Receipt, Step
from core.delivery.beside import LANES, TRIES
from core.kernel.errors import DeliveryRateLimited, DeliveryRejected, DeliveryUncertain
from core.kernel.messages import Question
from core.state.database import State
from tests.core.delivery.worker_bench import Bench
from tests.core.helpers import FakeAdapter, question, thread, until


class WithFiles(FakeAdapter):
    """Answers of a text and a file. ``host`` says what the file host does: raised, or None when it takes the file."""

    def __init__(self, host: Exception | None = None, **more: Any) -> None:
        super().__init__(parts=2, optional=True, **more)
        self.host = host
        self.hold: asyncio.Event | None = None
        self.offers = True

    async def send(self, question: Question, step: Step, receipts: list[Receipt]) -> Receipt:
        if step.kind == "files":
            if self.hold is not None:
                self.calls.append(("held", question.id, step.index))
                await self.hold.wait()
            if self.host is not None:
                self.calls.append(("send", question.id, step.index))
                raise self.host
        return await super().send(question, step, receipts)

    def fallback(self, question: Question, step: Step, error: DeliveryRejected) -> Step | None:
        return Step(index=step.index, kind="note", payload={"text": "links"}, optional=True) if self.offers else None


@pytest.fixture
def adapter(bench: Bench) -> WithFiles:
    bench.adapter = made = WithFiles()
    return made


async def statuses(state: State) -> list[str]:
    def read(connection: Connection) -> list[str]:
        return [*connection.exec_driver_sql("SELECT status FROM steps ORDER BY question_id, position").scalars()]

    return await state.read(read)


def texts(adapter: FakeAdapter, asked: str = "q1") -> list[tuple[int, str]]:
    return adapter.to.of(asked)


async def test_the_file_follows_its_text(bench: Bench, adapter: WithFiles) -> None:
    await bench.put(question())
    await bench.worker().start()
    await until(lambda: len(adapter.to.messages) == 2)
    assert texts(adapter) == [(0, "Hay 3."), (1, "Hay 3.")]
    assert adapter.receipts == [[], [{"ts": "q1.0"}]]

    async def recorded() -> bool:
        return await statuses(bench.state) == ["sent", "sent"]

    await until(recorded)


async def test_a_file_that_hangs_holds_neither_its_thread_nor_the_worker(bench: Bench, adapter: WithFiles) -> None:
    adapter.hold = asyncio.Event()
    many = [question(f"q{n}", at=thread(f"t{n % 3}")) for n in range(LANES * 2)]
    await bench.put(*many)
    await bench.worker(in_flight=4).start()
    await bench.done()
    assert len(adapter.to.messages) == len(many)  # every text
    assert 1 <= [call[0] for call in adapter.calls].count("held") <= LANES
    adapter.hold.set()
    await until(lambda: len(adapter.to.messages) == 2 * len(many))


@pytest.mark.parametrize(
    ("host", "tries"),
    [(DeliveryRejected("403"), 1), (DeliveryUncertain("503"), TRIES), (ValueError("a defect"), TRIES)],
)
async def test_a_file_that_is_not_taken_becomes_its_replacement(
    bench: Bench, adapter: WithFiles, host: Exception, tries: int
) -> None:
    adapter.host = host
    await bench.put(question())
    with capture_logs() as logs:
        await bench.worker().start()
        await until(lambda: len(adapter.to.messages) == 2)
    assert texts(adapter) == [(0, "Hay 3."), (1, "links")]
    assert [call[0] for call in adapter.calls if call[2] == 1].count("send") == tries + 1
    assert [line["event"] for line in logs].count("delivery_retried") == tries - 1


async def test_without_a_replacement_it_is_left_out_and_logged(bench: Bench, adapter: WithFiles) -> None:
    adapter.host, adapter.offers = DeliveryRejected("gone", advice="keep them longer"), False
    await bench.put(question())

    async def recorded() -> bool:
        return await statuses(bench.state) == ["sent", "skipped"]

    with capture_logs() as logs:
        await bench.worker().start()
        await until(recorded)
    (line,) = [line for line in logs if line["event"] == "delivery_step_skipped"]
    assert (line["advice"], line["question_id"]) == ("keep them longer", "q1")


async def test_a_throttled_file_rests_without_a_lane_and_texts_go_on(bench: Bench, adapter: WithFiles) -> None:
    adapter.host = DeliveryRateLimited("429", retry_after=0.3)
    await bench.put(question("q1"), question("q2", at=thread("other")))
    await bench.worker().start()
    await bench.done()
    assert [index for _, index, _ in adapter.to.messages] == [0, 0]
    adapter.host = None
    await until(lambda: len(adapter.to.messages) == 4)
    assert [text for _, _, text in adapter.to.messages] == ["Hay 3."] * 4


async def test_a_restart_goes_on_and_looks_before_it_sends(bench: Bench, adapter: WithFiles) -> None:
    adapter.hold = asyncio.Event()
    await bench.put(question())
    first = bench.worker()
    await first.start()
    await until(lambda: ("held", "q1", 1) in adapter.calls)
    await first.drain(0)
    adapter.hold = None
    await bench.worker().start()
    await until(lambda: len(adapter.to.messages) == 2)
    assert ("find", "q1", 1) in adapter.calls
    assert texts(adapter) == [(0, "Hay 3."), (1, "Hay 3.")]


async def test_tries_are_counted_over_restarts(bench: Bench, adapter: WithFiles) -> None:
    adapter.host = DeliveryUncertain("503")
    await bench.put(question())
    for _ in range(2):
        worker = bench.worker()
        await worker.start()
        await asyncio.sleep(0.03)
        await worker.drain(1)
    await bench.worker().start()
    await until(lambda: len(adapter.to.messages) == 2)
    assert [call[0] for call in adapter.calls if call[2] == 1].count("send") <= TRIES + 1


async def test_two_workers_send_a_file_once(bench: Bench, adapter: WithFiles) -> None:
    await bench.put(*(question(f"q{n}", at=thread(f"t{n}")) for n in range(20)))
    for _ in range(2):
        await bench.worker().start()
    await until(lambda: len(adapter.to.messages) >= 40)
    await asyncio.sleep(0.1)
    assert sorted(adapter.to.messages) == sorted({*adapter.to.messages})


async def test_a_defect_on_the_way_skips_the_file_and_not_the_next_one(
    bench: Bench, adapter: WithFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = adapter.fallback

    def breaks(question: Question, step: Step, error: DeliveryRejected) -> Step | None:
        if question.id == "q1":
            raise RuntimeError("secret row 42")
        return plain(question, step, error)

    adapter.host = DeliveryRejected("413")
    monkeypatch.setattr(adapter, "fallback", breaks)
    await bench.put(question("q1"), question("q2"))
    with capture_logs() as logs:
        await bench.worker().start()
        await until(lambda: len(texts(adapter, "q2")) == 2)

        async def skipped() -> bool:
            return "skipped" in await statuses(bench.state)

        await until(skipped)
    assert texts(adapter, "q1") == [(0, "Hay 3.")]
    assert "question_defect" in [line["event"] for line in logs]
