"""Composes a Reply from what came of a Plan: sentence, table, files, and what is said beneath them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Literal

from core.conversation.turn import Timing, Turn
from core.files.artifacts import ArtifactStore
from core.files.naming import FileTitle
from core.kernel.clock import Clock
from core.kernel.errors import MaintbotError
from core.kernel.meanwhile import meanwhile
from core.kernel.messages import (
    Action,
    Choice,
    Clarification,
    Column,
    Flow,
    Language,
    Metrics,
    Question,
    Reply,
    ScopePart,
    Span,
    Suggestion,
    Table,
)
from core.kernel.result import Result
from core.modelling.notes import verified_label, with_note
from core.modelling.prose import beside
from core.planning.chart_spec import ChartKind, ChartSpec
from core.planning.plan import CheckedQuery, Queried
from core.planning.scope import scope
from core.replies.abstain import sentence_of, ways_on
from core.replies.charts.choice import chartable, choose, fits_unasked, may_illustrate, misfit, tells_all, worth_drawing
from core.replies.charts.pool import ChartPool
from core.replies.charts.title import breakdown_title, period_text
from core.replies.columns import chronological, columns_of, hidden, leading
from core.replies.cumulative import cumulative
from core.replies.files import FileMaker, file_asked, wants_workbook
from core.replies.freshness import freshness, warning
from core.replies.headlines.headline import Headline, headline
from core.replies.headlines.spread import TIMES
from core.replies.outcome import Abstained, Outcome, Shown, Spoken, metrics_of
from core.replies.pivot import pivot
from core.replies.suggest import suggestions
from core.replies.table import pivoted, preview
from core.replies.workbook.about import AnswerWords, about
from core.replies.workbook.job import WorkbookJob
from core.semantics.model import SemanticModel
from core.sentences import Text, say
from core.sentences import replies as texts
from core.wording import numbers as wording
from core.wording.describe.describer import Describer
from core.wording.localise import shown
from core.wording.precision import with_decimals
from core.wording.references import with_reference

PREVIEW_ROWS = 10
PREVIEW_PERIODS = 12
"""Rows of a time series: a year of months stands whole."""


class Composer:
    """Makes Replies. Holds what drawing, storing and wording need."""

    def __init__(
        self,
        model: SemanticModel,
        charts: ChartPool,
        artifacts: ArtifactStore,
        clock: Clock,
        *,
        currency: str,
        files_locale: str = "es-MX",
        auto_charts: bool = True,
        stale_hours: float = 24.0,
    ) -> None:
        self.model = model
        self.auto_charts = auto_charts
        self.stale_hours = stale_hours
        self.files = FileMaker(model, charts, artifacts, clock, locale=files_locale, currency=currency)
        self.clock = clock
        self.currency = currency

    async def compose(self, turn: Turn, outcome: Outcome) -> Reply:
        """The Reply of an outcome, whatever kind it is.

        Raises:
            StorageFailed: the files could not be written.
        """
        match outcome:
            case Abstained():
                return self._abstention(turn, outcome)
            case Spoken():
                return self._spoken(turn, outcome)
            case Shown(beside=None):
                return await self._shown(turn, outcome)
            case Shown(beside=telling):
                assert telling is not None
                reply = await beside(self._shown(turn, outcome), telling)
                metrics = reply.metrics.model_copy(update={"total_time": turn.timing.total})
                return reply.model_copy(update={"metrics": metrics})

    def failure(
        self,
        question: Question,
        error: MaintbotError,
        language: Language,
        timing: Timing,
        *,
        reference: str | None,
        retry: bool,
    ) -> Reply:
        """A Reply that says in one sentence what is wrong.

        Args:
            reference: by which the log's line is found; None when nothing of ours is broken, so that nobody looks.
            retry: whether asking the same again may help.
        """
        metrics = Metrics(total_time=timing.total, plan_time=timing.plan, sql_time=timing.sql, flow="failed")
        return Reply(
            question_id=question.id,
            language=language,
            action="error",
            headline=(Span(text=with_reference(error.message(language), reference, language)),),
            error_code=error.code,
            retry=retry,
            metrics=metrics,
        )

    # ---- kinds of outcome ----

    def _abstention(self, turn: Turn, outcome: Abstained) -> Reply:
        plan = outcome.plan
        choices = tuple(Choice(id=choice.id, label=choice.label) for choice in plan.choices)
        sentence = sentence_of(plan, turn.question)
        usual: dict[str, Flow] = {"clarify": "clarified", "refused": "refused"}
        flow = outcome.flow or usual.get(plan.action, "good")
        return Reply(
            question_id=turn.question.id,
            language=plan.language,
            action=plan.action,
            headline=with_note((Span(text=sentence),), plan),
            clarification=Clarification(question=sentence, choices=choices) if plan.action == "clarify" else None,
            suggestions=ways_on(plan, self.model),
            planner=plan.planner,
            metrics=metrics_of(plan, turn.timing, flow, outcome.attempts),
        )

    def _spoken(self, turn: Turn, outcome: Spoken) -> Reply:
        plan = outcome.plan
        return Reply(
            question_id=turn.question.id,
            language=plan.language,
            action="answer",
            headline=outcome.sentence,
            columns=outcome.of.columns,
            rows=outcome.of.rows,
            sql=outcome.sql,
            sql_asked=plan.topic == "sql" and outcome.sql is not None,
            planner=plan.planner,
            metrics=metrics_of(plan, turn.timing, "good", 0),
        )

    async def _shown(self, turn: Turn, outcome: Shown) -> Reply:
        plan, result, today = outcome.words, outcome.result, turn.today.date()
        columns = with_decimals(columns_of(plan, result), result, self.currency)
        spec, drawn = self._spec(turn, plan, result), result
        if spec is not None and spec.kind == "histogram" and outcome.values is not None:
            spec, drawn = spec.model_copy(update={"times": TIMES}), outcome.values
        if spec is not None and spec.kind == "pareto":
            columns, result = cumulative(spec, columns, result)
            drawn = result
        labels = [column for column in columns if column.name not in hidden(plan)]
        multi = len(result.rows) > 1 or len(labels) > 1
        title = self._title(plan, spec, today)
        book: asyncio.Future[WorkbookJob | None] = asyncio.get_running_loop().create_future()

        def in_words() -> tuple[Headline, Table | None]:
            table = self._table(plan, labels, result) if result.rows and multi else None
            worded = self._headline(outcome, turn.today)
            wanted = wants_workbook(turn, result)
            book.set_result(self._book(turn, outcome, labels, result, worded, title) if wanted else None)
            return worded, table

        making = self.files.make(
            result,
            columns,
            spec,
            drawn=drawn,
            groups=plan.roles.get("groups", ()),
            title=title,
            language=plan.language,
            timing=turn.timing,
            book=book,
        )
        made, (worded, table) = await meanwhile(making, in_words)
        notes = list(worded.notes)
        if plan.chart is not None and spec is None:
            notes.append(say(texts.LIST_NOT_CHARTED if len(result.rows) > 1 else texts.NEVER_CHARTED, plan.language))
        elif (why := self._other_kind(plan, result, spec)) is not None:
            notes.append(say(why, plan.language))
        action: Action = outcome.action
        if action != "image":
            action = "data_image" if made.drawn else "data"
        elif not made.drawn:
            action = "data"
        if table is not None and spec is not None and made.drawn:
            table = table.model_copy(update={"folded": tells_all(spec, labels, result, self.currency)})
        return Reply(
            question_id=turn.question.id,
            language=plan.language,
            action=action,
            headline=worded.spans,
            definition=worded.definition,
            assumptions=_assumptions(plan, result, notes + made.troubles, outcome.values),
            table=table,
            columns=result.columns,
            rows=result.rows,
            sql=outcome.sql or plan.sql,
            chart_title=spec.title if made.drawn and spec is not None else None,
            chartable=not made.drawn and chartable(plan, result),
            artifacts=made.stored,
            suggestions=self._suggestions(plan, result, made.drawn),
            scope=self._scope(outcome, today),
            freshness=freshness(
                outcome.newest,
                self.clock.local(result.queried_at),
                self.clock.local(self.clock.now()),
                plan.language,
            ),
            planner=outcome.planner,
            verified=outcome.planner == "verified",
            cached=outcome.cached,
            file_asked=file_asked(turn),
            metrics=metrics_of(outcome.plan, turn.timing, outcome.flow, outcome.attempts, plan.degraded),
        )

    # ---- parts ----

    def _title(self, plan: Queried, spec: ChartSpec | None, today: date) -> FileTitle:
        """What a person's files are called after: what was asked about, and its period or the day of the answer."""
        if plan.query is None:
            return FileTitle(spec.title if spec is not None else "", today.isoformat())
        describer = Describer(self.model, plan.language, self.currency, today)
        days = [period_text(describer, period) for period in (plan.query.period, plan.query.compare_to) if period]
        text = breakdown_title(describer, plan.query)
        return FileTitle(text, wording.join(days, plan.language) or today.isoformat())

    def _book(
        self,
        turn: Turn,
        outcome: Shown,
        columns: Sequence[Column],
        result: Result,
        worded: Headline,
        title: FileTitle,
    ) -> WorkbookJob:
        """What the workbook holds: the rows in words, and what was asked and counted."""
        plan = outcome.words
        describer = Describer(self.model, plan.language, self.currency, turn.today.date())
        asked_at = self.clock.local(result.queried_at)
        said = AnswerWords(
            question=turn.question.text,
            answer="".join(span.text for span in worded.spans),
            definition=worded.definition,
            assumptions=_assumptions(plan, result, list(worded.notes), outcome.values),
            sql=outcome.sql or plan.sql,
            asked_at=asked_at,
        )
        return WorkbookJob(
            title=title.whole,
            columns=tuple(columns),
            result=shown(
                columns, result, self.model, plan.language, buckets=False, groups=plan.roles.get("groups", ())
            ),
            about=about(said, plan.query, result, describer),
            language=plan.language,
            currency=self.currency,
            made_at=asked_at,
        )

    def _table(self, plan: Queried, columns: Sequence[Column], result: Result) -> Table:
        """The rows to show at once, with what a smaller place shows of them."""
        two_ways = plan.query is not None and len(plan.query.groups) == 2
        if two_ways and (made := pivot(plan, columns, result, self.model)) is not None:
            return pivoted(made, PREVIEW_PERIODS if made.chronological else PREVIEW_ROWS)
        series = chronological(plan, columns, result)
        return preview(
            columns,
            shown(columns, result, self.model, plan.language, groups=plan.roles.get("groups", ())),
            PREVIEW_PERIODS if series else PREVIEW_ROWS,
            chronological=series,
            leading=leading(plan, columns, result, self.model),
        ).model_copy(update={"groups": tuple(plan.roles.get("groups", ()))})

    def _headline(self, outcome: Shown, now: datetime) -> Headline:
        plan = outcome.words
        made = self._answered(outcome, now.date())
        old = warning(outcome.newest, plan.query, self.model, now, self.stale_hours, plan.language)
        return replace(made, spans=(*made.spans, *old)) if old else made

    def _answered(self, outcome: Shown, today: date) -> Headline:
        if outcome.sentence is not None:
            made = Headline(spans=outcome.sentence, definition=None, notes=())
        else:
            made = headline(outcome.words, outcome.result, self.model, self.currency, today, outcome.values)
        if outcome.words.degraded:
            spans = with_note(made.spans, outcome.words)
            made = Headline(spans=spans, definition=made.definition, notes=made.notes)
        return made

    def _spec(self, turn: Turn, plan: Queried, result: Result) -> ChartSpec | None:
        """The chart that was asked for, or that the answer is best read as."""
        today = turn.today.date()
        if plan.chart is None:
            if not (self.auto_charts and may_illustrate(turn.question) and worth_drawing(plan, result)):
                return None
            spec = choose(plan, result, None, self.model, today=today)
            return spec if spec is not None and fits_unasked(spec, result) else None
        if plan.chart.x and plan.chart.y:
            return plan.chart
        wanted: ChartKind | Literal["auto"] = "auto" if plan.chart.title == "auto" else plan.chart.kind
        return choose(plan, result, wanted, self.model, today=today)

    def _scope(self, outcome: Shown, today: date) -> tuple[ScopePart, ...]:
        """The limits that a press can take away: those of the query that the Session goes on from."""
        plan = outcome.words
        if not isinstance(outcome.plan, Queried) or outcome.plan.query != plan.query:
            return ()
        return scope(plan, Describer(self.model, plan.language, self.currency, today))

    def _other_kind(self, plan: Queried, result: Result, spec: ChartSpec | None) -> Text | None:
        """Why the chart is not of the kind that was asked for; None where it is, or where none was named."""
        asked = plan.chart
        if asked is None or spec is None or asked.title == "auto" or asked.kind == spec.kind:
            return None
        return misfit(plan, result, asked.kind, self.model)

    def _suggestions(self, plan: Queried, result: Result, drawn: bool) -> tuple[Suggestion, ...]:
        made = suggestions(plan, result, self.model)
        chart = texts.AS_CHART_TEXT[plan.language]
        return tuple(item for item in made if not (drawn and item.text == chart))


def _assumptions(plan: Queried, result: Result, notes: list[str], values: Result | None) -> tuple[str, ...]:
    lines = []
    taken = list(plan.assumptions)
    if plan.inherited:
        # «1 ene al 22 nov 2026» is kept, and «…, por fecha de cierre» says more of it: once is enough.
        fuller = {
            kept: line for kept in plan.inherited for line in taken if line == kept or line.startswith(f"{kept},")
        }
        taken = [line for line in taken if line not in fuller.values()]
        phrases = "; ".join(fuller.get(kept, kept) for kept in plan.inherited)
        lines.append(say(texts.KEPT, plan.language, phrases=phrases))
    lines += [say(texts.READ_AS, plan.language, written=written, read=read) for written, read in plan.corrections]
    lines += taken
    lines += notes
    if isinstance(plan, CheckedQuery):
        lines.append(verified_label(plan))
    if result.truncated:
        said = texts.TRUNCATED if values is None else texts.LISTED
        lines.append(say(said, plan.language, count=wording.number(len(result.rows), plan.language)))
    return tuple(dict.fromkeys(lines))
