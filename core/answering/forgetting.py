"""Forgetting a conversation: its questions, answers, results and files, so that nothing of them is on disk any more."""

from __future__ import annotations

from dataclasses import dataclass

from core.conversation.sessions import SessionStore
from core.files.artifacts import ArtifactStore
from core.kernel.messages import Thread
from core.state.database import State


@dataclass(frozen=True)
class Forgetting:
    """Forgets Threads."""

    sessions: SessionStore
    artifacts: ArtifactStore
    state: State

    async def forget(self, thread: Thread) -> bool:
        """Erase all that was said in a Thread, in every stretch of it; False when there is nothing.

        What is being answered there stays until it has its answer. Audit lines stay without text and SQL. The messages
        that stand in a platform's channel are the platform's.

        Raises:
            StillSealed: an earlier release sealed where the files are, and no key opens it; nothing is erased.
            StorageFailed: a file cannot be removed; nothing else is erased then, so that it can be tried again.
            StateUnavailable: the state database does not answer.
        """
        for path in await self.sessions.files(thread):
            await self.artifacts.delete(path)
        gone = await self.sessions.delete(thread)
        await self.state.scrub()
        return gone
