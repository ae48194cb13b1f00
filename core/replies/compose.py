"""Composes a Reply: sentence, table, CSV, chart and its script are made at the same time, then stored together."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import structlog

from core.files.artifacts import ArtifactStore
from core.kernel.clock import Clock
from core.kernel.errors import MaintbotError, StorageFailed
from core.kernel.meanwhile import meanwhile
from core.kernel.messages import (
    Action,
    Artifact,
    ArtifactKind,
    Choice,
    Clarification,
    Column,
    Flow,
    Language,
    Metrics,
    Question,
    Reply,
    Span,
    Suggestion,
    Table,
)
from core.kernel.result import Result
from core.modelling.notes import verified_label, with_note
from core.planning.chart_spec import ChartKind, ChartSpec
from core.planning.plan import Plan
from core.replies.abstain import sentence_of, ways_on
from core.replies.charts.charts import ChartPool
from core.replies.charts.choice import chartable, choose
from core.replies.charts.script import script
from core.replies.columns import columns_of, hidden
from core.replies.csv_file import to_csv_aside
from core.replies.headlines.headline import Headline, headline
from core.replies.suggest import suggestions
from core.replies.table import preview
from core.replies.table_parts import chronological, leading
from core.semantics.model import SemanticModel
from core.sentences import replies as texts
from core.sentences import say
from core.wording import numbers as wording
from core.wording.describe.describer import Describer
from core.wording.localise import shown

log = structlog.get_logger(__name__)

PREVIEW_ROWS = 10
PREVIEW_PERIODS = 12
"""Rows of a time series: a year of months stands whole."""


@dataclass
class Timing:
    """Seconds that the parts of an answer took."""

    started: float = field(default_factory=time.perf_counter)
    plan: float = 0.0
    sql: float = 0.0
    image: float = 0.0

    @property
    def total(self) -> float:
        """Since the question was taken up."""
        return time.perf_counter() - self.started


@dataclass(frozen=True)
class Answered:
    """A plan with what came of it, ready to be worded.

    Attributes:
        sentence: replaces the described headline (model templates, prose).
        sql: the guarded query as people read it.
        title_of: what the files are called after.
    """

    plan: Plan
    result: Result | None = None
    sentence: tuple[Span, ...] | None = None
    sql: str | None = None
    cached: bool = False
    flow: Flow = "good"
    attempts: int = 0
    notes: tuple[str, ...] = ()


class Composer:
    """Makes Replies. Holds what drawing, storing and wording need."""

    def __init__(
        self, model: SemanticModel, charts: ChartPool, artifacts: ArtifactStore, clock: Clock, *, currency: str
    ) -> None:
        self.model = model
        self.charts = charts
        self.artifacts = artifacts
        self.clock = clock
        self.currency = currency

    def abstention(
        self, question: Question, plan: Plan, timing: Timing, *, flow: Flow | None = None, attempts: int = 0
    ) -> Reply:
        """A Reply that asks, helps or declines.

        Args:
            flow: given when it is none of the usual ones ("failed": no query held).
            attempts: queries that were tried before.
        """
        choices = tuple(Choice(id=choice.id, label=choice.label) for choice in plan.choices)
        sentence = sentence_of(plan, question)
        usual: dict[str, Flow] = {"clarify": "clarified", "refused": "refused"}
        spans = with_note((Span(text=sentence),), plan)
        return Reply(
            question_id=question.id,
            language=plan.language,
            action=plan.action,
            headline=spans,
            clarification=Clarification(question=sentence, choices=choices) if plan.action == "clarify" else None,
            suggestions=ways_on(plan, self.model),
            planner=plan.planner,
            metrics=self._metrics(plan, timing, flow or usual.get(plan.action, "good"), attempts),
        )

    def failure(self, question: Question, error: MaintbotError, language: Language, timing: Timing) -> Reply:
        """A Reply that says in one sentence what is wrong."""
        metrics = Metrics(total_time=timing.total, plan_time=timing.plan, sql_time=timing.sql, flow="failed")
        return Reply(
            question_id=question.id,
            language=language,
            action="error",
            headline=(Span(text=error.message(language)),),
            error_code=error.code,
            metrics=metrics,
        )

    async def told(
        self,
        question: Question,
        plan: Plan,
        sentence: tuple[Span, ...],
        timing: Timing,
        *,
        last: Result | None,
        sql: str | None,
        flow: Flow = "good",
    ) -> Reply:
        """A Reply that speaks of the last result: no query, no files."""
        return Reply(
            question_id=question.id,
            language=plan.language,
            action="answer",
            headline=sentence,
            columns=last.columns if last else None,
            rows=last.rows if last else None,
            sql=sql,
            sql_asked=plan.topic == "sql" and sql is not None,
            planner=plan.planner,
            metrics=self._metrics(plan, timing, flow, 0),
        )

    async def reply(self, question: Question, answered: Answered, timing: Timing, today: datetime) -> Reply:
        """The whole Reply of a plan with its result: files stored, rows kept.

        Raises:
            StorageFailed: the files could not be written.
        """
        plan, result = answered.plan, answered.result
        assert result is not None
        columns = columns_of(plan, result)
        spec = self._spec(plan, result, today)
        labels = [column for column in columns if column.name not in hidden(plan)]
        multi = len(result.rows) > 1 or len(labels) > 1

        def in_words() -> tuple[Headline, Table | None]:
            table = self._table(plan, labels, result) if result.rows and multi else None
            return self._headline(answered, result, today), table

        storing = self._stored(plan, result, columns, spec, timing, self._title(plan, spec, today))
        (artifacts, drawn, troubles), (worded, table) = await meanwhile(storing, in_words)
        action: Action = plan.action
        notes = list(worded.notes)
        if action in ("image", "data_image") and spec is None:
            notes.append(say(texts.NEVER_CHARTED, plan.language))
        if action in ("image", "data_image") and not drawn:
            action = "data"
        notes += troubles
        return Reply(
            question_id=question.id,
            language=plan.language,
            action=action,
            headline=worded.spans,
            definition=worded.definition,
            assumptions=self._assumptions(plan, result, notes + list(answered.notes)),
            table=table,
            columns=result.columns,
            rows=result.rows,
            sql=answered.sql or plan.sql,
            chart_title=spec.title if drawn and spec is not None else None,
            chartable=not drawn and chartable(plan, result),
            artifacts=artifacts,
            suggestions=plan.suggestions or self._suggestions(plan, result, drawn),
            freshness=say(texts.FRESH_TODAY, plan.language, time=f"{self.clock.local(result.queried_at):%H:%M}"),
            planner=plan.planner,
            verified=plan.planner == "verified",
            cached=answered.cached,
            metrics=self._metrics(plan, timing, answered.flow, answered.attempts),
        )

    # ---- parts ----

    def _title(self, plan: Plan, spec: ChartSpec | None, today: datetime) -> str:
        """What a person's files are called after: the chart's title, else what was asked about."""
        if spec is not None and spec.title:
            return spec.title
        if plan.query is None:
            return ""
        return Describer(self.model, plan.language, self.currency, today.date()).phrase(plan.query, None)

    def _table(self, plan: Plan, columns: Sequence[Column], result: Result) -> Table:
        """The rows to show at once, with what a smaller place shows of them."""
        series = chronological(plan, columns, result)
        return preview(
            columns,
            shown(columns, result, self.model, plan.language),
            PREVIEW_PERIODS if series else PREVIEW_ROWS,
            chronological=series,
            leading=leading(plan, columns, result, self.model),
        )

    def _headline(self, answered: Answered, result: Result, today: datetime) -> Headline:
        if answered.sentence is not None:
            made = Headline(spans=answered.sentence, definition=None, notes=())
        else:
            made = headline(answered.plan, result, self.model, self.currency, today.date())
        if answered.plan.degraded:
            spans = with_note(made.spans, answered.plan)
            made = Headline(spans=spans, definition=made.definition, notes=made.notes)
        return made

    def _spec(self, plan: Plan, result: Result, today: datetime) -> ChartSpec | None:
        if plan.action not in ("image", "data_image") or plan.chart is None:
            return None
        if plan.chart.x and plan.chart.y:
            return plan.chart
        wanted: ChartKind | Literal["auto"] = "auto" if plan.chart.title == "auto" else plan.chart.kind
        return choose(plan, result, wanted, self.model, today=today.date())

    async def _stored(
        self, plan: Plan, result: Result, columns: Sequence[Column], spec: ChartSpec | None, timing: Timing, title: str
    ) -> tuple[tuple[Artifact, ...], bool, list[str]]:
        """CSV and chart, made at the same time and stored; a chart that fails leaves the answer without it.

        Returns:
            The files, whether the chart is among them, and what there is to say of one that is not.
        """
        csv_task = asyncio.create_task(to_csv_aside(columns, result))
        files: dict[ArtifactKind, bytes] = {}
        drawn = False
        notes: list[str] = []
        if spec is not None:
            begun = time.perf_counter()
            try:
                picture = shown(columns, result, self.model, plan.language, buckets=False)
                files["image"] = await self.charts.render(spec, columns, picture)
                files["code"] = script(spec, columns).encode()
                drawn = True
            except MaintbotError as error:
                log.warning("chart_failed", code=error.code, detail=error.detail)
                notes.append(error.message(plan.language))
            timing.image = time.perf_counter() - begun
        files["data"] = await csv_task
        ordered = {kind: files[kind] for kind in ("data", "image", "code") if kind in files}
        return await self._store(ordered, title), drawn, notes

    async def _store(self, files: dict[ArtifactKind, bytes], title: str) -> tuple[Artifact, ...]:
        at = self.clock.local(self.clock.now())
        try:
            return await self.artifacts.save(files, at=at, title=title)
        except StorageFailed:
            raise
        except OSError as error:
            raise StorageFailed(type(error).__name__) from error

    def _assumptions(self, plan: Plan, result: Result, notes: list[str]) -> tuple[str, ...]:
        lines = []
        if plan.inherited:
            lines.append(say(texts.KEPT, plan.language, phrases="; ".join(plan.inherited)))
        lines += [say(texts.READ_AS, plan.language, written=written, read=read) for written, read in plan.corrections]
        lines += plan.assumptions
        lines += notes
        if (checked := verified_label(plan)) is not None:
            lines.append(checked)
        if result.truncated:
            lines.append(say(texts.TRUNCATED, plan.language, count=wording.number(len(result.rows), plan.language)))
        return tuple(dict.fromkeys(lines))

    def _suggestions(self, plan: Plan, result: Result, drawn: bool) -> tuple[Suggestion, ...]:
        made = suggestions(plan, result, self.model)
        chart = texts.AS_CHART_TEXT[plan.language]
        return tuple(item for item in made if not (drawn and item.text == chart))

    @staticmethod
    def _metrics(plan: Plan, timing: Timing, flow: Flow, attempts: int) -> Metrics:
        usage = plan.usage
        return Metrics(
            total_time=timing.total,
            plan_time=timing.plan,
            sql_time=timing.sql,
            image_time=timing.image,
            sql_attempts=attempts,
            flow="degraded" if plan.degraded else flow,
            model_calls=int(usage.get("calls", 0)),
            tokens_in=int(usage.get("tokens_in", 0)),
            tokens_cached=int(usage.get("tokens_cached", 0)),
            tokens_out=int(usage.get("tokens_out", 0)),
            cost_usd=float(usage.get("cost_usd", 0.0)),
        )
