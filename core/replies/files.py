"""The files of an answer: CSV, workbook, chart and its script, made at the same time and stored together."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import structlog

from core.conversation.turn import Timing, Turn
from core.files.artifacts import ArtifactStore
from core.files.naming import FileTitle
from core.kernel.clock import Clock
from core.kernel.errors import MaintbotError, StorageFailed
from core.kernel.folding import fold
from core.kernel.messages import Artifact, ArtifactKind, Column, Language
from core.kernel.result import Result
from core.language.language import languages
from core.planning.chart_spec import ChartSpec
from core.replies.charts.pool import ChartPool
from core.replies.charts.script import script
from core.replies.csv_file import BIG, CsvDialect, to_csv
from core.replies.workbook.job import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, WorkbookJob, WorkbookTooLarge
from core.semantics.model import SemanticModel
from core.sentences import say
from core.sentences.replies import FILES_NOT_STORED
from core.telemetry import progress, traces
from core.wording.localise import shown

log = structlog.get_logger(__name__)
_ORDER: tuple[ArtifactKind, ...] = ("data", "workbook", "image", "code")


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
    """Makes and stores files; a chart or a workbook that fails leaves the answer without it.

    Args:
        locale: FILES_LOCALE, whose Excel reads the CSV.
        currency: ISO code of money in files.
    """

    def __init__(
        self,
        model: SemanticModel,
        charts: ChartPool,
        artifacts: ArtifactStore,
        clock: Clock,
        *,
        locale: str,
        currency: str,
    ) -> None:
        self.model = model
        self.charts = charts
        self.artifacts = artifacts
        self.clock = clock
        self.dialect = CsvDialect.of(locale)
        self.currency = currency

    async def make(
        self,
        result: Result,
        columns: Sequence[Column],
        spec: ChartSpec | None,
        *,
        drawn: Result,
        groups: Sequence[str] = (),
        title: FileTitle,
        language: Language,
        timing: Timing,
        book: Awaitable[WorkbookJob | None],
    ) -> Made:
        """CSV always, chart and script when there is a ``spec``, a workbook when there is a job for one.

        Args:
            drawn: what the chart shows: the result, or each value of all rows where MAX_ROWS cut the result.
            groups: the columns of a breakdown, in which rows without a value have a name.
            title: what a person's files are called after.
            timing: its ``image`` is set.
            book: what to write into the workbook; its words are found while the chart is drawn.

        Files that cannot be stored leave the answer without them, and it says so.
        """
        csv_task = asyncio.create_task(self._listed(result, columns, language, groups))
        drawing = asyncio.create_task(self._drawn(drawn, columns, spec, language, timing, groups))
        try:
            files: dict[ArtifactKind, bytes] = {"data": await csv_task}
            written, troubles = await self._written(book, len(files["data"]), language)
            files |= written
            pictures, more = await drawing
        finally:
            drawing.cancel()
        files |= pictures
        troubles = [*more, *troubles]
        try:
            at = self.clock.local(self.clock.now())
            stored = await self.artifacts.save(
                {kind: files[kind] for kind in _ORDER if kind in files}, at=at, title=title
            )
        except (StorageFailed, OSError) as error:
            log.error("files_not_stored", detail=str(error), advice="CHAT_DOCS_DIR: free space, or the right to write")
            return Made((), False, [*troubles, say(FILES_NOT_STORED, language)])
        return Made(stored, "image" in files, troubles)

    async def _listed(
        self, result: Result, columns: Sequence[Column], language: Language, groups: Sequence[str]
    ) -> bytes:
        """The CSV: the words of the table under the table's headings; dates and numbers as programs read them."""

        def written() -> bytes:
            words = shown(columns, result, self.model, language, buckets=False, booleans=True, groups=groups)
            return to_csv(columns, words, self.dialect, self.currency)

        # Long enough to be felt on the event loop.
        return await asyncio.to_thread(written) if len(result.rows) * len(columns) >= BIG else written()

    async def _drawn(
        self,
        result: Result,
        columns: Sequence[Column],
        spec: ChartSpec | None,
        language: Language,
        timing: Timing,
        groups: Sequence[str],
    ) -> tuple[dict[ArtifactKind, bytes], list[str]]:
        """The chart and its script, or why there is none."""
        if spec is None:
            return {}, []
        begun = time.perf_counter()
        progress.reached("drawing")
        try:
            picture = shown(columns, result, self.model, language, buckets=False, groups=groups)
            with traces.step("chart", kind=spec.kind):
                image = await self.charts.render(spec, columns, picture)
            if spec.times:
                return {"image": image}, []  # the CSV holds the first rows only: a script over it would draw others
            return {"image": image, "code": script(spec, columns, dialect=self.dialect).encode()}, []
        except MaintbotError as error:
            log.warning("chart_failed", code=error.code, detail=error.detail)
            return {}, [error.message(language)]
        finally:
            timing.image = time.perf_counter() - begun

    async def _written(
        self, book: Awaitable[WorkbookJob | None], csv_size: int, language: Language
    ) -> tuple[dict[ArtifactKind, bytes], list[str]]:
        """The workbook, or why there is none."""
        job = await book
        if job is None:
            return {}, []
        try:
            if csv_size > MOST_BYTES:
                raise WorkbookTooLarge(f"CSV of {csv_size} bytes")
            if len(job.result.rows) > MOST_ROWS or len(job.columns) > MOST_COLUMNS:
                raise WorkbookTooLarge(f"{len(job.result.rows)} rows of {len(job.columns)} columns")
            content = await self.charts.workbook(job)
            if len(content) > MOST_BYTES:
                raise WorkbookTooLarge(f"{len(content)} bytes")
        except MaintbotError as error:
            log.warning("workbook_failed", code=error.code, detail=error.detail)
            return {}, [error.message(language)]
        return {"workbook": content}, []


def wants_workbook(turn: Turn, result: Result) -> bool:
    """Whether somebody can be handed one: not in a terminal, and a single row stands in the answer itself."""
    several = len(result.rows) > 1 or (bool(result.rows) and file_asked(turn) is not None)
    return several and turn.question.kind not in ("terminal", "command")


def file_asked(turn: Turn) -> Literal["workbook", "data"] | None:
    """The file that the question names: «en excel», "as a csv file"; an unnamed one is the workbook."""
    said = f" {' '.join(token.folded for token in turn.heard.tokens)} "

    def names(role: str) -> bool:
        return any(f" {fold(word)} " in said for words in languages().values() for word in words.roles[role])

    return "data" if names("csv_wanted") else "workbook" if names("file_wanted") else None
