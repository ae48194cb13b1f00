"""The nouns that travel: Thread, Viewer, Question, Reply and what a Reply is made of.

All are frozen pydantic models, so each can be stored as JSON in the inbox, the outbox and the sessions and read back
equal. Nothing in here knows Slack, Teams or HTTP: what a platform needs for its own delivery travels in
``Question.delivery`` as plain JSON that only that platform's adapter reads.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from urllib.parse import quote, unquote

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["es", "en"]
Action = Literal["answer", "image", "data", "data_image", "clarify", "help", "refused", "error"]
Flow = Literal["good", "repaired", "cached", "clarified", "refused", "degraded", "failed"]
Planner = Literal["deterministic", "model", "verified"]
Cell = str | int | float | None
"""A result's value, normalised in core/data: dates are ISO text, booleans are 0 or 1, decimals are float."""

ColumnKind = Literal[
    "text", "integer", "number", "money", "percent", "hours", "minutes", "days", "date", "datetime", "boolean"
]
ArtifactKind = Literal["data", "workbook", "image", "code"]
QuestionKind = Literal[
    "mention", "message", "command", "button", "select", "shortcut", "suggestion", "rest", "terminal", "scheduled"
]


class Frozen(BaseModel):
    """Base of everything that travels: immutable, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Thread(Frozen):
    """Where a conversation happens; the key of its Session.

    Written ``platform:workspace:channel:thread``, each part percent-encoded, so any platform's ids fit and the
    text form can be parsed back. A flat chat or a DM leaves ``thread`` empty.
    """

    platform: str
    workspace: str = ""
    channel: str = ""
    thread: str = ""

    @property
    def key(self) -> str:
        """The text form, unique per Thread."""
        return ":".join(quote(part, safe="") for part in (self.platform, self.workspace, self.channel, self.thread))

    @classmethod
    def parse(cls, key: str) -> Thread:
        """Read a text form back.

        Raises:
            ValueError: when ``key`` has not exactly four parts or no platform.
        """
        parts = key.split(":")
        if len(parts) != 4 or not parts[0]:
            raise ValueError(f"not a thread key: {key!r}")
        platform, workspace, channel, thread = (unquote(part) for part in parts)
        return cls(platform=platform, workspace=workspace, channel=channel, thread=thread)


class Viewer(Frozen):
    """Who asks. ``id`` is unique within platform and workspace; policies and caches key on ``key``."""

    platform: str
    workspace: str = ""
    id: str
    name: str | None = None

    @property
    def key(self) -> str:
        """Unique over platforms, percent-encoded like a Thread's key."""
        return ":".join(quote(part, safe="") for part in (self.platform, self.workspace, self.id))


class Question(Frozen):
    """Everything that a person does becomes one of these; there is no second path to an answer.

    Attributes:
        id: unique and derived from the platform's event id, so that a redelivery has the same one.
        text: what the person wrote, mentions stripped and entities unescaped.
        kind: how it was asked.
        choice: the id of a clarification's Choice when a button or select was pressed.
        about: the id of the earlier Question that this one speaks of (a button under its answer); else the last.
        language: the person's known language; the question's own words win over it.
        today: freezes the calendar for this question (evaluation); else the plant's local date.
        offline: answer from the deterministic planner alone, never a model (slash commands).
        overheard: written to nobody by name in a Thread that the bot is in; answered only when it is for the bot.
        alone: asked where nobody can go on from the answer (a slash command), so nothing is asked back.
        illustrated: a person reads the answer where charts are seen, so that it may come with one unasked.
        delivery: plain JSON for the platform's adapter (conversation reference, timestamps, response address).
    """

    id: str
    thread: Thread
    viewer: Viewer
    text: str
    received_at: datetime
    plant: str = "default"
    kind: QuestionKind = "message"
    choice: str | None = None
    about: str | None = None
    language: Language | None = None
    today: date | None = None
    offline: bool = False
    overheard: bool = False
    alone: bool = False
    illustrated: bool = False
    delivery: dict[str, Any] = Field(default_factory=dict)


class Span(Frozen):
    """A run of a headline. Bold is the answer and nothing else."""

    text: str
    bold: bool = False


class Column(Frozen):
    """A column of a Table: its name in the SQL, the label that a person reads, and how its values are written.

    ``field`` names the semantic model's field (``equipment.status``) when the column shows one as it is. ``decimals``
    are those of every number in it, once its values are known (core/wording/precision.py).
    """

    name: str
    label: str
    kind: ColumnKind = "text"
    unit: str | None = None
    field: str | None = None
    decimals: int | None = None


