"""The Adapter contract: how a Reply becomes delivery Steps, and how a Step is sent, once.

The outbox stores a Reply's Steps, runs them in order and records each before and after; an Adapter
only renders and sends. What was sent before a crash is found by ``find`` where a platform can be read back.
"""

from __future__ import annotations

from typing import Any, Literal, Protocol

from pydantic import Field

from core.kernel.errors import DeliveryRejected
from core.kernel.messages import Frozen, Question, Reply

StepKind = Literal["message", "files", "card", "consent", "ephemeral", "note"]


class Step(Frozen):
    """One thing to send.

    Attributes:
        payload: plain JSON that only the platform's adapter reads.
        optional: the answer is whole without it (its files, an offer to keep them). Such a Step goes out beside: after
            the essential ones, in lanes of its own, holding neither its Thread nor a place of the worker.
    """

    index: int
    kind: StepKind
    payload: dict[str, Any] = Field(default_factory=dict)
    optional: bool = False


Receipt = dict[str, Any]
"""Plain JSON that the platform gave back: message id, file ids, …"""


class Adapter(Protocol):
    """One platform. Implementations hold no state that a restart may lose."""

    platform: str

    def steps(self, question: Question, reply: Reply) -> list[Step]:
        """Render a Reply into ordered Steps. Pure: no I/O, never fails for a too long answer (it shortens)."""
        ...

    async def working(self, question: Question) -> None:
        """Show a status or a typing indicator. Must not raise; it is a courtesy."""
        ...

    async def send(self, question: Question, step: Step, receipts: list[Receipt]) -> Receipt:
        """Send one Step; ``receipts`` are those of the essential Steps before it.

        Raises:
            DeliveryRateLimited: throttled; the outbox waits and sends again.
            DeliveryUncertain: it may have arrived; the outbox calls ``find`` before it sends again, unless the error
                says that it is certainly not there.
            DeliveryRejected: it will never succeed; ``fallback`` is sent instead, else the outbox logs the advice and
                leaves an optional Step out or gives the question up.
        """
        ...

    async def find(self, question: Question, step: Step) -> Receipt | None:
        """Look whether this Step is there already; None when it is not, or when the platform cannot be read back."""
        ...

    def late(self, question: Question, step: Step, note: str) -> Step:
        """The Step with one more line, that it comes late. Pure: no I/O."""
        ...

    def fallback(self, question: Question, step: Step, error: DeliveryRejected) -> Step | None:
        """What is sent, once, in the place of a rejected Step; None when nothing can be. Pure: no I/O."""
        ...
