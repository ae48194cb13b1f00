"""What the planner answers to talk: help, refusals, the last result once more, charts of it, steps back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from core.kernel.messages import Language, Suggestion
from core.planning.own import wanted_chart
from core.planning.plan import (
    AskAction,
    Asks,
    ChartOfLast,
    OfLast,
    OwnQuery,
    Plan,
    PlannedChoice,
    Queried,
    Query,
    SessionView,
)
from core.semantics.model import SemanticModel
from core.semantics.query import SemanticQuery
from core.semantics.values import ValueIndex
from core.sentences import planning, say
from core.understanding.annotate import Annotated
from core.understanding.clarify import plan_of
from core.understanding.conversation import Talk
from core.understanding.presenting import read_chart
from core.understanding.readings import Mention
from core.understanding.state import ReadingState
from core.understanding.understand import understand
from core.wording.describe.describer import Describer

_EXAMPLES = 4

Planned = Callable[[SemanticQuery, Language, date, str | None, tuple[tuple[str, str], ...]], OwnQuery]


class Talking:
    """Answers what is no question about the data.

    Args:
        describer: words for queries, by language and day.
        planned: makes a Plan of a query.
    """

    def __init__(
        self, model: SemanticModel, describer: Callable[[Language, date], Describer], planned: Planned
    ) -> None:
        self.model = model
        self._describer = describer
        self._planned = planned

    def reply(
        self,
        talk: Talk,
        session: SessionView,
        language: Language,
        today: date,
        read: Annotated,
        values: ValueIndex,
    ) -> Plan:
        """The Plan that answers; it never queries anything new, but for a step back."""
        match talk.kind:
            case "dismiss":
                return plan_of(language, "help", say(planning.DISMISSED, language))
            case "new_topic":
                return plan_of(language, "help", say(planning.NEW_TOPIC, language)).model_copy(
                    update={"ends_session": True}
                )
            case "explain" | "sql" | "repeat":
                if session.last_plan is None:
                    return self.examples(language, "help", say(planning.NOTHING_TO_EXPLAIN, language))
                return OfLast(language=language, planner="deterministic", topic=talk.kind)
            case "undo":
                return self._before_last(language, session, today)
            case "export":
                return self._file_of_last(language, session, read, today)
            case "chart":
                return self._chart_of_last(language, session, read, today)
            case "write":
                return self._write(language, read, today, values)
            case "sql_typed":
                return self.examples(language, "refused", say(planning.SQL_REFUSED, language))
            case "why":
                if session.last_plan is not None:
                    return OfLast(language=language, planner="deterministic", topic="why", unknown=("why",))
                return self.examples(language, "refused", say(planning.WHY_REFUSED, language), unknown=("why",))
            case "future":
                return self.examples(language, "refused", say(planning.FUTURE_REFUSED, language))
            case "unavailable":
                # What the calendar rules lack a model may still write; what the data lack, nobody can.
                unknown = read.words if talk.topic == "calendar" else ()
                return self.examples(
                    language, "refused", say(planning.UNAVAILABLE[talk.topic], language), unknown=unknown
                )
            case "no_words":
                return self.examples(language, "help", say(planning.NO_WORDS, language))
            case _:
                return self.examples(language, "help", say(planning.HELP, language))

    def examples(self, language: Language, action: AskAction, sentence: str, *, unknown: tuple[str, ...] = ()) -> Asks:
        suggestions = [Suggestion(label=text, text=text) for text in self.model.examples(language)[:_EXAMPLES]]
        return plan_of(language, action, sentence, suggestions=suggestions, unknown=unknown)

    def _chart_of_last(self, language: Language, session: SessionView, read: Annotated, today: date) -> Plan:
        last = session.last_plan
        assert last is not None
        state = ReadingState(self.model, ValueIndex(self.model, {}), read.mentions, read.words, language, today)
        probe = state.fresh()
        read_chart(probe)
        if self._asked_back(session) and last.query is not None:
            # What was asked last has no result; a chart of the one before would be taken for its.
            return self._of_earlier(language, last, today)
        return ChartOfLast(
            language=language,
            planner=last.planner,
            restated=last.restated,
            degraded=last.degraded,
            chart=wanted_chart(probe.draft.chart or "auto", language),
        )

    def _file_of_last(self, language: Language, session: SessionView, read: Annotated, today: date) -> Plan:
        """«exporta a excel»: the last answer once more, with its file; which kind of file it is gets said."""
        last = session.last_plan
        assert last is not None
        if last.query is None:  # a model's or a checked query's: there is only its result
            return OfLast(language=language, planner="deterministic", topic="repeat")
        if self._asked_back(session):
            return self._of_earlier(language, last, today)
        plan = self._planned(last.query, language, today, None, ())
        excel = any(word.startswith(("excel", "spreadsheet", "calculo", "xls")) for word in read.words)
        said = (say(planning.CSV_FOR_EXCEL, language),) if excel else ()
        return plan.model_copy(update={"assumptions": (*said, *plan.assumptions)})

    @staticmethod
    def _asked_back(session: SessionView) -> bool:
        """Whether the last question got a question back, and no result."""
        last = session.recent[-1][1] if session.recent else None
        return isinstance(last, Asks) and last.action == "clarify"

    def _of_earlier(self, language: Language, last: Query, today: date) -> Asks:
        """Ask whether an earlier result is meant, since the last question had none."""
        assert last.query is not None
        phrase = self._describer(language, today).phrase(last.query, None)
        choice = PlannedChoice(id="1", label=say(planning.YES_COUNT, language, phrase=phrase), query=last.query)
        sentence = say(planning.EARLIER_RESULT, language, phrase=phrase)
        return plan_of(language, "clarify", sentence, choices=[choice])

    def _before_last(self, language: Language, session: SessionView, today: date) -> Plan:
        """«deshaz», "undo that": the result before the last one."""
        queries = [plan.query for _, plan in session.recent if isinstance(plan, Queried) and plan.query is not None]
        if len(queries) < 2:
            return plan_of(language, "help", say(planning.NOTHING_BEFORE, language))
        return self._planned(queries[-2], language, today, None, ())

    def _write(self, language: Language, read: Annotated, today: date, values: ValueIndex) -> Asks:
        """Refuse to change anything, and offer to list what was meant: its one choice waits for a yes."""
        mentions = [mention for mention in read.mentions if not mention.role("write_verb")]
        state = ReadingState(self.model, values, renumbered(mentions), read.words, language, today)
        draft = understand(state) if any(not mention.is_filler for mention in mentions) else None
        sentence = say(planning.WRITE_REFUSED, language)
        if draft is None or draft.problems or draft.shape not in ("list", "exists") or not draft.filters:
            return plan_of(language, "refused", sentence)
        query = draft.query()
        describer = self._describer(language, today)
        pronoun = "las" if describer.noun(query).gender == "f" else "los"
        listing = say(planning.LIST_INSTEAD, language, pronoun=pronoun)
        phrase = describer.phrase(query, None)
        return plan_of(
            language,
            "refused",
            f"{sentence} {listing}",
            choices=[PlannedChoice(id="1", label=phrase[:1].upper() + phrase[1:], query=query)],
            suggestions=[Suggestion(label=phrase[:1].upper() + phrase[1:], text=phrase)],
        )


def renumbered(mentions: list[Mention]) -> list[Mention]:
    """Mentions that are left when some are taken out, in places of their own."""
    return [
        Mention(place, place + 1, mention.text, mention.readings, corrected=mention.corrected)
        for place, mention in enumerate(mentions)
    ]