class Table(Frozen):
    """Some rows of a Result, for showing.

    Attributes:
        total: counts all rows.
        truncated: MAX_ROWS cut them.
        chronological: a time series; the rows are the last ones, and who shows fewer shows the last of these.
        leading: names of the columns that the question is about, for who cannot show all; the most important first.
        folded: the answer's chart shows every row with its value, so who shows the chart leaves the rows out or folds
            them.
        groups: names of the columns of a breakdown, in which rows without a value have a name («sin línea»).
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    truncated: bool = False
    chronological: bool = False
    leading: tuple[str, ...] = ()
    folded: bool = False
    groups: tuple[str, ...] = ()

    def some(self, count: int) -> tuple[tuple[Cell, ...], ...]:
        """At most ``count`` of the rows: the first, or those of the newest periods."""
        return self.rows[len(self.rows) - min(count, len(self.rows)) :] if self.chronological else self.rows[:count]

    def by_importance(self) -> tuple[int, ...]:
        """Places of all columns, those that the question is about before the others."""
        names = [column.name for column in self.columns]
        first = [names.index(name) for name in self.leading if name in names]
        return tuple(dict.fromkeys((*first, *range(len(names)))))


class Suggestion(Frozen):
    """A next question: what its button says and what it asks, in the same Thread."""

    label: str
    text: str


class ScopePart(Frozen):
    """A limit of an answer: «OT vencidas», «en Welding», «1 al 22 nov 2026».

    Attributes:
        id: taken away by a Question about the answer with this ``choice``; None for one that is not in force.
        text: the question that brings one back that was let go of.
        state: asked for, kept of the question before, or let go of by a new topic.
    """

    id: str | None = None
    label: str
    text: str | None = None
    state: Literal["asked", "kept", "dropped"] = "asked"


class Choice(Frozen):
    """One way to go on after a clarification. ``id`` is unique within the clarification ("1", "2", …)."""

    id: str
    label: str


class Clarification(Frozen):
    """What the bot asks back, with its choices (none when only free words can help)."""

    question: str
    choices: tuple[Choice, ...] = ()


class Artifact(Frozen):
    """A stored file of a Reply.

    Attributes:
        path: relative to where CHAT_DOCS_DIR lies: ``<folder>/data_0.csv``.
        filename: what a download is called.
        size: in bytes.
        title: what it holds, in the question's language.
    """

    kind: ArtifactKind
    path: str
    filename: str
    media_type: str
    size: int
    title: str | None = None


class Metrics(Frozen):
    """Times in seconds, counts, and money in US dollars of one answer."""

    total_time: float = 0.0
    plan_time: float = 0.0
    sql_time: float = 0.0
    image_time: float = 0.0
    api_processing_time: float = 0.0
    sql_attempts: int = 0
    flow: Flow = "good"
    model_calls: int = 0
    tokens_in: int = 0
    tokens_cached: int = 0
    tokens_out: int = 0
    cost_usd: float = 0.0


class Reply(Frozen):
    """What a person gets, before any platform has drawn it.

    Attributes:
        headline: the answer in one sentence, as spans; ``text`` joins them.
        definition: how a KPI was computed, with its numbers, else None.
        assumptions: what was counted: period with dates, filters, what was left out. One short phrase each.
        table: first rows; None when there is nothing to show.
        chartable: True when there is no chart yet and one is possible.
        freshness: one phrase on how fresh the data is.
        scope: its limits, for who can take one away with a press.
        sql: the query that ran, for "Show SQL".
        sql_asked: the person asked to see it, so it is shown and not one press away.
        rows: all rows up to 10,000 for machine readers; adapters of chats use ``table``.
        retry: of an error: the same question may be asked again with a press.
        remembered: False for a Question that was not taken up, so that a press cannot point at its answer.
        file_asked: the file that the person asked for («en excel», «en csv»).
        silent: nothing is sent: the Question was overheard and is not for the bot.
    """

    question_id: str
    language: Language
    action: Action
    headline: tuple[Span, ...]
    definition: str | None = None
    assumptions: tuple[str, ...] = ()
    table: Table | None = None
    columns: tuple[str, ...] | None = None
    rows: tuple[tuple[Cell, ...], ...] | None = None
    sql: str | None = None
    sql_asked: bool = False
    chart_title: str | None = None
    chartable: bool = False
    artifacts: tuple[Artifact, ...] = ()
    clarification: Clarification | None = None
    suggestions: tuple[Suggestion, ...] = ()
    scope: tuple[ScopePart, ...] = ()
    freshness: str | None = None
    planner: Planner | None = None
    verified: bool = False
    cached: bool = False
    error_code: str | None = None
    retry: bool = False
    remembered: bool = True
    file_asked: Literal["workbook", "data"] | None = None
    silent: bool = False
    metrics: Metrics = Metrics()

    @property
    def text(self) -> str:
        """The headline as plain text."""
        return "".join(span.text for span in self.headline)

    def artifact(self, kind: ArtifactKind) -> Artifact | None:
        """The Reply's file of that kind, if it has one."""
        return next((artifact for artifact in self.artifacts if artifact.kind == kind), None)

    def file_beyond(self, rows: int, columns: int) -> Artifact | None:
        """The file for people, when it holds more than a message that shows so many of the table's rows and columns.

        It is the workbook, or the CSV where there is none; always there when it was asked for.
        """
        file = self.artifact("workbook") or self.artifact("data")
        if self.file_asked is not None:
            return self.artifact(self.file_asked) or file
        if self.table is None:
            return None
        drawn = self.table.folded and self.artifact("image") is not None
        whole = drawn or (rows >= self.table.total and columns >= len(self.table.columns))
        return None if whole and not self.table.truncated else file
