"""The files of an answer: CSV, chart and its script, made at the same time and stored together."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog

from core.conversation.turn import Timing
from core.files.artifacts import ArtifactStore
from core.kernel.clock import Clock
from core.kernel.errors import MaintbotError, StorageFailed
from core.kernel.messages import Artifact, ArtifactKind, Column, Language
from core.kernel.result import Result
from core.planning.chart_spec import ChartSpec
from core.replies.charts.charts import ChartPool
from core.replies.charts.script import script
from core.replies.csv_file import to_csv_aside
from core.semantics.model import SemanticModel
from core.sentences import say
from core.sentences.replies import FILES_NOT_STORED
from core.telemetry import progress
from core.wording.localise import shown

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Made:
    """What was made.

    Attributes:
        stored: the files, in the order that they are offered.
        drawn: whether the chart is among them.
        troubles: what there is to say of one that is not.
    """

    stored: tuple[Artifact, ...]
    drawn: bool
    troubles: list[str] = field(default_factory=list)


class FileMaker:
    """Makes and stores files; a chart that fails leaves the answer without it."""

    def __init__(self, model: SemanticModel, charts: ChartPool, artifacts: ArtifactStore, clock: Clock) -> None:
        self.model = model
        self.charts = charts
        self.artifacts = artifacts
        self.clock = clock

    async def make(
        self,
        result: Result,
        columns: Sequence[Column],
        spec: ChartSpec | None,
        *,
        title: str,
        language: Language,
        timing: Timing,
    ) -> Made:
        """CSV always, chart and script when there is a ``spec``.

        Args:
            title: what a person's files are called after.
            timing: its ``image`` is set.

        Files that cannot be stored leave the answer without them, and it says so.
        """
        csv_task = asyncio.create_task(to_csv_aside(columns, result))
        files: dict[ArtifactKind, bytes] = {}
        troubles: list[str] = []
        if spec is not None:
            begun = time.perf_counter()
            progress.reached("drawing")
            try:
                picture = shown(columns, result, self.model, language, buckets=False)
                files["image"] = await self.charts.render(spec, columns, picture)
                files["code"] = script(spec, columns).encode()
            except MaintbotError as error:
                log.warning("chart_failed", code=error.code, detail=error.detail)
                troubles.append(error.message(language))
            timing.image = time.perf_counter() - begun
        files["data"] = await csv_task
        ordered = {kind: files[kind] for kind in ("data", "image", "code") if kind in files}
        try:
            at = self.clock.local(self.clock.now())
            stored = await self.artifacts.save(ordered, at=at, title=title)
        except (StorageFailed, OSError) as error:
            log.error("files_not_stored", detail=str(error), advice="CHAT_DOCS_DIR: free space, or the right to write")
            return Made((), False, [*troubles, say(FILES_NOT_STORED, language)])
        return Made(stored, "image" in files, troubles)
