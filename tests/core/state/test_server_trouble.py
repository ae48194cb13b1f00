"""PostgreSQL under the state: restarted, read-only, full, failing over. Refused while it lasts, then it goes on by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from core.delivery.inbox import Inbox
from core.kernel.errors import StateUnavailable
from core.kernel.settings import with_async_driver
from core.state.database import State
from tests.core.delivery.worker_bench import Bench
from tests.core.helpers import question, thread, until
from tests.postgres import CannotStart, PostgresServer

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """One that may be ended."""
    try:
        own = PostgresServer(kept=True)
    except CannotStart as reason:
        pytest.skip(f"no embedded PostgreSQL: {reason}")
    yield own
    own.stop()


@pytest.fixture
def url(server: PostgresServer) -> str:
    return server.create_database()


@pytest.fixture
async def bench(url: str) -> AsyncIterator[Bench]:
    state = await State.open(with_async_driver(url))
    made = Bench(state)
    yield made
    for worker in made.workers:
        await worker.drain(0)
    await state.close()


beside = asyncio.to_thread
"""Whoever holds the event loop waits for ever when the server waits for a transaction of ours."""


async def refused(inbox: Inbox, name: str) -> None:
    with pytest.raises(StateUnavailable):
        await inbox.put(f"event of {name}", question(name, at=thread(name)))


async def goes_on(bench: Bench, name: str) -> None:
    """A question is stored and answered, without anybody having restarted anything."""

    async def stored() -> bool:
        try:
            await bench.inbox.put(f"event of {name}", question(name, at=thread(name)))
        except StateUnavailable:
            return False
        return True

    await until(stored)
    await until(lambda: name in bench.sent)
    assert bench.sent.count(name) == 1


async def test_restarted_under_a_running_worker(server: PostgresServer, bench: Bench) -> None:
    worker = bench.worker()
    await worker.start()
    await goes_on(bench, "before")
    await beside(server.crash)
    await refused(bench.inbox, "meanwhile")
    with pytest.raises(StateUnavailable):
        await bench.state.prove()  # what /health/ready asks
    await beside(server.start_again)
    await goes_on(bench, "after")
    await bench.state.prove()
    assert not await bench.inbox.put("event of before", question("before"))  # nothing was forgotten


async def test_read_only_for_a_while(server: PostgresServer, bench: Bench, url: str) -> None:
    await bench.worker().start()
    await goes_on(bench, "before")
    name = url.rpartition("/")[2]
    others = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    await beside(
        server.run_sql, server.url("postgres"), f"ALTER DATABASE {name} SET default_transaction_read_only = on"
    )
    await beside(server.run_sql, server.url("postgres"), others)
    await refused(bench.inbox, "meanwhile")
    with pytest.raises(StateUnavailable):
        await bench.state.prove()
    # Connections that were made meanwhile would stay read-only for good.
    await beside(server.run_sql, server.url("postgres"), f"ALTER DATABASE {name} RESET default_transaction_read_only")
    await goes_on(bench, "after")


async def test_full_for_a_while(server: PostgresServer, bench: Bench, url: str) -> None:
    await bench.worker().start()
    await goes_on(bench, "before")
    await beside(
        server.run_sql,
        url,
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$; "
        "CREATE TRIGGER full_disk BEFORE INSERT ON inbox EXECUTE FUNCTION full_disk(); "
        "CREATE TRIGGER full_disk BEFORE INSERT ON keyvalues EXECUTE FUNCTION full_disk()",
    )
    await refused(bench.inbox, "meanwhile")
    with pytest.raises(StateUnavailable):
        await bench.state.prove()
    await beside(server.run_sql, url, "DROP TRIGGER full_disk ON inbox; DROP TRIGGER full_disk ON keyvalues")
    await goes_on(bench, "after")


async def test_failing_over_to_the_standby(server: PostgresServer) -> None:
    """The last test of the module: the primary does not come back."""
    database = server.create_database().rpartition("/")[2]
    standby = await beside(PostgresServer, server)
    hosts = "&".join(f"host=127.0.0.1:{one.port}" for one in (server, standby))
    url = f"postgresql://postgres@/{database}?{hosts}&target_session_attrs=read-write"
    state = await State.open(with_async_driver(url))
    bench = Bench(state)
    try:
        await bench.worker().start()
        await goes_on(bench, "before")
        there = "DO $$ BEGIN IF NOT EXISTS (SELECT FROM inbox WHERE question_id = 'before' AND status = 'done') THEN "

        async def copied() -> bool:
            try:
                await beside(standby.run_sql, standby.url(database), f"{there} RAISE 'not yet'; END IF; END $$")
            except CannotStart:
                return False
            return True

        await until(copied)
        await beside(server.crash)
        await refused(bench.inbox, "meanwhile")  # the standby takes no writes yet
        await beside(standby.promote)
        await goes_on(bench, "after")
        assert not await bench.inbox.put("event of before", question("before"))
    finally:
        for worker in bench.workers:
            await worker.drain(0)
        await state.close()
        standby.stop()
