"""What /health asks the parts of core: each for the least that shows that it would do its work.

The state writes, the plant's database reads one of the plant's own tables (a file that is gone, a table that was
dropped and a right that was taken away all show), the model's server is asked for its models, which costs nothing.
Adapters have their platforms watched themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.files.unfinished import none_is_unfinished, state_is_whole
from core.kernel.errors import ModelUnavailable
from core.semantics.quoting import quoted_source
from core.telemetry.health import Details, Health

if TYPE_CHECKING:
    from pathlib import Path

    from core.data.database import Database
    from core.delivery.inbox import Inbox
    from core.files.artifacts import ArtifactStore
    from core.modelling.client import ModelClient
    from core.semantics.model import SemanticModel
    from core.state.database import State

FILES_EVERY: Final = 30.0
"""Seconds between two looks at where files lie: a bucket asks money for them."""

MODEL_EVERY: Final = 60.0
"""Seconds between two looks at the model's server."""


def watch_databases(health: Health, state: State, database: Database, model: SemanticModel, home: Path) -> None:
    """Have both databases watched. Without the state nothing can be taken in, without the plant's nothing answered.

    Args:
        home: MAINTBOT_HOME; while a restore is unfinished there, or in the state, the state does not work.
    """
    plant_sql = probe_sql(model, database.dialect)

    async def state_works() -> None:
        none_is_unfinished(home)
        await state_is_whole(state)
        await state.prove()

    async def plant_works() -> None:
        await database.run(plant_sql, max_rows=1)

    health.watch("state", state_works, needed=True, accepts=True)
    health.watch("plant", plant_works, needed=True)


def watch_beside(health: Health, inbox: Inbox, artifacts: ArtifactStore, client: ModelClient | None) -> None:
    """Have watched what an answer can do without: files, the model, how long questions wait."""

    async def queue() -> Details:
        waiting = await inbox.queue()
        return {"unfinished": waiting.unfinished, "oldest_seconds": round(waiting.oldest_seconds, 1)}

    async def artifacts_work() -> None:
        await artifacts.prove()

    health.watch("queue", queue)
    health.watch("artifacts", artifacts_work, every=FILES_EVERY)
    if client is not None:
        health.watch("model", lambda: _model_works(client), every=MODEL_EVERY)


async def _model_works(client: ModelClient) -> None:
    """Raises: ModelUnavailable when its circuit is open, or it does not answer."""
    if client.breaker.position == "open":
        raise ModelUnavailable(client.breaker.reason or "circuit_open")
    await client.models()


def probe_sql(model: SemanticModel, dialect: str) -> str:
    """A query that reads at most one row of the model's first table, in the dialect of its database."""
    first = next(iter(model.datasets.values()), None)
    return f"SELECT 1 AS one FROM {quoted_source(first.source, dialect)} LIMIT 1" if first else "SELECT 1 AS one"
