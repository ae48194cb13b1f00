"""Answering: from a leased question to its stored Steps, whatever the pipeline, the adapter or a crash did to it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection
from datetime import UTC, datetime
from typing import Final

import structlog

from core.delivery.adapter import Adapter
from core.delivery.inbox import Item
from core.delivery.observer import Observer
from core.delivery.outbox import Outbox
from core.delivery.stops import Stops
from core.delivery.stored_steps import StoredStep
from core.kernel.errors import MaintbotError
from core.kernel.messages import Language, Metrics, Question, Reply, Span
from core.sentences import Text, say
from core.sentences.memory import ANSWER_FAILED, ANSWER_STOPPED, ANSWER_TOO_SLOW, QUESTION_BREAKS_US

log = structlog.get_logger(__name__)

_MAY_BE_STOPPED: Final = 1.0
"""Seconds after which a question that is taken up may have been stopped before; younger ones are not looked up."""


class Answering:
    """Has questions answered, so many at once; the arguments are the Worker's."""

    def __init__(
        self,
        outbox: Outbox,
        pipeline: Callable[[Question], Awaitable[Reply]],
        *,
        replied: Callable[[str], Awaitable[Reply | None]] | None,
        default_language: Language,
        concurrency: int,
        answer_limit: float,
        max_attempts: int,
        observe: Observer,
        stops: Stops | None = None,
    ) -> None:
        self._outbox = outbox
        self._pipeline = pipeline
        self._replied = replied
        self._language: Language = default_language
        self._slots = asyncio.Semaphore(concurrency)
        self._limit = answer_limit
        self._max_attempts = max_attempts
        self._observe = observe
        self._stops = stops
        self._asked: dict[str, asyncio.Future[Reply]] = {}
        self._stopped: dict[str, bool] = {}
        self._courtesies: set[asyncio.Task[None]] = set()

    async def end(self) -> None:
        """Break off the signs that it works."""
        for task in self._courtesies:
            task.cancel()
        await asyncio.gather(*self._courtesies, return_exceptions=True)

    async def answer(self, item: Item, adapter: Adapter) -> list[StoredStep]:
        """Have a question answered, and its Steps stored."""
        question = item.question
        begun = time.monotonic()
        reply = await self._replied(question.id) if self._replied and item.attempts > 1 else None
        if reply is None and item.crashes >= self._max_attempts:
            log.error("question_poisonous", question_id=question.id, crashes=item.crashes)
            reply = self._sorry(question, QUESTION_BREAKS_US, "question_breaks_us")
        if reply is None:
            async with self._slots:
                showing = self._courtesy(adapter, question)
                reply = await self._unwanted(question) or await self._ask(question)
            if reply.silent:
                showing.cancel()  # no Step of it will end the sign
        self._observe(
            "question_answered",
            {"platform": adapter.platform, "reply": reply, "seconds": time.monotonic() - begun},
        )
        try:
            steps = adapter.steps(question, reply)
        except Exception:
            log.exception("render_defect", question_id=question.id, platform=adapter.platform)
            steps = adapter.steps(question, self._sorry(question, ANSWER_FAILED, "render_failed"))
        return await self._outbox.store(item, steps)

    @property
    def asked(self) -> Collection[str]:
        """The ids of the questions whose answers are being made."""
        return self._asked.keys()

    def stop(self, question_id: str, *, quiet: bool) -> bool:
        """Break off the making of an answer, its query in the database too; False when it is not being made here.

        Args:
            quiet: nothing is said instead of the answer.
        """
        task = self._asked.get(question_id)
        if task is None or task.done():
            return False
        self._stopped[question_id] = quiet
        task.cancel()
        return True

    async def _unwanted(self, question: Question) -> Reply | None:
        """What stands for the answer to a question that was stopped while it waited for its turn."""
        waited = (datetime.now(UTC) - question.received_at).total_seconds()
        if self._stops is None or waited < _MAY_BE_STOPPED:
            return None
        quiet = (await self._stops.wanted([question.id])).get(question.id)
        return None if quiet is None else self._instead(question, quiet=quiet)

    def _instead(self, question: Question, *, quiet: bool) -> Reply:
        log.info("question_stopped", question_id=question.id, quiet=quiet)
        reply = self._sorry(question, ANSWER_STOPPED, "stopped")
        return reply.model_copy(update={"silent": True}) if quiet else reply

    async def apologise(self, item: Item, adapter: Adapter) -> None:
        """Store a sentence that says that it failed, unless Steps are stored already."""
        sorry = self._sorry(item.question, ANSWER_FAILED, "internal")
        await self._outbox.store(item, adapter.steps(item.question, sorry))

    async def _ask(self, question: Question) -> Reply:
        making = self._asked[question.id] = asyncio.ensure_future(self._pipeline(question))
        try:
            async with asyncio.timeout(self._limit):
                return await making
        except asyncio.CancelledError:
            current = asyncio.current_task()
            if question.id not in self._stopped or (current is not None and current.cancelling()):
                raise  # the process stops, or the lease is another's
            return self._instead(question, quiet=self._stopped[question.id])
        except TimeoutError:
            log.error("answer_too_slow", question_id=question.id, seconds=self._limit)
            return self._sorry(question, ANSWER_TOO_SLOW, "answer_too_slow", seconds=f"{self._limit:g}")
        except Exception:
            log.exception("pipeline_defect", code=MaintbotError.code, question_id=question.id)
            return self._sorry(question, ANSWER_FAILED, "internal")
        finally:
            self._asked.pop(question.id, None)
            self._stopped.pop(question.id, None)

    def _courtesy(self, adapter: Adapter, question: Question) -> asyncio.Task[None]:
        """Show that it works, beside the answer: it must neither delay nor break it."""

        async def show() -> None:
            try:
                await adapter.working(question)
            except Exception as error:
                log.warning("working_sign_failed", platform=adapter.platform, error=type(error).__name__)

        task = asyncio.create_task(show())
        self._courtesies.add(task)
        task.add_done_callback(self._courtesies.discard)
        return task

    def _sorry(self, question: Question, text: Text, code: str, **values: str) -> Reply:
        language = question.language or self._language
        sentence = say(text, language, reference=question.id, **values)
        return Reply(
            question_id=question.id,
            language=language,
            action="error",
            headline=(Span(text=sentence),),
            error_code=code,
            metrics=Metrics(flow="failed"),
        )
