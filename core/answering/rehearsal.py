"""Rehearsal: at start-up, each language's example question once, so that no person waits for imports and indexes."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Final

import structlog

from core.answering.executors.own import RunOwn
from core.conversation.session_rows import fresh
from core.kernel.clock import Clock
from core.kernel.errors import MaintbotError
from core.kernel.messages import Language, Question, Thread, Viewer
from core.planning.plan import OwnQuery
from core.replies.csv_file import to_csv
from core.replies.headlines.headline import headline
from core.understanding.planner import DeterministicPlanner

log = structlog.get_logger(__name__)

SECONDS: Final = 10.0
"""How long start-up waits for a plant that does not answer."""
_LANGUAGES: Final[tuple[Language, ...]] = ("es", "en")


async def rehearse(planner: DeterministicPlanner, running: RunOwn, clock: Clock) -> None:
    """Plan, run and word an example question in each language; nothing is kept or recorded, and no model is asked.

    A plant that is down costs a line in the log: the first question then waits for what could not be done now.
    """
    try:
        async with asyncio.timeout(SECONDS):
            for language in _LANGUAGES:
                for text in running.model.examples(language)[:1]:
                    await _play(planner, running, clock, text, language)
    except MaintbotError as error:
        log.warning("not_rehearsed", code=error.code, detail=error.detail)
    except TimeoutError:
        log.warning("not_rehearsed", code="timeout", detail=f"{SECONDS} s")


async def _play(planner: DeterministicPlanner, running: RunOwn, clock: Clock, text: str, language: Language) -> None:
    now = datetime.now(UTC)
    thread = Thread(platform="rehearsal", channel=language)
    question = Question(
        id="rehearsal",
        thread=thread,
        viewer=Viewer(platform="rehearsal", id="nobody"),
        text=text,
        received_at=now,
        language=language,
        offline=True,
    )
    plan = await planner.plan(question, fresh(thread, now, 1, language))
    if not isinstance(plan, OwnQuery):
        return
    plant = running.queries.plant
    # Past the caches: the first person's question runs its own query.
    result = await plant.database.run((await plant.ready()).check(plan.sql).sql)
    headline(plan, result, running.model, running.currency, clock.today())
    to_csv(plan.columns, result)
