"""One message: the answer in the best form that Slack takes: with its chart, without, in plainer blocks, as text."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import structlog

from adapters.slack.sending import failures, lookup, pictures
from adapters.slack.sending.failures import calling
from core.delivery.adapter import Receipt, Step
from core.kernel.errors import DeliveryRejected, DeliveryUncertain
from core.kernel.messages import Question

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger(__name__)

Blocks = list[dict[str, Any]]


class Posts:
    """Sends messages.

    Args:
        in_messages: the charts within them.
        lines: calls at once.
    """

    def __init__(self, in_messages: pictures.Pictures, lines: asyncio.Semaphore) -> None:
        self._pictures = in_messages
        self._lines = lines

    async def answer(self, client: AsyncWebClient, question: Question, step: Step) -> Receipt:
        """The answer, in the first form that is taken.

        Returns:
            The receipt of ``post``, with ``lookup.IN_MESSAGE`` where the message shows its chart.

        Raises:
            DeliveryError: as ``post``; never for its blocks alone.
        """
        picture = await self._pictures.placed(client, question, step)
        rich, plain = step.payload["blocks"], step.payload["plain"]
        bare: list[tuple[Blocks, str | None]] = [(rich, None), (plain, None)]
        forms = bare if picture is None else [(rich, picture), (plain, picture), *bare[1:]]
        while forms:
            (form, shown), *forms = forms
            try:
                if shown is not None:
                    receipt = await self._pictured(client, question, step, pictures.shown(form, shown))
                    return {**receipt, lookup.IN_MESSAGE: True}
                await self._pictures.drop(client, question)
                return await self.post(client, question, step, pictures.without(form))
            except DeliveryRejected as error:
                if failures.reason(error) not in failures.BLOCKS_REFUSED:
                    await self._pictures.drop(client, question)
                    raise
                log.warning("slack_blocks_refused", question_id=question.id, detail=error.detail)
                if shown is not None and failures.blames_picture(error):
                    forms = bare
        return await self.post(client, question, step, None)

    async def _pictured(self, client: AsyncWebClient, question: Question, step: Step, block_list: Blocks) -> Receipt:
        """Slack may say for a moment after it has looked into a file that there is none."""
        for wait in pictures.REFUSED_WAITS:
            try:
                return await self.post(client, question, step, block_list)
            except DeliveryRejected as error:
                if failures.reason(error) not in failures.BLOCKS_REFUSED or not failures.blames_picture(error):
                    raise
            await asyncio.sleep(wait)
        return await self.post(client, question, step, block_list)

    async def post(self, client: AsyncWebClient, question: Question, step: Step, block_list: Blocks | None) -> Receipt:
        """One call of chat.postMessage, to the conversation or to whom the Step names with ``to``.

        Raises:
            DeliveryError: what its failure means.
        """
        where = question.delivery
        elsewhere = step.payload.get("to")
        async with self._lines:
            answer = await calling(
                "chat.postMessage",
                client.chat_postMessage(
                    channel=elsewhere or where["channel"],
                    thread_ts=None if elsewhere else where.get("thread_ts"),
                    text=step.payload["text"],
                    blocks=block_list,
                    unfurl_links=False,
                    unfurl_media=False,
                    metadata=lookup.marks(question, step),
                ),
            )
        if not isinstance(ts := answer.get("ts"), str) or not ts:
            raise DeliveryUncertain("chat.postMessage: an answer without a timestamp")
        return {"channel": answer.get("channel"), "ts": ts}
