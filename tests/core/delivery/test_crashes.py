"""A process that dies between any two of its actions: after the restart nothing is lost, and nothing comes twice.

Every write to the state, every start of an answer and every call of the platform is a place to die, before and after.
A first run counts the places; then one run dies at each of them, and a new worker takes over what it left.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.conversation.sessions import SessionStore
from core.delivery.inbox import Inbox
from core.delivery.outbox import Outbox
from core.delivery.owner import Owner
from core.delivery.worker import Worker
from core.kernel.messages import Question, Reply
from core.kernel.settings import with_async_driver
from core.state.database import State
from tests.core.helpers import FakeAdapter, Platform, die, plan, question, reply, thread, until, workers_tasks

ASKED = [question("a1", at=thread("a")), question("b1", at=thread("b")), question("a2", at=thread("a"))]


class Fate:
    """Lets a process reach its n-th place and no further."""

    def __init__(self, at: int | None) -> None:
        self.at = at
        self.places: list[str] = []
        self.dead = asyncio.Event()

    async def reach(self, place: str) -> None:
        if not self.dead.is_set():
            self.places.append(place)
            if len(self.places) - 1 != self.at:
                return
            self.dead.set()
        await asyncio.Event().wait()


class Process:
    """One life of the bot over the state and the platform that outlive it."""

    answers = 0

    def __init__(self, state: State, platform: Platform, fate: Fate, *, findable: bool) -> None:
        self.state, self.fate = state, fate
        self.store = SessionStore(state)
        self.owner = Owner(state)
        self.adapter = FakeAdapter(platform, parts=2, findable=findable)
        self.adapter.pause = fate.reach
        self.inbox = Inbox(state)
        self.worker = Worker(
            self.inbox,
            Outbox(state, first_wait=0.001, longest_wait=0.002),
            self.answer,
            owner=self.owner,
            replied=self.store.reply,
            poll_seconds=0.1,
            lease_seconds=0.5,
        )
        self.worker.use(self.adapter)
        write = state.write

        async def fatal(work: Any, **more: Any) -> Any:
            await fate.reach("before write")
            value = await write(work, **more)
            await fate.reach("after write")
            return value

        state.write = fatal  # type: ignore[method-assign]

    async def answer(self, asked: Question) -> Reply:
        """An answer that comes out otherwise each time that it is made."""
        await self.fate.reach("answer")
        Process.answers += 1
        said = reply(asked.id, text=f"answer {Process.answers}")
        await self.store.record(await self.store.load(asked), asked, plan(), None, said)
        return said

    async def live(self) -> None:
        """Take what the platform delivers (again, when it was not told that we have it) until all is answered."""
        await self.worker.start()
        for asked in ASKED:
            await self.inbox.put(f"event of {asked.id}", asked)
            self.worker.wake()

        async def settled() -> bool:
            return await self.inbox.backlog() == 0

        await until(settled)

    async def die(self) -> None:
        """Vanish without a word: no clean-up of ours runs."""
        for task in workers_tasks():
            task.cancel()
        await asyncio.sleep(0)
        die(self.owner, self.state)
        await self.state.close()


async def life(url: str, platform: Platform, at: int | None, *, findable: bool) -> Fate:
    """One life that ends by itself or at its n-th place."""
    process = Process(await State.open(url), platform, fate := Fate(at), findable=findable)
    living = asyncio.create_task(process.live())
    dying = asyncio.create_task(fate.dead.wait())
    await asyncio.wait({living, dying}, return_when=asyncio.FIRST_COMPLETED)
    if not fate.dead.is_set():
        await living
    for task in (living, dying):
        task.cancel()
    await process.die()
    return fate


def check(platform: Platform, *, twice: int, story: str) -> None:
    for asked in ASKED:
        got = platform.of(asked.id)
        assert {index for index, _ in got} == {0, 1}, f"lost: {story}"
        assert len({text for _, text in got}) == 1, f"two answers to one question: {story}"
        assert [index for index, _ in got] == sorted(index for index, _ in got), f"out of order: {story}"
    ids = [id for id, index, _ in platform.messages if index == 0]
    assert ids.index("a1") < ids.index("a2"), f"thread out of order: {story}"
    assert len(platform.messages) - 6 <= twice, f"twice: {story}"


async def places(url: str) -> list[str]:
    platform = Platform()
    fate = await life(url, platform, None, findable=True)
    check(platform, twice=0, story="nobody died")
    return fate.places


@pytest.fixture
def fresh(tmp_path: Path, migrated: Path) -> Callable[[str], str]:
    """The URL of a new, empty state of that name."""

    def make(name: str) -> str:
        shutil.copy(migrated, tmp_path / f"{name}.sqlite")
        return f"sqlite:///{tmp_path / name}.sqlite"

    return make


@pytest.mark.parametrize(("findable", "part", "parts"), [(True, 0, 2), (True, 1, 2), (False, 0, 2)])
async def test_dying_anywhere_loses_nothing_and_sends_nothing_twice(
    fresh: Callable[[str], str], findable: bool, part: int, parts: int
) -> None:
    known = await places(fresh("count"))
    assert len(known) > 40
    assert {"before write", "after write", "answer", "before send", "after send"} == set(known)
    chosen = range(part, len(known), parts)
    died = 0
    for at in chosen:
        platform, url = Platform(), fresh(f"died-at-{at}")
        fate = await life(url, platform, at, findable=findable)
        died += fate.dead.is_set()
        await life(url, platform, None, findable=findable)
        # A platform that cannot be read back may show again what was on its way when the process died: one Step for
        # each of the two Threads that were being answered.
        check(platform, twice=0 if findable else 2, story=f"died at {at}: {fate.places[-1]}")
    assert died >= len(chosen) - 3  # tasks interleave, so runs differ by a few places


async def test_dying_again_and_again_still_ends_well(fresh: Callable[[str], str]) -> None:
    url, platform = fresh("state"), Platform()
    for at in (3, 9, 14, 8, 17, 5, 11, 6):
        await life(url, platform, at, findable=True)
    await life(url, platform, None, findable=True)
    check(platform, twice=0, story="eight deaths")


@pytest.mark.postgres
async def test_another_replica_takes_over_on_postgresql_when_the_lease_ends(postgres_url: str) -> None:
    url = with_async_driver(postgres_url)
    for at in (6, 13, 21, 30):
        platform = Platform()
        state = await State.open(url)
        empty = "TRUNCATE inbox, steps, sessions, turns, results, audit, people"
        await state.write(lambda connection, sql=empty: connection.exec_driver_sql(sql))  # type: ignore[misc]
        await state.close()
        await life(url, platform, at, findable=True)
        await life(url, platform, None, findable=True)
        check(platform, twice=0, story=f"died at {at}")
